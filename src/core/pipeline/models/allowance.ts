/** What a run may still spend on models, looked at before every request. */
import { QuillError } from '../../errors.ts';
import type { Model } from '../../ports.ts';
import type { Price } from './prices.ts';
import { spentOn } from './spent.ts';

/** The limit of costs is reached: nothing more is asked. */
export class LimitReached extends QuillError {
  constructor(limit: number) {
    super('endpoint', `The cost limit of $${limit} is reached, so the model was not asked again.`);
    this.name = 'LimitReached';
  }
}

export class Allowance {
  readonly #limit: number | null;
  #spent = 0;

  /** `limit`: US dollars; null: none. */
  constructor(limit: number | null) {
    this.#limit = limit;
  }

  /** Notes a cost, also that of earlier processes of the run. US dollars. */
  pay(cost: number): void {
    this.#spent += cost;
  }

  get isUsedUp(): boolean {
    return this.#limit !== null && this.#spent >= this.#limit;
  }

  /** Throws LimitReached once as much has been spent as may be. */
  check(): void {
    if (this.#limit !== null && this.isUsedUp) throw new LimitReached(this.#limit);
  }
}

/**
 * The model, asked only while the allowance lasts: what is spent beyond it is at most the requests that were under way.
 * `chat` throws LimitReached, too. Without a price nothing is spent.
 */
export function allowedModel(model: Model, price: Price | undefined, allowance: Allowance): Model {
  return {
    name: model.name,
    async chat(request, signal) {
      allowance.check();
      const answer = await model.chat(request, signal);
      allowance.pay(spentOn(answer, price).cost);
      return answer;
    },
  };
}
