/** Which numbers that count as equal an expression may have both of: the integer 1 and the real 1.0. */
import { type BoundQuery, queryOf } from '../../sql/bound.ts';
import type { ColumnRef, Expr, Query } from '../../sql/model.ts';
import { arms, stripParens } from '../../sql/walk.ts';

/** `fraction`: a real that equals no integer, as NUMERIC stores the others as integers. */
type NumberKind = 'integer' | 'real' | 'fraction';

const DEPTH = 8;

/** True where values of the expressions may be equal as numbers and differ in their storage class. */
export function mixesNumbers(bound: BoundQuery, exprs: readonly Expr[]): boolean {
  const kinds = new Set(exprs.flatMap(expr => kindsOf(bound, expr, 0)));
  return kinds.has('integer') && kinds.has('real');
}

/** Only what declared types and the expression itself say; none where they do not. */
function kindsOf(bound: BoundQuery, expr: Expr, depth: number): NumberKind[] {
  const inner = stripParens(expr);
  const all = (parts: readonly (Expr | undefined)[]): NumberKind[] =>
    parts.flatMap(part => (part && depth < DEPTH ? kindsOf(bound, part, depth + 1) : []));
  switch (inner.kind) {
    case 'literal':
      if (typeof inner.value === 'bigint') return ['integer'];
      if (typeof inner.value !== 'number') return [];
      return [Number.isInteger(inner.value) ? 'real' : 'fraction'];
    case 'column-ref':
      return ofColumn(bound, inner, depth);
    case 'collate':
    case 'unary':
      return all([inner.operand]);
    case 'binary': {
      if (!['+', '-', '*', '/', '%'].includes(inner.operator)) return [];
      const kinds = all([inner.left, inner.right]);
      return kinds.includes('fraction') ? [...kinds, 'real'] : kinds;
    }
    case 'case':
      return all([...inner.branches.map(({ then }) => then), inner.otherwise]);
    case 'function':
      if (inner.name === 'count' || inner.name === 'length') return ['integer'];
      if (inner.name === 'avg' || inner.name === 'total' || inner.name === 'round') return ['real'];
      if (inner.name === 'iif') return all(inner.args.slice(1));
      return ['coalesce', 'ifnull', 'nullif', 'max', 'min', 'sum', 'abs'].includes(inner.name)
        ? all(inner.args)
        : [];
    case 'scalar-subquery':
      return ofOutput(bound, inner.query, 0, depth);
    default:
      return [];
  }
}

function ofColumn(bound: BoundQuery, ref: ColumnRef, depth: number): NumberKind[] {
  const found = bound.resolve(ref);
  if (found?.kind !== 'column') return [];
  const { relation, column } = found;
  if (column.origin) {
    const { affinity, type } = column.origin.column;
    if (affinity === 'integer' || affinity === 'real') return [affinity];
    if (affinity === 'numeric') return ['integer', 'fraction'];
    // What is declared as BLOB holds no numbers.
    return affinity === 'any' || (affinity === 'blob' && type === '') ? ['integer', 'real'] : [];
  }
  const { source } = relation;
  const query = queryOf(source);
  return query ? ofOutput(bound, query, relation.columns.indexOf(column), depth) : [];
}

function ofOutput(bound: BoundQuery, query: Query, index: number, depth: number): NumberKind[] {
  if (depth >= DEPTH) return [];
  const exprs = arms(query.body).map(arm => bound.outputsOf(arm)[index]?.expr);
  return exprs.flatMap(expr => (expr ? kindsOf(bound, expr, depth + 1) : []));
}
