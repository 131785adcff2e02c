/** Works backwards from the value of an expression to values of its columns, as far as that is simple. */

import { capitalised } from '../../../format.ts';
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import { isIsoDate } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../../sql/model.ts';
import { bare, columnOfSlot, definitionOf, slotsOfExpr, storedColumnsOf } from '../../query/trace.ts';
import {
  daysApart,
  ofFormat,
  ofJulianDay,
  ofTime,
  ofUnixTime,
  unixSeconds,
  withPart,
} from './date-values.ts';
import { yearEdges } from './near-values.ts';
import type { Residue } from './residues.ts';
import { textsWithPart } from './text-parts.ts';

export interface Found {
  /** `listed`: in a table of many rows only, with all that is listed for the column. */
  add(column: Column, value: Cell, how: 'around' | 'exact' | 'listed'): void;
  count(value: number): void;
  /** A date function reads the column. */
  date(column: Column): void;
  /** A part of the column's texts is compared with the value. */
  part(column: Column, start: number, length: number | undefined, value: Cell): void;
  /** The column is divided, and what is left is compared. */
  residue(column: Column, residue: Residue): void;
  /** A sum or average of the column is compared with the value. */
  sum(column: Column, value: Cell): void;
  /** Whether the expression reads a JSON document; if so, the value is one of interest there. */
  document(expr: Expr, value: Cell): boolean;
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
  if (found.document(inner, value)) return;
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
        if (left === undefined && right === undefined && String(value).length <= 12)
          for (let at = 1; at < String(value).length; at++) {
            again(inner.left, String(value).slice(0, at), 'exact');
            again(inner.right, String(value).slice(at), 'exact');
          }
      } else if (right !== undefined) {
        again(inner.left, solveLeft(inner.operator, value, right));
        if (inner.operator === '%' && typeof value === 'bigint' && typeof right === 'bigint') {
          if (right > 1n && value >= 0n && value < right)
            for (const column of storedColumnsOf(bound, inner.left))
              found.residue(column, { modulus: right, rest: value });
          for (const times of [1n, 3n, 7n, -1n]) again(inner.left, value + right * times, 'exact');
        }
        if (inner.operator === '&' && typeof value === 'bigint' && typeof right === 'bigint')
          for (const other of [value | (right << 1n), value + (right << 3n)])
            again(inner.left, other, 'exact');
      } else if (left !== undefined) again(inner.right, solveRight(inner.operator, value, left));
      else {
        const moments = [inner.left, inner.right].map(side => momentOf(bound, side, found));
        const unit = moments[0]?.days;
        if (inner.operator === '-' && unit !== undefined && unit === moments[1]?.days) {
          for (const date of daysApart(Number(value) * unit))
            for (const moment of moments) again(moment?.argument, date, 'exact');
          return;
        }
        // Two unknowns: one takes the value, the other what leaves it as it is, or turns its sign round.
        const product = inner.operator === '*' || inner.operator === '/';
        again(inner.left, value);
        again(inner.right, product ? 1n : 0n, 'exact');
        again(inner.right, value, 'exact');
        if (product) {
          again(inner.left, negate(value), 'exact');
          again(inner.right, -1n, 'exact');
        }
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
      ofFunction(bound, inner, value, found, again);
      return;
    default:
  }
}

/** True for a date function that takes a number for seconds since 1970-01-01. */
export function readsSeconds({ name, args }: FunctionCall, found: Found): boolean {
  const modifiers = args.slice(name === 'strftime' ? 2 : 1).map(arg => found.constant(arg));
  return modifiers.some(text => typeof text === 'string' && /^(unixepoch|auto)$/i.test(text.trim()));
}

