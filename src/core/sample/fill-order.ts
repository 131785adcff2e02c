/** In which order tables are filled, and how many rows each one gets. */
import type { Schema, Table } from '../schema/model.ts';
import { sameName } from '../sql/model.ts';
import { type Domain, readChecks } from './check-domain.ts';

/**
 * Parents before children. Where references are circular, a table comes before the parents that its rows can do
 * without (NULL), and only where there is no such table before one that they need.
 */
export function parentsFirst(schema: Schema): Table[] {
  const waiting = new Set(schema.tables.filter(table => table.virtualModule === undefined));
  const order: Table[] = [];
  while (waiting.size > 0) {
    const tables = [...waiting];
    const open = (table: Table, needed: boolean): number =>
      parentsOf(schema, table, needed).filter(parent => parent !== table && waiting.has(parent)).length;
    const next =
      tables.find(table => open(table, false) === 0) ??
      tables.find(table => open(table, true) === 0) ??
      tables[0]!;
    waiting.delete(next);
    order.push(next);
  }
  return order;
}

/**
 * Rows of each table: those that nothing refers to get `rows`, each step towards the parents a quarter. A table whose
 * key is made of references gets no more than its parents leave room for, so that some of them stay without it.
 */
export function tableSizes(schema: Schema, rows: number): Map<Table, number> {
  const order = parentsFirst(schema);
  const heights = new Map(order.map(table => [table, 0]));
  const done = new Set<Table>();
  // Children come last in the order, so that going backwards a table's children are done before it.
  for (const table of order.reverse()) {
    done.add(table);
    for (const parent of parentsOf(schema, table, false)) {
      const height = heights.get(parent);
      if (height !== undefined && !done.has(parent))
        heights.set(parent, Math.max(height, heights.get(table)! + 1));
    }
  }
  const sizes = new Map<Table, number>();
  for (const [table, height] of heights)
    sizes.set(table, Math.max(Math.round(rows / 4 ** height), Math.min(rows, 5)));
  for (const table of parentsFirst(schema))
    sizes.set(table, Math.min(sizes.get(table)!, room(schema, table, sizes)));
  return sizes;
}

/**
 * How many rows the table's keys allow where references and checks limit all of their columns: most of one parent,
 * half of what several limits combine to.
 */
function room(schema: Schema, table: Table, sizes: ReadonlyMap<Table, number>): number {
  const { domains } = readChecks(table);
  let least = Number.POSITIVE_INFINITY;
  for (const key of [table.primaryKey, ...table.uniques]) {
    const links = table.foreignKeys.filter(
      link => link.valid && link.columns.every(name => names(key, name) && isNotNull(table, name)),
    );
    const parents = links.map(link => schema.tables.find(each => sameName(each.name, link.table)));
    // A reference to the table itself limits nothing that is known yet.
    if (links.length === 0 || parents.includes(table)) continue;
    const own = key.filter(name => !links.some(link => names(link.columns, name)));
    const limits = [
      ...parents.map(parent => (parent && sizes.get(parent)) ?? Number.POSITIVE_INFINITY),
      ...own.map(name => choices(domains.get(name.toLowerCase()))),
    ];
    const combinations = limits.reduce((product, limit) => product * limit, 1);
    least = Math.min(least, Math.ceil(combinations * (limits.length === 1 ? 0.8 : 0.5)));
  }
  return least;
}

/** How many values a check leaves to a column; infinite where it lists none and bounds none. */
function choices(domain: Domain | undefined): number {
  if (domain?.values !== undefined) return domain.values.length;
  const { min, max } = domain ?? {};
  return min === undefined || max === undefined ? Number.POSITIVE_INFINITY : Math.max(max - min + 1, 1);
}

function names(columns: readonly string[], name: string): boolean {
  return columns.some(each => sameName(each, name));
}

/** The tables that a table refers to; with `needed`, only those it cannot do without. */
function parentsOf(schema: Schema, table: Table, needed: boolean): Table[] {
  return table.foreignKeys
    .filter(key => !needed || key.columns.every(name => isNotNull(table, name)))
    .flatMap(key => schema.tables.find(each => sameName(each.name, key.table)) ?? []);
}

function isNotNull(table: Table, column: string): boolean {
  return table.columns.some(each => sameName(each.name, column) && each.notNull);
}
