/** Many writes at a time, so that they reach the disk together. */
const size = 500;

export class Batch {
  #waiting: Promise<void>[] = [];

  /** Takes a write under way; waits, now and then, for all so far. Throws what one of them throws. */
  async add(write: Promise<void>): Promise<void> {
    // Whoever awaits it sees the error; until then it is not unheard of.
    write.catch(() => {});
    this.#waiting.push(write);
    if (this.#waiting.length >= size) await this.end();
  }

  /** Waits for all. */
  async end(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    await Promise.all(waiting);
  }
}
