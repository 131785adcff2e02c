import type { PoolOptions, SqlPool } from '../adapters/sqlite/sql-pool.ts';

/** What a command gets from the entry. */
export interface Session {
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** For outcomes that are no errors. */
  exitCode: number;
  /** Holds the SQL worker and SQLite. */
  readonly distFolder: string;
  /** Starts SQL workers; they end with the command. */
  openPool(options?: Omit<PoolOptions, 'distFolder'>): SqlPool;
  /** Writes a line to stderr. */
  tell(message: string): void;
}
