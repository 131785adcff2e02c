/** What one query has cost so far and is told nowhere yet, so that every dollar is told once. */
import type { Spent } from './contract.ts';
import { addSpent, nothingSpent } from './models/spent.ts';

export class Bill {
  #owed: Spent;

  constructor(owed: Spent = nothingSpent) {
    this.#owed = owed;
  }

  owe(spent: Spent): void {
    this.#owed = addSpent(this.#owed, spent);
  }

  /** All that is owed, for the entry that is stored next; what comes after it costs nothing more. */
  take(): Spent {
    const owed = this.#owed;
    this.#owed = nothingSpent;
    return owed;
  }
}
