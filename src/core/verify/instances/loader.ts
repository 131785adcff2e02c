/** Loads instances into one database whose schema is kept: prepared inserts over a savepoint. */
import { QuillError } from '../../errors.ts';
import type { Database, Statement } from '../../ports.ts';
import type { FillRow, FillTable, Instance } from './instance.ts';

/** Why SQLite refused a row. */
export interface Refusal {
  /** Undefined for what is no constraint, such as a calculation that fails. */
  readonly constraint?: 'CHECK' | 'UNIQUE' | 'NOT NULL';
  /** The condition of a CHECK, else the columns. */
  readonly subject: string;
  /** The index on expressions that found a row twice. */
  readonly index?: string;
}

/** Loads one instance after the other into the same database. */
export class Loader {
  readonly #db: Database;
  /** By their text: the tables of several pairs of queries share them. */
  readonly #inserts = new Map<string, Statement>();
  readonly #rollback: Statement;
  #loaded = false;

  /** `db` holds the schema and no rows. There may be one loader for a database at a time. */
  constructor(db: Database) {
    this.#db = db;
    db.exec('SAVEPOINT instance');
    this.#rollback = db.prepare('ROLLBACK TO instance');
  }

  /** Replaces what is in the database. False when SQLite refuses a row: the instance is not legal. */
  load(tables: readonly FillTable[], instance: Instance): boolean {
    this.clear();
    this.#loaded = true;
    for (const table of tables) {
      const rows = instance.rows[table.index];
      if (rows === undefined || rows.length === 0) continue;
      const insert = this.#insertInto(table);
      for (const row of rows) if (refusal(insert, row) !== undefined) return false;
    }
    return true;
  }

  /** Adds the row to what is loaded; why not, when SQLite refuses. */
  add(table: FillTable, row: FillRow): Refusal | undefined {
    this.#loaded = true;
    return refusal(this.#insertInto(table), row);
  }

  clear(): void {
    if (!this.#loaded) return;
    this.#rollback.run();
    this.#loaded = false;
  }

  close(): void {
    this.clear();
    for (const statement of [...this.#inserts.values(), this.#rollback]) statement.free();
    this.#db.exec('RELEASE instance');
  }

  #insertInto(table: FillTable): Statement {
    const known = this.#inserts.get(table.insert);
    if (known) return known;
    const insert = this.#db.prepare(table.insert);
    this.#inserts.set(table.insert, insert);
    return insert;
  }
}

function refusal(insert: Statement, row: FillRow): Refusal | undefined {
  try {
    insert.run(row);
    return undefined;
  } catch (error) {
    if (QuillError.is(error, 'query-failed')) return refusalIn(error.message);
    throw error;
  }
}

/** SQLite tells by its message alone which constraint failed. */
function refusalIn(message: string): Refusal {
  const match = /(CHECK|UNIQUE|NOT NULL) constraint failed: (.*)$/s.exec(message);
  const constraint = kinds.find(kind => kind === match?.[1]);
  const subject = (match?.[2] ?? message).trim().replace(/\.$/, '');
  const index = constraint === 'UNIQUE' ? /^index '(.*)'/.exec(subject)?.[1] : undefined;
  return { subject, ...(constraint && { constraint }), ...(index !== undefined && { index }) };
}

const kinds = ['CHECK', 'UNIQUE', 'NOT NULL'] as const;
