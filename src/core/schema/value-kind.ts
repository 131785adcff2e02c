/** What a column may hold so that a witness convinces: values of its declared type and nothing else. */
import type { Cell } from '../ports.ts';
import type { Column } from './model.ts';

export type ValueKind =
  | 'integer'
  | 'boolean'
  | 'real'
  | 'numeric'
  | 'text'
  | 'date'
  | 'time'
  | 'blob'
  /** Text that a query or a constraint reads as JSON; no declared type says so. */
  | 'json'
  | 'any';

/** The kind of a column's values by its declared type. SQLite would store anything almost anywhere. */
export function kindOf(column: Column): ValueKind {
  const type = column.type.toUpperCase();
  if (/BOOL/.test(type)) return 'boolean';
  if (/DATE|TIMESTAMP/.test(type)) return column.affinity === 'text' ? 'text' : 'date';
  if (/^TIME/.test(type)) return 'time';
  if (column.affinity === 'blob') return type === '' ? 'any' : 'blob';
  return column.affinity;
}

const defaults: Readonly<Record<ValueKind, readonly Cell[]>> = {
  integer: [1n, 2n, 3n, 0n],
  boolean: [1n, 0n],
  real: [1, 2, 1.5, 0],
  numeric: [1n, 2n, 1.5, 0n],
  text: ['a', 'b', '', 'A'],
  date: ['2024-01-15', '2024-02-10', '2023-12-31', '2024-01-15 10:00:00'],
  time: ['10:00:00', '09:30:00'],
  blob: [Uint8Array.of(1), Uint8Array.of(2)],
  json: ['{}', '{"a":1}', '[]', '{"a":"x"}'],
  any: [1n, 2n, 'a', 0n],
};

/** Plain values of a kind, the simplest first. */
export function plainValues(kind: ValueKind): readonly Cell[] {
  return defaults[kind];
}

/** Values that hold rarer surprises: negative numbers, fractions, texts that sort otherwise than by length. */
export function unusualValues(kind: ValueKind): readonly Cell[] {
  return unusual[kind] ?? [];
}

const unusual: Partial<Readonly<Record<ValueKind, readonly Cell[]>>> = {
  integer: [-1n, 10n, -7n, 12n],
  numeric: [-1n, 2.347, -1.5],
  real: [-1.5, 2.347, 0.5, -0.25],
  text: ['ab', 'aB', '10', '9'],
  date: ['2023-01-15', '2024-01-15 18:45:30', '2025-02-10'],
  any: [-1n, 2.347, 'aB'],
};

/** A value of the kind that is different for each number: for keys and sort columns. Undefined for booleans. */
export function numbered(kind: ValueKind, n: number): Cell | undefined {
  switch (kind) {
    case 'integer':
    case 'numeric':
    case 'any':
      return BigInt(n);
    case 'real':
      return n;
    case 'text':
      return `k${String(n).padStart(3, '0')}`;
    case 'date':
      return isoDate(n);
    case 'time':
      return `${pad(Math.floor(n / 3600) % 24)}:${pad(Math.floor(n / 60) % 60)}:${pad(n % 60)}`;
    case 'blob':
      return Uint8Array.of(n >> 8, n & 255);
    case 'json':
      return `{"k":${n}}`;
    case 'boolean':
      return undefined;
  }
}

/** True for the kinds whose values are numbers, true and false apart. */
export function isNumberKind(kind: ValueKind): boolean {
  return kind === 'integer' || kind === 'real' || kind === 'numeric';
}

/** 2024-01-01 and so many days. */
function isoDate(days: number): string {
  const known = isoDates.get(days);
  if (known !== undefined) return known;
  const date = new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
  if (days >= 0 && days < REMEMBERED_DAYS) isoDates.set(days, date);
  return date;
}

/** Databases are full of the days from 2024 on. */
const REMEMBERED_DAYS = 1000;
const isoDates = new Map<number, string>();

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

const isoPattern = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;

/** True for a text that SQLite's date functions read as a day, with or without a time. */
export function isIsoDate(text: string): boolean {
  return isoPattern.test(text) && isDay(text.slice(0, 10));
}

/** Every month has 28 days; the others are left to the calendar. */
function isDay(text: string): boolean {
  const [month, day] = [text.slice(5, 7), text.slice(8)];
  if (month >= '01' && month <= '12' && day >= '01' && day <= '28') return true;
  return !Number.isNaN(Date.parse(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The cell as a column of this kind holds it, or undefined when it cannot hold such a value. */
export function coerce(cell: Cell, kind: ValueKind): Cell | undefined {
  if (cell === null) return null;
  switch (kind) {
    case 'any':
      return typeof cell === 'bigint' ? toInteger(cell) : cell;
    case 'boolean':
      // Some schemas keep 't' and 'f' in BOOLEAN columns; such texts come only from a query that compares with them.
      if (typeof cell === 'string') return /^(t|f|true|false|y|n|yes|no)$/i.test(cell) ? cell : undefined;
      return cell === 0n || cell === 1n ? cell : undefined;
    case 'integer':
      return toInteger(cell);
    case 'real': {
      const number = toNumber(cell);
      return number === undefined ? undefined : Number(number);
    }
    case 'numeric':
      return toInteger(cell) ?? toNumber(cell);
    case 'text':
      return typeof cell === 'string' ? cell : cell instanceof Uint8Array ? undefined : printNumber(cell);
    case 'date':
      return typeof cell === 'string' && isIsoDate(cell) ? cell : undefined;
    case 'time':
      return typeof cell === 'string' && /^\d\d:\d\d/.test(cell) ? cell : undefined;
    case 'blob':
      return cell instanceof Uint8Array ? cell : undefined;
    case 'json':
      return typeof cell === 'string' && isJson(cell) ? cell : undefined;
  }
}

function printNumber(cell: bigint | number): string {
  return typeof cell === 'bigint' || !Number.isInteger(cell) ? String(cell) : `${cell}.0`;
}

function toNumber(cell: Cell): number | undefined {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string' && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell))
    return Number(cell);
  return undefined;
}

function toInteger(cell: Cell): bigint | undefined {
  if (typeof cell === 'bigint') return BigInt.asIntN(64, cell) === cell ? cell : undefined;
  const number = toNumber(cell);
  if (number === undefined || !Number.isInteger(number) || Math.abs(number) > 2 ** 62) return undefined;
  return typeof cell === 'string' && /^\s*[-+]?\d+\s*$/.test(cell) ? BigInt(cell.trim()) : BigInt(number);
}
