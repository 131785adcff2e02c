/** What follows from known columns through keys and equalities. */

import { collationOf, refines, UNKNOWN_COLLATION } from '../../dialect/sqlite/collation.ts';
import type { Affinity } from '../../schema/model.ts';
import type { BoundQuery, Relation, Scope } from '../../sql/bound.ts';
import type { Expr } from '../../sql/model.ts';
import { stripParens, walk } from '../../sql/walk.ts';
import { definitionOf } from '../query/trace.ts';
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
 * True where all values of the second column that equal one of the first count as equal in the second, as a key of it
 * takes them: not 'a' and 'A' of a BINARY column that equal one of a NOCASE column, nor '1' and '01' that equal 1.
 */
function fixes(bound: BoundQuery, from: Expr, to: Expr): boolean {
  const [first, second] = [from, to].map(expr => (collationOf(bound, expr) ?? 'BINARY').toUpperCase());
  return (
    refines(first ?? UNKNOWN_COLLATION, second ?? UNKNOWN_COLLATION) && findsUnconverted(bound, from, to)
  );
}

/** True where comparing them takes no two values of the column `to` for one: '7' and '07' both equal a number 7. */
export function findsUnconverted(bound: BoundQuery, from: Expr, to: Expr): boolean {
  const [given, taken] = [from, to].map(expr => affinityOfColumn(bound, expr));
  if (taken === 'integer' || taken === 'real' || taken === 'numeric') return true;
  if (given !== undefined) return given === taken;
  // What is calculated has no affinity, but for a CAST, and is compared as what the column holds.
  return !['cast', 'column-ref'].includes(definitionOf(bound, from).kind);
}

/** Undefined for a column that is calculated. */
function affinityOfColumn(bound: BoundQuery, expr: Expr): Affinity | undefined {
  const inner = stripParens(expr);
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  return found?.kind === 'column' ? found.column.origin?.column.affinity : undefined;
}

/**
 * The relations of which the columns in `grouped` hold a whole key, also through the equalities of inner joins: given
 * values of these columns there is at most one row of them. Adds what follows to `grouped`.
 */
export function determinedRelations(bound: BoundQuery, scope: Scope, grouped: Set<string>): Set<Relation> {
  const determined = new Set<Relation>();
  /** From a column to one that it determines. */
  const equal: [string, string][] = [];
  const addEqualities = (expr: Expr | undefined): void => {
    if (!expr) return;
    walk(expr, node => {
      if (node.kind === 'query') return false;
      if (node.kind === 'binary' && node.operator === '=') {
        const [a, b] = [columnKey(bound, node.left), columnKey(bound, node.right)];
        if (a && b && fixes(bound, node.left, node.right)) equal.push([a, b]);
        if (a && b && fixes(bound, node.right, node.left)) equal.push([b, a]);
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
    for (const [from, to] of equal)
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
