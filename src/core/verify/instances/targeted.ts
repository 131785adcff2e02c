/**
 * Instances built for one purpose each: chains of rows that satisfy a query, and neighbours of them that differ in one
 * property. Idea: XData (Chandra et al., VLDB Journal 2015) and the neighbour queries of distilled test suites
 * (Zhong, Yu and Klein, EMNLP 2020); the shapes for LIMIT and for clones that change only the key are our own.
 */
import type { Cell } from '../../ports.ts';
import type { Random } from '../../random.ts';
import type { Column } from '../../schema/model.ts';
import { addChain, cellOf, chainValues, cloneRow, type Spread } from './chain.ts';
import { copies } from './copies.ts';
import { crowds } from './crowds.ts';
import { sumThresholds, thresholds } from './groups.ts';
import { emptyInstance, type FillColumn, type FillRow, type FillTable, type Instance } from './instance.ts';
import { ladders } from './ladders.ts';
import { manyGroups } from './many-groups.ts';
import type { PatternRow, RowPattern } from './row-pattern.ts';
import { smallWorlds } from './small-worlds.ts';
import { sweeps } from './sweeps.ts';
import { unevenGroups } from './uneven-groups.ts';
import { unlikeCells } from './unlike.ts';
import { weights } from './weights.ts';

export interface Ingredients {
  readonly tables: readonly FillTable[];
  /** Those of the original first. */
  readonly patterns: readonly RowPattern[];
  /** Numbers that counts are compared with. */
  readonly counts: readonly number[];
  /** What sums and averages of a column are compared with. */
  readonly sums: ReadonlyMap<Column, readonly Cell[]>;
  /** Lengths of chains of references within a table, where a query recurses. */
  readonly depths: readonly number[];
  /** Equal for columns that are compared with each other. */
  readonly groupOf: (column: FillColumn) => object;
  /** Numbers of rows that a LIMIT lets through (with its OFFSET). */
  readonly limits: readonly number[];
  /** The same for each LIMIT that is not at a query's end. */
  readonly nestedLimits: readonly number[];
}

/** In an order that lets the frequent mistakes show early. */
export function* targetedInstances(all: Ingredients, random: Random): Generator<Instance> {
  const { patterns } = all;
  yield emptyInstance(all.tables.length, 'no rows at all');
  for (const pattern of patterns) yield chains(all, pattern, random, 1, 'same', 'one matching row');
  for (const pattern of patterns) {
    yield chains(all, pattern, random, 3, 'distinct', 'matching rows with distinct values');
    yield chains(all, pattern, random, 2, 'same', 'matching rows that differ only in their keys');
  }
  for (const pattern of patterns) yield* limitShapes(all, pattern, random);
  for (const pattern of patterns) yield* ladders(all, pattern, random);
  for (const pattern of patterns) {
    yield chains(all, pattern, random, 4, 'few', 'groups and ties');
    yield chains(all, pattern, random, 3, 'pool', 'values at the boundaries');
  }
  const streams = patterns.flatMap(pattern => [
    sweeps(all, pattern, random),
    smallWorlds(all, pattern, random, valuesToTry(pattern)),
    crowds(all, pattern, random),
    unlikeCells(all, pattern, random),
    unevenGroups(all, pattern, random),
    copies(all, pattern, random),
    manyGroups(all, pattern, random),
    weights(all, pattern, random),
    rowNeighbours(all, pattern, random),
    apartIn(all, pattern, random),
    valueNeighbours(all, pattern, random),
    thresholds(all, pattern, random),
    sumThresholds(all, pattern, random),
  ]);
  yield* interleave(streams);
}

function* interleave(streams: readonly Generator<Instance>[]): Generator<Instance> {
  let open = [...streams];
  while (open.length > 0) {
    const still: Generator<Instance>[] = [];
    for (const stream of open) {
      const next = stream.next();
      if (next.done) continue;
      yield next.value;
      still.push(stream);
    }
    open = still;
  }
}

function chains(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  count: number,
  spread: Spread,
  purpose: string,
): Instance {
  const instance = emptyInstance(all.tables.length, purpose);
  for (let n = 0; n < count; n++) addChain(instance, pattern, chainValues(pattern, random, { spread, n }));
  return instance;
}

const LARGEST_LIMIT = 1200;

/** One way in which some chains of a LIMIT shape are spoilt. */
interface Spoil {
  readonly how: 'whole' | 'unlinked' | 'missing' | 'doubled';
  /** Number of the pattern row. */
  readonly row: number;
  /** For `unlinked`: the position that becomes NULL. */
  readonly position: number;
}

/**
 * More rows than LIMIT lets through, with distinct sort values, and every third chain spoilt in one way: a link that is
 * NULL, a partner that is missing, or one too many. So a LIMIT that was moved below a join lets other rows through.
 */
