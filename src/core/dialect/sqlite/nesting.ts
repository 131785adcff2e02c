/** How deep a query may nest. */
import { QuillError } from '../../errors.ts';
import { tokens } from './lex.ts';

/** SQLite's own limit for the depth of an expression; it keeps most recursive walks over the model within the stack. */
export const MAX_DEPTH = 1000;

export function tooComplex(options?: ErrorOptions): QuillError {
  return new QuillError(
    'too-complex',
    `The query nests deeper than ${MAX_DEPTH} levels; split it into smaller queries.`,
    options,
  );
}

/** Runs `action`. Throws QuillError `too-complex` where it exhausts the stack, which a thread may have little of. */
export function withinStack<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw tooComplex({ cause: error });
    throw error;
  }
}

/** Runs `action`; where a long flat chain of conditions is what makes a query too deep, its error says so. */
export function namingChains<T>(sql: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!QuillError.is(error, 'too-complex')) throw error;
    const chain = longestChain(sql);
    if (chain.length < MAX_DEPTH) throw error;
    const instead =
      chain.operator === 'OR'
        ? 'compare with a list instead, as in x IN (1, 2, 3)'
        : 'split it into smaller ones';
    throw new QuillError(
      'too-complex',
      `The query joins ${chain.length} conditions by ${chain.operator}, and SQLite takes ${MAX_DEPTH} at most; ${instead}.`,
      { cause: error },
    );
  }
}

/** The most conditions that AND or OR joins within one pair of parentheses. */
function longestChain(sql: string): { operator: string; length: number } {
  const open: Map<string, number>[] = [new Map()];
  let longest = { operator: '', length: 0 };
  for (const { start, end } of tokens(sql)) {
    const text = end - start > 3 ? '' : sql.slice(start, end).toUpperCase();
    if (text === '(') open.push(new Map());
    else if (text === ')' && open.length > 1) open.pop();
    else if (text === 'OR' || text === 'AND') {
      const counts = open.at(-1)!;
      const length = (counts.get(text) ?? 1) + 1;
      counts.set(text, length);
      if (length > longest.length) longest = { operator: text, length };
    }
  }
  return longest;
}
