/** From a column reference to the stored columns it copies, through subqueries, CTEs and set operations. */
import type { Column } from '../../schema/model.ts';
import { type BoundQuery, queryOf, type Relation } from '../../sql/bound.ts';
import {
  type ColumnRef,
  type Expr,
  type Query,
  type QueryBody,
  type Select,
  sameName,
} from '../../sql/model.ts';
import { arms, stripParens, walk } from '../../sql/walk.ts';

/** A column of one occurrence of a stored table in a query. */
export interface Slot {
  /** Its source is a table. */
  readonly relation: Relation;
  /** Name of the column, lower case. */
  readonly column: string;
}

const DEPTH = 16;

/** The declared column of a slot; undefined for what is no table. */
export function columnOfSlot(slot: Slot): Column | undefined {
  const { source } = slot.relation;
  if (source.kind !== 'table') return undefined;
  return source.table.columns.find(column => column.name.toLowerCase() === slot.column);
}

/** The slots a reference stands for: several when it comes from a set operation, none when it is calculated. */
export function slotsOf(bound: BoundQuery, ref: ColumnRef): Slot[] {
  const found = bound.resolve(ref);
  if (found?.kind === 'column') return slotsOfRelation(bound, found.relation, found.column.name, 0);
  if (found?.kind === 'output' && found.output.expr) return slotsOfExpr(bound, found.output.expr, 0);
  return [];
}

/** The slots of an expression that is nothing but a column, seen through parentheses, COLLATE and unary plus. */
export function slotsOfExpr(bound: BoundQuery, expr: Expr, depth = 0): Slot[] {
  const plain = bare(expr);
  if (plain.kind !== 'column-ref' || depth > DEPTH) return [];
  const found = bound.resolve(plain);
  if (found?.kind === 'column') return slotsOfRelation(bound, found.relation, found.column.name, depth + 1);
  if (found?.kind === 'output' && found.output.expr) return slotsOfExpr(bound, found.output.expr, depth + 1);
  return [];
}

/** The stored columns that an expression mentions, once for each mention; those of its subqueries are left out. */
export function storedColumnsOf(bound: BoundQuery, expr: Expr): Column[] {
  const found: Column[] = [];
  walk(expr, node => {
    if (node.kind === 'column-ref')
      found.push(...slotsOfExpr(bound, node).flatMap(slot => columnOfSlot(slot) ?? []));
    return node.kind !== 'query';
  });
  return found;
}

/** Without what leaves a column's value as it is. */
export function bare(expr: Expr): Expr {
  const inner = stripParens(expr);
  if (inner.kind === 'collate') return bare(inner.operand);
  if (inner.kind === 'unary' && inner.operator === '+') return bare(inner.operand);
  return inner;
}

/** The slots behind the output column number `index` of a query. */
export function slotsOfOutput(bound: BoundQuery, query: Query | QueryBody, index: number, depth = 0): Slot[] {
  if (depth > DEPTH) return [];
  return shownBy(bound, query, index).flatMap(shown =>
    shown.kind === 'expression'
      ? slotsOfExpr(bound, shown.expr, depth + 1)
      : slotsOfRelation(bound, shown.relation, shown.name, depth + 1),
  );
}

/** What an arm of a query shows as one of its outputs: an expression, or the column of a relation that a star brings. */
export type Shown =
  | { readonly kind: 'expression'; readonly expr: Expr }
  | { readonly kind: 'column'; readonly relation: Relation; readonly name: string };

/** What the arms of a query show as the output column number `index`. */
export function shownBy(bound: BoundQuery, query: Query | QueryBody, index: number): Shown[] {
  return arms(query.kind === 'query' ? query.body : query).flatMap((arm): Shown[] => {
    if (arm.kind !== 'select') return [];
    const output = bound.outputsOf(arm)[index];
    if (!output) return [];
    if (output.expr) return [{ kind: 'expression', expr: output.expr }];
    const relation = bound
      .scopeOf(arm)
      .relations.find(candidate =>
        candidate.columns.some(
          column => sameName(column.name, output.name) && column.origin?.column === output.origin?.column,
        ),
      );
    return relation ? [{ kind: 'column', relation, name: output.name }] : [];
  });
}

/** The output of a derived table or CTE that the column `name` of its relation is. */
export function outputBehind(
  { source, columns }: Relation,
  name: string,
): { query: Query; index: number } | undefined {
  const query = queryOf(source);
  const index = columns.findIndex(column => sameName(column.name, name));
  return query && index >= 0 ? { query, index } : undefined;
}

/** The slots of the column `name` of a relation, followed through derived tables and CTEs up to a depth of 16. */
export function slotsOfRelation(bound: BoundQuery, relation: Relation, name: string, depth: number): Slot[] {
  if (depth > DEPTH) return [];
  const { source } = relation;
  if (source.kind === 'table') {
    const column = relation.columns.find(candidate => sameName(candidate.name, name));
    return column?.origin ? [{ relation, column: column.origin.column.name.toLowerCase() }] : [];
  }
  const output = outputBehind(relation, name);
  return output ? slotsOfOutput(bound, output.query, output.index, depth + 1) : [];
}

/**
 * What a reference that is calculated in a subquery stands for: an expression for each arm of its set operation that
 * `counts`.
 */
export function definitionsOf(
  bound: BoundQuery,
  expr: Expr,
  counts: (select: Select) => boolean,
  depth = 0,
): Expr[] {
  const plain = bare(expr);
  if (plain.kind !== 'column-ref' || depth > DEPTH) return [plain];
  const found = bound.resolve(plain);
  if (found?.kind !== 'column') return [plain];
  const { source } = found.relation;
  const query = queryOf(source);
  const index = found.relation.columns.indexOf(found.column);
  if (!query) return [plain];
  return arms(query.body).flatMap(arm => {
    const shown = bound.outputsOf(arm)[index]?.expr;
    const skipped = arm.kind === 'select' && !counts(arm);
    return shown && !skipped ? definitionsOf(bound, shown, counts, depth + 1) : [];
  });
}

/** The expression that a reference finally names, when it is the output of a subquery or an alias. */
export function definitionOf(bound: BoundQuery, expr: Expr, depth = 0): Expr {
  const plain = bare(expr);
  if (plain.kind !== 'column-ref' || depth > DEPTH) return plain;
  const found = bound.resolve(plain);
  if (found?.kind === 'output')
    return found.output.expr ? definitionOf(bound, found.output.expr, depth + 1) : plain;
  if (found?.kind !== 'column') return plain;
  const { source } = found.relation;
  const query = queryOf(source);
  const index = found.relation.columns.indexOf(found.column);
  const output = query && bound.outputsOf(arms(query.body)[0] ?? query.body)[index];
  return output?.expr ? definitionOf(bound, output.expr, depth + 1) : plain;
}
