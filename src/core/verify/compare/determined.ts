/** What follows from known columns through keys and equalities. */
import type { BoundQuery, Relation, Scope } from '../../sql/bound.ts';
import type { Expr } from '../../sql/model.ts';
import { stripParens, walk } from '../../sql/walk.ts';
import { alikeAs } from './extremes.ts';

/** Names a column of its scope; undefined for anything but a column. */
export function columnKey(bound: BoundQuery, expr: Expr): string | undefined {
  const inner = stripParens(expr);
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  return found?.kind === 'column'
    ? keyOf(bound, found.scope, found.scope.relations.indexOf(found.relation), found.column.name)
    : undefined;
}

/** True for a column of which values that count as equal are the same. */
export function sameValues(bound: BoundQuery, expr: Expr): boolean {
  const inner = stripParens(expr);
  return inner.kind === 'column-ref' && alikeAs(bound, [inner]) === undefined;
}

/** Another one for a column of the query around, which may stand at the same place of its FROM. */
export function keyOf(bound: BoundQuery, scope: Scope, relation: number, name: string): string {
  return `${bound.scopes.indexOf(scope)} ${relation} ${name.toLowerCase()}`;
}

/**
 * The relations of which the columns in `grouped` hold a whole key, also through the equalities of inner joins: given
 * values of these columns there is at most one row of them. Adds what follows to `grouped`.
 */
export function determinedRelations(bound: BoundQuery, scope: Scope, grouped: Set<string>): Set<Relation> {
  const determined = new Set<Relation>();
  const equal: [string, string][] = [];
  const addEqualities = (expr: Expr | undefined): void => {
    if (!expr) return;
    walk(expr, node => {
      if (node.kind === 'query') return false;
      if (node.kind === 'binary' && node.operator === '=') {
        const [a, b] = [columnKey(bound, node.left), columnKey(bound, node.right)];
        if (a && b) equal.push([a, b]);
      }
      return node.kind === 'paren' || (node.kind === 'binary' && node.operator === 'and');
    });
  };
  addEqualities(scope.select.where);
  if (scope.select.from)
    walk(scope.select.from, node => {
      if (node.kind === 'query') return false;
      if (node.kind === 'join' && ['inner', 'comma', 'cross'].includes(node.type)) addEqualities(node.on);
      return true;
    });
  const known = new Set(grouped);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, b] of equal)
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        if (known.has(from) && !known.has(to)) {
          known.add(to);
          changed = true;
        }
    for (const [i, relation] of scope.relations.entries()) {
      if (determined.has(relation)) continue;
      const whole = relation.keys.some(key => key.every(name => known.has(keyOf(bound, scope, i, name))));
      if (!whole) continue;
      determined.add(relation);
      for (const column of relation.columns) known.add(keyOf(bound, scope, i, column.name));
      changed = true;
    }
  }
  for (const key of known) grouped.add(key);
  return determined;
}
