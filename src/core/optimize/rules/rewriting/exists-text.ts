/** EXISTS over tables that stood in FROM. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, Select } from '../../../sql/model.ts';
import type { Link } from './joins.ts';
import { block, clauseBreak, indentAt, keyword } from './layout.ts';
import { sourceOf } from './tree.ts';

/**
 * `EXISTS (SELECT 1 FROM links WHERE terms)` as a term for the WHERE of the SELECT.
 * @param links items of the SELECT's own FROM, of which the first loses its join condition; those after it keep theirs
 * @param follows it stands after another term, on a line of its own
 */
export function existsText(
  q: BoundQuery,
  select: Select,
  links: readonly Link[],
  terms: readonly Expr[],
  follows: boolean,
): string {
  const kw = (words: string) => keyword(q, words);
  const [first, ...rest] = links;
  const joined = rest.map(({ item, join }) => {
    const on = join?.on ? ` ${kw('ON')} ${sourceOf(q, join.on)}` : '';
    return `${kw('JOIN')} ${sourceOf(q, item)}${on}`;
  });
  const where = terms.map(term => {
    const text = sourceOf(q, term);
    return term.kind === 'binary' && term.operator === 'or' ? `(${text})` : text;
  });
  const from = `${kw('FROM')} ${sourceOf(q, first!.item)}`;
  const condition = where.length > 0 ? [`${kw('WHERE')} ${where.join(` ${kw('AND')} `)}`] : [];
  const line = clauseBreak(q, select);
  const inline = `${kw('EXISTS')} (${[`${kw('SELECT')} 1`, from, ...joined, ...condition].join(' ')})`;
  if (line === ' ' || (inline.length < 90 && !inline.includes('\n'))) return inline;
  const base = select.whereSpan ? `\n${indentAt(q.source, select.whereSpan.start)}` : line;
  const at = follows ? `${base}  ` : base;
  return `${kw('EXISTS')} ${block(at, [`${kw('SELECT')} 1`, from, ...joined, ...condition])}`;
}
