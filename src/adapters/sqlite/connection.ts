/** One open SQLite connection: preparing, running, time limits. */
import { QuillError } from '../../core/errors.ts';
import type { Database, QueryOptions, ResultSet } from '../../core/ports.ts';
import type { Internals } from './internals.ts';
import type { Interrupt } from './interrupt.ts';
import { errorOf, guarded, OK } from './result-codes.ts';
import type { Pointer, SqlJsModule } from './sqljs-module.ts';
import { SqliteStatement } from './statement.ts';

export class Connection implements Database {
  readonly module: SqlJsModule;
  readonly internals: Internals;
  readonly #interrupt: Interrupt | undefined;
  readonly #release: () => void;
  readonly #statements = new Set<SqliteStatement>();
  #pointer: Pointer;

  /** `release` closes the connection at `pointer` and frees what holds its data. */
  constructor(
    module: SqlJsModule,
    internals: Internals,
    interrupt: Interrupt | undefined,
    pointer: Pointer,
    release: () => void,
  ) {
    this.module = module;
    this.internals = internals;
    this.#interrupt = interrupt;
    this.#pointer = pointer;
    this.#release = release;
  }

  /** The address of the `sqlite3` object. Throws QuillError `internal` when closed. */
  get pointer(): Pointer {
    if (this.#pointer === 0) throw new QuillError('internal', 'The database was closed before.');
    return this.#pointer;
  }

  /** SQLite's message for the last failing call. */
  message(): string {
    return this.module.zeroEnded(this.module.sql._sqlite3_errmsg(this.pointer));
  }

  exec(sql: string): void {
    const { pointer } = this.module.writeText(sql);
    const code = guarded(() => this.module.sql._sqlite3_exec(this.pointer, pointer, 0, 0, 0));
    if (code !== OK) throw errorOf(code, this.message());
  }

  prepare(sql: string): SqliteStatement {
    const compiled = this.#compile(sql);
    if (compiled.statement === 0) throw new QuillError('query-failed', 'There is no statement to run.');
    if (compiled.rest.trim() !== '') {
      const second = this.#compileRest(compiled);
      if (second !== 0) {
        this.module.sql._sqlite3_finalize(second);
        this.module.sql._sqlite3_finalize(compiled.statement);
        throw new QuillError('several-statements', 'Only one statement can be run at a time.');
      }
    }
    const statement = new SqliteStatement(this, compiled.statement);
    this.#statements.add(statement);
    return statement;
  }

  /** A rest of comments compiles to nothing (0); a broken rest is a second statement all the same. */
  #compileRest(compiled: { statement: Pointer; rest: string }): Pointer {
    try {
      return this.#compile(compiled.rest).statement;
    } catch (error) {
      this.module.sql._sqlite3_finalize(compiled.statement);
      throw error;
    }
  }

  #compile(text: string): { statement: Pointer; rest: string } {
    const { module, pointer } = this;
    const { pointer: start, length } = module.writeText(text, 8);
    const code = guarded(() =>
      module.sql._sqlite3_prepare_v2(pointer, start, length + 1, start - 8, start - 4),
    );
    if (code !== OK) throw errorOf(code, this.message());
    const [statement = 0, tail = 0] = module.words.subarray((start - 8) >> 2, start >> 2);
    return { statement, rest: module.text(tail, start + length - tail) };
  }

  query(sql: string, options?: QueryOptions): ResultSet {
    const statement = this.prepare(sql);
    try {
      return statement.all(options);
    } finally {
      statement.free();
    }
  }

  /** Runs `body` under a time limit; it asks `expired` between steps, SQLite asks within them. */
  limited(limitMs: number | undefined, body: (expired: () => boolean) => void): void {
    if (limitMs === undefined) {
      guarded(() => body(() => false));
      return;
    }
    const deadline = performance.now() + limitMs;
    this.#interrupt?.arm(this.pointer, deadline);
    try {
      guarded(() => body(() => performance.now() > deadline));
    } finally {
      this.#interrupt?.disarm(this.pointer);
    }
  }

  forget(statement: SqliteStatement): void {
    this.#statements.delete(statement);
  }

  close(): void {
    if (this.#pointer === 0) return;
    for (const statement of [...this.#statements]) statement.free();
    this.#release();
    this.#pointer = 0;
  }
}
