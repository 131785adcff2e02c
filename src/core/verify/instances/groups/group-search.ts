/**
 * Groups of rows at which comparisons of aggregates turn: many small groups are made up, SQLite says for each on which
 * side of every comparison it lies, and the smallest group of each combination of sides is kept. So all conditions on
 * a group are met, just met and just missed together, whatever is calculated with the aggregates.
 */
import { literal } from '../../../dialect/sqlite/quote.ts';
import type { Cell } from '../../../ports.ts';
import { coerce } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { Evaluator } from '../../query/evaluate.ts';
import type { FillColumn } from '../instance.ts';
import type { GroupConditions } from './group-conditions.ts';

/** A group: for each column of the conditions the values of its rows; those of a counted column only tell rows apart. */
export interface SolvedGroup {
  readonly size: number;
  readonly values: readonly (readonly Cell[])[];
  /** The number of comparisons that hold. */
  readonly met: number;
}

/** A column of the conditions, with what it may hold. */
export interface Measured {
  readonly column: FillColumn;
  readonly pool: readonly Cell[];
  readonly allows: (value: Cell) => boolean;
  readonly counted: boolean;
  /** The rows of a group all have the same value. */
  readonly uniform: boolean;
}

const LARGEST = 12;
/** Groups of a size that the queries name. */
const LARGEST_NAMED = 60;
/** Groups that a share is asked of: a share of 20.5 % needs 39 rows. */
const LARGEST_SHARED = 40;
const MOST_CANDIDATES = 1000;
const MOST_ROWS = 8000;
/** Where a share is asked for, of larger groups. */
const MOST_ROWS_SHARED = 24_000;
const MOST_KEPT = 60;
/** Combinations of other columns' values that one column's are tried with. */
const COMPANIONS = 3;

/** Conditions with the shares of a group's rows that they may ask for. */
interface Asked extends GroupConditions {
  readonly shares: readonly number[];
}

/** Rewrites of one original mostly ask the same of groups. */
const found = new WeakMap<Evaluator, Map<string, readonly SolvedGroup[]>>();

/** Groups on different sides of the comparisons, small ones first; none where all groups tried lie on the same sides. */
export function searchGroups(
  conditions: GroupConditions,
  measured: readonly Measured[],
  counts: readonly number[],
  evaluator: Evaluator,
): readonly SolvedGroup[] {
  const known = found.get(evaluator) ?? new Map<string, readonly SolvedGroup[]>();
  found.set(evaluator, known);
  const key = [
    conditions.comparisons.map(({ left, operator, right }) => `${left} ${operator} ${right}`).join(),
    // `paid` and `min(paid)` are written alike, and ask for other groups.
    ...measured.map(({ column, pool, counted, uniform }) =>
      [column.column.name, counted, uniform, column.nullable, pool.map(cellKey).join()].join(' '),
    ),
    counts.join(),
  ].join(';');
  const groups = known.get(key) ?? search(conditions, measured, counts, evaluator);
  known.set(key, groups);
  return groups;
}

function search(
  conditions: GroupConditions,
  measured: readonly Measured[],
  counts: readonly number[],
  evaluator: Evaluator,
): readonly SolvedGroup[] {
  const asked = { ...conditions, shares: sharesIn(conditions) };
  const candidates = candidatesOf(asked, measured, counts);
  const sides = evaluator.rows(sideQuery(conditions, candidates));
  const kept = new Map<string, SolvedGroup>();
  for (const [g, met, ...side] of sides ?? []) {
    const made = candidates[Number(g)];
    const group = made && { ...made, met: Number(met) };
    const key = side.map(String).join(' ');
    const known = kept.get(key);
    if (group && (!known || group.size < known.size)) kept.set(key, group);
  }
  // Where all lie on one side, no small group tells anything.
  if (kept.size < 2) return [];
  return [...kept.values()].sort((a, b) => a.size - b.size).slice(0, MOST_KEPT);
}

/** For each group, how many comparisons hold, and -1, 0 or 1 for each comparison: its left side is less, the same or more. */
function sideQuery({ comparisons, columns }: GroupConditions, candidates: readonly SolvedGroup[]): string {
  const rows = candidates.flatMap(({ size, values }, g) => {
    const runs: string[] = [];
    for (let start = 0, end = 1; start < size; start = end++) {
      while (end < size && isRepeated(values, end)) end++;
      const cells = columns.map((_, i) => `, ${literal(values[i]?.[start] ?? null)}`).join('');
      runs.push(`(${g}, ${end - start}${cells})`);
    }
    return runs;
  });
  const names = columns.map((_, i) => `, c${i}`).join('');
  const met = comparisons.map(({ left, operator, right }) => `ifnull((${left}) ${operator} (${right}), 0)`);
  const sides = comparisons.map(
    ({ left, right }) =>
      `CASE WHEN (${left}) < (${right}) THEN -1 WHEN (${left}) = (${right}) THEN 0 WHEN (${left}) > (${right}) THEN 1 END`,
  );
  return `WITH RECURSIVE times(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM times WHERE i < ${LARGEST_NAMED + 2}),
    runs(g, n${names}) AS (VALUES ${rows.join(', ')})
    SELECT g, ${met.join(' + ')}, ${sides.join(', ')} FROM runs JOIN times ON i <= n GROUP BY g`;
}

