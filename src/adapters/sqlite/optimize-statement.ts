import { explained } from '../../core/dialect/other-dialect.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import {
  eventWithHoles,
  mayNameTables,
  runnable,
  tableTest,
  withHoles,
} from '../../core/optimize/with-holes.ts';
import type { OptimizeRequest } from '../../protocol/sql-messages.ts';
import type { SqlPool } from './sql-pool.ts';
import type { JobHooks } from './sql-thread.ts';

/** A statement as it stands in its file, and what the search for a faster one gets. */
export interface StatementRequest extends OptimizeRequest {
  /** The 1-based line of the file on which the statement begins; where it is given, errors name lines of the file. */
  readonly line?: number;
  /** The names of the database's tables; asked only where a template hole may stand for one. */
  tables(): Promise<readonly string[]>;
}

/**
 * Searches for a faster form of a statement that may have template holes; result and events speak of it as it was
 * written. Throws QuillError: `template` where a hole cannot be filled, what `tables` and the search throw, and for a
 * statement of another engine `other-dialect`.
 */
export async function optimizeStatement(
  pool: Pick<SqlPool, 'optimize'>,
  { sql: written, line, tables, ...request }: StatementRequest,
  { onEvent, ...hooks }: JobHooks = {},
): Promise<OptimizeResult> {
  try {
    const known = mayNameTables(written) ? await tables() : undefined;
    const { sql, holes } = runnable(written, tableTest(known));
    const result = await pool.optimize(
      { ...request, sql },
      { ...hooks, ...(onEvent && { onEvent: event => onEvent(eventWithHoles(event, written, holes)) }) },
    );
    return withHoles(result, written, holes);
  } catch (error) {
    throw explained(error, written, line);
  }
}
