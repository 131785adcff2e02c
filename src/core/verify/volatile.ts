/** Queries whose answer changes from run to run: some are pinned, the others are named. */
import { tokens } from '../dialect/sqlite/lex.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { walk } from '../sql/walk.ts';

/** The moment at which both queries are judged. */
const MOMENT = '2024-06-15 12:00:00';

/** `'now'` and CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP replaced by one fixed moment, the same for both sides. */
export function pinClock(sql: string): string {
  let result = '';
  let at = 0;
  for (const token of tokens(sql)) {
    const text = sql.slice(token.start, token.end);
    const fixed = token.kind === 'string' || token.kind === 'word' ? pinned(text) : undefined;
    if (fixed === undefined) continue;
    result += sql.slice(at, token.start) + fixed;
    at = token.end;
  }
  return result + sql.slice(at);
}

function pinned(text: string): string | undefined {
  switch (text.toLowerCase()) {
    case "'now'":
      return `'${MOMENT}'`;
    case 'current_timestamp':
      return `'${MOMENT}'`;
    case 'current_date':
      return `'${MOMENT.slice(0, 10)}'`;
    case 'current_time':
      return `'${MOMENT.slice(11)}'`;
    default:
      return undefined;
  }
}

/** The first function whose value changes from call to call, except in an ORDER BY that only shuffles the result. */
export function isVolatileQuery(bound: BoundQuery): string | undefined {
  let found: string | undefined;
  walk(bound.query, (node, ancestors) => {
    if (node.kind === 'order' && ancestors.at(-1) === bound.query) return false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) found ??= `${node.name}()`;
    return true;
  });
  return found;
}
