/** The databases that the worker has open; the next request on one of them finds it warm. */
import type { Connection } from '../../adapters/sqlite/connection.ts';
import { fileStamp } from '../../adapters/sqlite/database-file.ts';
import type { SqliteEngine } from '../../adapters/sqlite/engine.ts';
import { type OpenedSource, openSource } from '../../adapters/sqlite/open-source.ts';
import { createSchema } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';

export interface OpenDatabase extends OpenedSource {
  /** SQLite's counter of schema changes, as it was when the database was opened. */
  readonly schemaVersion: bigint;
}

/** Databases beside the one in use are kept open while they are no larger than this together, in bytes. */
const MOST_BYTES = 96 * 1024 * 1024;

interface Held {
  readonly database: OpenDatabase;
  readonly bytes: number;
}

export class OpenDatabases {
  readonly #engine: SqliteEngine;
  /** By identity, the one used last at the end. */
  readonly #open = new Map<string, Held>();
  #declared: { readonly ddl: string; readonly schema: Schema } | undefined;

  constructor(engine: SqliteEngine) {
    this.#engine = engine;
  }

  /** Opens a database, or returns it as it is open. A file that changed is read anew. Throws QuillError. */
  open(source: DatabaseSource): OpenDatabase {
    const identity = identityOf(source);
    const held = this.#open.get(identity) ?? this.#hold(source);
    this.#open.delete(identity);
    this.#open.set(identity, held);
    return held.database;
  }

  /** The schema that DDL declares; pairs of a batch often share theirs. Throws QuillError `schema`. */
  schemaOf(ddl: string): Schema {
    if (this.#declared?.ddl !== ddl) this.#declared = { ddl, schema: createSchema(this.#engine, ddl) };
    return this.#declared.schema;
  }

  /** Ends a transaction that a failed request left open; a database whose schema is not as before is closed. */
  settle(): void {
    const last = [...this.#open].at(-1);
    if (last === undefined) return;
    const [identity, { database }] = last;
    try {
      database.db.exec('ROLLBACK');
    } catch {
      // No transaction was open, as it should be.
    }
    if (schemaVersionOf(database.db) === database.schemaVersion) return;
    database.db.close();
    this.#open.delete(identity);
  }

  /** Opens one more, and closes those used longest ago until it and what else is open are small enough together. */
  #hold(source: DatabaseSource): Held {
    let others = [...this.#open.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [identity, { database, bytes }] of this.#open) {
      if (others <= MOST_BYTES) break;
      others -= bytes;
      database.db.close();
      this.#open.delete(identity);
    }
    const database = this.#load(source);
    return { database, bytes: bytesOf(database.db) };
  }

  #load(source: DatabaseSource): OpenDatabase {
    const opened = openSource(this.#engine, source);
    try {
      return { ...opened, schemaVersion: schemaVersionOf(opened.db) };
    } catch (error) {
      opened.db.close();
      throw error;
    }
  }
}

function schemaVersionOf(db: Connection): bigint {
  return BigInt(String(db.query('PRAGMA schema_version').rows[0]?.[0]));
}

function bytesOf(db: Connection): number {
  const pragma = (name: string): number => Number(db.query(`PRAGMA ${name}`).rows[0]?.[0] ?? 0);
  return pragma('page_count') * pragma('page_size');
}

function identityOf(source: DatabaseSource): string {
  return source.kind === 'file' ? `${source.path}\n${fileStamp(source.path)}` : JSON.stringify(source);
}
