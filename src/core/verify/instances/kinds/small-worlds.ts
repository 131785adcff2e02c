/**
 * The smallest databases on which a query has something to say: one row for each table it reads, every reference to a
 * row that is there. Nothing else stands by that could hide a difference behind MAX, COUNT, NOT EXISTS or LIMIT.
 * Most mistakes show on few rows (the small-scope hypothesis; Jackson, "Software Abstractions", 2006).
 */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { cellKey } from '../../compare/cell.ts';
import type { Ingredients } from '../ingredients.ts';
import {
  emptyInstance,
  type FillForeignKey,
  type FillRow,
  type FillTable,
  type Instance,
  type InstanceKind,
} from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';

export interface SmallWorldOptions {
  readonly kind: InstanceKind;
  /** Values for single classes, which stay as they are. */
  readonly fixed: ReadonlyMap<number, Cell>;
  /** All occurrences of a table are one row. */
  readonly merged: boolean;
  /** The rows that should be missing are there. */
  readonly withAnti: boolean;
  /** Share of the nullable free cells that are NULL. */
  readonly nulls: number;
  /** Share of the classes that take a value of interest which need not satisfy the conditions. */
  readonly astray: number;
  readonly chains: number;
  /** This table is empty, and nothing refers to it. */
  readonly without?: FillTable;
}

/** For each value that the queries look at: a world in which one class takes it. */
export function* smallWorlds(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  tries: readonly ReadonlyMap<number, Cell>[],
): Generator<Instance> {
  const repeated = new Set(pattern.rows.map(row => row.table)).size < pattern.rows.length;
  const anti = pattern.rows.some(row => row.anti);
  for (const without of new Set(pattern.rows.flatMap(row => (row.anti ? [] : [row.table]))))
    yield smallWorld(all, pattern, random, {
      kind: 'no rows in one table',
      fixed: new Map(),
      merged: false,
      withAnti: false,
      nulls: 0,
      astray: 0,
      chains: 2,
      without,
    });
  for (const [n, fixed] of [new Map<number, Cell>(), ...tries].entries())
    yield smallWorld(all, pattern, random, {
      kind: 'one row in each table, all of them tied together',
      fixed,
      merged: repeated && n % 2 === 0,
      withAnti: anti && (n % 3 !== 0 || touchesAnti(pattern, fixed)),
      nulls: n % 4 === 3 ? 0.4 : 0,
      astray: 0,
      chains: 1,
    });
}

/** One such database; `options` says what in it is NULL, astray or as the query asks. */
export function smallWorld(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  options: SmallWorldOptions,
): Instance {
  const { fixed, nulls, astray, withAnti } = options;
  const instance = emptyInstance(all.tables.length, options.kind);
  const omitted = (row: PatternRow): boolean => (row.anti && !withAnti) || row.table === options.without;
  for (let n = 1; n <= options.chains; n++) {
    const values = chainValues(pattern, random, { spread: 'few', n, fixed, nulls, astray });
    const merged = options.merged ? mergedValues(pattern, values, fixed, omitted) : values;
    const there = new Set<FillTable>();
    addChain(instance, pattern, merged, row => {
      if (omitted(row) || (options.merged && there.has(row.table))) return true;
      there.add(row.table);
      return false;
    });
  }
  close(all, instance, random, keptCells(pattern, fixed));
  if (options.without) unlink(all, instance, options.without);
  return instance;
}

function touchesAnti(pattern: RowPattern, fixed: ReadonlyMap<number, Cell>): boolean {
  return pattern.rows.some(row => row.anti && row.classes.some(cls => fixed.has(cls)));
}

/** The values when all rows of a table are one: classes that meet in a cell take the value of the strictest. */
function mergedValues(
  pattern: RowPattern,
  values: readonly Cell[],
  fixed: ReadonlyMap<number, Cell>,
  omitted: (row: PatternRow) => boolean,
): Cell[] {
  const parent = pattern.classes.map((_, i) => i);
  const root = (cls: number): number => {
    const above = parent[cls] ?? cls;
    return above === cls ? cls : root(above);
  };
  const first = new Map<FillTable, PatternRow>();
  for (const row of pattern.rows) {
    if (omitted(row)) continue;
    const before = first.get(row.table);
    first.set(row.table, before ?? row);
    for (const [i, cls] of row.classes.entries()) {
      const other = before?.classes[i];
      if (other !== undefined) parent[root(cls)] = root(other);
    }
  }
  const rank = (cls: number): number =>
    fixed.has(cls) ? 0 : pattern.classes[cls]?.good ? 1 : pattern.classes[cls]?.unique ? 2 : 3;
  const strictest = new Map<number, number>();
  for (const cls of pattern.classes.keys()) {
    const best = strictest.get(root(cls));
    if (best === undefined || rank(cls) < rank(best)) strictest.set(root(cls), cls);
  }
  return pattern.classes.map((_, cls) => {
    const best = strictest.get(root(cls)) ?? cls;
    return values[best] ?? null;
  });
}

/** Positions, by table, that a reference must not change: what conditions, links and the world itself have set. */
function keptCells(
  pattern: RowPattern,
  fixed: ReadonlyMap<number, Cell>,
): ReadonlyMap<FillTable, Set<number>> {
  const kept = new Map<FillTable, Set<number>>();
  for (const row of pattern.rows) {
    const own = kept.get(row.table) ?? new Set<number>();
    kept.set(row.table, own);
    for (const [i, cls] of row.classes.entries()) {
      const info = pattern.classes[cls];
      if (info && (info.cells > 1 || info.good !== undefined || fixed.has(cls))) own.add(i);
    }
  }
  return kept;
}

/** Points references without a parent to a row that is there. */
function close(
  all: Ingredients,
  instance: Instance,
  random: Random,
  kept: ReadonlyMap<FillTable, Set<number>>,
): void {
  for (const table of all.tables)
    for (const fk of table.foreignKeys) {
      const parents = instance.rows[fk.parent] ?? [];
      if (parents.length === 0 || fk.columns.some(position => kept.get(table)?.has(position))) continue;
      for (const row of instance.rows[table.index] ?? []) point(fk, row, random.pick(parents));
    }
}

/** Takes back references to a table that is to stay empty. */
function unlink(all: Ingredients, instance: Instance, empty: FillTable): void {
  for (const table of all.tables)
    for (const fk of table.foreignKeys) {
      const open = fk.columns.find(position => table.columns[position]?.nullable);
      if (fk.parent !== empty.index || open === undefined) continue;
      for (const row of instance.rows[table.index] ?? []) row[open] = null;
    }
}

function point(fk: FillForeignKey, row: FillRow, parent: FillRow): void {
  const target = fk.references.map(position => parent[position] ?? null);
  if (target.includes(null) || fk.columns.some(position => (row[position] ?? null) === null)) return;
  if (fk.columns.every((position, i) => cellKey(row[position] ?? null) === cellKey(target[i] ?? null)))
    return;
  for (const [i, position] of fk.columns.entries()) row[position] = target[i] ?? null;
}
