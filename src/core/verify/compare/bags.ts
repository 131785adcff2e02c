/** Rows compared as bags: in any order, with their number of occurrences. */
import type { Cell, Row } from '../../ports.ts';
import { cellKey, compareCells, type Likeness } from './cell.ts';

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
 * The rows that only one side has, counting occurrences. Exact cells are matched first, so that rows whose reals
 * differ within the tolerance are paired rightly; inside such a group pairs are searched greedily.
 * `accept` says from which likeness on two rows are a pair.
 */
export function diffBags(
  a: readonly Row[],
  b: readonly Row[],
  width: number,
  accept: 'same' | 'type' = 'same',
): BagDifference {
  const groups = new Map<string, Row[]>();
  for (const row of b) {
    const key = exactKey(row, width, accept);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const onlyA: Row[] = [];
  for (const row of a) {
    const group = groups.get(exactKey(row, width, accept)) ?? [];
    const at = group.findIndex(other => {
      const likeness = compareRows(row, other, width);
      return likeness === 'same' || likeness === accept;
    });
    if (at < 0) onlyA.push(row);
    else group.splice(at, 1);
  }
  return { onlyA, onlyB: [...groups.values()].flat() };
}

/** The cells that must agree exactly; reals (and, when types do not matter, integers) only leave their place. */
function exactKey(row: Row, width: number, accept: 'same' | 'type'): string {
  let key = '';
  for (let i = 0; i < width; i++) {
    const cell: Cell = row[i] ?? null;
    const loose = typeof cell === 'number' || (accept === 'type' && typeof cell === 'bigint');
    key += loose ? 'r\u0001' : `${cellKey(cell)}\u0001`;
  }
  return key;
}
