import { describeTables } from '../../core/schema/describe.ts';
import type { DatabaseOverview, DatabaseSource } from '../../protocol/database-source.ts';
import type { Context } from './answer.ts';
import { unsupportedThings } from './unsupported-things.ts';

/** The tables of a database with their row counts, and what of it Quill cannot use. */
export function inspectDatabase(
  { database }: { readonly database: DatabaseSource },
  { databases }: Context,
): DatabaseOverview {
  const { db, schema, notes } = databases.open(database);
  const rows = new Map(describeTables(db, schema).map(table => [table.name, table.rows]));
  const tables = schema.tables.map(table => ({
    name: table.name,
    rows: rows.get(table.name) ?? null,
    columns: table.columns
      .filter(column => !column.hidden)
      .map(({ name, type, notNull }) => ({ name, type, notNull })),
    indexes: table.indexes.map(index => index.name),
  }));
  return { tables, unsupported: unsupportedThings(db, schema), notes: [...notes] };
}
