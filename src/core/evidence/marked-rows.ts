/** The results on a witness, with a mark at the rows that tell the two apart. */
import type { Cell, Row } from '../ports.ts';
import { cellKey } from '../verify/compare/cell.ts';
import type { Witness } from '../verify/verdict.ts';
import { resultTable } from './witness.ts';

/** Stands before a row that the other query does not return, or not in this place. */
export const MARK = '≠';

export interface MarkedResults {
  readonly original: string;
  /** Absent where the rewrite failed. */
  readonly rewrite?: string;
  /** True where a row has the mark. */
  readonly marked: boolean;
}

/**
 * Both results as tables. Marked are the rows that only one side returned; where both returned the same rows in
 * another order, those that stand elsewhere.
 */
export function markedResults({ original, rewrite, onlyOriginal, onlyRewrite }: Witness): MarkedResults {
  if (rewrite === undefined) return { original: resultTable(original), marked: false };
  const sameRows = onlyOriginal.length + onlyRewrite.length === 0;
  const marks = sameRows
    ? [moved(original.rows, rewrite.rows), moved(rewrite.rows, original.rows)]
    : [found(original.rows, onlyOriginal), found(rewrite.rows, onlyRewrite)];
  const marked = marks.some(side => side.includes(true));
  const [ofOriginal, ofRewrite] = marked ? marks : [];
  return {
    original: resultTable(original, markColumn(ofOriginal)),
    rewrite: resultTable(rewrite, markColumn(ofRewrite)),
    marked,
  };
}

const markColumn = (marks: readonly boolean[] | undefined): string[] | undefined =>
  marks?.map(mark => (mark ? MARK : ''));

/** Of several equal rows, so many of the last are marked as the other side lacks. */
function found(rows: readonly Row[], only: readonly (readonly Cell[])[]): boolean[] {
  const left = new Map<string, number>();
  for (const row of only) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1);
  return rows
    .toReversed()
    .map(row => {
      const count = left.get(keyOf(row)) ?? 0;
      left.set(keyOf(row), count - 1);
      return count > 0;
    })
    .reverse();
}

function moved(rows: readonly Row[], others: readonly Row[]): boolean[] {
  return rows.map((row, i) => keyOf(row) !== keyOf(others[i] ?? []));
}

function keyOf(row: readonly Cell[]): string {
  return JSON.stringify(row.map(cellKey));
}
