/**
 * Stops a running query in its own thread. sql.js exports neither sqlite3_interrupt nor sqlite3_progress_handler, so
 * the handler is written into the `sqlite3` object of sql.js 1.16.0. `verify` proves by a real interrupt that this is
 * the right place; where it fails, only the end of the worker stops a query.
 */
import type { Pointer, SqlJsModule } from './sqljs-module.ts';

const HANDLER_AT = 380;
const ARGUMENT_AT = 384;
const INTERVAL_AT = 388;
/** Virtual machine steps between two looks at the clock: a tenth to one millisecond. */
const INTERVAL = 10_000;

export class Interrupt {
  readonly #module: SqlJsModule;
  readonly #handler: number;
  #deadline = Number.POSITIVE_INFINITY;

  constructor(module: SqlJsModule) {
    this.#module = module;
    this.#handler = module.sql.addFunction(() => (performance.now() > this.#deadline ? 1 : 0), 'ii');
  }

  /** True when the places hold zeros, as they do in a fresh connection without a handler. */
  looksUnused(db: Pointer): boolean {
    const { words } = this.#module;
    return [HANDLER_AT, ARGUMENT_AT, INTERVAL_AT].every(offset => words[(db + offset) >> 2] === 0);
  }

  /** Makes queries of this connection end with SQLITE_INTERRUPT after `deadline` (of performance.now). */
  arm(db: Pointer, deadline: number): void {
    this.#deadline = deadline;
    const { words } = this.#module;
    words[(db + INTERVAL_AT) >> 2] = INTERVAL;
    words[(db + HANDLER_AT) >> 2] = this.#handler;
  }

  disarm(db: Pointer): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    const { words } = this.#module;
    words[(db + HANDLER_AT) >> 2] = 0;
    words[(db + INTERVAL_AT) >> 2] = 0;
  }
}
