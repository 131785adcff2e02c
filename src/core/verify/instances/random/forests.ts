/** Random hierarchies and paths for queries that recurse: chains, stars, deep and wide trees, several roots, orphans. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { ascending, cellKey } from '../../compare/cell.ts';
import type { FillRow, Instance } from '../instance.ts';
import { cloneRow } from '../patterns/chain.ts';
import type { RecursionLink } from '../query/recursion.ts';

/** The number of the row that row `n` refers to, of those before it. */
type Shape = (n: number, random: Random) => number;

const shapes: readonly Shape[] = [
  n => n - 1, // a chain
  n => n - 1,
  () => 0, // a star
  n => (n - 1) >> 1, // a tree with two below each
  (n, random) => random.int(n), // any tree
  (n, random) => Math.max(0, n - 1 - random.int(2)), // a deep one
];
const rootShares = [0, 0, 0.15, 0.4] as const;
/** Where a value may refer to nothing, share of the roots that do instead of holding NULL. */
const ORPHANS = 0.25;
/** Share of the tables that get more rows, and how many they have then at least. */
const GROWN = 0.5;
const grownTo = [4, 6, 9] as const;

/** Share of the paths that lead from lower values to higher ones. */
const RISING = 0.5;

/** Puts the rows of each table along which queries recurse into a shape without cycles, in place. Not yet legal. */
export function plantForests(links: readonly RecursionLink[], instance: Instance, random: Random): void {
  for (const link of links) {
    if (link.fromGroup !== link.toGroup) continue;
    const rows = instance.rows[link.table.index] ?? [];
    const [first] = rows;
    if (!first) continue;
    if (random.chance(GROWN))
      for (let n = random.pick(grownTo) - rows.length; n > 0; n--)
        rows.push(cloneRow(link.table, random.pick(rows), 40 + n));
    const isKeyed = link.from.every(position => link.table.columns[position]?.unique) || link.declared;
    if (isKeyed) plantTree(link, rows, random);
    else plantPaths(link, rows, random);
  }
}

function plantTree(link: RecursionLink, rows: readonly FillRow[], random: Random): void {
  const byKey = new Map<string, FillRow>();
  const keyOf = (row: FillRow): string => link.from.map(position => cellKey(row[position] ?? null)).join(' ');
  for (const row of random.shuffle(rows)) if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row);
  const nodes = [...byKey.values()];
  const shape = random.pick(shapes);
  const roots = random.pick(rootShares);
  for (const [n, row] of nodes.entries()) {
    const parent = n === 0 || random.chance(roots) ? undefined : nodes[shape(n, random)];
    if (parent === undefined) uproot(link, row, random);
    else for (const [i, position] of link.to.entries()) row[position] = parent[link.from[i] ?? -1] ?? null;
  }
  // Any of the rows with one key may be the one that stays.
  for (const row of rows)
    for (const position of link.to) row[position] = byKey.get(keyOf(row))?.[position] ?? null;
}

/** NULL, or what is no key; what is NOT NULL and refers to a row is left to be repaired. */
function uproot({ table, to, declared }: RecursionLink, row: FillRow, random: Random): void {
  const open = to.find(position => table.columns[position]?.nullable);
  if (open !== undefined && (declared || !random.chance(ORPHANS))) {
    row[open] = null;
    return;
  }
  const [position = -1] = to;
  const column = table.columns[position];
  const orphan = column && !declared ? numbered(column.kind, random.chance(0.5) ? 0 : 150) : undefined;
  if (orphan !== undefined) row[position] = orphan;
}

/** Each row leads from a node to a later one: paths, trees, and nodes that several ways lead to. */
function plantPaths({ table, from, to }: RecursionLink, rows: readonly FillRow[], random: Random): void {
  const [start = -1] = from;
  const [end = -1] = to;
  const kind = table.columns[end]?.kind;
  if (kind === undefined) return;
  const known = new Map<string, Cell>();
  for (const row of rows)
    for (const cell of [row[start] ?? null, row[end] ?? null])
      if (cell !== null) known.set(cellKey(cell), cell);
  const wanted = 2 + random.int(rows.length);
  for (let n = 0; known.size < wanted && n < wanted; n++) {
    const node = numbered(kind, 160 + n);
    if (node !== undefined) known.set(cellKey(node), node);
  }
  // Where a query begins with the lowest number, or goes on to higher ones only, paths have to rise.
  const nodes = random.chance(RISING)
    ? [...known.values()].sort(ascending)
    : random.shuffle([...known.values()]);
  const last = nodes.length - 1;
  const shape = random.pick(shapes);
  for (const [n, row] of rows.entries()) {
    const later = 1 + (n % Math.max(last, 1));
    row[start] = nodes[shape(later, random)] ?? null;
    row[end] = nodes[later] ?? null;
  }
}
