/** Rows compared as bags: in any order, with their number of occurrences. */
import type { Cell, Row } from '../../ports.ts';
import { cellKey, compareCells, type Likeness, TOLERANCE } from './cell.ts';

export interface BagDifference {
  readonly onlyA: readonly Row[];
  readonly onlyB: readonly Row[];
}

/** How two rows compare in their first `width` cells: the worst likeness of a cell. */
export function compareRows(a: Row, b: Row, width: number): Likeness {
  let result: Likeness = 'same';
  for (let i = 0; i < width; i++) {
    const likeness = compareCells(a[i] ?? null, b[i] ?? null);
    if (likeness === 'different') return 'different';
    if (likeness === 'type') result = 'type';
  }
  return result;
}

/** True when the two lists hold the same rows at the same places. */
export function sameSequence(a: readonly Row[], b: readonly Row[], width: number): boolean {
  return a.length === b.length && a.every((row, i) => compareRows(row, b[i] ?? [], width) === 'same');
}

/**
 * The rows that only one side has, counting occurrences. Rows are put into buckets by their exact cells and by the rough
 * size of their reals, so that rows whose reals differ within the tolerance are paired rightly; inside a bucket pairs
 * are searched greedily. `accept` says from which likeness on two rows are a pair.
 */
export function diffBags(
  a: readonly Row[],
  b: readonly Row[],
  width: number,
  accept: 'same' | 'type' = 'same',
): BagDifference {
  const buckets = new Map<string, Row[]>();
  for (const row of b) {
    const [key = ''] = bucketKeys(row, width, accept);
    const bucket = buckets.get(key);
    if (bucket) bucket.push(row);
    else buckets.set(key, [row]);
  }
  const onlyA = a.filter(row => {
    for (const key of bucketKeys(row, width, accept)) {
      const bucket = buckets.get(key) ?? [];
      const at = bucket.findIndex(other => {
        const likeness = compareRows(row, other, width);
        return likeness === 'same' || likeness === accept;
      });
      if (at < 0) continue;
      bucket.splice(at, 1);
      return false;
    }
    return true;
  });
  return { onlyA, onlyB: [...buckets.values()].flat() };
}

/**
 * The buckets in which a row's partners lie, its own first. Cells that are no reals (and, when types do not matter, no
 * integers) must agree exactly; a real near the border of its bucket may have partners beyond.
 */
function bucketKeys(row: Row, width: number, accept: 'same' | 'type'): string[] {
  let keys: string[] | undefined;
  // As long as there is one bucket only.
  let one = '';
  for (let i = 0; i < width; i++) {
    const cell: Cell = row[i] ?? null;
    if (typeof cell !== 'number' && (accept !== 'type' || typeof cell !== 'bigint')) {
      const part = cellKey(cell);
      if (keys) keys = keys.map(key => `${key}${part}\u0001`);
      else one += `${part}\u0001`;
      continue;
    }
    const parts = bucketsOf(Number(cell));
    const before: readonly string[] = keys ?? [one];
    if (parts.length === 1 && !keys) one += `${parts[0]}\u0001`;
    else keys = parts.flatMap(part => before.map(key => `${key}${part}\u0001`));
  }
  return keys ?? [one];
}

/** A thousand times the tolerance. */
const BUCKET = 1000 * TOLERANCE;
/** The part of a bucket that counts as its border: twice the tolerance. */
const BORDER = 0.002;
/** Keeps usual numbers away from the borders. */
const SHIFT = 0.3819660113;

/** On a scale on which numbers within the tolerance lie at most the tolerance apart: logarithmic beyond 1. */
function bucketsOf(value: number): string[] {
  if (!Number.isFinite(value)) return [`r${value}`];
  const size = Math.abs(value);
  const place = (Math.sign(value) * (size <= 1 ? size : 1 + Math.log(size))) / BUCKET + SHIFT;
  const bucket = Math.floor(place);
  const part = place - bucket;
  if (part < BORDER) return [`r${bucket}`, `r${bucket - 1}`];
  return part > 1 - BORDER ? [`r${bucket}`, `r${bucket + 1}`] : [`r${bucket}`];
}
