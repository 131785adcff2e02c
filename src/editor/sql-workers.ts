import * as vscode from 'vscode';
import { SqlPool } from '../adapters/sqlite/sql-pool.ts';
import { requireTrust } from './trust.ts';

/** What the editor asks of the SQL workers. */
export type Backend = Pick<SqlPool, 'optimize' | 'inspect'>;

/** The worker threads. The first question starts them, which a workspace without trust never gets to. */
export class SqlWorkers implements Backend, vscode.Disposable {
  readonly #folder: string;
  #pool: SqlPool | undefined;

  constructor(extension: vscode.Uri) {
    this.#folder = vscode.Uri.joinPath(extension, 'dist').fsPath;
  }

  readonly optimize: Backend['optimize'] = (job, hooks) => this.#started().optimize(job, hooks);

  readonly inspect: Backend['inspect'] = (database, signal) => this.#started().inspect(database, signal);

  #started(): SqlPool {
    requireTrust();
    this.#pool ??= new SqlPool({ distFolder: this.#folder });
    return this.#pool;
  }

  dispose(): void {
    void this.#pool?.dispose();
    this.#pool = undefined;
  }
}
