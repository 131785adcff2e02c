/** The time limit of a run while it is set up: reading a large schema, or waiting for the dataset, counts as well. */
import { setTimeout as wait } from 'node:timers/promises';
import { QuillError } from '../../core/errors.ts';
import { limitText } from '../../core/pipeline/run-progress.ts';

/** No timer waits longer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class SetUpLimit {
  readonly #begin = performance.now();
  readonly #minutes: number | null;
  readonly #user: AbortSignal;
  readonly #over = new AbortController();

  /** Begins now. `minutes`: null for no limit. `user`: aborts when the command is cancelled. */
  constructor(minutes: number | null, user: AbortSignal) {
    this.#minutes = minutes;
    this.#user = user;
  }

  /** Since its begin. */
  get seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }

  /**
   * Does a part of the set-up; the signal it gets aborts when the command is cancelled, too. `doing`: `shop.sql was
   * read`. Throws QuillError `timeout` where the time was up before the part was done.
   */
  async during<T>(doing: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#minutes === null) return work(this.#user);
    const done = new AbortController();
    const left = Math.max(0, this.#minutes * 60_000 - 1000 * this.seconds);
    if (left <= LONGEST_TIMER)
      wait(left, undefined, { signal: done.signal }).then(
        () => this.#over.abort(),
        () => {},
      );
    try {
      return await work(AbortSignal.any([this.#user, this.#over.signal]));
    } catch (error) {
      if (!this.#over.signal.aborted || this.#user.aborted || !QuillError.is(error, 'cancelled')) throw error;
      throw new QuillError(
        'timeout',
        `The time limit of ${limitText(this.#minutes)} was reached while ${doing}, before the first query; give more by --max-time.`,
        { cause: error },
      );
    } finally {
      done.abort();
    }
  }
}
