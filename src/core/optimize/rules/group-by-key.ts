/**
 * GROUP BY of a key and columns that depend on it → GROUP BY of the key:
 *   GROUP BY c.id, c.name, c.city  →  GROUP BY c.id
 *
 * Precondition: the other grouping columns belong to the key's own table, or to tables of which the key fixes a row
 * through equations. SQLite takes a column that is not grouped from any row of the group; here all have the same.
 * Wrong otherwise: groups would be merged. Not for engines that refuse columns outside GROUP BY.
 * Source: functional dependencies as in SQL:1999, feature T301; Paulley and Larson (CASCON 1993).
 */
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { type Expr, type Select, sameName } from '../../sql/model.ts';
import type { Rule } from '../contract.ts';
import { removedItems } from './rewriting/list-items.ts';
import { relationOf } from './rewriting/references.ts';
import { hasParameter, openSelects } from './rewriting/tree.ts';

export const groupByKey: Rule = {
  technique: 'group-by-key',
  *propose(q) {
    for (const select of openSelects(q)) {
      if (select.groupBy.length < 2 || select.groupBy.some(hasParameter)) continue;
      for (const relation of q.scopeOf(select).relations) {
        const edits = keyOnly(q, select, relation);
        if (edits) yield { edits };
      }
    }
  },
};

function keyOnly(q: BoundQuery, select: Select, relation: Relation): Edit[] | undefined {
  if (relation.padded) return undefined;
  const own = select.groupBy.filter(expr => expr.kind === 'column-ref' && relationOf(q, expr) === relation);
  const named = (expr: Expr) => (expr.kind === 'column-ref' ? expr.column.name : '');
  const key = relation.keys.find(
    names => names.length > 0 && names.every(name => own.some(expr => sameName(named(expr), name))),
  );
  if (!key) return undefined;
  const surplus = own.filter(expr => !key.some(name => sameName(named(expr), name)));
  return surplus.length > 0 ? removedItems(select.groupBy, surplus) : undefined;
}
