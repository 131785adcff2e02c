/** What a sample of a column's cells says of the column. */
import type { Cell } from '../ports.ts';
import type { ColumnProfile } from './profile-model.ts';

const commonValues = 12;
const sampleValues = 8;
const longText = 80;

/**
 * @param cells of the sample, in the order of the table
 * @param rows of the whole table
 * @param unique true when a key forbids repetitions
 */
export function profileColumn(
  name: string,
  cells: readonly Cell[],
  rows: number,
  unique: boolean,
): ColumnProfile {
  const present = cells.filter(cell => cell !== null);
  const counts = countValues(present);
  const nulls = cells.length === 0 ? 0 : 1 - present.length / cells.length;
  const values = [...counts.values()];
  const short = values.filter(({ cell }) => isShort(cell));
  return {
    name,
    distinct: unique
      ? Math.round(rows * (1 - nulls))
      : estimateDistinct(values, present.length, Math.round(rows * (1 - nulls))),
    nulls,
    ...extremes(values.map(({ cell }) => cell)),
    common: short
      .sort((a, b) => b.count - a.count)
      .slice(0, commonValues)
      .map(({ cell }) => cell),
    sample: spread(present.filter(isShort)),
  };
}

interface Counted {
  readonly cell: Cell;
  count: number;
}

/** Equal by type and value, in order of appearance. */
function countValues(cells: readonly Cell[]): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const cell of cells) {
    const key = cell instanceof Uint8Array ? `blob ${cell.join(' ')}` : `${typeof cell} ${cell}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { cell, count: 1 });
  }
  return counts;
}

/**
 * The distinct values of all from those of a sample: the estimator Duj1 of Haas and Stokes, "Estimating the number of
 * classes in a finite population" (1998), as in PostgreSQL's ANALYZE.
 */
function estimateDistinct(values: readonly Counted[], sampled: number, all: number): number {
  const seen = values.length;
  if (sampled >= all || seen === 0) return seen;
  const once = values.filter(({ count }) => count === 1).length;
  const estimate = (sampled * seen) / (sampled - once + (once * sampled) / all);
  return Math.min(all, Math.max(seen, Math.round(estimate)));
}

function extremes(cells: readonly Cell[]): { min: Cell; max: Cell } {
  let min: Cell = null;
  let max: Cell = null;
  for (const cell of cells) {
    if (min === null || precedes(cell, min)) min = cell;
    if (max === null || precedes(max, cell)) max = cell;
  }
  return { min, max };
}

/** SQLite's order: numbers, then texts by their bytes, then blobs. */
function precedes(a: Cell, b: Cell): boolean {
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA < rankB;
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    const at = a.findIndex((byte, i) => byte !== b[i]);
    return at < 0 ? a.length < b.length : at < b.length && a[at]! < b[at]!;
  }
  return a! < b!;
}

function rank(cell: Cell): number {
  if (typeof cell === 'string') return 1;
  return cell instanceof Uint8Array ? 2 : 0;
}

function isShort(cell: Cell): boolean {
  return typeof cell === 'string' || cell instanceof Uint8Array ? cell.length <= longText : true;
}

/** A few values at equal distances. */
function spread(cells: readonly Cell[]): Cell[] {
  if (cells.length <= sampleValues) return [...cells];
  const step = cells.length / sampleValues;
  return Array.from({ length: sampleValues }, (_, i) => cells[Math.floor(i * step)]!);
}
