/** Literals: reading them, and writing new ones. */

import type { Expr } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';

/** The number of a numeric literal, its minus sign included; undefined for anything else. */
export function numberOf(expr: Expr): bigint | number | undefined {
  const inner = stripParens(expr);
  if (inner.kind === 'unary' && inner.operator === '-') {
    const value = numberOf(inner.operand);
    return value === undefined ? undefined : -value;
  }
  if (inner.kind !== 'literal' || (inner.type !== 'integer' && inner.type !== 'real')) return undefined;
  return typeof inner.value === 'bigint' || typeof inner.value === 'number' ? inner.value : undefined;
}

export function integerOf(expr: Expr | undefined): bigint | undefined {
  const value = expr && numberOf(expr);
  return typeof value === 'bigint' ? value : undefined;
}

/** The value of a text literal. */
export function textValue(expr: Expr | undefined): string | undefined {
  const inner = expr && stripParens(expr);
  return inner?.kind === 'literal' && inner.type === 'text' && typeof inner.value === 'string'
    ? inner.value
    : undefined;
}

/** True for literals other than the current time, parameters, and signs before them. */
export function isConstant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'literal':
      return expr.type !== 'current-time';
    case 'parameter':
      return true;
    case 'paren':
      return isConstant(expr.expr);
    case 'unary':
      return isConstant(expr.operand);
    default:
      return false;
  }
}
