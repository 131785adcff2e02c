import type { Model } from '../../ports.ts';
import type { DroppedQuery, Repair, Spent } from '../contract.ts';
import { Conversation } from './conversation.ts';
import { type Price, priceOf } from './prices.ts';
import { Refusals } from './refusals.ts';

/** What a talk leaves beside what was asked for. */
export interface TalkAccount {
  readonly spent: Spent;
  readonly repairs: readonly Repair[];
  readonly dropped: readonly DroppedQuery[];
  /** True where a request was refused, or its answer could not be used. */
  readonly refused: boolean;
}

/** The talks with one model: what each has cost, and how many requests in a row were refused. */
export class Talks {
  readonly #model: Model;
  readonly #price: Price | undefined;
  readonly #refusals = new Refusals();

  /** `price`: default the list price of the model, if it is known. */
  constructor(model: Model, price: Price | undefined = priceOf(model.name)) {
    this.#price = price;
    this.#model = {
      name: model.name,
      chat: async (request, signal) => {
        const answer = await model.chat(request, signal);
        this.#refusals.accepted();
        return answer;
      },
    };
  }

  /**
   * Holds one talk, which ends early when a request is refused. Throws QuillError: OutageError, `endpoint`,
   * `cancelled`, within Unfinished where some answer was paid for.
   */
  async hold(signal: AbortSignal, talkOf: (talk: Conversation) => Promise<void>): Promise<TalkAccount> {
    const talk = new Conversation(this.#model, this.#price, signal);
    let refused = false;
    try {
      await talkOf(talk);
    } catch (error) {
      talk.drop('', this.#refusals.take(error, talk));
      refused = true;
    }
    const { spent, repairs, dropped } = talk;
    return { spent, repairs, dropped, refused };
  }
}
