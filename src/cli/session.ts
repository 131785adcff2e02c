import type { ShippedSchema } from '../adapters/pipeline/schema-library.ts';
import type { SqliteEngine } from '../adapters/sqlite/engine.ts';
import type { PoolOptions, SqlPool } from '../adapters/sqlite/sql-pool.ts';

/** What a command gets from the entry. */
export interface Session {
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** For outcomes that are no errors. */
  exitCode: number;
  /** SQLite in this thread. Throws QuillError `file` where it cannot be read. */
  engine(): Promise<SqliteEngine>;
  /** The schemas that come with Quill, in alphabetical order. */
  shippedSchemas(): ShippedSchema[];
  /** Starts SQL workers; they end with the command. */
  openPool(options?: Omit<PoolOptions, 'distFolder'>): SqlPool;
  /** Writes a line to stderr. */
  tell(message: string): void;
}
