import { describeTables } from '../../core/schema/describe.ts';
import { lackingThings } from '../../core/schema/lacking.ts';
import { sameName } from '../../core/sql/model.ts';
import type { DatabaseOverview, DatabaseSource } from '../../protocol/database-source.ts';
import type { Context } from './answer.ts';

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
      .map(({ name, type, notNull }) => ({
        name,
        type,
        notNull,
        primaryKey: table.primaryKey.some(key => sameName(key, name)),
      })),
    // The index of the primary key is marked on its columns.
    indexes: table.indexes
      .filter(index => index.origin !== 'pk')
      .map(({ name, unique, columns }) => ({
        name,
        unique,
        columns: columns.map(column => column.name ?? column.expression ?? ''),
      })),
  }));
  return { tables, unsupported: lackingThings(schema), notes: [...notes] };
}
