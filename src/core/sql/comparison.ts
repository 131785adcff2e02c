/** The operators that compare two values. */
import type { Binary, Expr } from './model.ts';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** The operator with its sides exchanged: `<` for `>`. */
export function mirror(operator: ComparisonOperator): ComparisonOperator {
  return mirrored[operator];
}

/** True for the six comparisons, which are NULL where a side is NULL. */
export function isComparison(expr: Expr): expr is Binary & { operator: ComparisonOperator } {
  return expr.kind === 'binary' && expr.operator in mirrored;
}

/** True for these and for IS and IS NOT, which compare NULLs, too. */
export function isComparisonOrIs(expr: Expr): expr is Binary {
  return isComparison(expr) || (expr.kind === 'binary' && /^is( not)?$/.test(expr.operator));
}
