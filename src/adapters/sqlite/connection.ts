/** One open SQLite connection: preparing, running, time limits. */
import { QuillError } from '../../core/errors.ts';
import type { Database, QueryOptions, ResultSet } from '../../core/ports.ts';
import type { Internals } from './internals.ts';
import type { Interrupt } from './interrupt.ts';
import { errorOf, guarded, OK } from './result-codes.ts';
import type { Pointer, SqlJsModule } from './sqljs-module.ts';
import { SqliteStatement } from './statement.ts';

/** Told of every query that is run, not of statements that return nothing. */
export interface QueryObserver {
  begin(sql: string): void;
  end(): void;
}

/** What all connections of an engine share. */
export interface EngineParts {
  readonly module: SqlJsModule;
  readonly internals: Internals;
  interrupt?: Interrupt;
  observer?: QueryObserver;
  /** Queries that no limit stops; they fail at once, as if at their limit. */
  refused?: ReadonlySet<string>;
}

/** An open database of the engine. Closing it frees its statements. */
export class Connection implements Database {
  readonly #parts: EngineParts;
  readonly #release: () => void;
  readonly #statements = new Set<SqliteStatement>();
  #pointer: Pointer;

  /** `release` closes the connection at `pointer` and frees what holds its data. */
  constructor(parts: EngineParts, pointer: Pointer, release: () => void) {
    this.#parts = parts;
    this.#pointer = pointer;
    this.#release = release;
  }

  get module(): SqlJsModule {
    return this.#parts.module;
  }

  get internals(): Internals {
    return this.#parts.internals;
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

  exec(sql: string, limitMs?: number): void {
    const interrupt = limitMs === undefined ? undefined : this.#parts.interrupt;
    const { pointer } = this.module.writeText(sql);
    interrupt?.arm(this.pointer, performance.now() + (limitMs ?? 0));
    try {
      const code = guarded(() => this.module.sql._sqlite3_exec(this.pointer, pointer, 0, 0, 0));
      if (code !== OK) throw errorOf(code, this.message());
    } finally {
      interrupt?.disarm(this.pointer);
    }
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
    const statement = new SqliteStatement(this, compiled.statement, sql);
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

  /** Runs the query `sql` in `body` under a time limit: `body` asks `expired` between steps, SQLite within them. */
  limited(sql: string, limitMs: number | undefined, body: (expired: () => boolean) => void): void {
    const { interrupt, observer, refused } = this.#parts;
    if (refused?.has(sql)) throw new QuillError('timeout', 'The query is known to run past its limit.');
    const deadline = limitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
    const expired = limitMs === undefined ? () => false : () => performance.now() > deadline;
    observer?.begin(sql);
    if (limitMs !== undefined) interrupt?.arm(this.pointer, deadline);
    try {
      guarded(() => body(expired));
    } finally {
      if (limitMs !== undefined) interrupt?.disarm(this.pointer);
      observer?.end();
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
