/**
 * Which rows of a SELECT are known to differ: functional dependencies through keys and equations, after Paulley and
 * Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993). An equation fixes a key only if it compares under
 * the collation of the key, or by bytes.
 */

import { refines } from '../../../dialect/sqlite/collation.ts';
import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import { type Expr, type QueryBody, type Select, sameName } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { findsOne, unionCollation } from './collation.ts';
import { conditionsOf } from './joins.ts';
import { relationOf, relationsIn } from './references.ts';
import { columnRefs } from './tree.ts';

interface Shown {
  readonly relation: Relation;
  readonly name: string;
}

/** The plain columns that the SELECT outputs, stars expanded. */
export function shownColumns(q: BoundQuery, select: Select): Shown[] {
  return shownByPosition(q, select).filter(shown => shown !== undefined);
}

function shownByPosition(q: BoundQuery, select: Select): (Shown | undefined)[] {
  const { relations } = q.scopeOf(select);
  return select.columns.flatMap(column => {
    if (column.kind === 'star') {
      const { table } = column;
      return relations
        .filter(relation => !table || sameName(relation.name, table.name))
        .flatMap(relation => relation.columns.filter(c => !c.hidden).map(c => ({ relation, name: c.name })));
    }
    const expr = stripParens(column.expr);
    const found = expr.kind === 'column-ref' ? q.resolve(expr) : undefined;
    return [found?.kind === 'column' ? { relation: found.relation, name: found.column.name } : undefined];
  });
}

/**
 * True when no two rows of the SELECT can be equal, by the keys declared and the conditions written.
 * @param union the UNION that compares them, under collations of its own
 */
export function hasUniqueRows(q: BoundQuery, select: Select, union: QueryBody): boolean {
  const outputs = q.outputsOf(select);
  const tells = outputs.map((_, i) => refines(unionCollation(q, union, i), unionCollation(q, select, i)));
  if (select.distinct) return tells.every(Boolean);
  const shown = shownByPosition(q, select);
  if (shown.length !== outputs.length) return false;
  const compared = shown.filter((_, i) => tells[i]).filter(column => column !== undefined);
  if (!q.isAggregated(select)) return allDetermined(q, select, compared);
  return groupsAreShown(q, select, compared, tells);
}

function groupsAreShown(
  q: BoundQuery,
  select: Select,
  shown: readonly Shown[],
  tells: readonly boolean[],
): boolean {
  return select.groupBy.every(expr => {
    if (expr.kind === 'literal') return tells[Number(expr.value) - 1] ?? false;
    if (expr.kind !== 'column-ref') return false;
    const found = q.resolve(expr);
    if (found?.kind === 'output') {
      const { expr: named } = found.output;
      return tells[q.outputsOf(select).findIndex(output => output.expr === named)] ?? false;
    }
    if (found?.kind !== 'column') return false;
    return shown.some(s => s.relation === found.relation && sameName(s.name, found.column.name));
  });
}

/** True when the given columns fix at most one row of FROM … WHERE. */
export function allDetermined(q: BoundQuery, select: Select, given: readonly Shown[]): boolean {
  const { relations } = q.scopeOf(select);
  const determined = new Set<Relation>();
  const conditions = conditionsOf(q, select);
  const fixes = (relation: Relation, name: string): boolean =>
    given.some(shown => shown.relation === relation && sameName(shown.name, name)) ||
    conditions.some(
      ({ term, only }) =>
        (only === undefined || only === relation) &&
        equatesWithKnown(q, select, term, relation, name, determined),
    );
  for (let grown = true; grown; ) {
    grown = false;
    for (const relation of relations) {
      if (determined.has(relation)) continue;
      if (!relation.keys.some(key => key.every(name => fixes(relation, name)))) continue;
      determined.add(relation);
      grown = true;
    }
  }
  return relations.every(relation => determined.has(relation));
}

/** True for `relation.name = expression` whose columns are all of determined relations, or of outer scopes. */
function equatesWithKnown(
  q: BoundQuery,
  select: Select,
  term: Expr,
  relation: Relation,
  name: string,
  determined: ReadonlySet<Relation>,
): boolean {
  const equation = stripParens(term);
  if (equation.kind !== 'binary' || equation.operator !== '=') return false;
  const scope = q.scopeOf(select);
  const isColumn = (expr: Expr) =>
    expr.kind === 'column-ref' && relationOf(q, expr) === relation && sameName(columnName(q, expr), name);
  const isKnown = (expr: Expr) =>
    [...relationsIn(q, [expr])].every(other => !scope.relations.includes(other) || determined.has(other)) &&
    columnRefs(expr).every(ref => q.resolve(ref) !== undefined);
  const [left, right] = [stripParens(equation.left), stripParens(equation.right)];
  const fixes = (column: Expr, value: Expr) =>
    isColumn(column) && isKnown(value) && findsOne(q, equation, column);
  return fixes(left, right) || fixes(right, left);
}

function columnName(q: BoundQuery, expr: Expr): string {
  const found = expr.kind === 'column-ref' ? q.resolve(expr) : undefined;
  return found?.kind === 'column' ? found.column.name : '';
}

/** True when the equations among the terms fix a row of the relation, given a row of everything else. */
export function keyIsFixed(q: BoundQuery, relation: Relation, terms: readonly Expr[]): boolean {
  const fixed = terms.flatMap(term => {
    const equation = stripParens(term);
    if (equation.kind !== 'binary' || equation.operator !== '=') return [];
    const sides = [stripParens(equation.left), stripParens(equation.right)] as const;
    return [sides, [sides[1], sides[0]] as const].flatMap(([column, other]) => {
      const found = column.kind === 'column-ref' ? q.resolve(column) : undefined;
      const free = !relationsIn(q, [other]).has(relation) && columnRefs(other).every(r => q.resolve(r));
      const fixes = found?.kind === 'column' && found.relation === relation && free;
      return fixes && findsOne(q, equation, column) ? [found.column.name] : [];
    });
  });
  return relation.keys.some(key => key.every(name => fixed.some(other => sameName(other, name))));
}
