/** Solving comparisons for the column inside a calculation with integers. */

import type { BoundQuery } from '../../../sql/bound.ts';
import { type ComparisonOperator, mirror } from '../../../sql/comparison.ts';
import type { Expr } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { isNumeric, type SidedComparison, storedColumn } from './comparison.ts';
import { integerOf } from './constants.ts';
import { keyword } from './layout.ts';
import { sourceOf } from './tree.ts';

/** The conditions, joined by AND, on the bare column that mean the same; undefined when there is no exact solution. */
export function solved(q: BoundQuery, { subject, operator, value }: SidedComparison): string[] | undefined {
  const bound = integerOf(value);
  if (bound === undefined) return undefined;
  if (subject.kind === 'unary' && subject.operator === '-') {
    const column = numericColumn(q, subject.operand);
    return column && [`${column.text} ${mirror(operator)} ${-bound}`];
  }
  if (subject.kind === 'function' && subject.name === 'abs' && subject.args.length === 1) {
    const column = numericColumn(q, subject.args[0]!);
    return column && absolute(q, column.text, operator, bound);
  }
  if (subject.kind !== 'binary') return undefined;
  const [left, right] = [stripParens(subject.left), stripParens(subject.right)];
  const onRight = integerOf(right);
  const onLeft = integerOf(left);
  const column = onRight === undefined ? numericColumn(q, right) : numericColumn(q, left);
  const constant = onRight ?? onLeft;
  if (!column || constant === undefined || constant === 0n) return undefined;
  const { text, whole } = column;
  switch (subject.operator) {
    case '+':
      return whole ? [`${text} ${operator} ${bound - constant}`] : undefined;
    case '-':
      if (!whole) return undefined;
      if (onRight !== undefined) return [`${text} ${operator} ${bound + constant}`];
      return [`${text} ${mirror(operator)} ${constant - bound}`];
    case '*':
      return whole || isPowerOfTwo(constant) ? quotient(text, operator, bound, constant) : undefined;
    case '/':
      return whole && onRight !== undefined && constant > 0n
        ? product(text, operator, bound, constant)
        : undefined;
    default:
      return undefined;
  }
}

/** A numeric column; `whole` when its values are integers. */
function numericColumn(q: BoundQuery, expr: Expr): { text: string; whole: boolean } | undefined {
  const inner = stripParens(expr);
  const stored = storedColumn(q, inner);
  if (!stored || !isNumeric(stored.column)) return undefined;
  return { text: sourceOf(q, inner), whole: stored.column.affinity === 'integer' };
}

function isPowerOfTwo(n: bigint): boolean {
  const size = n < 0n ? -n : n;
  return (size & (size - 1n)) === 0n;
}

/** `x * factor operator bound`, where the bound is a multiple of the factor. */
function quotient(
  text: string,
  operator: ComparisonOperator,
  bound: bigint,
  factor: bigint,
): string[] | undefined {
  if (bound % factor !== 0n) return undefined;
  return [`${text} ${factor < 0n ? mirror(operator) : operator} ${bound / factor}`];
}

/** `x / divisor operator bound` in integers, which round toward zero; for results away from zero. */
function product(
  text: string,
  operator: ComparisonOperator,
  bound: bigint,
  divisor: bigint,
): string[] | undefined {
  const low = bound * divisor;
  const next = (bound + 1n) * divisor;
  switch (operator) {
    case '=':
      return bound > 0n ? [`${text} >= ${low}`, `${text} < ${next}`] : undefined;
    case '>=':
      return bound > 0n ? [`${text} >= ${low}`] : undefined;
    case '<':
      return bound > 0n ? [`${text} < ${low}`] : undefined;
    case '>':
      return bound >= 0n ? [`${text} >= ${next}`] : undefined;
    case '<=':
      return bound >= 0n ? [`${text} < ${next}`] : undefined;
    case '<>':
      return undefined;
  }
}

function absolute(
  q: BoundQuery,
  text: string,
  operator: ComparisonOperator,
  bound: bigint,
): string[] | undefined {
  if (bound <= 0n) return undefined;
  const or = keyword(q, 'OR');
  switch (operator) {
    case '<':
      return [`${text} > ${-bound}`, `${text} < ${bound}`];
    case '<=':
      return [`${text} >= ${-bound}`, `${text} <= ${bound}`];
    case '>':
      return [`(${text} < ${-bound} ${or} ${text} > ${bound})`];
    case '>=':
      return [`(${text} <= ${-bound} ${or} ${text} >= ${bound})`];
    case '=':
      return [`${text} ${keyword(q, 'IN')} (${-bound}, ${bound})`];
    case '<>':
      return [`${text} ${keyword(q, 'NOT IN')} (${-bound}, ${bound})`];
  }
}