function* limitShapes(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const limit of all.limits.slice(0, 2)) {
    if (limit > LARGEST_LIMIT) continue;
    // A large LIMIT takes many rows: only the likeliest shapes are built for it.
    const most = limit > 120 ? 3 : limit > 30 ? 8 : 20;
    for (const spoil of spoilsOf(pattern).slice(0, most)) {
      const instance = emptyInstance(all.tables.length, `more rows than LIMIT ${limit} lets through`);
      const count = limit + 2 + random.int(3);
      const order = random.shuffle(Array.from({ length: count }, (_, n) => n));
      for (const n of order) {
        const spread = limit > 30 ? 'same' : 'few';
        const values = sortedApart(pattern, chainValues(pattern, random, { spread, n }), n);
        const added = addChain(instance, pattern, values);
        if (n % 3 === 0) spoilChain(instance, pattern, added, spoil, n);
      }
      yield instance;
    }
  }
}

/** Links first, since a reference that may be NULL is where most mistakes with LIMIT show. */
function spoilsOf(pattern: RowPattern): Spoil[] {
  const rows = [...pattern.rows.keys()].filter(row => pattern.rows[row]?.anti === false);
  return [
    { how: 'whole', row: 0, position: 0 },
    ...rows.flatMap(row =>
      openLinks(pattern, row)
        .filter(position => (pattern.classes[pattern.rows[row]?.classes[position] ?? -1]?.cells ?? 0) > 1)
        .map((position): Spoil => ({ how: 'unlinked', row, position })),
    ),
    ...(rows.length > 1
      ? rows.flatMap((row): Spoil[] => [
          { how: 'missing', row, position: 0 },
          { how: 'doubled', row, position: 0 },
        ])
      : []),
  ];
}

function spoilChain(
  instance: Instance,
  pattern: RowPattern,
  added: ReadonlyMap<number, FillRow>,
  spoil: Spoil,
  n: number,
): void {
  const table = pattern.rows[spoil.row]?.table;
  const row = added.get(spoil.row);
  if (!table || !row || spoil.how === 'whole') return;
  if (spoil.how === 'doubled') instance.rows[table.index]?.push(cloneRow(table, row, n));
  else if (spoil.how === 'unlinked') row[spoil.position] = null;
  else removeRow(instance, table, row);
}

/** Gives the sort columns values that differ from chain to chain. */
function sortedApart(pattern: RowPattern, values: Cell[], n: number): Cell[] {
  return values.map((value, i) => {
    const cls = pattern.classes[i];
    if (!cls?.sorted || cls.unique) return value;
    if (cls.good) return cls.good[n % cls.good.length] ?? value;
    const first = cellNumber(cls.kind, 5 + n * 3);
    return first ?? value;
  });
}

function cellNumber(kind: RowPattern['classes'][number]['kind'], n: number): Cell | undefined {
  if (kind === 'boolean') return undefined;
  return kind === 'date'
    ? new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10)
    : numberedCell(kind, n);
}

function numberedCell(kind: string, n: number): Cell {
  if (kind === 'real') return n;
  if (kind === 'text') return `k${String(n).padStart(3, '0')}`;
  if (kind === 'time') return `10:${String(n % 60).padStart(2, '0')}:00`;
  return kind === 'blob' ? Uint8Array.of(n) : BigInt(n);
}

/** Positions of a row's nullable cells that are tied to other cells. */
function openLinks(pattern: RowPattern, index: number): number[] {
  const row = pattern.rows[index];
  return (row?.table.columns ?? []).flatMap((column, i) => {
    const cls = pattern.classes[row?.classes[i] ?? -1];
    const reference = row?.table.foreignKeys.some(fk => fk.columns.includes(i)) ?? false;
    return column.nullable && cls && (cls.cells > 1 || reference) ? [i] : [];
  });
}

function removeRow(instance: Instance, table: FillTable, row: FillRow): void {
  const rows = instance.rows[table.index];
  const at = rows?.indexOf(row) ?? -1;
  if (at >= 0) rows?.splice(at, 1);
}

/** For each row of the pattern: missing, doubled, unlinked, and for rows that should be missing: there. */
function* rowNeighbours(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  if (pattern.rows.filter(row => row.anti).length > 1)
    yield variant(all, pattern, random, 'all rows that should not match', () => undefined, 'all');
  const negates = pattern.rows.some(row => row.anti);
  for (const [index, row] of pattern.rows.entries()) {
    const { name } = row.table.table;
    if (row.anti) {
      yield variant(
        all,
        pattern,
        random,
        `a row of ${name} that should not match`,
        (_, added) => added,
        index,
      );
      continue;
    }
    yield variant(all, pattern, random, `no partner in ${name}`, (instance, added) => {
      const cells = added.get(index);
      if (cells) removeRow(instance, row.table, cells);
    });
    yield variant(all, pattern, random, `two partners in ${name}`, (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(cloneRow(row.table, cells, 1));
    });
    yield variant(all, pattern, random, `another row of ${name} with other values`, (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(otherRow(pattern, row, cells, random));
    });
    const links = openLinks(pattern, index);
    for (const position of links.slice(0, 3))
      yield variant(
        all,
        pattern,
        random,
        `NULL in ${name}.${row.table.columns[position]?.column.name}`,
        (_, added) => {
          const cells = added.get(index);
          if (cells) cells[position] = null;
        },
      );
    if (!negates) continue;
    for (const position of links.slice(0, 3))
      yield variant(
        all,
        pattern,
        random,
        `NULL in ${name}.${row.table.columns[position]?.column.name} beside rows that should not match`,
        (_, added) => {
          const cells = added.get(index);
          if (cells) cells[position] = null;
        },
        'all',
      );
  }
}

