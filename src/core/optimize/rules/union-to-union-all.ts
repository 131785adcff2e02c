/**
 * UNION → UNION ALL where no row can be found twice.
 *
 * Precondition: every arm's rows differ among themselves (a key is shown, DISTINCT, or grouped columns are shown), and
 * the arms differ from each other: different constants in one column, or the same table's key with conditions that
 * exclude each other; all of this under the collations by which the UNION compares. Or duplicates do not matter: in
 * EXISTS, below another UNION, or in IN that tells no values apart which the UNION takes for the same.
 * Wrong otherwise: an arm that repeats its own rows loses the repeats through UNION.
 * Source: Paulley and Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993), set operations.
 */

import { collationOfComparison, refines } from '../../dialect/sqlite/collation.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { InQuery, QueryBody, Select, SetOperation } from '../../sql/model.ts';
import type { Rule } from '../contract.ts';
import { unionCollation } from './rewriting/collation.ts';
import { excludeEachOther } from './rewriting/disjoint.ts';
import { insertAt } from './rewriting/layout.ts';
import { descendants, parentOf, selectsIn } from './rewriting/tree.ts';
import { hasUniqueRows } from './rewriting/uniqueness.ts';

export const unionToUnionAll: Rule = {
  technique: 'union-to-union-all',
  *propose(q) {
    const unions = [...descendants(q.query)]
      .filter(node => node.kind === 'set')
      .filter(set => set.operator === 'union')
      .filter(set => selectsIn(q, set).every(select => q.scopeOf(select).closed))
      .filter(set => repeatsDoNotMatter(q, set) || isDisjoint(q, set));
    const edits = unions.map(set => insertAt(set.operatorSpan.end, allFor(q, set)));
    if (edits.length > 1) yield { edits };
    for (const edit of edits) yield { edits: [edit] };
  },
};

/** ALL in the letter case of the UNION before it. */
function allFor(q: BoundQuery, { operatorSpan }: SetOperation): string {
  return q.source.charAt(operatorSpan.start) === 'u' ? ' all' : ' ALL';
}

function repeatsDoNotMatter(q: BoundQuery, set: SetOperation): boolean {
  const parent = parentOf(q, set);
  if (parent?.kind === 'set') return parent.left === set && parent.operator === 'union';
  if (parent?.kind !== 'query' || parent.limit) return false;
  const around = parentOf(q, parent);
  return around?.kind === 'exists' || (around?.kind === 'in-query' && findsMerged(q, around, set));
}

/** True when a value equals all or none of those that the UNION takes for the same. */
function findsMerged(q: BoundQuery, { operand }: InQuery, set: SetOperation): boolean {
  const items = operand.kind === 'row-value' ? operand.items : [operand];
  const last = q.outputsOf(set.right);
  return items.every((left, i) => {
    const merged = unionCollation(q, set, i);
    const right = last[i]?.expr;
    return (
      merged === 'BINARY' ||
      (right !== undefined && refines(merged, collationOfComparison(q, { left, right })))
    );
  });
}

/**
 * True when the rows of the left side and of the right side all differ.
 * @param union the outermost UNION around, whose collations decide
 */
function isDisjoint(q: BoundQuery, set: SetOperation, union = set): boolean {
  const arms = armsOf(set);
  if (!arms) return false;
  const right = arms.at(-1)!;
  const left = arms.slice(0, -1);
  const leftIsUnique =
    set.left.kind === 'set'
      ? (set.left.operator === 'union' && mergesAlike(q, set.left, union)) || isDisjoint(q, set.left, union)
      : hasUniqueRows(q, left[0]!, union);
  const isApart = leftIsUnique && hasUniqueRows(q, right, union);
  return isApart && left.every(arm => excludeEachOther(q, arm, right, union));
}

/** True when rows that the inner UNION keeps apart stay apart in the outer one. */
function mergesAlike(q: BoundQuery, inner: SetOperation, outer: SetOperation): boolean {
  return q
    .outputsOf(inner)
    .every((_, i) => refines(unionCollation(q, outer, i), unionCollation(q, inner, i)));
}

/** The arms of a chain of UNION and UNION ALL; undefined for other operations and VALUES. */
function armsOf(body: QueryBody): Select[] | undefined {
  if (body.kind === 'select') return [body];
  if (body.kind !== 'set' || !body.operator.startsWith('union') || body.right.kind !== 'select')
    return undefined;
  const left = armsOf(body.left);
  return left && [...left, body.right];
}
