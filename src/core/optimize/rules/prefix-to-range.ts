/**
 * Test of a prefix → range of text:
 *   substr(code, 1, 2) = 'AB' → code >= 'AB' AND code < 'AC';  name LIKE 'ab%' → a range by the column's collation
 *
 * Precondition: a text column. substr and instr compare bytes, so the column's collation must be BINARY. LIKE ignores
 * ASCII case: its range is exact where the collation is NOCASE, or the prefix has no letters; else a wider range is
 * added and the LIKE stays.
 * Wrong otherwise: 'CUST 1' LIKE 'cust%' holds, the bytes are outside the range.
 * Source: https://sqlite.org/optoverview.html#the_like_optimization
 */

import { quoteText } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { ComparisonOperator } from '../../sql/comparison.ts';
import type { Expr, Like } from '../../sql/model.ts';
import { conjuncts, stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { type Condition, conditions, isBinary, storedColumn } from './rewriting/comparison.ts';
import { conjunctionFor } from './rewriting/conjuncts.ts';
import { integerOf, textValue } from './rewriting/constants.ts';
import { keyword } from './rewriting/layout.ts';
import { selectAround } from './rewriting/semi-join.ts';
import { together } from './rewriting/together.ts';
import { descendants, openSelects, parentOf, sourceOf } from './rewriting/tree.ts';

export const prefixToRange: Rule = {
  technique: 'prefix-to-range',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const condition of conditions(q)) {
    const text = prefixOf(q, condition);
    if (text) yield replaced(condition.whole, text);
  }
  const open = new Set(openSelects(q));
  for (const node of descendants(q.query)) {
    if (node.kind !== 'like' || node.operator !== 'like' || node.negated || node.escape) continue;
    const select = selectAround(q, node);
    if (select && open.has(select)) yield* likeRange(q, node);
  }
}

function replaced(node: Expr, text: string): Proposal {
  return { edits: [{ span: node.span, text }] };
}

function prefixOf(q: BoundQuery, condition: Condition): string | undefined {
  const { subject, whole } = condition;
  if (subject.kind !== 'function') return undefined;
  const [first, second, third] = subject.args.map(stripParens);
  const stored = first && storedColumn(q, first);
  if (!first || !stored || stored.column.affinity !== 'text' || !isBinary(stored.column)) return undefined;
  const column = sourceOf(q, first);
  if (subject.name === 'instr') {
    const isFirst =
      condition.kind === 'comparison' && condition.operator === '=' && integerOf(condition.value) === 1n;
    const prefix = textValue(second);
    return isFirst && prefix ? compared(q, whole, column, '=', prefix) : undefined;
  }
  if ((subject.name !== 'substr' && subject.name !== 'substring') || integerOf(second) !== 1n)
    return undefined;
  const length = integerOf(third);
  const fits = (expr: Expr) => {
    const text = textValue(expr);
    return text && BigInt([...text].length) === length ? text : undefined;
  };
  if (condition.kind === 'comparison') {
    const prefix = fits(condition.value);
    return prefix && compared(q, whole, column, condition.operator, prefix);
  }
  if (condition.kind === 'between') return undefined;
  const prefixes = condition.whole.items.map(fits);
  if (condition.whole.negated || !prefixes.every(p => p)) return undefined;
  const ranges = prefixes.map(p => inside(column, p!));
  if (!ranges.every(range => range !== undefined)) return undefined;
  return `(${ranges.map(range => range.join(` ${keyword(q, 'AND')} `)).join(` ${keyword(q, 'OR')} `)})`;
}

function compared(
  q: BoundQuery,
  whole: Expr,
  column: string,
  operator: ComparisonOperator,
  prefix: string,
): string | undefined {
  const after = following(prefix);
  const range = inside(column, prefix);
  if (after === undefined || !range) return undefined;
  switch (operator) {
    case '=':
      return conjunctionFor(q, whole, range);
    case '<>':
      return `(${column} < ${quoteText(prefix)} ${keyword(q, 'OR')} ${column} >= ${quoteText(after)})`;
    case '<':
    case '>=':
      return `${column} ${operator} ${quoteText(prefix)}`;
    case '>':
      return `${column} >= ${quoteText(after)}`;
    case '<=':
      return `${column} < ${quoteText(after)}`;
  }
}

function inside(column: string, prefix: string): string[] | undefined {
  const after = following(prefix);
  return after === undefined
    ? undefined
    : [`${column} >= ${quoteText(prefix)}`, `${column} < ${quoteText(after)}`];
}

/** The least text after all that begin with the prefix: its last character replaced by the next one. */
function following(prefix: string): string | undefined {
  const characters = [...prefix];
  const last = characters.pop()?.codePointAt(0);
  if (last === undefined || last < 0x20 || last >= 0xd7ff) return undefined;
  return characters.join('') + String.fromCodePoint(last + 1);
}

/** True when the range stands beside the condition already. */
function isBounded(q: BoundQuery, node: Expr, range: readonly string[]): boolean {
  let chain: Expr = node;
  for (let above = parentOf(q, chain); above; above = parentOf(q, above)) {
    if (above.kind !== 'paren' && !(above.kind === 'binary' && above.operator === 'and')) break;
    chain = above;
  }
  const beside = new Set(conjuncts(chain).map(term => sourceOf(q, stripParens(term))));
  return range.every(term => beside.has(term));
}

function* likeRange(q: BoundQuery, node: Like): Iterable<Proposal> {
  const operand = stripParens(node.operand);
  const stored = storedColumn(q, operand);
  const prefix = /^([^%_]+)%$/.exec(textValue(node.pattern) ?? '')?.[1];
  const start = prefix ?? /^([^%_]+)[%_]/.exec(textValue(node.pattern) ?? '')?.[1];
  if (stored?.column.affinity !== 'text' || start === undefined) return;
  const column = sourceOf(q, operand);
  const nocase = stored.column.collation.toUpperCase() === 'NOCASE';
  const caseless = start.toUpperCase() === start.toLowerCase();
  if (!nocase && !isBinary(stored.column)) return;
  // Under NOCASE the characters between Z and a sort by their lower-case side: a bound among them is not exact.
  const boundIsSafe = !nocase || /[a-y0-9 -]$/i.test(start);
  const exact = prefix !== undefined && (nocase ? boundIsSafe : caseless);
  if (exact) {
    const range = inside(column, nocase ? start.toLowerCase() : start);
    if (range) yield replaced(node, conjunctionFor(q, node, range));
    return;
  }
  const high = following(start.toLowerCase());
  if (high === undefined || (nocase && !boundIsSafe)) return;
  const low = nocase ? start.toLowerCase() : start.toUpperCase();
  const range = [`${column} >= ${quoteText(low)}`, `${column} < ${quoteText(high)}`];
  if (isBounded(q, node, range)) return;
  yield replaced(node, conjunctionFor(q, node, [...range, sourceOf(q, node)]));
}
