/** The user's own schema. It may be anybody's: a worker reads it, which can be stopped. */
import path from 'node:path';
import { hexOf } from '../../core/dataset/ids.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import { requireOrdinaryFile } from '../files/ordinary-file.ts';
import { type ForeignDatabase, readForeignDatabase } from '../sqlite/foreign-database.ts';
import type { SqlPool } from '../sqlite/sql-pool.ts';
import { DATA_SEED, ddlOf, type Shelved } from './schema-library.ts';

/** A file that the user names: a database, or the text of a file of DDL. */
export type OwnSource =
  | { readonly kind: 'database'; readonly path: string }
  | { readonly kind: 'ddl'; readonly path: string; readonly ddl: string };

export interface OwnSchemaParts extends Pick<ForeignDatabase, 'remedy' | 'limitMs'> {
  readonly pool: SqlPool;
  /** Made-up rows in the largest table, for DDL. */
  readonly rows: number;
  readonly signal: AbortSignal;
}

/**
 * Its id carries a hash of its DDL: two versions of a schema never meet under one name, and one schema at two paths is
 * the same. Throws QuillError: `file` and `schema` for what cannot be read, `cancelled`.
 */
export async function ownSchema(
  own: OwnSource,
  { pool, rows, signal, ...limits }: OwnSchemaParts,
): Promise<Shelved & { readonly read: NonNullable<Shelved['read']> }> {
  const file = own.path;
  if (own.kind === 'database') requireOrdinaryFile(file, 'file');
  const source: DatabaseSource =
    own.kind === 'database'
      ? { kind: 'file', path: file }
      : { kind: 'schema', ddl: own.ddl, rows, seed: DATA_SEED };
  const read = await readForeignDatabase(pool, { source, name: file, ...limits }, signal);
  const ddl = source.kind === 'schema' ? source.ddl : ddlOf(read.schema);
  const name = path
    .basename(file, path.extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return { id: `own-${name || 'schema'}-${hexOf(ddl).slice(0, 8)}`, origin: 'own', source, read };
}
