/**
 * The comparer: is the rewrite's result an answer that the original allows?
 *
 * The original is run in its *full form*: without the LIMIT at its end and with its sort keys appended, so that its
 * rows fall into runs of equal keys. A result is allowed when each run that lies wholly inside the window of
 * LIMIT and OFFSET is returned as a bag at its place, and the rest comes from the runs at the window's edges.
 */

import { fold } from '../../dialect/sqlite/collation.ts';
import { counted, formatCount } from '../../format.ts';
import type { ResultSet, Row } from '../../ports.ts';
import type { DifferingRows } from '../verdict.ts';
import { diffBags, sameSequence } from './bags.ts';
import { compareCells } from './cell.ts';

export interface Comparison {
  /** Number of the original's output columns; the rows of its full form may be longer. */
  readonly width: number;
  /** The names the original gives to its columns; undefined where the name is only the text of an expression. */
  readonly names: readonly (string | undefined)[];
  /** Where the sort keys stand in a row of the full form, most significant first. Empty: any order is right. */
  readonly keys: readonly SortKey[];
  /** Rows to skip, and the most to return; undefined: all. */
  readonly offset?: number;
  readonly limit?: number;
}

export interface SortKey {
  readonly index: number;
  /** The collation that decides which texts tie. */
  readonly collation: string;
}

export interface Difference {
  readonly reason: 'rows' | 'order' | 'types' | 'column count' | 'column names';
  readonly detail: string;
  /** Some of the rows that only one side has. */
  readonly rows?: Omit<DifferingRows, 'columns'>;
}

/** Column count and names; they need no data. */
export function compareColumns(
  how: Comparison,
  columns: readonly string[],
  named: readonly string[],
): Difference | undefined {
  if (columns.length !== how.width)
    return {
      reason: 'column count',
      detail: `the original returns ${counted(how.width, 'column')}, the rewrite ${formatCount(columns.length)}`,
    };
  for (const [i, name] of how.names.entries()) {
    const other = named[i] ?? columns[i] ?? '';
    if (name !== undefined && name.toLowerCase() !== other.toLowerCase())
      return {
        reason: 'column names',
        detail: `column ${i + 1} is named "${name}" in the original and "${other}" in the rewrite`,
      };
  }
  return undefined;
}

/**
 * Compares the original's full form `a` with the rewrite's rows `b`. Undefined when `b` is an allowed answer.
 */
export function compareResults(a: ResultSet, b: ResultSet, how: Comparison): Difference | undefined {
  if (b.columns.length !== how.width) return compareColumns(how, b.columns, []);
  const offset = how.offset ?? 0;
  const expected = a.rows.slice(offset, how.limit === undefined ? undefined : offset + how.limit);
  if (sameSequence(expected, b.rows, how.width)) return undefined;
  if (b.rows.length !== expected.length)
    return {
      reason: 'rows',
      detail: `the original returns ${counted(expected.length, 'row')}, the rewrite ${formatCount(b.rows.length)}`,
    };
  const wrong = firstWrongRun(a.rows, b.rows, offset, how);
  if (wrong === undefined) return undefined;
  const { onlyA, onlyB } = diffBags(expected, b.rows, how.width);
  if (onlyA.length === 0)
    return { reason: 'order', detail: 'the rows are the same, but not in the order that ORDER BY asks for' };
  if (wrong === 'types' || diffBags(onlyA, onlyB, how.width, 'type').onlyA.length === 0)
    return { reason: 'types', detail: 'equal numbers are an integer on one side and a real on the other' };
  return {
    reason: 'rows',
    detail: `${counted(onlyB.length, 'row')} of the rewrite ${onlyB.length === 1 ? 'is' : 'are'} not in the original's result`,
  };
}

function firstWrongRun(
  full: readonly Row[],
  answer: readonly Row[],
  offset: number,
  how: Comparison,
): 'rows' | 'types' | undefined {
  const end = offset + answer.length;
  let start = 0;
  while (start < full.length && start < end) {
    const stop = how.keys.length === 0 ? full.length : endOfRun(full, start, how.keys);
    const from = Math.max(start, offset);
    const to = Math.min(stop, end);
    if (from < to) {
      const slice = answer.slice(from - offset, to - offset);
      const run = full.slice(start, stop);
      // Every row of the answer must come from the run; when the run is whole, that makes the bags equal.
      if (diffBags(run, slice, how.width).onlyB.length > 0)
        return diffBags(run, slice, how.width, 'type').onlyB.length > 0 ? 'rows' : 'types';
    }
    start = stop;
  }
  return undefined;
}

/** Where the last run of equal keys begins; 0 where there are no keys. */
export function startOfLastRun(rows: readonly Row[], keys: readonly SortKey[]): number {
  let start = 0;
  if (keys.length === 0) return start;
  for (let end = endOfRun(rows, 0, keys); end < rows.length; end = endOfRun(rows, start, keys)) start = end;
  return start;
}

/** The end of the run of rows, from `start` on, that tie in the sort keys. */
export function endOfRun(rows: readonly Row[], start: number, keys: readonly SortKey[]): number {
  const first = rows[start] ?? [];
  let end = start + 1;
  while (end < rows.length && keys.every(key => ties(first, rows[end] ?? [], key))) end++;
  return end;
}

function ties(a: Row, b: Row, key: SortKey): boolean {
  const left = a[key.index] ?? null;
  const right = b[key.index] ?? null;
  if (typeof left === 'string' && typeof right === 'string')
    return fold(left, key.collation) === fold(right, key.collation);
  return compareCells(left, right) !== 'different';
}

/** True when both results hold the same rows in their first `width` cells, in any order. */
export function sameBag(a: ResultSet, b: ResultSet, width: number): boolean {
  if (a.rows.length !== b.rows.length) return false;
  return sameSequence(a.rows, b.rows, width) || diffBags(a.rows, b.rows, width).onlyA.length === 0;
}
