import type { Spent } from '../contract.ts';

/** Work with a model that an error ended after some answers were paid for. The error itself is the cause. */
export class Unfinished extends Error {
  readonly spent: Spent;

  constructor(cause: unknown, spent: Spent) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'Unfinished';
    this.spent = spent;
  }
}
