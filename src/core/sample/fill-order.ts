/** In which order tables are filled, and how many rows each one gets. */
import type { Schema, Table } from '../schema/model.ts';
import { sameName } from '../sql/model.ts';

/** Parents before children as far as references are not circular. */
export function parentsFirst(schema: Schema): Table[] {
  const order: Table[] = [];
  const seen = new Set<Table>();
  const visit = (table: Table): void => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const parent of parentsOf(schema, table)) visit(parent);
    order.push(table);
  };
  for (const table of schema.tables) visit(table);
  return order.filter(table => table.virtualModule === undefined);
}

/** Rows of each table: those that nothing refers to get `rows`, each step towards the parents a quarter. */
export function tableSizes(schema: Schema, rows: number): Map<Table, number> {
  const heights = new Map<Table, number>();
  // Children come last in the order, so that going backwards a table's children are done before it.
  for (const table of parentsFirst(schema).reverse()) {
    const height = heights.get(table) ?? 0;
    heights.set(table, height);
    for (const parent of parentsOf(schema, table)) {
      if (parent !== table) heights.set(parent, Math.max(heights.get(parent) ?? 0, height + 1));
    }
  }
  const sizes = new Map<Table, number>();
  for (const [table, height] of heights)
    sizes.set(table, Math.max(Math.round(rows / 4 ** height), Math.min(rows, 5)));
  return sizes;
}

function parentsOf(schema: Schema, table: Table): Table[] {
  return table.foreignKeys.flatMap(key => schema.tables.find(each => sameName(each.name, key.table)) ?? []);
}
