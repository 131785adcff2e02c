/** Shared memory by which SQL workers take turns in timing, so that no two of them time a query at once. */

/** How long a waiting worker sleeps before it looks again, in milliseconds. */
const LOOK_EVERY = 100;

export class TimingTurn {
  readonly buffer: SharedArrayBuffer;
  /** The thread whose turn it is; 0: nobody's. */
  readonly #owner: Int32Array;
  #waited = 0;
  #depth = 0;

  constructor(buffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#owner = new Int32Array(buffer);
  }

  /** Worker: milliseconds spent in waiting so far, which no budget of a search should pay for. */
  get waited(): number {
    return this.#waited;
  }

  /** Worker: runs `work` when it is this thread's turn. `thread` is its id, which is never 0 in a worker. */
  hold<T>(thread: number, work: () => T): T {
    if (this.#depth > 0) return work();
    const begin = performance.now();
    for (;;) {
      const owner = Atomics.compareExchange(this.#owner, 0, 0, thread);
      if (owner === 0) break;
      Atomics.wait(this.#owner, 0, owner, LOOK_EVERY);
    }
    this.#waited += performance.now() - begin;
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
      this.release(thread);
    }
  }

  /** Worker, or its host when the thread has ended: the turn is over, if it was that thread's. */
  release(thread: number): void {
    if (Atomics.compareExchange(this.#owner, 0, thread, 0) === thread) Atomics.notify(this.#owner, 0, 1);
  }
}
