/**
 * NOT EXISTS and NOT IN → outer join without a match:
 *   WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
 *   → LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL
 *
 * Precondition: a term of WHERE; the subquery reads one stored table. The tested column is NOT NULL, so that it is NULL
 * only where nothing matched. For NOT IN both sides must be NOT NULL.
 * Wrong otherwise: a match whose tested column is NULL counts as none; IN compares under the collation of what stands
 * before it, as an equation that begins with it.
 * Source: Elhemali et al., "Execution Strategies for SQL Subqueries" (SIGMOD 2007), anti-semijoin.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canTurn } from './rewriting/collation.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { clauseBreak, insertAt, keyword } from './rewriting/layout.ts';
import { plainNames, qualifiedText, starsKept, writtenName } from './rewriting/references.ts';
import { existsTests, inTests } from './rewriting/semi-join.ts';
import { sourceOf } from './rewriting/tree.ts';

export const antiJoin: Rule = {
  technique: 'anti-join',
  *propose(q) {
    for (const { whole, negated, inner, outer, correlation } of existsTests(q)) {
      if (negated && correlation.pairs.length > 0) yield* joined(q, outer, inner, whole, []);
    }
    for (const { node, inner, outer, output } of inTests(q)) {
      if (!node.negated || q.isNullable(node.operand) || q.isNullable(output)) continue;
      const sides = [qualifiedText(q, output), qualifiedText(q, node.operand)];
      const turned = canTurn(q, { left: node.operand, right: output });
      yield* joined(q, outer, inner, node, [(turned ? sides : sides.reverse()).join(' = ')]);
    }
  },
};

function* joined(
  q: BoundQuery,
  outer: Select,
  inner: Select,
  term: Expr,
  equations: readonly string[],
): Iterable<Proposal> {
  const [relation, second] = q.scopeOf(inner).relations;
  const stars = starsKept(q, outer);
  if (!writtenTerms(outer.where).includes(term) || !stars || !outer.from || q.isAggregated(inner)) return;
  if (!relation || second || inner.from?.kind !== 'table' || relation.source.kind !== 'table') return;
  const taken = q.scopeOf(outer).relations.map(other => other.name.toLowerCase());
  const plain = plainNames(q, outer, [term]);
  if (taken.includes(relation.name.toLowerCase())) return;
  if (relation.columns.some(column => plain.has(column.name.toLowerCase()))) return;
  const tested = relation.columns.find(column => !column.hidden && !column.nullable);
  if (!tested) return;
  const kw = (words: string) => keyword(q, words);
  const terms = [
    ...equations,
    ...writtenTerms(inner.where).map(condition => {
      const loose = condition.kind === 'binary' && condition.operator === 'or';
      return loose ? `(${qualifiedText(q, condition)})` : qualifiedText(q, condition);
    }),
  ];
  const on = terms.join(` ${kw('AND')} `);
  const join = `${clauseBreak(q, outer)}${kw('LEFT JOIN')} ${sourceOf(q, inner.from)} ${kw('ON')} ${on}`;
  const test = `${writtenName(q, relation)}.${quoteName(tested.name)} ${kw('IS NULL')}`;
  yield { edits: [...changedWhere(q, outer, [term], [test]), ...stars, insertAt(outer.from.span.end, join)] };
}
