/** The few interfaces that adapters implement. Declared as the subset that core calls. */

/** A typed cell: null, integer (bigint), real (number), text, blob. */
export type Cell = null | bigint | number | string | Uint8Array;
export type Row = readonly Cell[];

export interface ResultSet {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** True when reading stopped at `maxRows` and there were more. */
  readonly truncated: boolean;
}

/** Values for parameters by their text (`?1`, `:name`), or by position for `?`. */
export type Bindings = Readonly<Record<string, Cell>> | readonly Cell[];

export interface QueryOptions {
  readonly params?: Bindings;
  /** Stop after this many rows. Default: no limit. */
  readonly maxRows?: number;
  /** Throws QuillError `timeout` when the query runs longer, in milliseconds. Default: no limit. */
  readonly limitMs?: number;
}

/** A prepared statement; `run` and `step` start anew after `reset`. */
export interface Statement {
  readonly columns: readonly string[];
  bind(params: Bindings): void;
  /**
   * Runs to the end without fetching a cell, and counts the rows. For timing. Throws QuillError `timeout` past
   * `limitMs`.
   */
  drain(limitMs?: number): number;
  /** Binds, runs and resets a statement that returns no rows (INSERT …). */
  run(params?: Bindings): void;
  /** Runs and fetches all rows. */
  all(options?: QueryOptions): ResultSet;
  /** Runs and hands over one row at a time, so that a result of any size can be read. */
  each(visit: (row: Row) => void, options?: QueryOptions): void;
  free(): void;
}

/** A synchronous database, living inside a worker. */
export interface Database {
  /**
   * Runs statements that return nothing (DDL, BEGIN, SAVEPOINT, PRAGMA). Throws QuillError `timeout` past `limitMs`,
   * where the engine can be stopped.
   */
  exec(sql: string, limitMs?: number): void;
  /** Throws QuillError `query-failed` with the engine's message when the text cannot be prepared. */
  prepare(sql: string): Statement;
  query(sql: string, options?: QueryOptions): ResultSet;
  close(): void;
}

/** A kind of database that can be opened in this thread. */
export interface Engine {
  readonly name: 'sqlite';
  readonly version: string;
  /** An empty database in memory with a memory journal, or one read from the bytes of a file. */
  open(bytes?: Uint8Array): Database;
}

/** Monotonic time in milliseconds, with fractions. */
export interface Clock {
  now(): number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** A JSON Schema that the answer must follow. */
  readonly answer?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed?: number;
}

export interface ChatAnswer {
  readonly text: string;
  /** False when it was cut off at `maxTokens`. */
  readonly complete: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A language model: an endpoint, or a local one in its own process. */
export interface Model {
  /** As the provider names it. */
  readonly name: string;
  /** Throws QuillError: `endpoint` when it cannot be reached or refuses, `cancelled` when the signal aborts. */
  chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer>;
}
