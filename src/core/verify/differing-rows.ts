/** A few of the rows in which two results differ, for people to see. */
import type { Cell, Row } from '../ports.ts';
import { compareRows } from './compare/bags.ts';
import { cellKey } from './compare/cell.ts';
import type { DifferingRows } from './verdict.ts';

/** Rows shown of each side. */
export const mostShown = 5;
/** Rows looked at for each side before giving up. */
const mostTried = 50;

/**
 * Up to five rows of each side that the other lacks, or undefined where there are none (the order differs), in time linear in the results' size. Rows are matched by their
 * cells with reals rounded; what differs by rounding alone is looked up once more within the tolerance.
 */
export function differingRows(
  a: readonly Row[],
  b: readonly Row[],
  width: number,
): Omit<DifferingRows, 'columns'> | undefined {
  const rows = { onlyOriginal: only(a, b, width), onlyRewrite: only(b, a, width) };
  return rows.onlyOriginal.length + rows.onlyRewrite.length > 0 ? rows : undefined;
}

function only(rows: readonly Row[], others: readonly Row[], width: number): Row[] {
  const left = new Map<string, number>();
  for (const row of others) {
    const key = roundedKey(row, width);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const found: Row[] = [];
  let tried = 0;
  for (const row of rows) {
    const key = roundedKey(row, width);
    const count = left.get(key);
    if (count !== undefined && count > 0) {
      left.set(key, count - 1);
      continue;
    }
    const isNear = (other: Row): boolean => compareRows(row, other, width) === 'same';
    if (count !== undefined || !others.some(isNear)) found.push(row.slice(0, width));
    if (found.length === mostShown || ++tried === mostTried) break;
  }
  return found;
}

function roundedKey(row: Row, width: number): string {
  const rounded = (cell: Cell): string =>
    typeof cell === 'number' ? `r${Number(cell.toPrecision(9))}` : cellKey(cell);
  return row
    .slice(0, width)
    .map(cell => rounded(cell).replaceAll('\u0001', '\u0001\u0001'))
    .join('\u0001;');
}
