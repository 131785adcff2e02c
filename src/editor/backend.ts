import type * as vscode from 'vscode';
import type { OptimizeOptions, OptimizeResult, SearchEvent } from '../core/optimize/contract.ts';

/** A database as the workers open it. */
export type DatabaseSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'sample'; readonly size: 'small' | 'medium' | 'large'; readonly seed: number }
  | { readonly kind: 'schema'; readonly ddl: string; readonly rows: number; readonly seed: number };

export interface DatabaseOverview {
  readonly tables: readonly TableOverview[];
}

export interface TableOverview {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly notNull: boolean }[];
  readonly indexes: readonly string[];
}

export interface OptimizeJob {
  readonly sql: string;
  readonly database: DatabaseSource;
  readonly options: OptimizeOptions;
}

/** The SQL workers. The first job starts them. */
export interface Backend extends vscode.Disposable {
  optimize(
    job: OptimizeJob,
    hooks: { readonly signal: AbortSignal; onEvent(event: SearchEvent): void },
  ): Promise<OptimizeResult>;
  inspect(database: DatabaseSource, signal: AbortSignal): Promise<DatabaseOverview>;
}
