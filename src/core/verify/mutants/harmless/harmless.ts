/**
 * Mistakes that provably change nothing: they say nothing about the databases, so they are not made, and a rewrite that
 * is one of them is believed. So each of these must be sure.
 */

import { collationOfComparison } from '../../../dialect/sqlite/collation.ts';
import { affinityOf } from '../../../schema/affinity.ts';
import type { BoundQuery, Relation, Scope } from '../../../sql/bound.ts';
import { isComparison } from '../../../sql/comparison.ts';
import type { Expr, Join, Select } from '../../../sql/model.ts';
import { sameText } from '../../../sql/same-text.ts';
import { contains, textOf } from '../../../sql/span.ts';
import { type AnyNode, conjuncts, stripParens, walk } from '../../../sql/walk.ts';
import { columnKey, determinedRelations, keyOf } from '../../compare/determined.ts';
import { mentions } from '../../query/evaluate.ts';

/** True when the rows of a Select cannot repeat, so that DISTINCT changes nothing. */
export function hasUniqueRows(bound: BoundQuery, select: Select): boolean {
  const scope = bound.scopeOf(select);
  if (!select.from) return true;
  const shown = bound.outputsOf(select);
  if (select.groupBy.length > 0) {
    // One row a group, told apart when all that it groups by is shown.
    const texts = new Set(shown.map(output => output.expr && textKey(bound, output.expr)));
    return select.groupBy.every(expr => texts.has(textKey(bound, expr)));
  }
  if (bound.isAggregated(select)) return true;
  const known = new Set<string>();
  for (const column of select.columns) {
    if (column.kind === 'column') {
      const key = columnKey(bound, unconverted(bound, column.expr));
      if (key !== undefined) known.add(key);
    } else
      for (const [i, relation] of scope.relations.entries())
        if (!column.table || column.table.name.toLowerCase() === relation.name.toLowerCase())
          for (const shownColumn of relation.columns) known.add(keyOf(bound, scope, i, shownColumn.name));
  }
  addConstants(bound, select, known);
  const determined = determinedRelations(bound, scope, known);
  return scope.relations.every(relation => determined.has(relation) || isAbsent(bound, select, relation));
}

/** Without a cast that leaves whole numbers as they are. */
function unconverted(bound: BoundQuery, expr: Expr): Expr {
  const inner = stripParens(expr);
  if (inner.kind !== 'cast') return inner;
  const operand = stripParens(inner.operand);
  const found = operand.kind === 'column-ref' ? bound.resolve(operand) : undefined;
  const whole = found?.kind === 'column' && found.column.origin?.column.affinity === 'integer';
  return whole && ['integer', 'numeric'].includes(affinityOf(inner.type, false)) ? operand : inner;
}

/** True when WHERE lets only rows through that found no partner in the relation: an anti-join. */
function isAbsent(bound: BoundQuery, select: Select, relation: Relation): boolean {
  return conjuncts(select.where).some(term => {
    const inner = stripParens(term);
    if (inner.kind !== 'is-null' || inner.negated) return false;
    const operand = stripParens(inner.operand);
    const found = operand.kind === 'column-ref' ? bound.resolve(operand) : undefined;
    return (
      found?.kind === 'column' &&
      found.relation === relation &&
      relation.padded &&
      found.column.origin?.column.notNull === true
    );
  });
}

/** True when no value of the aggregate's argument comes twice within a group, so that DISTINCT changes nothing. */
export function hasDistinctArgument(bound: BoundQuery, select: Select, argument: Expr): boolean {
  const key = columnKey(bound, argument);
  if (key === undefined) return false;
  const scope = bound.scopeOf(select);
  const known = new Set([key]);
  for (const expr of select.groupBy) {
    const grouped = columnKey(bound, expr);
    if (grouped !== undefined) known.add(grouped);
  }
  addConstants(bound, select, known);
  const determined = determinedRelations(bound, scope, known);
  return scope.relations.every(relation => determined.has(relation));
}

