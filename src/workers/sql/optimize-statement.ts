import type { OptimizeResult } from '../../core/optimize/contract.ts';
import { optimize } from '../../core/optimize/search.ts';
import type { OptimizeRequest } from '../../protocol/sql-messages.ts';
import type { Context } from './answer.ts';

/** Searches for a faster statement on the request's database. */
export function optimizeStatement(
  { sql, database, options, candidates, offeredIndexes, rules }: OptimizeRequest,
  { engine, databases, clock, exclusive, emit, doubt }: Context,
): OptimizeResult {
  const { db, schema, notes } = databases.open(database);
  for (const message of notes) emit({ type: 'progress', message });
  engine.refuse(options.knownSlow);
  try {
    return optimize({
      engine,
      database: db,
      schema,
      sql,
      clock,
      options,
      exclusive,
      ...(candidates && { candidates }),
      ...(offeredIndexes && { offeredIndexes }),
      ...(rules === false && { rules: [] }),
      onEvent: emit,
      onDoubt: doubt,
    });
  } finally {
    engine.refuse([]);
  }
}
