/** Works backwards from the value of an expression to values of its columns, as far as that is simple. */
import type { Cell } from '../../ports.ts';
import type { Column } from '../../schema/model.ts';
import { isIsoDate } from '../../schema/value-kind.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../sql/model.ts';
import { monthEdges, yearEdges } from './near-values.ts';
import { bare, columnOfSlot, definitionOf, slotsOfExpr } from './trace.ts';

export interface Found {
  add(column: Column, value: Cell, how: 'around' | 'exact'): void;
  count(value: number): void;
  date(column: Column): void;
  constant(expr: Expr): Cell | undefined;
}

/** Reports the column values at which `expr` may be `value`. */
export function inverse(
  bound: BoundQuery,
  expr: Expr,
  value: Cell,
  found: Found,
  how: 'around' | 'exact' = 'around',
  depth = 0,
): void {
  if (depth > 6) return;
  const slots = slotsOfExpr(bound, expr);
  for (const slot of slots) {
    const column = columnOfSlot(slot);
    if (column) found.add(column, value, how);
  }
  if (slots.length > 0) return;
  const inner = definitionOf(bound, bare(expr));
  const again = (part: Expr | undefined, cell: Cell | undefined, exact = how): void => {
    if (part && cell !== undefined) inverse(bound, part, cell, found, exact, depth + 1);
  };
  switch (inner.kind) {
    case 'binary': {
      const left = found.constant(inner.left);
      const right = found.constant(inner.right);
      if (inner.operator === '||') {
        again(inner.left, value);
        again(inner.right, value);
        if (typeof value === 'string' && typeof right === 'string' && value.endsWith(right))
          again(inner.left, value.slice(0, value.length - right.length));
        if (typeof value === 'string' && typeof left === 'string' && value.startsWith(left))
          again(inner.right, value.slice(left.length));
      } else if (right !== undefined) again(inner.left, solveLeft(inner.operator, value, right));
      else if (left !== undefined) again(inner.right, solveRight(inner.operator, value, left));
      else {
        // Two unknowns: one takes the value, the other what leaves it as it is.
        const neutral = inner.operator === '*' || inner.operator === '/' ? 1n : 0n;
        again(inner.left, value);
        again(inner.right, neutral, 'exact');
        again(inner.right, value, 'exact');
      }
      return;
    }
    case 'unary':
      if (inner.operator === '-') again(inner.operand, negate(value));
      return;
    case 'cast':
      again(inner.operand, value);
      return;
    case 'case':
      for (const branch of inner.branches) again(branch.then, value);
      again(inner.otherwise, value);
      return;
    case 'scalar-subquery': {
      const { body } = inner.query;
      if (body.kind === 'select' && body.columns[0]?.kind === 'column') again(body.columns[0].expr, value);
      return;
    }
    case 'function':
      ofFunction(inner, value, found, again);
      return;
    default:
  }
}

function ofFunction(
  call: FunctionCall,
  value: Cell,
  found: Found,
  again: (part: Expr | undefined, cell: Cell | undefined, how?: 'around' | 'exact') => void,
): void {
  const [first, second] = call.args;
  const number = Number(value);
  switch (call.name) {
    case 'count':
      if (Number.isInteger(number) && number >= 0) found.count(number);
      return;
    case 'strftime': {
      const format = first && found.constant(first);
      for (const date of datesFor(String(format ?? ''), String(value))) again(second, date, 'exact');
      return;
    }
    case 'date':
    case 'datetime':
      if (typeof value === 'string' && isIsoDate(value)) again(first, value);
      return;
    case 'substr':
    case 'substring':
      if (typeof value === 'string')
        for (const text of [value, `${value}x`, `${value}-1`, `x${value}`, value.toLowerCase()])
          again(first, text, 'exact');
      if (typeof value === 'string' && /^\d{4}$/.test(value))
        for (const date of yearEdges(Number(value))) again(first, date, 'exact');
      return;
    case 'length':
      for (const n of [number, number + 1, Math.max(0, number - 1)])
        if (n >= 0 && n < 300) again(first, 'x'.repeat(n), 'exact');
      return;
    case 'lower':
    case 'upper':
    case 'trim':
    case 'ltrim':
    case 'rtrim':
      if (typeof value !== 'string') return;
      again(first, value);
      again(first, value.toUpperCase(), 'exact');
      again(first, value.toLowerCase(), 'exact');
      again(first, ` ${value} `, 'exact');
      return;
    case 'instr': {
      const needle = second && found.constant(second);
      if (typeof needle === 'string')
        for (const text of [needle, `x${needle}`, 'zz']) again(first, text, 'exact');
      return;
    }
    case 'abs':
      again(first, value);
      again(first, negate(value));
      return;
    default:
      // sum, avg, min, max, total, coalesce, round, …: equal to their argument in the simplest case.
      for (const arg of call.args) if (found.constant(arg) === undefined) again(arg, value);
  }
}

function datesFor(format: string, value: string): string[] {
  if (format === '%Y' && /^\d{4}$/.test(value)) return yearEdges(Number(value));
  if (format === '%Y-%m' && /^\d{4}-\d\d$/.test(value))
    return monthEdges(Number(value.slice(0, 4)), Number(value.slice(5)));
  if (format === '%m' && /^\d\d$/.test(value) && Number(value) >= 1 && Number(value) <= 12)
    return [...monthEdges(2024, Number(value)), ...monthEdges(2023, Number(value)).slice(0, 2)];
  if (format === '%d' && /^\d\d$/.test(value))
    return [`2024-01-${value}`, `2024-03-${value} 10:00:00`, '2024-01-16'];
  if (format === '%H' && /^\d\d$/.test(value))
    return [`2024-01-15 ${value}:30:00`, `2024-01-15 ${value}:00:00`];
  return isIsoDate(value) ? [value, `${value.slice(0, 10)} 10:00:00`] : [];
}

function negate(value: Cell): Cell | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return -value;
  return undefined;
}

function solveLeft(operator: string, value: Cell, right: Cell): Cell | undefined {
  const [v, r] = [Number(value), Number(right)];
  if (value === null || right === null || Number.isNaN(v) || Number.isNaN(r)) return undefined;
  switch (operator) {
    case '+':
      return toCell(v - r);
    case '-':
      return toCell(v + r);
    case '*':
      return r === 0 ? undefined : toCell(v / r);
    case '/':
      return toCell(v * r);
    case '%':
      return toCell(v);
    default:
      return undefined;
  }
}

function solveRight(operator: string, value: Cell, left: Cell): Cell | undefined {
  const [v, l] = [Number(value), Number(left)];
  if (value === null || left === null || Number.isNaN(v) || Number.isNaN(l)) return undefined;
  switch (operator) {
    case '+':
      return toCell(v - l);
    case '-':
      return toCell(l - v);
    case '*':
      return l === 0 ? undefined : toCell(v / l);
    case '/':
      return v === 0 ? undefined : toCell(l / v);
    default:
      return undefined;
  }
}

function toCell(n: number): Cell {
  return Number.isSafeInteger(n) ? BigInt(n) : n;
}
