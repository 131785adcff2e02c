/** An empty database with the declared schema, to load instances into. */
import { QuillError } from '../errors.ts';
import type { Database, Engine } from '../ports.ts';
import type { Schema } from './model.ts';

/**
 * Runs the schema's DDL; triggers are left out, since instances are rows as they are, and so is what this build lacks.
 */
export function createTables(db: Database, schema: Schema): void {
  for (const statement of schema.ddl) {
    if (/^\s*create\s+(temp\s+|temporary\s+)?trigger\b/i.test(statement)) continue;
    try {
      db.exec(statement);
    } catch (error) {
      // Virtual tables of absent modules; a query that needs one is told so when its tables are planned.
      if (!(error instanceof QuillError)) throw error;
    }
  }
}

/** A new database in memory with the tables and views of the schema and no rows; the caller closes it. */
export function openScratch(engine: Engine, schema: Schema): Database {
  const db = engine.open();
  createTables(db, schema);
  return db;
}
