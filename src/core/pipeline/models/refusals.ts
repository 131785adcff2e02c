import { LimitReached } from './allowance.ts';
import type { Conversation } from './conversation.ts';
import { RefusedRequest } from './refused-request.ts';

/** After so many in a row it is not the single request that is wrong. */
const most = 5;

/** Lets single refused requests pass, and ends the run when every request is refused. */
export class Refusals {
  #inRow = 0;

  accepted(): void {
    this.#inRow = 0;
  }

  /**
   * Returns the reason to note; throws the error when it is no refusal, or one too many, with what the talk has cost.
   */
  take(error: unknown, talk: Conversation): string {
    // The run ends by itself when it adds up what was spent.
    if (error instanceof LimitReached) return error.message;
    if (!(error instanceof RefusedRequest) || ++this.#inRow >= most) throw talk.ended(error);
    return error.message;
  }
}
