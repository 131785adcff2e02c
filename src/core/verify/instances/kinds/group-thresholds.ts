/** Groups of rows at the thresholds of counts, sums and averages. */

import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { coerce, numbered } from '../../../schema/value-kind.ts';
import { type Ingredients, LARGEST_COUNT } from '../ingredients.ts';
import { emptyInstance, type FillRow, type Instance } from '../instance.ts';
import { addChain, cellOf, chainValues, cloneRow } from '../patterns/chain.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';

/** Larger groups take long to load: only the sizes that a query names are built. */
const LARGE = 120;

/** Groups just below, at and above each number that a count is compared with. */
export function* thresholds(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const size of sizesOf(all))
    for (const [index, row] of pattern.rows.entries()) {
      if (row.anti) continue;
      yield group(all, pattern, random, index, size, (cells, n) =>
        n % 2 === 0 ? cloneRow(row.table, cells, n) : jiggled(pattern, row, cells, random, n),
      );
      if (size > 3 && pattern.classes.some(cls => cls.sorted))
        for (const tied of [false, true])
          yield group(all, pattern, random, index, size, (cells, n) => inRow(pattern, row, cells, n, tied));
    }
}

function sizesOf(all: Ingredients): number[] {
  const around = (count: number): number[] => [count, count + 1, count - 1];
  const named = all.counts.filter(count => count <= LARGE).flatMap(around);
  const large = all.counts.filter(
    count => count > LARGE && count <= LARGEST_COUNT && !all.limits.includes(count),
  );
  const small = [...named.slice(0, 9), ...large.slice(0, 2).flatMap(around), ...[2, 3].flatMap(around)];
  return [...new Set(small.filter(size => size >= 2))];
}

/** Groups whose sum, or whose average, is exactly what it is compared with. */
export function* sumThresholds(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const counts = all.counts.filter(count => count >= 2 && count <= 40);
  const sizes = [...new Set([3, 2, ...counts.map(count => count + 1), ...counts])].slice(0, 6);
  for (const [index, row] of pattern.rows.entries())
    for (const [position, { column, kind }] of row.table.columns.entries())
      for (const threshold of all.sums.get(column)?.slice(0, 4) ?? [])
        for (const size of sizes)
          for (const values of sharesOf(Number(threshold), size))
            yield group(
              all,
              pattern,
              random,
              index,
              size,
              (cells, n) => assigned(cloneRow(row.table, cells, n), position, share(values[n], kind)),
              cells => {
                cells[position] = share(values[0], kind);
              },
            );
}

/** Values whose sum is the threshold: one large and many small, and all different; and values whose average is it. */
function sharesOf(threshold: number, size: number): number[][] {
  const ones = Array.from({ length: size }, () => 1);
  const rising = Array.from({ length: size }, (_, i) => i);
  return [
    [threshold - (size - 1), ...ones.slice(1)],
    ones.map(() => threshold),
    [...rising.slice(0, -1), threshold - ((size - 1) * (size - 2)) / 2],
  ];
}

function share(value: number | undefined, kind: Parameters<typeof coerce>[1]): Cell {
  const cell = value === undefined ? null : Number.isSafeInteger(value) ? BigInt(value) : value;
  return coerce(cell, kind) ?? null;
}

function assigned(row: FillRow, position: number, cell: Cell): FillRow {
  row[position] = cell;
  return row;
}

/** A chain, another one, and so many rows like one of the first chain. */
function group(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  index: number,
  size: number,
  member: (cells: FillRow, n: number) => FillRow,
  first: (cells: FillRow) => void = () => undefined,
): Instance {
  const instance = emptyInstance(all.tables.length, 'a group of some size');
  const added = addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 0 }));
  // A row of another group: in the same one it would change the size that the group is made for.
  addChain(instance, pattern, chainValues(pattern, random, { spread: 'distinct', n: 1 }));
  const cells = added.get(index);
  const table = pattern.rows[index]?.table;
  if (!cells || !table) return instance;
  first(cells);
  for (let n = 1; n < size; n++) instance.rows[table.index]?.push(member(cells, n));
  return instance;
}

/** A clone whose sort values go up row by row, or, tied, in steps of two rows at first. */
function inRow(pattern: RowPattern, row: PatternRow, cells: FillRow, n: number, tied: boolean): FillRow {
  const step = !tied ? n : n <= 2 ? 1 : n;
  const copy = cloneRow(row.table, cells, n);
  for (const [i, cls] of row.classes.entries()) {
    const info = pattern.classes[cls];
    if (info?.sorted && !info.unique && info.cells === 1 && !info.good)
      copy[i] = numbered(info.kind, 100 + step) ?? copy[i] ?? null;
  }
  return copy;
}

/** A clone whose free, ungrouped values vary. */
function jiggled(pattern: RowPattern, row: PatternRow, cells: FillRow, random: Random, n: number): FillRow {
  const copy = cloneRow(row.table, cells, n);
  for (const [i, cls] of row.classes.entries()) {
    const info = pattern.classes[cls];
    if (!info || info.unique || info.cells > 1 || info.grouped || info.good || random.chance(0.5)) continue;
    const column = row.table.columns[i];
    if (column) copy[i] = cellOf(column, random.pick(info.pool));
  }
  return copy;
}
