/** The database that the worker has open; the next request on the same one finds it warm. */
import type { Connection } from '../../adapters/sqlite/connection.ts';
import { fileStamp, readDatabaseFile } from '../../adapters/sqlite/database-file.ts';
import type { SqliteEngine } from '../../adapters/sqlite/engine.ts';
import { QuillError } from '../../core/errors.ts';
import { buildSample } from '../../core/sample/sample.ts';
import { synthesize } from '../../core/sample/synthesize.ts';
import { createSchema, runDdl } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { readSchema } from '../../core/schema/read.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';

export interface OpenDatabase {
  readonly db: Connection;
  readonly schema: Schema;
  /** One sentence each: what could not be made up. */
  readonly notes: readonly string[];
  /** SQLite's counter of schema changes, as it was when the database was opened. */
  readonly schemaVersion: bigint;
}

export class OpenDatabases {
  readonly #engine: SqliteEngine;
  #current: { readonly identity: string; readonly database: OpenDatabase } | undefined;
  #declared: { readonly ddl: string; readonly schema: Schema } | undefined;

  constructor(engine: SqliteEngine) {
    this.#engine = engine;
  }

  /** Opens a database, or returns it as it is open. A file that changed is read anew. Throws QuillError. */
  open(source: DatabaseSource): OpenDatabase {
    const identity = identityOf(source);
    if (this.#current?.identity === identity) return this.#current.database;
    this.discard();
    const database = this.#load(source);
    this.#current = { identity, database };
    return database;
  }

  /** The schema that DDL declares; pairs of a batch often share theirs. Throws QuillError `schema`. */
  schemaOf(ddl: string): Schema {
    if (this.#declared?.ddl !== ddl) this.#declared = { ddl, schema: createSchema(this.#engine, ddl) };
    return this.#declared.schema;
  }

  /** Ends a transaction that a failed request left open; a database whose schema is not as before is closed. */
  settle(): void {
    if (this.#current === undefined) return;
    const { db, schemaVersion } = this.#current.database;
    try {
      db.exec('ROLLBACK');
    } catch {
      // No transaction was open, as it should be.
    }
    if (schemaVersionOf(db) !== schemaVersion) this.discard();
  }

  /** Closes what is open: after an error nobody knows what a transaction left behind. */
  discard(): void {
    this.#current?.database.db.close();
    this.#current = undefined;
  }

  #load(source: DatabaseSource): OpenDatabase {
    const db = source.kind === 'file' ? this.#openFile(source.path) : this.#engine.open();
    try {
      const notes: string[] = [];
      if (source.kind === 'sample') buildSample(db, source.size, source.seed);
      if (source.kind === 'schema') {
        runDdl(db, source.ddl);
        notes.push(...synthesize(db, readSchema(db), source.rows, source.seed).notes);
      }
      return { db, schema: readSchema(db), notes, schemaVersion: schemaVersionOf(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #openFile(path: string): Connection {
    const { bytes } = readDatabaseFile(path);
    try {
      return this.#engine.open(bytes);
    } catch (error) {
      if (!QuillError.is(error, 'file')) throw error;
      throw new QuillError('file', `${path} cannot be read: it is damaged or encrypted. Use a sound copy.`, {
        cause: error,
      });
    }
  }
}

function schemaVersionOf(db: Connection): bigint {
  return BigInt(String(db.query('PRAGMA schema_version').rows[0]?.[0]));
}

function identityOf(source: DatabaseSource): string {
  return source.kind === 'file' ? `${source.path}\n${fileStamp(source.path)}` : JSON.stringify(source);
}