/** A partner with the same links but other free values. */
function otherRow(pattern: RowPattern, row: PatternRow, cells: FillRow, random: Random): FillRow {
  const copy = cloneRow(row.table, cells, 2);
  for (const [i, cls] of row.classes.entries()) {
    const info = pattern.classes[cls];
    if (!info || info.unique || info.cells > 1) continue;
    const values = info.good && info.good.length > 1 && random.chance(0.6) ? info.good : info.pool;
    const column = row.table.columns[i];
    if (column) copy[i] = cellOf(column, random.pick(values));
  }
  return copy;
}

/** Two chains of which the second is changed. */
function variant(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  purpose: string,
  change: (instance: Instance, added: Map<number, FillRow>) => unknown,
  include?: number | 'all',
): Instance {
  const instance = emptyInstance(all.tables.length, purpose);
  const spread = random.chance(0.5) ? 'few' : 'distinct';
  addChain(instance, pattern, chainValues(pattern, random, { spread, n: 0 }));
  const added = addChain(
    instance,
    pattern,
    chainValues(pattern, random, { spread, n: 1 }),
    (row, index) => row.anti && include !== 'all' && index !== include,
  );
  change(instance, added);
  return instance;
}

/**
 * Chains that are alike but for one class: a key alone, so that all else repeats; or, with fresh keys, one value that
 * a query groups or sorts by, so that it alone tells groups apart.
 */
function* apartIn(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, cls] of pattern.classes.entries()) {
    if (!cls.unique && !cls.grouped && !cls.sorted) continue;
    const first = chainValues(pattern, random, { spread: 'few', n: 0 });
    const fresh = chainValues(pattern, random, { spread: 'few', n: 1 });
    const others = cls.pool.filter(
      value => value !== first[index] && (!cls.good || cls.good.includes(value)),
    );
    const changed = first.map((value, i) => {
      if (i === index) return cls.unique || others.length === 0 ? (fresh[i] ?? null) : random.pick(others);
      return !cls.unique && pattern.classes[i]?.unique ? (fresh[i] ?? null) : value;
    });
    const instance = emptyInstance(all.tables.length, 'rows that differ in one column');
    addChain(instance, pattern, first);
    addChain(instance, pattern, changed);
    if (random.chance(0.4))
      addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 2 }));
    yield instance;
  }
}

/** For each value that the queries look at: its boundary values and NULL. */
function* valueNeighbours(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const fixed of valuesToTry(pattern)) {
    const isNull = [...fixed.values()].includes(null);
    const instance = emptyInstance(
      all.tables.length,
      `${isNull ? 'NULL' : 'a boundary value'} in one column`,
    );
    const alone = random.chance(0.3);
    const spread = random.chance(0.5) ? 'few' : 'distinct';
    if (!alone) addChain(instance, pattern, chainValues(pattern, random, { spread, n: 0 }));
    addChain(instance, pattern, chainValues(pattern, random, { spread, n: 1, fixed }));
    if (random.chance(0.3)) {
      const other = new Map(
        [...fixed.keys()].map(cls => [cls, random.pick(pattern.classes[cls]?.pool ?? [null])]),
      );
      addChain(instance, pattern, chainValues(pattern, random, { spread, n: 2, fixed: other }));
    }
    yield instance;
  }
}

const BOUNDARY_VALUES = 6;
/** Columns that are only shown share so many instances in which some of them are NULL. */
const SHOWN_GROUPS = 5;

/** Values for one class each; the rounds go over all classes, so that each has its turn early. */
function valuesToTry(pattern: RowPattern): Map<number, Cell>[] {
  const shown: Map<number, Cell>[] = [];
  const rounds: Map<number, Cell>[][] = Array.from({ length: BOUNDARY_VALUES }, () => []);
  let unlooked = 0;
  for (const [index, cls] of pattern.classes.entries()) {
    if (cls.constrained) {
      const others = cls.pool.filter(value => !cls.good?.includes(value));
      const values: Cell[] = [...others.slice(0, BOUNDARY_VALUES - 1), ...(cls.nullable ? [null] : [])];
      for (const [round, value] of values.entries()) rounds[round]?.push(new Map([[index, value]]));
    } else if (cls.nullable && (cls.cells > 1 || cls.sorted || cls.grouped))
      rounds[0]?.push(new Map([[index, null]]));
    else if (cls.nullable) {
      const group = unlooked++ % SHOWN_GROUPS;
      shown[group] ??= new Map();
      shown[group].set(index, null);
    }
  }
  const [first = [], ...rest] = rounds;
  return [...first, ...shown, ...rest.flat()];
}
