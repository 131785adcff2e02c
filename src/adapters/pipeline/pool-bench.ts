/** Searching, timing and judging in the SQL workers. */
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { Bench, BenchJob } from '../../core/pipeline/contract.ts';
import type { DatabaseSource } from '../../protocol/database-source.ts';
import type { SqlPool } from '../sqlite/sql-pool.ts';

type Limits = Pick<RunConfig, 'budgetMs' | 'queryLimitMs' | 'databases' | 'mutants'>;

export class PoolBench implements Bench {
  readonly #pool: SqlPool;
  readonly #limits: Limits;
  readonly #source: (schema: string) => DatabaseSource;

  /** `source` names the database of a schema. */
  constructor(pool: SqlPool, limits: Limits, source: (schema: string) => DatabaseSource) {
    this.#pool = pool;
    this.#limits = limits;
    this.#source = source;
  }

  run(
    { schema, sql, candidates, indexes, offeredIndexes, rules, slower, seed }: BenchJob,
    signal: AbortSignal,
  ): Promise<OptimizeResult> {
    const { budgetMs, queryLimitMs, databases, mutants } = this.#limits;
    return this.#pool.optimize(
      {
        sql,
        database: this.#source(schema.id),
        options: {
          budgetMs,
          queryLimitMs,
          databases,
          mutants,
          seed,
          indexes,
          params: {},
          slower,
          witness: true,
          knownSlow: [],
        },
        candidates: [...candidates],
        ...(offeredIndexes && { offeredIndexes: [...offeredIndexes] }),
        rules,
      },
      { signal },
    );
  }
}
