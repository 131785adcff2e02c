/** A listing of a database's tables for people. */
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Database } from '../ports.ts';
import type { Schema } from './model.ts';

export interface TableDescription {
  readonly name: string;
  /** Undefined where the table cannot be read, such as a virtual table of a module the engine lacks. */
  readonly rows: number | undefined;
}

/** The tables with their row counts, in the order of the schema. */
export function describeTables(db: Database, schema: Schema): TableDescription[] {
  return schema.tables.map(({ name }) => ({ name, rows: countRows(db, name) }));
}

function countRows(db: Database, table: string): number | undefined {
  try {
    return Number(db.query(`SELECT count(*) FROM main.${quoteName(table)}`).rows[0]?.[0] ?? 0n);
  } catch {
    return undefined;
  }
}
