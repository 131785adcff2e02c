/** Databases and DDL of others, read in a worker: a thread that can be stopped. */
import { QuillError } from '../../core/errors.ts';
import { lowered } from '../../core/format.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { ReadSchema } from '../../protocol/read-schema.ts';
import type { SqlPool } from './sql-pool.ts';

export interface ForeignDatabase {
  readonly source: DatabaseSource;
  /** As a sentence begins with it: `shop.sql`, `The schema shop of data`. */
  readonly name: string;
  /** What to do where it cannot be read, as the end of a sentence: `give a smaller one`. */
  readonly remedy: string;
  readonly limitMs: number;
}

/**
 * Builds and reads a database in a worker, which ends when that takes too long or too much memory. Throws QuillError
 * `schema` (`file` for a database file) that names it where it does not end well, or as the worker does.
 */
export async function readForeignDatabase(
  pool: SqlPool,
  { source, name, remedy, limitMs }: ForeignDatabase,
  signal: AbortSignal,
): Promise<ReadSchema> {
  try {
    return await pool.readSchema(source, limitMs, signal);
  } catch (error) {
    if (!QuillError.is(error) || error.reason === 'cancelled') throw error;
    const reason = source.kind === 'file' ? 'file' : 'schema';
    const why = whyUnreadable(error, limitMs);
    if (why !== undefined) throw new QuillError(reason, `${name} ${why}; ${remedy}.`, { cause: error });
    if (error.reason !== 'schema') throw error;
    throw new QuillError('schema', `${name} cannot be read: ${lowered(error.message)}`, { cause: error });
  }
}

function whyUnreadable({ reason }: QuillError, limitMs: number): string | undefined {
  if (reason === 'timeout') return `could not be built and read within ${limitMs / 1000} s`;
  return reason === 'memory' ? 'needs more memory than there is' : undefined;
}
