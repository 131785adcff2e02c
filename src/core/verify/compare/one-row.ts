/** Which subqueries have at most one row, whatever the data. */
import type { BoundQuery, ColumnOrigin, Scope } from '../../sql/bound.ts';
import type { Expr, Query, Select } from '../../sql/model.ts';
import { conjuncts, stripParens, walk } from '../../sql/walk.ts';
import { columnKey, determinedRelations } from './determined.ts';

/** True where the query has at most one row for each row around it, its LIMIT left aside. */
export function hasAtMostOneRow(bound: BoundQuery, { body }: Query): boolean {
  if (body.kind === 'set') return false;
  if (body.kind === 'values') return body.rows.length === 1;
  if (body.from === undefined) return true;
  if (bound.isAggregated(body) && body.groupBy.length === 0) return true;
  const scope = bound.scopeOf(body);
  const known = fixedColumns(bound, body, scope);
  if (body.groupBy.length > 0) {
    determinedRelations(bound, scope, known);
    return body.groupBy.every(expr => known.has(columnKey(bound, expr) ?? ''));
  }
  const determined = determinedRelations(bound, scope, known);
  return scope.relations.every(
    relation => determined.has(relation) || relation.keys.some(key => key.length === 0),
  );
}

/** Columns that WHERE holds to one value: a constant, or what the query around it gives. */
function fixedColumns(bound: BoundQuery, select: Select, scope: Scope): Set<string> {
  const known = new Set<string>();
  for (const term of conjuncts(select.where)) {
    const inner = stripParens(term);
    if (inner.kind !== 'binary' || (inner.operator !== '=' && inner.operator !== 'is')) continue;
    for (const [side, other] of [
      [inner.left, inner.right],
      [inner.right, inner.left],
    ] as const) {
      const key = columnKey(bound, side);
      const column = stripParens(side);
      const found = column.kind === 'column-ref' ? bound.resolve(column) : undefined;
      if (key === undefined || found?.kind !== 'column' || found.scope !== scope) continue;
      if (isFromOutside(bound, other, scope) && matchesOne(bound, found.column.origin, other)) known.add(key);
    }
  }
  return known;
}

/** Mentions nothing that has another value in each row of the scope. */
function isFromOutside(bound: BoundQuery, expr: Expr, scope: Scope): boolean {
  let outside = true;
  walk(expr, node => {
    if (node.kind === 'query' || node.kind === 'opaque') outside = false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) outside = false;
    if (node.kind !== 'column-ref') return outside;
    const found = bound.resolve(node);
    if (found === undefined || found.kind === 'output') outside = false;
    if (found?.kind === 'column' && found.scope === scope) outside = false;
    return false;
  });
  return outside;
}

/** False where different values of the column may count as equal to the other side: '1' and '01' to a number. */
function matchesOne(bound: BoundQuery, origin: ColumnOrigin | undefined, other: Expr): boolean {
  if (origin === undefined) return false;
  const { affinity, collation } = origin.column;
  let same = true;
  walk(other, node => {
    if (node.kind === 'collate') same = false;
    if (node.kind === 'cast' && affinity === 'text') same = false;
    if (node.kind !== 'column-ref') return true;
    const found = bound.resolve(node);
    const column = found?.kind === 'column' ? found.column.origin?.column : undefined;
    if (found?.kind === 'column' && column?.collation !== collation) same = false;
    if (affinity === 'text' && column?.affinity !== 'text') same = false;
    return false;
  });
  return same;
}
