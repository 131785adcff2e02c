/** Runs one query on what is loaded. */
import { QuillError } from '../errors.ts';
import type { Database, ResultSet, Statement } from '../ports.ts';
import type { Binding } from './bindings.ts';
import { RunLimit } from './run-limit.ts';

/** More rows than this from a small instance mean a query that multiplies without end. */
const MAX_ROWS = 20_000;

export type Answer =
  | { readonly kind: 'rows'; readonly result: ResultSet }
  | { readonly kind: 'error'; readonly message: string }
  /** Stopped, or `message`: out of memory. */
  | { readonly kind: 'unusable'; readonly message?: string };

/** One prepared query. */
export class Runner {
  readonly #statement: Statement;
  readonly #limit: RunLimit;

  /** `limit` for one run, in milliseconds if a number. Throws QuillError `query-failed` when the text cannot be prepared. */
  constructor(db: Database, sql: string, limit: RunLimit | number) {
    this.#statement = db.prepare(sql);
    this.#limit = typeof limit === 'number' ? new RunLimit(limit) : limit;
  }

  get columns(): readonly string[] {
    return this.#statement.columns;
  }

  run(binding: Binding): Answer {
    const begin = performance.now();
    const done = (endless: boolean): void => this.#limit.note(performance.now() - begin, endless);
    try {
      const result = this.#statement.all({ params: binding, limitMs: this.#limit.ms, maxRows: MAX_ROWS });
      done(result.truncated === true);
      return result.truncated ? { kind: 'unusable' } : { kind: 'rows', result };
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      if (error.reason === 'query-failed') return { kind: 'error', message: error.message };
      done(true);
      return error.reason === 'memory' ? { kind: 'unusable', message: error.message } : { kind: 'unusable' };
    }
  }

  free(): void {
    this.#statement.free();
  }
}
