/** The user's own schema. It may be anybody's: a worker reads it, which can be stopped. */
import path from 'node:path';
import { hexOf } from '../../core/dataset/ids.ts';
import { QuillError } from '../../core/errors.ts';
import { withMadeUpValues } from '../../core/schema/made-up-values.ts';
import type { SchemaProfile } from '../../core/schema/profile-model.ts';
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
  /** True: what comes back holds no value of a database's rows, but made-up ones, or none where none can be made up. */
  readonly hideValues?: boolean;
}

/**
 * Its id carries a hash of its DDL: two versions of a schema never meet under one name, and one schema at two paths is
 * the same. Throws QuillError: `file` and `schema` for what cannot be read, `cancelled`.
 */
export async function ownSchema(
  own: OwnSource,
  { pool, rows, signal, hideValues = false, ...limits }: OwnSchemaParts,
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
  const id = `own-${name || 'schema'}-${hexOf(ddl).slice(0, 8)}`;
  const shelved = { id, origin: 'own', source, read } as const;
  if (source.kind === 'schema' || !hideValues) return shelved;
  const madeUp = await madeUpProfile(ddl, { pool, rows, signal, ...limits }, path.basename(file));
  const profile = withMadeUpValues(read.profile, madeUp);
  return { ...shelved, read: { ...read, profile }, hidesValues: true };
}

/** The profile of made-up rows; empty for DDL that does not run by itself. Throws QuillError `cancelled`. */
async function madeUpProfile(
  ddl: string,
  { pool, rows, signal, remedy, limitMs }: OwnSchemaParts,
  name: string,
): Promise<SchemaProfile> {
  const source: DatabaseSource = { kind: 'schema', ddl, rows, seed: DATA_SEED };
  try {
    return (await readForeignDatabase(pool, { source, name, remedy, limitMs }, signal)).profile;
  } catch (error) {
    if (!QuillError.is(error) || error.reason === 'cancelled') throw error;
    return { tables: [] };
  }
}
