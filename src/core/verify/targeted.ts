/**
 * Instances built for one purpose each: chains of rows that satisfy a query, and neighbours of them that differ in one
 * property. Idea: XData (Chandra et al., VLDB Journal 2015) and the neighbour queries of distilled test suites
 * (Zhong, Yu and Klein, EMNLP 2020); the shapes for LIMIT and for clones that change only the key are our own.
 */
import type { Cell } from '../ports.ts';
import { addChain, cellsOf, chainValues, cloneRow, type Spread } from './chain.ts';
import { emptyInstance, type FillRow, type FillTable, type Instance } from './instance.ts';
import type { Random } from './random.ts';
import type { Template, TemplateRow } from './template.ts';

export interface Ingredients {
  readonly tables: readonly FillTable[];
  /** Those of the original first. */
  readonly templates: readonly Template[];
  /** Numbers that counts are compared with. */
  readonly counts: readonly number[];
  /** Numbers of rows that a LIMIT lets through (with its OFFSET). */
  readonly limits: readonly number[];
}

/** In an order that lets the frequent mistakes show early. */
export function* targetedInstances(all: Ingredients, random: Random): Generator<Instance> {
  const { templates } = all;
  yield emptyInstance(all.tables.length, 'no rows at all');
  for (const template of templates) yield chains(all, template, random, 1, 'same', 'one matching row');
  for (const template of templates) {
    yield chains(all, template, random, 3, 'distinct', 'matching rows with distinct values');
    yield chains(all, template, random, 2, 'same', 'matching rows that differ only in their keys');
  }
  for (const template of templates) yield* limitShapes(all, template, random);
  for (const template of templates) {
    yield chains(all, template, random, 4, 'few', 'groups and ties');
    yield chains(all, template, random, 3, 'pool', 'values at the boundaries');
  }
  const streams = templates.flatMap(template => [
    rowNeighbours(all, template, random),
    apartIn(all, template, random),
    valueNeighbours(all, template, random),
    thresholds(all, template, random),
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
  template: Template,
  random: Random,
  count: number,
  spread: Spread,
  purpose: string,
): Instance {
  const instance = emptyInstance(all.tables.length, purpose);
  for (let n = 0; n < count; n++) addChain(instance, template, chainValues(template, random, { spread, n }));
  return instance;
}

const LARGEST_LIMIT = 1200;

/** One way in which some chains of a LIMIT shape are spoilt. */
interface Spoil {
  readonly how: 'whole' | 'unlinked' | 'missing' | 'doubled';
  /** Number of the template row. */
  readonly row: number;
  /** For `unlinked`: the position that becomes NULL. */
  readonly position: number;
}

/**
 * More rows than LIMIT lets through, with distinct sort values, and every third chain spoilt in one way: a link that is
 * NULL, a partner that is missing, or one too many. So a LIMIT that was moved below a join lets other rows through.
 */
function* limitShapes(all: Ingredients, template: Template, random: Random): Generator<Instance> {
  for (const limit of all.limits.slice(0, 2)) {
    if (limit > LARGEST_LIMIT) continue;
    // A large LIMIT takes many rows: only the likeliest shapes are built for it.
    const most = limit > 120 ? 3 : limit > 30 ? 8 : 20;
    for (const spoil of spoilsOf(template).slice(0, most)) {
      const instance = emptyInstance(all.tables.length, `more rows than LIMIT ${limit} lets through`);
      const count = limit + 2 + random.int(3);
      const order = random.shuffle(Array.from({ length: count }, (_, n) => n));
      for (const n of order) {
        const spread = limit > 30 ? 'same' : 'few';
        const values = sortedApart(template, chainValues(template, random, { spread, n }), n);
        const added = addChain(instance, template, values);
        if (n % 3 === 0) spoilChain(instance, template, added, spoil, n);
      }
      yield instance;
    }
  }
}

/** Links first, since a reference that may be NULL is where most mistakes with LIMIT show. */
function spoilsOf(template: Template): Spoil[] {
  const rows = [...template.rows.keys()].filter(row => template.rows[row]?.anti === false);
  return [
    { how: 'whole', row: 0, position: 0 },
    ...rows.flatMap(row =>
      openLinks(template, row)
        .filter(position => (template.classes[template.rows[row]?.classes[position] ?? -1]?.cells ?? 0) > 1)
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
  template: Template,
  added: ReadonlyMap<number, FillRow>,
  spoil: Spoil,
  n: number,
): void {
  const table = template.rows[spoil.row]?.table;
  const row = added.get(spoil.row);
  if (!table || !row || spoil.how === 'whole') return;
  if (spoil.how === 'doubled') instance.rows[table.index]?.push(cloneRow(table, row, n));
  else if (spoil.how === 'unlinked') row[spoil.position] = null;
  else removeRow(instance, table, row);
}

/** Gives the sort columns values that differ from chain to chain. */
function sortedApart(template: Template, values: Cell[], n: number): Cell[] {
  return values.map((value, i) => {
    const cls = template.classes[i];
    if (!cls?.sorted || cls.unique) return value;
    if (cls.good) return cls.good[n % cls.good.length] ?? value;
    const first = cellNumber(cls.kind, 5 + n * 3);
    return first ?? value;
  });
}

function cellNumber(kind: Template['classes'][number]['kind'], n: number): Cell | undefined {
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
function openLinks(template: Template, index: number): number[] {
  const row = template.rows[index];
  return (row?.table.columns ?? []).flatMap((column, i) => {
    const cls = template.classes[row?.classes[i] ?? -1];
    const reference = row?.table.foreignKeys.some(fk => fk.columns.includes(i)) ?? false;
    return column.nullable && cls && (cls.cells > 1 || reference) ? [i] : [];
  });
}

function removeRow(instance: Instance, table: FillTable, row: FillRow): void {
  const rows = instance.rows[table.index];
  const at = rows?.indexOf(row) ?? -1;
  if (at >= 0) rows?.splice(at, 1);
}

/** For each row of the template: missing, doubled, unlinked, and for rows that should be missing: there. */
function* rowNeighbours(all: Ingredients, template: Template, random: Random): Generator<Instance> {
  if (template.rows.filter(row => row.anti).length > 1)
    yield variant(all, template, random, 'all rows that should not match', () => undefined, 'all');
  for (const [index, row] of template.rows.entries()) {
    const { name } = row.table.table;
    if (row.anti) {
      yield variant(
        all,
        template,
        random,
        `a row of ${name} that should not match`,
        (_, added) => added,
        index,
      );
      continue;
    }
    yield variant(all, template, random, `no partner in ${name}`, (instance, added) => {
      const cells = added.get(index);
      if (cells) removeRow(instance, row.table, cells);
    });
    yield variant(all, template, random, `two partners in ${name}`, (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(cloneRow(row.table, cells, 1));
    });
    yield variant(all, template, random, `another row of ${name} with other values`, (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(otherRow(template, row, cells, random));
    });
    const links = openLinks(template, index);
    for (const position of links.slice(0, 3))
      yield variant(
        all,
        template,
        random,
        `NULL in ${name}.${row.table.columns[position]?.column.name}`,
        (_, added) => {
          const cells = added.get(index);
          if (cells) cells[position] = null;
        },
      );
  }
}

/** A partner with the same links but other free values. */
function otherRow(template: Template, row: TemplateRow, cells: FillRow, random: Random): FillRow {
  const copy = cloneRow(row.table, cells, 2);
  for (const [i, cls] of row.classes.entries()) {
    const info = template.classes[cls];
    if (!info || info.unique || info.cells > 1) continue;
    const other = cellsOf({ ...row, classes: row.classes.map(c => (c === cls ? 0 : -1)) }, [
      random.pick(info.pool),
    ]);
    copy[i] = other[i] ?? null;
  }
  return copy;
}

/** Two chains of which the second is changed. */
function variant(
  all: Ingredients,
  template: Template,
  random: Random,
  purpose: string,
  change: (instance: Instance, added: Map<number, FillRow>) => unknown,
  include?: number | 'all',
): Instance {
  const instance = emptyInstance(all.tables.length, purpose);
  const spread = random.chance(0.5) ? 'few' : 'distinct';
  addChain(instance, template, chainValues(template, random, { spread, n: 0 }));
  const added = addChain(
    instance,
    template,
    chainValues(template, random, { spread, n: 1 }),
    (row, index) => row.anti && include !== 'all' && index !== include,
  );
  change(instance, added);
  return instance;
}

/**
 * Chains that are alike but for one class: a key alone, so that all else repeats; or, with fresh keys, one value that
 * a query groups or sorts by, so that it alone tells groups apart.
 */
function* apartIn(all: Ingredients, template: Template, random: Random): Generator<Instance> {
  for (const [index, cls] of template.classes.entries()) {
    if (!cls.unique && !cls.grouped && !cls.sorted) continue;
    const first = chainValues(template, random, { spread: 'few', n: 0 });
    const fresh = chainValues(template, random, { spread: 'few', n: 1 });
    const others = cls.pool.filter(
      value => value !== first[index] && (!cls.good || cls.good.includes(value)),
    );
    const changed = first.map((value, i) => {
      if (i === index) return cls.unique || others.length === 0 ? (fresh[i] ?? null) : random.pick(others);
      return !cls.unique && template.classes[i]?.unique ? (fresh[i] ?? null) : value;
    });
    const instance = emptyInstance(all.tables.length, 'rows that differ in one column');
    addChain(instance, template, first);
    addChain(instance, template, changed);
    if (random.chance(0.4))
      addChain(instance, template, chainValues(template, random, { spread: 'few', n: 2 }));
    yield instance;
  }
}

/** For each value that the queries look at: its boundary values and NULL. */
function* valueNeighbours(all: Ingredients, template: Template, random: Random): Generator<Instance> {
  const most = 6;
  for (let round = 0; round < most; round++)
    for (const [index, cls] of template.classes.entries()) {
      if (!cls.constrained && round > 0) continue;
      const others = cls.pool.filter(value => !cls.good?.includes(value));
      const values: Cell[] = cls.constrained
        ? [...others.slice(0, most - 1), ...(cls.nullable ? [null] : [])]
        : cls.nullable
          ? [null]
          : [];
      const value = values[round];
      if (value === undefined) continue;
      const instance = emptyInstance(
        all.tables.length,
        `${value === null ? 'NULL' : 'a boundary value'} in one column`,
      );
      const alone = random.chance(0.3);
      const spread = random.chance(0.5) ? 'few' : 'distinct';
      if (!alone) addChain(instance, template, chainValues(template, random, { spread, n: 0 }));
      const fixed = new Map([[index, value]]);
      addChain(instance, template, chainValues(template, random, { spread, n: 1, fixed }));
      if (random.chance(0.3))
        addChain(
          instance,
          template,
          chainValues(template, random, { spread, n: 2, fixed: new Map([[index, random.pick(cls.pool)]]) }),
        );
      yield instance;
    }
}

/** Groups just below, at and above each number that a count is compared with. */
function* thresholds(all: Ingredients, template: Template, random: Random): Generator<Instance> {
  const sizes = new Set<number>();
  for (const count of [...all.counts, 2, 3])
    for (const size of [count + 1, count, count - 1]) if (size >= 2 && size <= 130) sizes.add(size);
  for (const size of [...sizes].slice(0, 9))
    for (const [index, row] of template.rows.entries()) {
      if (row.anti) continue;
      const instance = emptyInstance(all.tables.length, `a group of ${size} rows`);
      const values = chainValues(template, random, { spread: 'few', n: 0 });
      const added = addChain(instance, template, values);
      addChain(instance, template, chainValues(template, random, { spread: 'few', n: 1 }));
      const cells = added.get(index);
      if (!cells) continue;
      for (let n = 1; n < size; n++)
        instance.rows[row.table.index]?.push(
          n % 2 === 0 ? cloneRow(row.table, cells, n) : jiggled(template, row, cells, random, n),
        );
      yield instance;
    }
}

/** A clone whose free, ungrouped values vary. */
function jiggled(template: Template, row: TemplateRow, cells: FillRow, random: Random, n: number): FillRow {
  const copy = cloneRow(row.table, cells, n);
  for (const [i, cls] of row.classes.entries()) {
    const info = template.classes[cls];
    if (!info || info.unique || info.cells > 1 || info.grouped || info.good || random.chance(0.5)) continue;
    const value = random.pick(info.pool);
    copy[i] =
      cellsOf({ ...row, classes: row.classes.map((_, at) => (at === i ? 0 : -1)) }, [value])[i] ?? null;
  }
  return copy;
}
