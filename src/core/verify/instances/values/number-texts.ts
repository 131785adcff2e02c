/** Texts that sort otherwise than the numbers that a query reads from them: 'P9' and 'P10', '1.9' and '1.10'. */
import type { Cell } from '../../../ports.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';

const PREFIXES = 12;
/** Known texts that numbers are put behind. */
const KNOWN = 5;
/** A prefix that is cut away is no longer than that. */
const LONGEST = 40;
/** Lists for one expression. */
const LISTS = 2;
/** Written numbers, of which the first two sort otherwise as texts; the others are equal numbers in other texts. */
const numbers = ['9', '10', '09', '100', '2', '9.5'] as const;

/** The expressions that make a number of a text, the outermost ones. */
export function numberReadings(bound: BoundQuery): Expr[] {
  const found: Expr[] = [];
  walk(bound.query, node => {
    const reads =
      (node.kind === 'cast' && /INT|REAL|FLOA|DOUB|NUM|DEC/i.test(node.type)) ||
      (node.kind === 'binary' && ['+', '-', '*', '/', '%'].includes(node.operator)) ||
      (node.kind === 'function' && ['abs', 'round'].includes(node.name));
    if (reads) found.push(node);
    return !reads;
  });
  return found;
}

/** What may stand before a number in the texts that the expression is given. */
export function prefixesOf(
  expr: Expr,
  known: readonly string[],
  constant: (expr: Expr) => Cell | undefined,
): string[] {
  const found = new Set<string>();
  const starts = new Set<number>();
  walk(expr, node => {
    if (node.kind !== 'function') return;
    const [, second] = node.args;
    const value = second && constant(second);
    if (typeof value === 'string') found.add(value);
    if (/^substr(ing)?$/.test(node.name) && typeof value === 'bigint' && value > 1n && value <= LONGEST)
      starts.add(Number(value) - 1);
  });
  const heads = [...new Set(known.map(text => text.replace(/[\d\s]+$/, '')))].slice(0, KNOWN);
  const cut = [...starts].flatMap(length => [
    ...known
      .filter(text => text !== '')
      .slice(0, KNOWN)
      .map(text => `${text}.`.padEnd(length, '.').slice(0, length)),
    'x'.repeat(length),
  ]);
  const separated = [...found].flatMap(text => [`1${text}`, `a${text}`, text]);
  return [...new Set([...heads.filter(text => text !== ''), ...cut, ...separated, ''])].slice(0, PREFIXES);
}

/**
 * Lists of texts with one prefix of which the second is the larger number and sorts first.
 * @param read The number that each text is read as; undefined where that cannot be told.
 */
export function numberTexts(
  prefixes: readonly string[],
  read: (texts: readonly string[]) => readonly Cell[] | undefined,
): string[][] {
  const lists = prefixes.map(prefix => numbers.map(number => prefix + number));
  const values = read(lists.flat());
  if (!values) return [];
  return lists
    .filter((_, i) => {
      const [less, more] = values.slice(i * numbers.length, i * numbers.length + 2).map(Number);
      return less !== undefined && more !== undefined && less < more;
    })
    .slice(0, LISTS);
}
