/** What is given to a date function: which columns hold the dates, which the modifiers, which parts of dates. */
import { dateFunctions } from '../../../dialect/sqlite/functions.ts';
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import { isIsoDate } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr, FunctionCall } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';
import { bare, columnOfSlot } from '../../query/trace.ts';
import { sourcesOf } from '../query/value-sources.ts';
import { ofEachPart, shiftedBy, unixSeconds } from './date-values.ts';
import { type Found, readsSeconds } from './inverse.ts';

/** Dates as a column may hold them. */
const samples = ['2024-01-15', '2024-01-15 10:30:00', '2024-01-15T10:30:00'] as const;
/** Dates that are put together from what several columns, or several parts of one, hold. */
const built = ['2024-01-15', '2024-02-29', '2024-03-01', '2023-12-01', '2023-12-31'] as const;

/** Modifiers as a column may hold them, and one that is none. */
const modifiers = ['+1 month', '-1 day', 'start of month', '+1 year', '+10 days', 'x'] as const;
/** The number before a unit that the query adds. */
const amounts = ['1', '-1', '+10', '30', 'x'] as const;
/** The same where a column of numbers holds it, and dates so far apart. */
const counts = [30n, 1n] as const;

/**
 * The columns whose values a date function takes for dates hold dates; those of its modifiers hold modifiers; a constant
 * modifier shifts one date to another of interest. A column that only decides which date is taken is none of these.
 */
export function addDates(bound: BoundQuery, call: FunctionCall, found: Found): void {
  const { name, args } = call;
  const first = name === 'strftime' ? 1 : 0;
  const dates = args.slice(first, name === 'timediff' ? 2 : first + 1);
  const columns = dates.flatMap(arg => datedColumns(bound, arg, found));
  for (const column of columns) found.date(column);
  const shift = (modifier: Cell | undefined): void => {
    if (typeof modifier !== 'string') return;
    for (const date of shiftedBy(modifier)) for (const column of columns) found.add(column, date, 'exact');
  };
  const format = name === 'strftime' && args[0] ? found.constant(args[0]) : undefined;
  if (typeof format === 'string') listParts(bound, call, format, found);
  for (const arg of name === 'timediff' ? [] : args.slice(first + 1)) {
    const modifier = found.constant(arg);
    shift(modifier);
    if (modifier !== undefined) continue;
    for (const source of sourcesOf(bound, arg).others) shift(found.constant(source));
    addModifiers(bound, arg, found);
    const unit = numberedUnit(bound, arg, found);
    if (unit !== undefined) for (const count of counts) shift(`+${count} ${unit}`);
  }
}

/** All months, hours or days that a query may tell apart, for a table of many rows. */
function listParts(bound: BoundQuery, call: FunctionCall, format: string, found: Found): void {
  const inSeconds = readsSeconds(call, found);
  for (const slot of call.args[1] ? sourcesOf(bound, call.args[1]).slots : []) {
    const column = columnOfSlot(slot);
    if (!column) continue;
    for (const date of ofEachPart(format))
      for (const value of inSeconds ? unixSeconds(date) : [date]) found.add(column, value, 'listed');
  }
}

/** The columns that hold dates when the value of the expression is one. */
function datedColumns(bound: BoundQuery, expr: Expr, found: Found): Column[] {
  const { slots, others } = sourcesOf(bound, expr);
  const columns = slots.flatMap(slot => columnOfSlot(slot) ?? []);
  for (const other of others) {
    if (found.constant(other) !== undefined) continue;
    for (const sample of samples) {
      const leaves: Column[] = [];
      const text = textOf(bound, other, sample, found, leaves, 0);
      if (text === undefined || !isIsoDate(text)) continue;
      columns.push(...leaves);
      break;
    }
  }
  return columns.filter(column => column.affinity !== 'integer');
}