/** True where row number `n` is as the one before it. */
function isRepeated(values: readonly (readonly Cell[])[], n: number): boolean {
  return values.every(list => Object.is(list[n], list[n - 1]));
}

function candidatesOf(
  conditions: Asked,
  measured: readonly Measured[],
  counts: readonly number[],
): SolvedGroup[] {
  const lists = sizesOf(conditions, measured, counts).map(size =>
    candidatesOfSize(conditions, measured, size),
  );
  const most = conditions.shares.length > 0 ? MOST_ROWS_SHARED : MOST_ROWS;
  // Each size has its turn, the likeliest candidates of it first.
  const result: SolvedGroup[] = [];
  let rows = 0;
  for (let turn = 0; lists.some(list => turn < list.length); turn++)
    for (const list of lists) {
      const candidate = list[turn];
      if (!candidate || result.length >= MOST_CANDIDATES || rows > most) continue;
      rows += candidate.size;
      result.push(candidate);
    }
  return result;
}

function sizesOf(conditions: Asked, measured: readonly Measured[], counts: readonly number[]): number[] {
  const { numbers } = conditions;
  const largest = conditions.shares.length > 0 ? LARGEST_SHARED : LARGEST;
  const sizes = new Set(Array.from({ length: largest }, (_, n) => n + 1));
  const named = (size: number): void => {
    if (Number.isInteger(size) && size > 0 && size <= LARGEST_NAMED) sizes.add(size);
  };
  for (const count of [...counts, ...numbers]) for (const n of [count - 1, count, count + 1]) named(n);
  // As many as are needed for a sum where a value has a limit.
  for (const { pool, counted } of measured) {
    const most = counted ? 0 : Math.max(0, ...numbersIn(pool));
    if (most > 0) for (const total of numbers) for (const n of [0, 1]) named(Math.ceil(total / most) + n);
  }
  return [...sizes].sort((a, b) => a - b);
}

function candidatesOfSize(conditions: Asked, measured: readonly Measured[], size: number): SolvedGroup[] {
  const lists = measured.map(each => {
    if (each.counted) return tellingApart(conditions, size, each.column.nullable);
    return each.uniform ? sharedValues(each, size) : valuesOf(conditions, each, size);
  });
  if (lists.some(list => list.length === 0)) return [];
  const result = new Map<string, SolvedGroup>();
  // Each list stands in several candidates.
  const keys = new Map<readonly Cell[], string>();
  const keyOf = (list: readonly Cell[]): string => {
    const key = keys.get(list) ?? list.map(cellKey).join();
    keys.set(list, key);
    return key;
  };
  const add = (values: readonly (readonly Cell[])[]): void => {
    result.set(values.map(keyOf).join(';'), { size, values, met: 0 });
  };
  if (lists.length === 0) add([]);
  for (const [i, list] of lists.entries())
    for (const values of list)
      for (let companion = 0; companion < (lists.length > 1 ? COMPANIONS : 1); companion++)
        add(lists.map((other, j) => (j === i ? values : (other[companion % other.length] ?? []))));
  return [...result.values()];
}

/** Shares of a group's rows that may be asked for: where two totals are compared, as 0.2, 20 or 1 of 5. */
function sharesIn({ comparisons, numbers }: GroupConditions): number[] {
  if (!comparisons.some(({ totals, hasAverage }) => totals > 1 || hasAverage)) return [];
  const shares = numbers.flatMap(number => [number, number / 100, 1 / number]);
  return [...new Set(shares)].filter(share => share > 0 && share < 1).slice(0, 4);
}

/** How many rows of a group are of one kind, and the others of another: all numbers in small groups. */
function partsOf({ shares }: Asked, size: number): number[] {
  if (size <= LARGEST) return Array.from({ length: size - 1 }, (_, n) => n + 1);
  const parts = shares.flatMap(share => [Math.floor(share * size), Math.ceil(share * size)]);
  return [...new Set(parts.flatMap(part => [part, size - part]))].filter(part => part > 0 && part < size);
}

/** The size of the group, one less, one more, and what the column holds elsewhere. */
function sharedValues({ column, pool, allows }: Measured, size: number): Cell[][] {
  const sizes = [size, size - 1, size + 1].map(number => coerce(cell(number), column.kind));
  const values = [...sizes, ...pool.slice(0, 8)].filter(value => value !== undefined && value !== null);
  return [...new Set(values)].filter(allows).map(value => alike(value, size));
}

/**
 * All rows apart, two or three of them alike, all alike, one of them NULL; where a share is asked for, so many different
 * ones.
 */
