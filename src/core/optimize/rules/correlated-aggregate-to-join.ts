/**
 * Correlated scalar aggregate → join on a grouped derived table:
 *   (SELECT AVG(i.x) FROM items i WHERE i.key = o.id)  →  LEFT JOIN (SELECT key, AVG(x) … GROUP BY key) g ON g.key = o.id
 *
 * Precondition: the subquery is an ungrouped aggregate that depends on the outer row through equations only, which
 * compare under the collation of the groups.
 * Wrong otherwise: an inner join drops rows without a group (so LEFT JOIN, except where WHERE rejects NULL); COUNT of
 * an empty group is 0, not NULL (so COALESCE); a comparison other than `=` is no group; a column compares by its
 * collation, which the value of a subquery has not.
 * Source: Kim, "On Optimizing an SQL-like Nested Query" (TODS 1982), with the outer join of Ganski and Wong,
 * "Optimization of Nested SQL Queries Revisited" (SIGMOD 1987).
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { FreshNames } from './rewriting/fresh-names.ts';
import {
  canStandAsColumn,
  type GroupedLookup,
  groupedLookup,
  joinedOnce,
  scalarSubqueries,
  shapeOf,
} from './rewriting/grouped-lookup.ts';
import { breakAfterFrom, insertAt } from './rewriting/layout.ts';
import { starsKept } from './rewriting/references.ts';
import { openSelects } from './rewriting/tree.ts';

export const correlatedAggregateToJoin: Rule = {
  technique: 'correlated-aggregate-to-join',
  since: '3.30',
  *propose(q) {
    for (const outer of openSelects(q)) {
      const lookups = scalarSubqueries(q, outer)
        .map(node => groupedLookup(q, node, outer))
        .filter(lookup => lookup !== undefined)
        .filter(lookup => canStandAsColumn(q, lookup, outer));
      if (lookups.length > 1) yield* joined(q, outer, lookups);
      for (const lookup of lookups) yield* joined(q, outer, [lookup]);
    }
  },
};

function* joined(q: BoundQuery, outer: Select, lookups: readonly GroupedLookup[]): Iterable<Proposal> {
  const stars = starsKept(q, outer);
  if (!outer.from || !stars) return;
  const names = new FreshNames(q);
  const groups = new Map<string, GroupedLookup[]>();
  for (const lookup of lookups) {
    const shape = shapeOf(q, lookup);
    groups.set(shape, [...(groups.get(shape) ?? []), lookup]);
  }
  const parts = [...groups.values()].map(group => joinedOnce(q, outer, group, names));
  const joins = parts.map(part => part.join).join('');
  yield {
    edits: [
      ...parts.flatMap(part => part.edits),
      ...stars,
      insertAt(outer.from.span.end, joins),
      ...breakAfterFrom(q, outer),
    ],
  };
}