function ofFunction(
  bound: BoundQuery,
  call: FunctionCall,
  value: Cell,
  found: Found,
  again: (part: Expr | undefined, cell: Cell | undefined, how?: 'around' | 'exact') => void,
): void {
  const [first, second] = call.args;
  const number = Number(value);
  const heldAs = (date: string): readonly Cell[] => (readsSeconds(call, found) ? unixSeconds(date) : [date]);
  switch (call.name) {
    case 'count':
      if (Number.isInteger(number) && number >= 0) found.count(number);
      return;
    case 'strftime': {
      const format = first && found.constant(first);
      for (const date of ofFormat(String(format ?? ''), String(value)))
        for (const held of heldAs(date)) again(second, held, 'exact');
      return;
    }
    case 'date':
    case 'datetime':
      if (typeof value === 'string' && isIsoDate(value)) for (const held of heldAs(value)) again(first, held);
      return;
    case 'time':
      for (const date of ofTime(String(value))) for (const held of heldAs(date)) again(first, held, 'exact');
      return;
    case 'julianday':
      for (const date of ofJulianDay(number)) again(first, date);
      return;
    case 'unixepoch':
      for (const date of ofUnixTime(number)) again(first, date);
      return;
    case 'row_number':
    case 'rank':
    case 'dense_rank':
    case 'ntile':
      if (Number.isInteger(number) && number >= 0) found.count(number);
      return;
    case 'percent_rank':
    case 'cume_dist':
      // So many rows that one of them has the share exactly.
      for (let n = 2; n <= 40; n++)
        if (Math.abs(number * n - Math.round(number * n)) < 1e-9) {
          found.count(n);
          found.count(n + 1);
          return;
        }
      return;
    case 'replace': {
      const needle = second && found.constant(second);
      if (typeof value !== 'string' || typeof needle !== 'string') return;
      for (const at of [1, Math.floor(value.length / 2), value.length - 1])
        again(first, `${value.slice(0, at)}${needle}${value.slice(at)}`, 'exact');
      again(first, `${needle}${value}${needle}`, 'exact');
      again(first, value);
      return;
    }
    case 'sum':
    case 'total':
    case 'avg':
      if (first)
        for (const slot of slotsOfExpr(bound, first)) {
          const column = columnOfSlot(slot);
          if (column) found.sum(column, value);
        }
      // A sum of conditions is a count.
      if (first && call.name !== 'avg' && slotsOfExpr(bound, first).length === 0)
        if (Number.isInteger(number) && number > 0 && number <= 120) found.count(number);
      again(first, value);
      return;
    case 'substr':
    case 'substring':
      ofPart(bound, call, value, found, again);
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
      again(first, alternating(value), 'exact');
      again(first, capitalised(value.toLowerCase()), 'exact');
      for (const pad of [' ', second && found.constant(second)])
        if (typeof pad === 'string')
          for (const text of [`${pad}${value}${pad}`, `${value}${pad}`, `${pad}${value}`])
            again(first, text, 'exact');
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

/** `aBcD`: no list of spellings has it. */
function alternating(text: string): string {
  return [...text].map((letter, i) => (i % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('');
}

type Again = (part: Expr | undefined, cell: Cell | undefined, how?: 'around' | 'exact') => void;

/** Dates and other texts by turns: a part of a text says little about the whole. */
function ofPart(bound: BoundQuery, call: FunctionCall, value: Cell, found: Found, again: Again): void {
  const [first, start, length] = call.args;
  if (!first || (typeof value !== 'bigint' && typeof value !== 'string')) return;
  const from = start ? Number(found.constant(start)) : 1;
  const long = length ? Number(found.constant(length)) : undefined;
  for (const slot of slotsOfExpr(bound, first)) {
    const column = columnOfSlot(slot);
    if (column) found.part(column, from, long, value);
  }
  const text = typeof value === 'bigint' ? String(value).padStart(long ?? 0, '0') : value;
  const texts = textsWithPart(text, from);
  const years = from === 1 && /^\d{4}$/.test(text) ? yearEdges(Number(text)) : [];
  const dates = [...withPart(text, from, long ?? text.length), ...years];
  for (let i = 0; i < Math.max(texts.length, dates.length); i++) {
    again(first, dates[i], 'exact');
    again(first, texts[i], 'exact');
  }
}

/** The date that an expression turns into a number, and the days that one unit of the number is. */
function momentOf(
  bound: BoundQuery,
  expr: Expr,
  found: Found,
): { readonly argument: Expr | undefined; readonly days: number } | undefined {
  const inner = definitionOf(bound, bare(expr));
  if (inner.kind === 'cast') return momentOf(bound, inner.operand, found);
  if (inner.kind !== 'function') return undefined;
  const [first, second] = inner.args;
  if (inner.name === 'julianday') return { argument: first, days: 1 };
  if (inner.name === 'unixepoch') return { argument: first, days: 1 / 86_400 };
  if (inner.name !== 'strftime' || !first) return undefined;
  const format = found.constant(first);
  if (format === '%s') return { argument: second, days: 1 / 86_400 };
  return format === '%J' ? { argument: second, days: 1 } : undefined;
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
