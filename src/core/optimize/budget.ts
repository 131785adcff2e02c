/** The time that a search may take. */
import type { Clock } from '../ports.ts';

export class Budget {
  readonly #clock: Clock;
  readonly #end: number;

  /** Of `budgetMs` milliseconds, beginning now. */
  constructor(clock: Clock, budgetMs: number) {
    this.#clock = clock;
    this.#end = clock.now() + budgetMs;
  }

  get isSpent(): boolean {
    return this.#clock.now() >= this.#end;
  }

  /** A share of what is left, in milliseconds. */
  share(share: number): number {
    return share * Math.max(0, this.#end - this.#clock.now());
  }

  /** The moment when a share of what is left, or `atMostMs`, will be over. */
  until(share: number, atMostMs: number): number {
    return this.#clock.now() + Math.min(this.share(share), atMostMs);
  }
}