function tellingApart(conditions: Asked, size: number, nullable: boolean): Cell[][] {
  const parts = conditions.shares.length > 0 ? partsOf(conditions, size) : [];
  const alike = new Set([...(size > LARGEST ? parts.map(part => size - part) : []), 0, 1, 2, size - 1]);
  const numbers = Array.from({ length: size }, (_, n) => BigInt(n));
  const apart = (n: number): Cell[] => numbers.map((_, i) => numbers[Math.max(0, i - n)] ?? 0n);
  // What is not NULL may be counted, too.
  const withNulls = parts.map(part => apart(0).map((value, i) => (i < part ? value : null)));
  const oneNull = nullable ? [apart(0).map((value, i) => (i === 0 ? null : value))] : [];
  return [...[...alike].filter(n => n < size).map(apart), ...oneNull, ...withNulls];
}

/** Values of the rows of a group, likely ones first. */
function valuesOf(conditions: Asked, measured: Measured, size: number): Cell[][] {
  const { kind, nullable } = measured.column;
  const result: Cell[][] = [];
  const add = (values: readonly Cell[]): void => {
    if (values.length !== size) return;
    const cells: Cell[] = [];
    for (const [n, value] of values.entries()) {
      const before = n > 0 && Object.is(value, values[n - 1]) ? cells[n - 1] : undefined;
      const cell = before ?? coerce(value, kind);
      if (cell === undefined) return;
      if (before === undefined && !(cell === null ? nullable : measured.allows(cell))) return;
      cells.push(cell);
    }
    result.push(cells);
  };
  const { pool } = measured;
  if (!['integer', 'real', 'numeric', 'boolean', 'any'].includes(kind)) {
    const [one, other] = new Set([...conditions.texts, ...pool]);
    if (one !== undefined)
      for (const part of partsOf(conditions, size)) {
        if (other !== undefined) add([...alike(one, part), ...alike(other, size - part)]);
        add([...alike(null, part), ...alike(one, size - part)]);
      }
    for (const value of [...conditions.texts, ...pool].slice(0, 10)) {
      add(alike(value, size));
      if (size > 1 && pool[0] !== undefined) add([value, ...alike(pool[0], size - 1)]);
    }
    return result;
  }
  const whole = kind === 'integer' || kind === 'boolean';
  const totals = totalsOf(conditions.numbers, size, whole);
  const ones = [...new Set([1, 0, ...numbersIn(pool).slice(0, 10)])];
  const mix = (pairs: readonly (readonly [Cell, Cell])[]): void => {
    for (const [one, other] of pairs)
      for (const part of partsOf(conditions, size)) add([...alike(one, part), ...alike(other, size - part)]);
  };
  if (size > LARGEST) {
    const [first = 1] = numbersIn(pool);
    mix([
      [cell(first), cell(1 - first)],
      [cell(first + 1), cell(first)],
      [1n, 0n],
      [null, cell(first)],
    ]);
  }
  for (const value of [ones[0], ones[1], ...numbersIn(pool).slice(0, 4)])
    if (value !== undefined) add(alike(cell(value), size));
  for (const total of totals) add(even(total, size, whole));
  // One row is far from the others: the least or the greatest.
  const marks = [...new Set(conditions.numbers.flatMap(n => [n, n + 1, n - 1]))].slice(0, 15);
  for (const mark of [...marks, ...ones])
    if (size > 1) for (const value of ones.slice(0, 3)) add([cell(mark), ...alike(cell(value), size - 1)]);
  for (const mark of marks)
    for (const total of totals.slice(0, 6))
      if (size > 1) add([cell(mark), ...even(total - mark, size - 1, whole)]);
  if (size <= LARGEST)
    mix(ones.slice(0, 6).flatMap((one, i) => ones.slice(i + 1, 6).map(other => [cell(one), cell(other)])));
  for (let high = 2; high <= LARGEST && size > 1 && size <= LARGEST; high++)
    add([cell(high), ...alike(1n, size - 1)]);
  return result;
}

/** Sums at, just below and just above each number, and those that make it the average. */
function totalsOf(numbers: readonly number[], size: number, whole: boolean): number[] {
  const steps = whole ? [0, 1, -1] : [0, 0.5, -0.5, 1, -1];
  const totals = numbers.flatMap(number => [
    ...steps.map(step => number + step),
    ...(whole
      ? [Math.floor(number * size), Math.ceil(number * size)]
      : steps.map(step => number * size + step)),
  ]);
  return [...new Set(totals)].filter(total => !whole || Number.isInteger(total)).slice(0, 60);
}

/** Whole numbers as near each other as can be; the last one takes the fraction. */
function even(total: number, size: number, whole: boolean): Cell[] {
  const sum = whole ? total : Math.floor(total);
  const part = Math.floor(sum / size);
  const more = sum - part * size;
  const values = alike(cell(part), size);
  if (more > 0) values.fill(cell(part + 1), 0, Math.ceil(more));
  values[size - 1] = cell(part + (size - 1 < more ? 1 : 0) + (total - sum));
  return values;
}

function alike(value: Cell, size: number): Cell[] {
  return new Array<Cell>(size).fill(value);
}

function cell(value: number): Cell {
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

function numbersIn(cells: readonly Cell[]): number[] {
  return cells.flatMap(value =>
    typeof value === 'bigint' || typeof value === 'number' ? [Number(value)] : [],
  );
}
