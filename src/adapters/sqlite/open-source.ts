/** Opens what a DatabaseSource names. */
import { QuillError } from '../../core/errors.ts';
import { buildSample } from '../../core/sample/sample.ts';
import { synthesize } from '../../core/sample/synthesize.ts';
import { runDdl } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { readSchema } from '../../core/schema/read.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { Connection } from './connection.ts';
import { readDatabaseFile } from './database-file.ts';
import type { SqliteEngine } from './engine.ts';

export interface OpenedSource {
  /** The caller's, to be closed. */
  readonly db: Connection;
  readonly schema: Schema;
  /** One sentence each: what could not be made up. */
  readonly notes: readonly string[];
}

/** A copy in memory. Throws QuillError: `file` for a database file that cannot be read, `schema` for such DDL. */
export function openSource(engine: SqliteEngine, source: DatabaseSource): OpenedSource {
  const db = source.kind === 'file' ? openFile(engine, source.path) : engine.open();
  try {
    if (source.kind === 'sample') buildSample(db, source.size, source.seed);
    if (source.kind !== 'schema') return { db, schema: readSchema(db), notes: [] };
    const schema = runDdl(db, source.ddl);
    return { db, schema, notes: synthesize(db, schema, source.rows, source.seed).notes };
  } catch (error) {
    db.close();
    throw error;
  }
}

function openFile(engine: SqliteEngine, path: string): Connection {
  const { bytes } = readDatabaseFile(path);
  try {
    return engine.open(bytes);
  } catch (error) {
    if (!QuillError.is(error, 'file')) throw error;
    throw new QuillError('file', `${path} cannot be read: it is damaged or encrypted. Use a sound copy.`, {
      cause: error,
    });
  }
}
