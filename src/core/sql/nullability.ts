/** Whether an expression may be NULL. Says no only when that is known. */
import { isAggregated } from './aggregation.ts';
import type { BindState } from './bind-state.ts';
import type { Expr, FunctionCall, Query } from './model.ts';
import { outputsOf } from './outputs.ts';

/**
 * True unless the expression is known never to be NULL. `grouped` is true for the output of a SELECT with GROUP BY,
 * where an aggregate has at least one row.
 */
export function isNullable(state: BindState, expr: Expr, grouped = false): boolean {
  const nullable = (e: Expr) => isNullable(state, e, grouped);
  switch (expr.kind) {
    case 'literal':
      return expr.type === 'null';
    case 'column-ref': {
      const found = state.resolutions.get(expr);
      if (found?.kind === 'column') return found.column.nullable;
      if (found?.kind === 'output') return found.output.nullable;
      return found?.kind !== 'string';
    }
    case 'paren':
      return nullable(expr.expr);
    case 'unary':
    case 'cast':
    case 'collate':
      return nullable(expr.operand);
    case 'binary':
      switch (expr.operator) {
        case 'is':
        case 'is not':
          return false;
        case '/':
        case '%':
        case '->':
        case '->>':
          return true; // division by zero, a missing path
        default:
          return nullable(expr.left) || nullable(expr.right);
      }
    case 'is-null':
    case 'exists':
      return false;
    case 'between':
      return nullable(expr.operand) || nullable(expr.low) || nullable(expr.high);
    case 'in-list':
      return nullable(expr.operand) || expr.items.some(nullable);
    case 'in-query':
      return nullable(expr.operand) || outputsOf(state, expr.query).some(output => output.nullable);
    case 'like':
      return (
        nullable(expr.operand) ||
        nullable(expr.pattern) ||
        (expr.escape !== undefined && nullable(expr.escape))
      );
    case 'case':
      return (
        expr.otherwise === undefined || nullable(expr.otherwise) || expr.branches.some(b => nullable(b.then))
      );
    case 'function':
      return functionIsNullable(state, expr, grouped);
    case 'scalar-subquery':
      return !alwaysOneRow(state, expr.query) || (outputsOf(state, expr.query)[0]?.nullable ?? true);
    case 'parameter':
    case 'row-value':
    case 'opaque':
      return true;
  }
}

function functionIsNullable(state: BindState, call: FunctionCall, grouped: boolean): boolean {
  const nullable = (e: Expr) => isNullable(state, e, grouped);
  if (state.functions.neverNull(call.name)) return false;
  if (call.name === 'coalesce' || call.name === 'ifnull') return call.args.every(nullable);
  if (state.functions.nullOnlyFromArguments(call.name)) return call.args.some(nullable);
  if (state.functions.isAggregate(call) && ['min', 'max', 'sum', 'avg'].includes(call.name)) {
    return !grouped || call.filter !== undefined || call.args.some(nullable);
  }
  return true;
}

/** True for an ungrouped aggregate without HAVING, LIMIT or set operation: exactly one row, whatever the data. */
export function alwaysOneRow(state: BindState, query: Query): boolean {
  const { body } = query;
  if (query.limit !== undefined) return false;
  if (body.kind === 'values') return body.rows.length === 1;
  if (body.kind !== 'select' || body.groupBy.length > 0 || body.having !== undefined) return false;
  if (body.from === undefined) return body.where === undefined;
  return isAggregated(state, body);
}
