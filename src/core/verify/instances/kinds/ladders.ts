/** Chains of rows that each refer to the one before, as deep as a recursive query may look. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { isNumberKind, numbered } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type FillRow, type FillTable, type Instance } from '../instance.ts';
import { addChain, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

interface Link {
  readonly columns: readonly number[];
  readonly references: readonly number[];
  /** The rows are edges between nodes that need no rows of their own. */
  readonly edge?: true;
}

/** Such chains: for each link of a table to itself and each of the first five depths; none where no depth matters. */
export function* ladders(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  if (all.depths.length === 0) return;
  for (const [index, row] of pattern.rows.entries())
    for (const link of linksOf(all, row.table)) {
      if (link.edge)
        for (const isShorterLess of [true, false])
          yield detour(all, pattern, random, index, link, isShorterLess);
      for (const depth of all.depths.slice(0, 5)) {
        const instance = emptyInstance(all.tables.length, 'a chain of references');
        const added = addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 0 }));
        const root = added.get(index);
        if (!root) continue;
        if (link.edge) {
          const [from = -1] = link.columns;
          const start = pattern.classes[row.classes[from] ?? -1]?.pool[0];
          if (start !== undefined) root[from] = start;
          walkEdges(instance, row.table, root, link, depth);
          yield instance;
          continue;
        }
        const tested = testedIn(pattern, index, link);
        if (tested.size > 0) yield beginningOnly(all, instance, row.table, link, depth, { root, tested });
        // The first row of a hierarchy refers to none, and often has the lowest number.
        for (const position of link.columns) if (row.table.columns[position]?.nullable) root[position] = null;
        const [key] = link.references;
        if (key !== undefined && row.table.columns[key]?.kind === 'integer') root[key] = 1n;
        hang(all, instance, row.table, link, climb(instance, row.table, root, link, depth));
        yield instance;
        const begun = beginningBelow(pattern, index, link, root);
        if (begun) yield upsideDown(all, instance, row.table, link, depth, begun);
      }
    }
}

/** Cells of the row that the query asks a value of, with one that it does not ask for. */
function testedIn(pattern: RowPattern, index: number, link: Link): ReadonlyMap<number, Cell> {
  const row = pattern.rows[index];
  const result = new Map<number, Cell>();
  for (const [position, cls] of (row?.classes ?? []).entries()) {
    const info = pattern.classes[cls];
    const inKey = row?.table.keys.some(key => key.columns.includes(position)) ?? false;
    if (!info?.good || inKey || link.columns.includes(position)) continue;
    const other = info.pool.find(value => !info.good?.includes(value));
    if (other !== undefined) result.set(position, other);
  }
  return result;
}

/** A chain whose last row alone is one that the query begins with, to go up from there. */
interface BegunBelow {
  readonly root: FillRow;
  /** What the last row holds instead. */
  readonly last: ReadonlyMap<number, Cell>;
}

/** `SELECT 7 UNION ALL SELECT parent …`, `WHERE name = 'x'`; undefined where the query does not ask for any row. */
function beginningBelow(
  pattern: RowPattern,
  index: number,
  link: Link,
  root: FillRow,
): BegunBelow | undefined {
  const row = pattern.rows[index];
  const [key] = link.references;
  const cls = pattern.classes[row?.classes[key ?? -1] ?? -1];
  const start = cls?.constrained ? (cls.good ?? cls.pool)[0] : undefined;
  const tested = testedIn(pattern, index, link);
  if (!row || (start === undefined && tested.size === 0)) return undefined;
  const last = new Map<number, Cell>();
  for (const position of tested.keys()) last.set(position, root[position] ?? null);
  if (start !== undefined && key !== undefined) last.set(key, start);
  const others = [...root];
  for (const [position, value] of tested) others[position] = value;
  return { root: others, last };
}

function upsideDown(
  all: Ingredients,
  models: Instance,
  table: FillTable,
  link: Link,
  depth: number,
  { root, last }: BegunBelow,
): Instance {
  const instance = emptyInstance(all.tables.length, 'a chain of references');
  const first = cloneRow(table, root, depth + 1);
  const rows = instance.rows[table.index] ?? [];
  rows.push(first);
  const rungs = climb(instance, table, first, link, depth);
  const bottom = rungs.at(-1);
  for (const [position, value] of last) if (bottom) bottom[position] = value;
  hang(all, instance, table, link, rungs, models);
  return instance;
}

/** A chain of which only the first row is one that the query begins with. */
function beginningOnly(
  all: Ingredients,
  models: Instance,
  table: FillTable,
  link: Link,
  depth: number,
  { root, tested }: { readonly root: FillRow; readonly tested: ReadonlyMap<number, Cell> },
): Instance {
  const instance = emptyInstance(all.tables.length, 'a chain of references');
  const first = [...root];
  for (const position of link.columns) if (table.columns[position]?.nullable) first[position] = null;
  instance.rows[table.index]?.push(first);
  const other = [...first];
  for (const [position, value] of tested) other[position] = value;
  hang(all, instance, table, link, climb(instance, table, first, link, depth, other), models);
  return instance;
}

