import { createRequire } from 'node:module';
import path from 'node:path';
import { loadSqliteEngine, type SqliteEngine } from '../../src/adapters/sqlite/engine.ts';

let engine: Promise<SqliteEngine> | undefined;

/** The real SQLite engine, loaded once for all unit tests and for a benchmark. */
export function testEngine(): Promise<SqliteEngine> {
  const sqlJs = path.dirname(createRequire(import.meta.url).resolve('sql.js'));
  engine ??= loadSqliteEngine(path.join(sqlJs, 'sql-wasm.wasm'));
  return engine;
}
