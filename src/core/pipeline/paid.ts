/** Asking models, with a note of what every answer has cost. */
import type { Bill } from './bill.ts';
import type { Spent } from './contract.ts';
import type { Yield } from './item-parts.ts';
import { addSpent } from './models/spent.ts';
import { Unfinished } from './models/unfinished.ts';
import { type Waiting, withPatience } from './patience.ts';

/** Where costs are noted: of the whole item, and what no entry carries yet. */
export interface Account {
  readonly made: Yield;
  readonly bill: Bill;
}

/** Asks, however long the server is away. Throws what the question ends by, its cost noted. */
export function askPaid<T extends { readonly spent: Spent }>(
  question: () => Promise<T>,
  { made, bill }: Account,
  waiting: Waiting,
  signal: AbortSignal,
): Promise<T> {
  const pay = (spent: Spent): void => {
    made.spent = addSpent(made.spent, spent);
    bill.owe(spent);
  };
  const paid = async (): Promise<T> => {
    try {
      const answer = await question();
      pay(answer.spent);
      return answer;
    } catch (error) {
      if (!(error instanceof Unfinished)) throw error;
      pay(error.spent);
      throw error.cause;
    }
  };
  return withPatience(paid, waiting, signal);
}
