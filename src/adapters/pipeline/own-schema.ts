/** The user's own schema. It may be anybody's: the thread that asks for it reads it only after a worker did. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hexOf } from '../../core/dataset/ids.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import { decodeFile } from '../../core/utf8.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import { longestText, requireOrdinaryFile } from '../files/ordinary-file.ts';
import type { SqliteEngine } from '../sqlite/engine.ts';
import { type ForeignDatabase, requireReadable } from '../sqlite/foreign-database.ts';
import { openSource } from '../sqlite/open-source.ts';
import type { SqlPool } from '../sqlite/sql-pool.ts';
import { DATA_SEED, ddlOf, type Shelved } from './schema-library.ts';

export interface OwnSchemaParts extends Pick<ForeignDatabase, 'remedy' | 'limitMs'> {
  readonly engine: SqliteEngine;
  readonly pool: SqlPool;
  /** Made-up rows in the largest table, for DDL. */
  readonly rows: number;
  readonly signal: AbortSignal;
}

/**
 * Its id carries a hash of its DDL: two versions of a schema never meet under one name, and one schema at two paths is
 * the same. Throws QuillError: `file` and `schema` for a database, `file`, `schema` and `usage` for DDL that cannot be
 * read, `cancelled`.
 */
export async function ownSchema(
  { kind, path: file }: NonNullable<RunConfig['own']>,
  { engine, pool, rows, signal, ...limits }: OwnSchemaParts,
): Promise<Shelved> {
  requireOrdinaryFile(file, 'file', kind === 'ddl' ? longestText : undefined);
  const source: DatabaseSource =
    kind === 'database'
      ? { kind: 'file', path: file }
      : { kind: 'schema', ddl: decodeFile(readFileSync(file), file), rows, seed: DATA_SEED };
  await requireReadable(pool, { source, name: file, ...limits }, signal);
  const ddl = source.kind === 'schema' ? source.ddl : databaseDdl(engine, source);
  const name = path
    .basename(file, path.extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return { id: `own-${name || 'schema'}-${hexOf(ddl).slice(0, 8)}`, origin: 'own', source };
}

function databaseDdl(engine: SqliteEngine, source: DatabaseSource): string {
  const { db, schema } = openSource(engine, source);
  db.close();
  return ddlOf(schema);
}