/** True when each partition of the window holds one row. */
export function isOneRowPartition(bound: BoundQuery, scope: Scope, partitionBy: readonly Expr[]): boolean {
  if (scope.select.groupBy.length > 0) return false;
  const known = new Set(partitionBy.map(expr => columnKey(bound, expr)).filter(key => key !== undefined));
  const determined = determinedRelations(bound, scope, known);
  return scope.relations.length > 0 && scope.relations.every(relation => determined.has(relation));
}

/** True when the SELECT has at most one row to sort, cut or number. */
export function hasOneRow(bound: BoundQuery, select: Select): boolean {
  if (select.groupBy.length > 0) return false;
  const { relations } = bound.scopeOf(select);
  return relations.length > 0 && relations.every(relation => relation.keys.some(key => key.length === 0));
}

/** True when all that is known of a LEFT JOIN's right side is that it is there: it repeats rows, which does not count. */
export function isUnusedSide(bound: BoundQuery, select: Select, join: Join): boolean {
  const query = bound.enclosing(select);
  if (join.type !== 'left' || select.groupBy.length > 0 || bound.isAggregated(select)) return false;
  if (!select.distinct || select.columns.some(column => column.kind === 'star')) return false;
  if (countsRows(select) || joinsByName(select, join)) return false;
  const right = bound.scopeOf(select).relations.filter(({ item }) => contains(join.right.span, item.span));
  const uses = (node: AnyNode | undefined): boolean => {
    let found = false;
    if (node)
      walk(node, inner => {
        if (inner.kind === 'opaque') found = true;
        const source = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
        if (source?.kind === 'column' && right.includes(source.relation)) found = true;
        // The condition of the join itself may use it.
        return inner !== join.on;
      });
    return found;
  };
  return ![...select.columns, select.from, select.where, ...query.orderBy].some(uses);
}

/** True where a window function sees all rows, repeated ones too. */
function countsRows(select: Select): boolean {
  let found = false;
  walk(select, node => {
    found ||= node.kind === 'function' && node.over !== undefined;
    return node.kind !== 'query';
  });
  return found;
}

/** True where another join may use a column by its name alone. */
function joinsByName(select: Select, except: Join): boolean {
  let found = false;
  if (select.from)
    walk(select.from, node => {
      found ||= node.kind === 'join' && node !== except && (node.natural || node.using !== undefined);
      return node.kind !== 'query';
    });
  return found;
}

/** A column that equals a constant is known. */
function addConstants(bound: BoundQuery, select: Select, known: Set<string>): void {
  for (const term of conjuncts(select.where)) {
    const inner = stripParens(term);
    if (inner.kind !== 'binary' || inner.operator !== '=') continue;
    for (const [side, other] of [
      [inner.left, inner.right],
      [inner.right, inner.left],
    ] as const) {
      const key = columnKey(bound, side);
      if (key !== undefined && ['literal', 'parameter'].includes(stripParens(other).kind)) known.add(key);
    }
  }
}

/** True when a grouped expression follows from the others. */
export function isDetermined(bound: BoundQuery, select: Select, index: number): boolean {
  const rest = select.groupBy.filter((_, i) => i !== index);
  const own = select.groupBy[index];
  const known = new Set(rest.map(expr => columnKey(bound, expr)).filter(other => other !== undefined));
  determinedRelations(bound, bound.scopeOf(select), known);
  if (!own) return false;
  const { columns, plain } = mentions(bound, own);
  return (
    plain &&
    columns.length > 0 &&
    columns.every(ref => {
      const key = columnKey(bound, ref);
      return key !== undefined && known.has(key);
    })
  );
}

