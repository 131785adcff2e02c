/** Loads instances into one database whose schema is kept: prepared inserts over a savepoint. */
import { QuillError } from '../../errors.ts';
import type { Database, Statement } from '../../ports.ts';
import type { FillRow, FillTable, Instance } from './instance.ts';

export class Loader {
  readonly #db: Database;
  readonly #inserts: Statement[];
  readonly #rollback: Statement;
  #loaded = false;

  /** `db` holds the schema and no rows. */
  constructor(db: Database, tables: readonly FillTable[]) {
    this.#db = db;
    this.#inserts = tables.map(table => db.prepare(table.insert));
    db.exec('SAVEPOINT instance');
    this.#rollback = db.prepare('ROLLBACK TO instance');
  }

  /** Replaces what is in the database. False when SQLite refuses a row: the instance is not legal. */
  load(instance: Instance): boolean {
    this.clear();
    this.#loaded = true;
    for (const [index, rows] of instance.rows.entries())
      for (const row of rows) if (!this.#insert(index, row)) return false;
    return true;
  }

  /** True when the row can be added to what is loaded. */
  accepts(table: number, row: FillRow): boolean {
    return this.#insert(table, row);
  }

  clear(): void {
    if (!this.#loaded) return;
    this.#rollback.run();
    this.#loaded = false;
  }

  close(): void {
    this.clear();
    for (const statement of [...this.#inserts, this.#rollback]) statement.free();
    this.#db.exec('RELEASE instance');
  }

  #insert(table: number, row: FillRow): boolean {
    try {
      this.#inserts[table]?.run(row);
      return true;
    } catch (error) {
      if (QuillError.is(error, 'query-failed')) return false;
      throw error;
    }
  }
}
