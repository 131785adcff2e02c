/**
 * Under which collation SQLite sorts by an expression (datatype3.html §7.1; sqlite3ExprCollSeq of its source): that of
 * COLLATE, else that of a column; in a set operation that of the first arm that has one. And which texts it ties.
 */
import { type BoundQuery, queryOf, type Relation, type Scope } from '../../sql/bound.ts';
import {
  type Expr,
  type OrderTerm,
  type Query,
  type QueryBody,
  type Select,
  sameName,
} from '../../sql/model.ts';
import { type AnyNode, arms, children, stripParens } from '../../sql/walk.ts';

/** What sorts by a collation that is not known: texts tie that tie under any of SQLite's own. */
export const UNKNOWN_COLLATION = 'UNKNOWN';

const DEPTH = 16;

/** The text under which a collation sees two texts as equal. */
export function fold(text: string, collation: string): string {
  const name = collation.toUpperCase();
  if (name === 'NOCASE') return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
  if (name === UNKNOWN_COLLATION) return fold(fold(text, 'NOCASE'), 'RTRIM');
  if (name === 'RTRIM') return text.replace(/ +$/, '');
  return text;
}

/** True when texts that are equal under the first collation, in capitals as the second, are equal under the second. */
export function refines(first: string, second: string): boolean {
  return first === 'BINARY' || (first === second && first !== UNKNOWN_COLLATION);
}

/** The collation of a sort key of `query`; `index` is the output it stands for, where it stands for one. */
export function collationOfTerm(
  bound: BoundQuery,
  query: Query,
  term: OrderTerm,
  index: number | undefined,
): string {
  const written = explicit(term.expr);
  if (written !== undefined) return written;
  const expr = stripParens(term.expr);
  const named =
    query.body.kind !== 'select' ||
    expr.kind === 'literal' ||
    (expr.kind === 'column-ref' && bound.resolve(expr)?.kind === 'output');
  const found =
    named && index !== undefined ? collationOfOutput(bound, query.body, index) : collationOf(bound, expr);
  return found ?? 'BINARY';
}

/** The collation of an output: that of the first arm that has one; undefined where none has. */
export function collationOfOutput(
  bound: BoundQuery,
  body: QueryBody,
  index: number,
  depth = 0,
): string | undefined {
  for (const arm of arms(body)) {
    const found = collationInArm(bound, arm, index, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function collationInArm(bound: BoundQuery, arm: QueryBody, index: number, depth: number): string | undefined {
  const output = bound.outputsOf(arm)[index];
  if (!output) return UNKNOWN_COLLATION;
  if (output.expr) return collationOf(bound, output.expr, depth);
  if (arm.kind !== 'select') return undefined;
  const at = shownByStars(bound, arm).get(index);
  if (at) return collationOfColumn(bound, at.relation, at.name, depth);
  return output.origin?.column.collation ?? UNKNOWN_COLLATION;
}

/** The columns that stars of a Select stand for, by the number of the output; none under USING or NATURAL. */
function shownByStars(bound: BoundQuery, select: Select): Map<number, { relation: Relation; name: string }> {
  const scope: Scope = bound.scopeOf(select);
  const shown = new Map<number, { relation: Relation; name: string }>();
  let index = 0;
  for (const column of select.columns) {
    if (column.kind === 'column') {
      index++;
      continue;
    }
    for (const relation of scope.relations) {
      if (column.table && !sameName(relation.name, column.table.name)) continue;
      for (const { hidden, name } of relation.columns) if (!hidden) shown.set(index++, { relation, name });
    }
  }
  return index === bound.outputsOf(select).length ? shown : new Map();
}

/** The collation under which an operator compares its sides: COLLATE before columns, the left before the right. */
export function collationOfComparison(
  bound: BoundQuery,
  { left, right }: { readonly left: Expr; readonly right: Expr },
): string {
  const found =
    explicit(left) ?? explicit(right) ?? collationOf(bound, left) ?? collationOf(bound, right) ?? 'BINARY';
  return found.toUpperCase();
}

/** The collation of an expression; undefined where it has none of its own. */
export function collationOf(bound: BoundQuery, expr: Expr, depth = 0): string | undefined {
  const written = explicit(expr);
  if (written !== undefined) return written;
  const inner = stripParens(expr);
  // A column keeps its collation under unary + and CAST.
  if (inner.kind === 'cast') return collationOf(bound, inner.operand, depth);
  if (inner.kind === 'unary' && inner.operator === '+') return collationOf(bound, inner.operand, depth);
  if (inner.kind === 'function' && ['likely', 'unlikely', 'likelihood'].includes(inner.name)) {
    const [first] = inner.args;
    return first ? UNKNOWN_COLLATION : undefined;
  }
  if (inner.kind !== 'column-ref') return undefined;
  const found = bound.resolve(inner);
  if (found?.kind === 'column') return collationOfColumn(bound, found.relation, found.column.name, depth + 1);
  if (found?.kind === 'output' && found.output.expr) return collationOf(bound, found.output.expr, depth + 1);
  return found?.kind === 'string' ? undefined : UNKNOWN_COLLATION;
}

/** A column always has a collation: one of a subquery that of the leftmost arm, else BINARY. */
function collationOfColumn(bound: BoundQuery, relation: Relation, name: string, depth: number): string {
  if (depth > DEPTH) return UNKNOWN_COLLATION;
  const { source } = relation;
  const column = relation.columns.find(candidate => sameName(candidate.name, name));
  if (source.kind === 'table' || source.kind === 'function')
    return column?.origin?.column.collation ?? 'BINARY';
  const query = queryOf(source);
  if (!query) return column?.origin?.column.collation ?? UNKNOWN_COLLATION;
  const index = relation.columns.findIndex(candidate => sameName(candidate.name, name));
  const [leftmost] = arms(query.body);
  if (!leftmost || index < 0) return UNKNOWN_COLLATION;
  return collationInArm(bound, leftmost, index, depth + 1) ?? 'BINARY';
}

/** COLLATE anywhere in an expression reaches its top. */
function explicit(node: AnyNode): string | undefined {
  if (node.kind === 'query') return undefined;
  if (node.kind === 'collate') return node.collation;
  for (const child of children(node)) {
    const found = explicit(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