/** True when a condition of WHERE, or of a later inner join, fails where the relation's columns are NULL. */
export function rejectsNull(
  bound: BoundQuery,
  select: Select,
  relations: readonly Relation[],
  except: Join,
): boolean {
  const conditions: Expr[] = conjuncts(select.where);
  if (select.from)
    walk(select.from, node => {
      if (node.kind === 'query') return false;
      // What is joined below the relations themselves is dropped before they are padded.
      if (node.kind === 'join' && contains(except.right.span, node.span)) return false;
      if (node.kind === 'join' && node !== except && node.type === 'inner' && node.on)
        conditions.push(...conjuncts(node.on));
      return true;
    });
  return conditions.some(condition => {
    const inner = stripParens(condition);
    const sides = isComparison(inner)
      ? [inner.left, inner.right]
      : inner.kind === 'between' ||
          inner.kind === 'like' ||
          // NULL is not in a list that is empty.
          (inner.kind === 'in-list' && inner.items.length > 0) ||
          (inner.kind === 'in-query' && !inner.negated)
        ? [inner.operand]
        : inner.kind === 'is-null' && inner.negated
          ? [inner.operand]
          : [];
    return sides.some(side => {
      const plain = stripParens(side);
      const found = plain.kind === 'column-ref' ? bound.resolve(plain) : undefined;
      return found?.kind === 'column' && relations.includes(found.relation);
    });
  });
}

/** True when every left row of an inner join finds a partner: a reference that is never NULL to a key. */
export function alwaysMatches(bound: BoundQuery, join: Join): boolean {
  const terms = conjuncts(join.on);
  const [only] = terms;
  if (terms.length !== 1 || !only || join.right.kind !== 'table') return false;
  const inner = stripParens(only);
  if (inner.kind !== 'binary' || inner.operator !== '=') return false;
  return [
    [inner.left, inner.right],
    [inner.right, inner.left],
  ].some(([child, parent]) => {
    const [from, to] = [child, parent].map(side => {
      const plain = side && stripParens(side);
      const found = plain?.kind === 'column-ref' ? bound.resolve(plain) : undefined;
      return found?.kind === 'column' ? found : undefined;
    });
    const origin = from?.column.origin;
    const target = to?.column.origin;
    if (!origin || !target || from.column.nullable || to.relation.item !== join.right) return false;
    // A query or a view may hold only some of the rows, and a table without rows has no partner for itself.
    if (to.relation.source.kind !== 'table' || from.relation === to.relation) return false;
    // A row of the same table finds itself.
    if (origin.column === target.column) return from.relation.source.kind === 'table';
    // A foreign key is looked up under the collation of the key.
    if (collationOfComparison(bound, inner) !== target.column.collation.toUpperCase()) return false;
    return origin.table.foreignKeys.some(
      fk =>
        fk.valid &&
        fk.columns.length === 1 &&
        fk.columns[0]?.toLowerCase() === origin.column.name.toLowerCase() &&
        fk.table.toLowerCase() === target.table.name.toLowerCase() &&
        fk.references[0]?.toLowerCase() === target.column.name.toLowerCase(),
    );
  });
}

function textKey(bound: BoundQuery, expr: Expr): string {
  const inner = stripParens(expr);
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  if (found?.kind === 'output' && found.output.expr) return textKey(bound, found.output.expr);
  if (found?.kind === 'column') return `${found.relation.name}.${found.column.name}`.toLowerCase();
  return sameText(textOf(bound.source, inner.span));
}

/** True when repeated rows of the Select are dropped, or do not count, in the query around it. */
export function repeatsDoNotCount(
  bound: BoundQuery,
  select: Select,
  ancestors: readonly { readonly kind: string }[],
): boolean {
  const query = bound.enclosing(select);
  for (let { body } = query; body.kind === 'set' && contains(body.span, select.span); body = body.left)
    if (body.operator !== 'union all') return true;
  // Repeated rows would take the places of others.
  if (query.limit) return false;
  const above = ancestors.findLast(node => node.kind !== 'query' && node.kind !== 'set');
  return above?.kind === 'exists' || above?.kind === 'in-query';
}
