/**
 * Correlated EXISTS → IN, NOT EXISTS → NOT IN:
 *   EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND …)  →  c.id IN (SELECT o.customer_id FROM orders o WHERE …)
 *
 * Precondition: the subquery depends on the outer row through equations only, which compare under the same collation
 * with the outer side first, as IN does. Where NULL and false differ (under NOT,
 * in a SELECT list) both sides must be NOT NULL: a NULL among the keys makes NOT IN empty, and a NULL outside has no
 * match, so NOT EXISTS holds. A condition is added for whichever side may be NULL.
 * Wrong otherwise: `IS` in place of `=` finds NULL, which IN never does.
 * Source: the quantified-subquery rewrites of Kim (TODS 1982) and Elhemali et al., "Execution Strategies for SQL
 * Subqueries" (SIGMOD 2007).
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Proposal, Rule } from '../contract.ts';
import { lastOpening } from './rewriting/blanked.ts';
import { canTurn } from './rewriting/collation.ts';
import { changedWhere, isFilter } from './rewriting/conjuncts.ts';
import { keyword } from './rewriting/layout.ts';
import { type ExistsTest, existsTests } from './rewriting/semi-join.ts';
import { together } from './rewriting/together.ts';
import { sourceOf } from './rewriting/tree.ts';

export const existsToIn: Rule = {
  technique: 'exists-to-in',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const test of existsTests(q)) yield* toIn(q, test);
}

function* toIn(q: BoundQuery, test: ExistsTest): Iterable<Proposal> {
  const { node, whole, negated, inner, correlation } = test;
  const { pairs, others } = correlation;
  if (pairs.length === 0 || others.length > 0) return;
  if (pairs.some(pair => pair.term.operator !== '=')) return;
  if (pairs.some(pair => pair.innerFirst && !canTurn(q, pair.term))) return;
  const exact = !negated && isFilter(q, whole);
  const nullableOuter = pairs.filter(pair => q.isNullable(pair.outer));
  const nullableInner = pairs.filter(pair => q.isNullable(pair.inner));
  // A row value with a NULL in one place may still be false by another, which plain conditions cannot say.
  if (!exact && pairs.length > 1 && nullableOuter.length + nullableInner.length > 0) return;
  const kw = (words: string) => keyword(q, words);
  const outerText = pairs.map(pair => sourceOf(q, pair.outer)).join(', ');
  const operand = pairs.length > 1 ? `(${outerText})` : simple(pairs[0]!.outer.kind, outerText);
  const membership = `${operand} ${kw(negated ? 'NOT IN' : 'IN')} `;
  const guard = exact ? undefined : nullableOuter[0] && sourceOf(q, nullableOuter[0].outer);
  let before = membership;
  let after = '';
  if (guard !== undefined) {
    before = negated
      ? `(${guard} ${kw('IS NULL OR')} ${membership}`
      : `(${guard} ${kw('IS NOT NULL AND')} ${membership}`;
    after = ')';
  }
  const [first] = inner.columns;
  const last = inner.columns.at(-1);
  const added = exact ? [] : nullableInner.map(pair => `${sourceOf(q, pair.inner)} ${kw('IS NOT NULL')}`);
  const opening = lastOpening(q, node.span.start, node.query.span.start);
  const edits: Edit[] = [
    { span: { start: whole.span.start, end: opening }, text: before },
    {
      span: { start: (inner.distinct ?? first!.span).start, end: last!.span.end },
      text: pairs.map(pair => sourceOf(q, pair.inner)).join(', '),
    },
    ...changedWhere(
      q,
      inner,
      pairs.map(pair => pair.term),
      added,
    ),
  ];
  if (after !== '') edits.push({ span: { start: whole.span.end, end: whole.span.end }, text: after });
  yield { edits };
}

function simple(kind: string, text: string): string {
  return kind === 'column-ref' || kind === 'function' || kind === 'paren' ? text : `(${text})`;
}
