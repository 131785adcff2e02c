/** Fills patterns with values, and puts the rows into an instance. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered, plainValues } from '../../../schema/value-kind.ts';
import { type FillColumn, type FillRow, type FillTable, heldIn, type Instance } from '../instance.ts';
import type { PatternClass, PatternRow, RowPattern } from './row-pattern.ts';

/** How free cells (no key, no condition) are filled. */
export type Spread =
  | 'same' // every chain alike
  | 'few' // from two or three values, so that groups and ties arise
  | 'distinct' // every chain differently
  | 'pool'; // from all values of interest

export interface ChainOptions {
  readonly spread: Spread;
  /** Number of the chain in its instance: keys and distinct values follow it. */
  readonly n: number;
  /** Values for single classes that override everything else. */
  readonly fixed?: ReadonlyMap<number, Cell>;
  /** Share of the classes that take a value of interest which need not satisfy the conditions. */
  readonly astray?: number;
  /** Share of nullable free cells that are NULL. */
  readonly nulls?: number;
}

/** One value for each class of the pattern. */
export function chainValues(pattern: RowPattern, random: Random, options: ChainOptions): Cell[] {
  const { classes } = pattern;
  const values: Cell[] = [];
  for (let i = 0; i < classes.length; i++) {
    const cls = classes[i];
    if (cls) values.push(freeValue(cls, i, random, options));
  }
  for (const joint of pattern.joints) {
    const combination = random.pick(joint.combinations);
    for (const [i, cls] of joint.classes.entries()) {
      const unique = pattern.classes[cls]?.unique ?? false;
      // Keys keep their own values from the second chain on, or the chains would collapse into one.
      if (!unique || options.n === 0 || !random.chance(0.8)) values[cls] = combination[i] ?? null;
    }
  }
  for (const [cls, value] of options.fixed ?? []) values[cls] = value;
  return values;
}

function freeValue(cls: PatternClass, index: number, random: Random, options: ChainOptions): Cell {
  const { n, spread, astray = 0, nulls = 0 } = options;
  if (astray > 0 && random.chance(astray)) return random.pick(cls.pool);
  if (cls.good) {
    if (spread === 'same') return cls.good[0] ?? null;
    if (cls.sorted || cls.unique || spread === 'distinct')
      return cls.good[(n * 7 + index) % cls.good.length] ?? null;
    return random.pick(cls.good);
  }
  if (nulls > 0 && cls.nullable && !cls.unique && cls.cells === 1 && random.chance(nulls)) return null;
  if (cls.unique) return numbered(cls.kind, n + 1 + 11 * (index % 9)) ?? random.pick(cls.pool);
  if (spread === 'same') return cls.pool[index % Math.min(3, cls.pool.length)] ?? null;
  if (spread === 'distinct' || (cls.sorted && spread !== 'few'))
    return numbered(cls.kind, 3 + ((n * 37 + index * 5) % 97)) ?? random.pick(cls.pool);
  // The values that matter most stand in front.
  if (spread === 'few') return cls.pool[((index % 3) + random.int(3)) % cls.pool.length] ?? null;
  return random.pick(cls.pool);
}

/** The cells of a pattern row. */
export function cellsOf(row: PatternRow, values: readonly Cell[]): FillRow {
  const { columns } = row.table;
  const cells: FillRow = [];
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    if (column) cells.push(cellOf(column, values[row.classes[i] ?? -1] ?? null));
  }
  return cells;
}

/** The value as the column can hold it. */
export function cellOf(column: FillColumn, value: Cell): Cell {
  return value === null ? null : (heldIn(column, value) ?? plainValues(column.kind)[0] ?? null);
}

/** Adds a chain's rows, except those of `omit`; returns them by the number of the pattern row. */
export function addChain(
  instance: Instance,
  pattern: RowPattern,
  values: readonly Cell[],
  omit: (row: PatternRow, index: number) => boolean = row => row.anti,
): Map<number, FillRow> {
  const added = new Map<number, FillRow>();
  for (const [index, row] of pattern.rows.entries()) {
    if (omit(row, index)) continue;
    const cells = cellsOf(row, values);
    instance.rows[row.table.index]?.push(cells);
    added.set(index, cells);
  }
  return added;
}

/** A copy of a row that differs in its keys, and in nothing else where the keys allow it. */
export function cloneRow(table: FillTable, row: FillRow, n: number): FillRow {
  const copy = [...row];
  for (const key of table.keys) {
    // One column of a key is enough; one that refers to a parent is left alone if another can be changed.
    const own = key.columns.find(i => !table.foreignKeys.some(fk => fk.columns.includes(i)));
    const position = own ?? key.columns.at(-1);
    const column = position === undefined ? undefined : table.columns[position];
    if (position === undefined || !column) continue;
    copy[position] = numbered(column.kind, 200 + n) ?? (row[position] === 0n ? 1n : 0n);
  }
  return copy;
}