/** The rows below the first are like `model`; returns them. */
function climb(
  instance: Instance,
  table: FillTable,
  root: FillRow,
  link: Link,
  depth: number,
  model: FillRow = root,
): FillRow[] {
  const rungs: FillRow[] = [];
  let above = root;
  for (let n = 1; n <= depth; n++) {
    const below = cloneRow(table, model, n);
    for (const [i, position] of link.columns.entries())
      below[position] = above[link.references[i] ?? -1] ?? null;
    instance.rows[table.index]?.push(below);
    rungs.push(below);
    above = below;
  }
  return rungs;
}

/** For each of the rows, one of every other table that refers to it, like the first of `models`. */
function hang(
  all: Ingredients,
  instance: Instance,
  table: FillTable,
  link: Link,
  rungs: readonly FillRow[],
  models: Instance = instance,
): void {
  const [key = -1] = link.references;
  const owner = table.columns[key];
  if (!owner || link.references.length > 1) return;
  for (const other of all.tables) {
    const [model] = models.rows[other.index] ?? [];
    if (other === table || !model) continue;
    const position = other.columns.findIndex(
      column => !column.unique && all.groupOf(column) === all.groupOf(owner),
    );
    if (position < 0) continue;
    for (const [n, rung] of rungs.entries()) {
      const hung = cloneRow(other, model, n);
      hung[position] = rung[key] ?? null;
      instance.rows[other.index]?.push(hung);
    }
  }
}

/** Two ways from the beginning to one node: that of fewer steps adds up to less, or to more. */
function detour(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  index: number,
  link: Link,
  isShorterLess: boolean,
): Instance {
  const instance = emptyInstance(all.tables.length, 'a chain of references');
  const row = pattern.rows[index];
  const first = addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 0 })).get(index);
  const [from = -1] = link.columns;
  const [to = -1] = link.references;
  if (!row || !first) return instance;
  const kind = row.table.columns[to]?.kind ?? 'integer';
  const nodes = [
    pattern.classes[row.classes[from] ?? -1]?.pool[0] ?? first[from] ?? null,
    ...[50, 51, 52].map(n => numbered(kind, n) ?? null),
  ];
  const steps: [number, number, number][] = [
    [0, 1, 10],
    [1, 2, 12],
    [0, 2, isShorterLess ? 15 : 40],
    [2, 3, 11],
  ];
  for (const [n, [start, end, weight]] of steps.entries()) {
    const step = n === 0 ? first : cloneRow(row.table, first, n);
    step[from] = nodes[start] ?? null;
    step[to] = nodes[end] ?? null;
    for (const position of weighed(row.table, [from, to]))
      step[position] = numbered(row.table.columns[position]?.kind ?? 'integer', weight) ?? null;
    if (n > 0) instance.rows[row.table.index]?.push(step);
  }
  return instance;
}

/** Numbers that are no part of a key or a reference. */
function weighed({ columns, keys, foreignKeys }: FillTable, ends: readonly number[]): number[] {
  return columns.flatMap(({ kind }, i) => {
    const isTied = ends.includes(i) || [...keys, ...foreignKeys].some(each => each.columns.includes(i));
    return !isTied && isNumberKind(kind) ? [i] : [];
  });
}

/** A path of edges; for every other depth it ends where it began. */
function walkEdges(instance: Instance, table: FillTable, root: FillRow, link: Link, depth: number): void {
  const [from = -1] = link.columns;
  const [to = -1] = link.references;
  const kind = table.columns[to]?.kind ?? 'integer';
  root[to] = numbered(kind, 50) ?? root[to] ?? null;
  let above = root;
  for (let n = 1; n <= depth; n++) {
    const next = cloneRow(table, root, n);
    next[from] = above[to] ?? null;
    next[to] = n === depth && depth % 2 === 1 ? (root[from] ?? null) : (numbered(kind, 50 + n) ?? null);
    instance.rows[table.index]?.push(next);
    above = next;
  }
}

/** Pairs of columns that are compared with each other, in a table whose key none of them is compared with. */
function edgesOf(all: Ingredients, table: FillTable): Link[] {
  const pairs = table.columns.flatMap((from, i) =>
    table.columns.flatMap((to, j): Link[] =>
      i !== j && all.groupOf(from) === all.groupOf(to) ? [{ columns: [i], references: [j], edge: true }] : [],
    ),
  );
  return pairs.slice(0, 2);
}

/** References of a table to itself, and columns that are compared with its key. */
function linksOf(all: Ingredients, table: FillTable): Link[] {
  const declared = table.foreignKeys.filter(fk => fk.parent === table.index);
  if (declared.length > 0) return declared;
  const keys = table.columns.flatMap((column, i) => (column.unique ? [i] : []));
  if (keys.length === 0) return edgesOf(all, table);
  const toKeys = keys.flatMap(key =>
    table.columns.flatMap((column, i): Link[] => {
      const owner = table.columns[key];
      if (i === key || column.unique || !owner || all.groupOf(owner) !== all.groupOf(column)) return [];
      return [{ columns: [i], references: [key] }];
    }),
  );
  return toKeys.length > 0 ? toKeys : edgesOf(all, table);
}
