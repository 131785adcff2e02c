/**
 * Join that neither adds nor removes rows nor supplies a column → nothing:
 *   FROM orders o LEFT JOIN customers c ON c.id = o.customer_id   (no column of c used)   →   FROM orders o
 *
 * Precondition: nothing outside the join's own condition mentions the table, and either a LEFT JOIN whose condition
 * fixes a key of it (or repeated rows make no difference), or an inner join along a declared foreign key that is NOT
 * NULL to the key it refers to, under the collation of that key. For a nullable foreign key the test IS NOT NULL takes its place.
 * Wrong otherwise: without a key, matches multiply rows; without the foreign key, rows without a match disappear.
 * Source: "join elimination", Cheng et al., "Implementation of Two Semantic Query Optimization Techniques in DB2"
 * (VLDB 1999).
 */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { type Expr, type Select, sameName } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { findsGroup } from './rewriting/collation.ts';
import { changedWhere, writtenTerms } from './rewriting/conjuncts.ts';
import { ignoresRepeats } from './rewriting/duplicates.ts';
import { isInner, joinChain, type Link, withoutRight } from './rewriting/joins.ts';
import { keyword } from './rewriting/layout.ts';
import { refsTo, relationsIn } from './rewriting/references.ts';
import { together } from './rewriting/together.ts';
import { hasParameter, openSelects, partsOf, sourceOf } from './rewriting/tree.ts';
import { keyIsFixed } from './rewriting/uniqueness.ts';

export const unusedJoinRemoved: Rule = {
  technique: 'unused-join-removed',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const select of openSelects(q)) {
    for (const link of joinChain(q, select) ?? []) {
      const edits = withoutLink(q, select, link);
      if (edits) yield { edits };
    }
  }
}

function withoutLink(q: BoundQuery, select: Select, { join, item, relation }: Link): Edit[] | undefined {
  if (!join || join.natural || join.using || hasParameter(item)) return undefined;
  const starred = select.columns.some(
    column => column.kind === 'star' && (!column.table || sameName(column.table.name, relation.name)),
  );
  if (starred || (join.on && hasParameter(join.on))) return undefined;
  const terms = writtenTerms(join.on);
  const inWhere = isInner(join)
    ? writtenTerms(select.where).filter(term => relationsIn(q, [term]).has(relation))
    : [];
  const uses = refsTo(q, partsOf(q, select), relation).length;
  if (uses !== refsTo(q, [...terms, ...inWhere], relation).length) return undefined;
  if (join.type === 'left') {
    if (!keyIsFixed(q, relation, terms) && !ignoresRepeats(q, select)) return undefined;
    return [withoutRight(q, join)];
  }
  const conditions = [...terms, ...inWhere];
  const child = isInner(join) && !relation.padded ? childOfKey(q, conditions, relation) : undefined;
  if (!child) return undefined;
  const added = q.isNullable(child) ? [`${sourceOf(q, child)} ${keyword(q, 'IS NOT NULL')}`] : [];
  return [withoutRight(q, join), ...changedWhere(q, select, inWhere, added)];
}

/** The foreign key column, when `child = parent's key` is the only condition on the parent. */
function childOfKey(q: BoundQuery, terms: readonly Expr[], parent: Link['relation']): Expr | undefined {
  const [term, second] = terms;
  const equation = term && stripParens(term);
  if (second || equation?.kind !== 'binary' || equation.operator !== '=' || parent.source.kind !== 'table')
    return undefined;
  const parentTable = parent.source.table;
  for (const [own, other] of [
    [equation.left, equation.right],
    [equation.right, equation.left],
  ] as const) {
    const key = own.kind === 'column-ref' ? q.resolve(own) : undefined;
    const child = other.kind === 'column-ref' ? q.resolve(other) : undefined;
    if (key?.kind !== 'column' || child?.kind !== 'column' || key.relation !== parent) continue;
    const origin = child.column.origin;
    const declared = origin?.table.foreignKeys.some(
      foreign =>
        foreign.valid &&
        foreign.columns.length === 1 &&
        sameName(foreign.columns[0]!, origin.column.name) &&
        sameName(foreign.table, parentTable.name) &&
        sameName(foreign.references[0] ?? '', key.column.name),
    );
    if (declared && findsGroup(q, equation, own)) return other;
  }
  return undefined;
}
