/**
 * Shared memory in which a worker says which query it is in and since when. A worker stuck in a query can post no
 * message any more; its host reads here what it is stuck in.
 *
 * Layout: [0] 1 while a query runs, [1] bytes of its text, then its start (Unix time in ms, 64-bit float), then the
 * text.
 */
const TEXT_AT = 16;
const TEXT_BYTES = 64 * 1024;

export interface RunningQuery {
  readonly sql: string;
  /** How long it has been running, in milliseconds. */
  readonly ms: number;
}

export class Pulse {
  readonly buffer: SharedArrayBuffer;
  readonly #state: Int32Array;
  readonly #start: Float64Array;
  readonly #text: Uint8Array;
  readonly #encoder = new TextEncoder();
  #written = '';

  constructor(buffer = new SharedArrayBuffer(TEXT_AT + TEXT_BYTES)) {
    this.buffer = buffer;
    this.#state = new Int32Array(buffer, 0, 2);
    this.#start = new Float64Array(buffer, 8, 1);
    this.#text = new Uint8Array(buffer, TEXT_AT);
  }

  /** Worker: a query starts. Text beyond 64 KiB is cut. */
  begin(sql: string): void {
    if (sql !== this.#written) {
      this.#state[1] = this.#encoder.encodeInto(sql, this.#text).written;
      this.#written = sql;
    }
    this.#start[0] = Date.now();
    Atomics.store(this.#state, 0, 1);
  }

  /** Worker: the query has ended. */
  end(): void {
    Atomics.store(this.#state, 0, 0);
  }

  /** Host: the query that runs now, if one does. */
  read(): RunningQuery | undefined {
    if (Atomics.load(this.#state, 0) === 0) return undefined;
    const bytes = this.#text.slice(0, this.#state[1]);
    return { sql: new TextDecoder().decode(bytes), ms: Date.now() - (this.#start[0] ?? 0) };
  }
}
