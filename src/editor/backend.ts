import type { OptimizeOptions, OptimizeResult, SearchEvent } from '../core/optimize/contract.ts';
import type { DatabaseOverview, DatabaseSource } from '../protocol/database-source.ts';

export interface OptimizeJob {
  readonly sql: string;
  readonly database: DatabaseSource;
  readonly options: OptimizeOptions;
}

/** What the editor asks of the SQL workers. */
export interface Backend {
  optimize(
    job: OptimizeJob,
    hooks: { readonly signal: AbortSignal; onEvent(event: SearchEvent): void },
  ): Promise<OptimizeResult>;
  inspect(database: DatabaseSource, signal: AbortSignal): Promise<DatabaseOverview>;
}
