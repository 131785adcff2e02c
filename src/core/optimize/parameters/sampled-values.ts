/** Frequent, rare and absent values of what a parameter is compared with. */
import { QuillError } from '../../errors.ts';
import type { Cell, Database } from '../../ports.ts';
import type { ParameterContext } from './context.ts';

/** Rows looked at to find out how often values occur. */
const sampleRows = 20_000;
/** Different values that are kept. */
const sampleValues = 1000;

/** The values by falling frequency; undefined when there is nothing to sample. Samples are shared through `known`. */
export function sampleOf(
  db: Database,
  context: ParameterContext,
  known: Map<string, Cell[]>,
): readonly Cell[] | undefined {
  if (context.sample === undefined) return undefined;
  const { expression, from } = context.sample;
  const key = `${expression} FROM ${from}`;
  let values = known.get(key);
  if (!values) {
    values = readSample(db, expression, from);
    known.set(key, values);
  }
  return values.length > 0 ? values : undefined;
}

function readSample(db: Database, expression: string, from: string): Cell[] {
  const inner = `SELECT (${expression}) AS v FROM ${from} LIMIT ${sampleRows}`;
  const sql = `SELECT v FROM (${inner}) WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v`;
  try {
    const all = db.query(sql, { maxRows: sampleRows }).rows.map(row => row[0]!);
    // Head and tail: the most frequent and the rarest.
    return all.length <= sampleValues
      ? all
      : [...all.slice(0, sampleValues / 2), ...all.slice(-sampleValues / 2)];
  } catch (error) {
    if (QuillError.is(error, 'query-failed')) return [];
    throw error;
  }
}

/** Picks a value; `nth` tells the items of one IN list apart. */
export function sampledValue(
  values: readonly Cell[],
  context: ParameterContext,
  label: 'frequent' | 'rare' | 'absent',
  nth: number,
): Cell {
  if (context.role === 'below' || context.role === 'above') return bound(values, context.role, label);
  const frequent = values[nth % values.length]!;
  const rare = values[values.length - 1 - (nth % values.length)]!;
  if (context.role === 'pattern') return pattern(label === 'rare' ? rare : frequent, context, label);
  if (label === 'frequent') return frequent;
  return label === 'rare' ? rare : absent(values, nth);
}

/** For a parameter that is compared with no column. */
export function defaultValue(context: ParameterContext): Cell {
  switch (context.role) {
    case 'limit':
      return 10n;
    case 'offset':
      return 20n;
    case 'text':
    case 'pattern':
      return 'a';
    default:
      return 1n;
  }
}

/** A limit that many rows, few rows or no row lies on the wanted side of. */
function bound(
  values: readonly Cell[],
  side: 'below' | 'above',
  label: 'frequent' | 'rare' | 'absent',
): Cell {
  const sorted = [...values].sort(sortOrder);
  const at = (share: number): Cell => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  if (label === 'absent') return side === 'below' ? beyond(at(0), -1) : beyond(at(1), 1);
  const many = label === 'frequent' ? 0.9 : 0.05;
  return at(side === 'below' ? many : 1 - many);
}

function beyond(value: Cell, direction: 1 | -1): Cell {
  if (typeof value === 'bigint') return value + BigInt(direction);
  if (typeof value === 'number') return value + direction;
  if (typeof value === 'string') return direction > 0 ? `${value}~` : '';
  return value;
}

function absent(values: readonly Cell[], nth: number): Cell {
  const largest = [...values].sort(sortOrder).at(-1)!;
  if (typeof largest === 'bigint') return largest + BigInt(1 + nth);
  if (typeof largest === 'number') return largest + 1 + nth;
  return typeof largest === 'string' ? `${largest}~${nth}` : largest;
}

function pattern(value: Cell, context: ParameterContext, label: 'frequent' | 'rare' | 'absent'): Cell {
  const text = value === null || value instanceof Uint8Array ? 'a' : String(value);
  const word = label === 'absent' ? `${text}~` : label === 'rare' ? text : [...text].slice(0, 3).join('');
  return context.within ? word : `${word}%`;
}

/** Numbers before texts before blobs, as SQLite sorts. */
function sortOrder(a: Cell, b: Cell): number {
  const rank = (cell: Cell): number =>
    typeof cell === 'bigint' || typeof cell === 'number' ? 0 : typeof cell === 'string' ? 1 : 2;
  const byRank = rank(a) - rank(b);
  if (byRank !== 0) return byRank;
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}