/** The text that the expression makes of the sample in its columns, which go into `leaves`. */
function textOf(
  bound: BoundQuery,
  expr: Expr,
  sample: string,
  found: Found,
  leaves: Column[],
  depth: number,
): string | undefined {
  const constant = found.constant(expr);
  if (constant !== undefined) return constant === null ? undefined : String(constant);
  if (depth > 12) return undefined;
  const inner = bare(expr);
  const again = (part: Expr | undefined): string | undefined =>
    part && textOf(bound, part, sample, found, leaves, depth + 1);
  if (inner.kind === 'cast') return again(inner.operand);
  if (inner.kind === 'binary' && inner.operator === '||') {
    const [left, right] = [again(inner.left), again(inner.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (inner.kind === 'function') {
    const [first, second, third] = inner.args;
    if (inner.name === 'substr' || inner.name === 'substring') {
      const [start, length] = [second && found.constant(second), third && found.constant(third)];
      const from = Number(start ?? 0) - 1;
      if (from < 0 || (third && length === undefined)) return undefined;
      return again(first)?.slice(from, length === undefined ? undefined : from + Number(length));
    }
    if (['trim', 'ltrim', 'rtrim'].includes(inner.name)) return again(first)?.trim();
    if (inner.name === 'replace') {
      const [needle, by] = [second && found.constant(second), third && found.constant(third)];
      if (typeof needle !== 'string' || typeof by !== 'string') return undefined;
      return again(first)?.replaceAll(needle, by);
    }
  }
  const { slots, others } = sourcesOf(bound, inner);
  const columns = slots.flatMap(slot => columnOfSlot(slot) ?? []);
  if (columns.length === 0 || others.some(other => found.constant(other) === undefined)) return undefined;
  leaves.push(...columns);
  return sample;
}

/**
 * `date(substr(d, 7) || '-' || m || '-01')`: the texts in the columns with which this is a date. They come first, as the
 * pieces alone suggest many others.
 */
export function addBuiltDates(bound: BoundQuery, found: Found): void {
  walk(bound.query, node => {
    if (node.kind !== 'function' || !dateFunctions.has(node.name)) return;
    for (const arg of node.args)
      for (const other of sourcesOf(bound, arg).others) {
        const pieces = piecesOf(other);
        if (pieces.length < 2) continue;
        for (const date of built) {
          const texts = takenApart(bound, pieces, date, found);
          for (const [column, text] of texts ?? []) found.add(column, text, 'exact');
        }
      }
  });
}

function piecesOf(expr: Expr): Expr[] {
  const inner = bare(expr);
  if (inner.kind !== 'binary' || inner.operator !== '||') return [inner];
  return [...piecesOf(inner.left), ...piecesOf(inner.right)];
}

/** What each column holds where the pieces make the text; undefined where they cannot. */
function takenApart(
  bound: BoundQuery,
  pieces: readonly Expr[],
  text: string,
  found: Found,
): Map<Column, string> | undefined {
  const result = new Map<Column, string>();
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    const constant = found.constant(piece);
    if (constant !== undefined) {
      if (text.startsWith(String(constant), at)) at += String(constant).length;
      else return undefined;
      continue;
    }
    const next = pieces[i + 1] && found.constant(pieces[i + 1] ?? piece);
    const stop = next === undefined || next === null ? -1 : text.indexOf(String(next), at);
    const part = partOf(piece, found);
    const end = part.length ? at + part.length : stop < 0 ? text.length : stop;
    for (const slot of sourcesOf(bound, part.operand).slots) {
      const column = columnOfSlot(slot);
      if (!column) continue;
      const known = (result.get(column) ?? '').padEnd(part.start + (end - at) - 1, '.');
      result.set(
        column,
        known.slice(0, part.start - 1) + text.slice(at, end) + known.slice(part.start - 1 + end - at),
      );
    }
    at = end;
  }
  return at === text.length ? result : undefined;
}

/** What `substr` takes out of its argument; the whole for other expressions. */
function partOf(
  expr: Expr,
  found: Found,
): { readonly operand: Expr; readonly start: number; readonly length: number } {
  const inner = bare(expr);
  if (inner.kind === 'function' && (inner.name === 'substr' || inner.name === 'substring')) {
    const [operand, start, length] = inner.args;
    const [from, long] = [
      Number(start && found.constant(start)),
      length ? Number(found.constant(length)) : 0,
    ];
    if (operand && from > 0 && from < 40 && long >= 0 && long < 40)
      return { operand, start: from, length: long };
  }
  return { operand: inner, start: 1, length: 0 };
}

/** The unit of `'+' || n || ' minutes'` where a column of numbers holds `n`, to which numbers of it are added. */
function numberedUnit(bound: BoundQuery, arg: Expr, found: Found): string | undefined {
  for (const other of sourcesOf(bound, arg).others) {
    const pieces = piecesOf(other);
    const texts = pieces.map(piece => found.constant(piece));
    const unit = /\b(second|minute|hour|day|month|year)s?\b/i.exec(texts.join(' '))?.[1];
    const columns = pieces
      .flatMap((piece, i) => (texts[i] === undefined ? sourcesOf(bound, piece).slots : []))
      .flatMap(slot => columnOfSlot(slot) ?? [])
      .filter(column => column.affinity !== 'text');
    if (unit === undefined || columns.length === 0) continue;
    for (const column of columns) for (const count of counts) found.add(column, count, 'exact');
    return unit;
  }
  return undefined;
}

function addModifiers(bound: BoundQuery, arg: Expr, found: Found): void {
  const add = (slots: readonly (Column | undefined)[], texts: readonly Cell[]): void => {
    for (const column of slots)
      if (column?.affinity === 'text') for (const text of texts) found.add(column, text, 'exact');
  };
  const { slots, others } = sourcesOf(bound, arg);
  add(slots.map(columnOfSlot), modifiers);
  for (const other of others)
    for (const piece of piecesOf(other))
      if (piece !== other) add(sourcesOf(bound, piece).slots.map(columnOfSlot), amounts);
}
