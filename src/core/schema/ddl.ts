/** Runs DDL text in an empty database and reads the schema that comes of it. */
import type { Database, Engine } from '../ports.ts';
import { DdlRun } from './ddl-run.ts';
import type { Schema } from './model.ts';
import { ddlStatements } from './statements.ts';

/**
 * The schema that DDL text describes. Statements that change rows or settings (INSERT, PRAGMA, BEGIN …) and
 * triggers are passed over. Tables of modules, collations and functions that the engine lacks are known by name, as
 * `lacking`. Throws QuillError `schema` that names the first statement SQLite refuses otherwise, with its line.
 */
export function createSchema(engine: Engine, ddl: string): Schema {
  const db = engine.open();
  try {
    return runDdl(db, ddl);
  } finally {
    db.close();
  }
}

/** Runs the DDL statements of a text in an empty database, and reads the schema. Throws as `createSchema` does. */
export function runDdl(db: Database, ddl: string): Schema {
  const run = new DdlRun(db);
  for (const statement of ddlStatements(ddl)) run.apply(statement);
  return run.end();
}
