/**
 * ORDER BY in a subquery without LIMIT → nothing.
 *
 * Precondition: the query around it does not pass the rows on in the order they come: it sorts, groups, joins, removes
 * duplicates or only looks for a match. In a scalar subquery the order picks the row, so it stays.
 * Wrong otherwise: a LIMIT takes other rows, group_concat joins in another order, and people see another order.
 * Source: the SQL standard gives a subquery no order; https://sqlite.org/optoverview.html#omitorderby
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Cte, Query, Select } from '../../sql/model.ts';
import type { AnyNode } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { removal } from './rewriting/layout.ts';
import { selectAround } from './rewriting/semi-join.ts';
import { together } from './rewriting/together.ts';
import {
  aggregatesIn,
  descendants,
  hasParameter,
  hasWindow,
  orderTermsOf,
  parentOf,
  shownParts,
} from './rewriting/tree.ts';

export const innerOrderByRemoved: Rule = {
  technique: 'inner-order-by-removed',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const node of descendants(q.query)) {
    if (node.kind !== 'query' || !node.orderBySpan || node.limit) continue;
    if (node.orderBy.some(hasParameter) || !isUnseen(q, node)) continue;
    yield { edits: [removal(q, node.orderBySpan)] };
  }
}

function isUnseen(q: BoundQuery, query: Query): boolean {
  const parent = parentOf(q, query);
  switch (parent?.kind) {
    case 'in-query':
    case 'exists':
      return true;
    case 'subquery-item':
      return mixesOrder(q, selectAround(q, parent));
    case 'cte':
      return readersOf(q, parent).every(select => mixesOrder(q, select));
    default:
      return false;
  }
}

function readersOf(q: BoundQuery, cte: Cte): Select[] {
  return q.scopes
    .filter(({ relations }) => relations.some(r => r.source.kind === 'cte' && r.source.cte === cte))
    .map(scope => scope.select);
}

/** True when the SELECT gives its rows an order of its own, or none that anybody could rely on. */
function mixesOrder(q: BoundQuery, select: Select | undefined): boolean {
  if (!select || !q.scopeOf(select).closed || hasWindow(q, select)) return false;
  const calls: AnyNode[] = shownParts(q, select);
  if (aggregatesIn(q, calls).some(call => q.functions.isOrderSensitive(call) && call.orderBy.length === 0))
    return false;
  const query = q.enclosing(select);
  if (q.isAggregated(select)) return true;
  if (orderTermsOf(q, select).length > 0) return true;
  if (query.limit) return false;
  return select.distinct !== undefined || select.from?.kind === 'join' || query.body !== select;
}
