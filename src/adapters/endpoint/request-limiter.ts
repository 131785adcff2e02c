/** Keeps requests within a number at once and a number a minute, first come, first served. */
import { QuillError } from '../../core/errors.ts';

export interface RequestLimits {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Starts within any `windowMs`. Default: no limit. */
  readonly requestsPerMinute?: number | undefined;
  /** Default: a minute. */
  readonly windowMs?: number | undefined;
}

/** A server that asks for a longer pause is asked again after this one, in milliseconds. */
export const longestPause = 10 * 60_000;

interface Waiter {
  start(): void;
}

export class RequestLimiter {
  readonly #limits: RequestLimits;
  readonly #windowMs: number;
  #waiting: Waiter[] = [];
  /** When the latest requests began, the oldest first. */
  #starts: number[] = [];
  #running = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: RequestLimits) {
    this.#limits = limits;
    this.#windowMs = limits.windowMs ?? 60_000;
  }

  /**
   * Waits for a turn; call the result when the request is over. Throws QuillError `cancelled` when the signal aborts.
   */
  acquire(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      const stop = () => {
        this.#waiting = this.#waiting.filter(each => each !== waiter);
        reject(cancelled());
        this.#pump();
      };
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener('abort', stop);
          resolve(this.#release());
        },
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#waiting.push(waiter);
      this.#pump();
    });
  }

  /** Starts nothing for so many milliseconds, at most `longestPause`: the server has asked for it. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + Math.min(ms, longestPause));
  }

  #release(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#running--;
      this.#pump();
    };
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0 && this.#running < this.#limits.concurrency) {
      const now = performance.now();
      const delay = this.#delay(now);
      if (delay > 0) {
        this.#timer = setTimeout(() => this.#pump(), Math.ceil(delay));
        return;
      }
      this.#starts.push(now);
      this.#running++;
      this.#waiting.shift()!.start();
    }
  }

  /** Milliseconds until the next request may begin. */
  #delay(now: number): number {
    const pause = this.#pausedUntil - now;
    const { requestsPerMinute } = this.#limits;
    if (requestsPerMinute === undefined) {
      this.#starts = [];
      return pause;
    }
    this.#starts = this.#starts.filter(start => start > now - this.#windowMs);
    // A limit below one a minute still lets one through at a time.
    const oldest = this.#starts[this.#starts.length - Math.max(1, Math.floor(requestsPerMinute))];
    return oldest === undefined ? pause : Math.max(pause, oldest + this.#windowMs - now);
  }
}

export function cancelled(): QuillError {
  return new QuillError('cancelled', 'The request was cancelled.');
}
