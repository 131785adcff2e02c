/** What a run may still spend on models: set aside before every request, and noted after every answer. */
import { QuillError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import type { ChatRequest, Model } from '../../ports.ts';
import { costOf, type Price } from './prices.ts';
import { spentOn } from './spent.ts';
import { type Tokens, UnusableAnswer } from './unusable-answer.ts';

/** How often one request is sent whose answers cannot be used. */
const mostAttempts = 3;
/** Fewer than a token of SQL has, so that no prompt costs more than is set aside. */
const leastCharactersPerToken = 2;
/** So many times what a request may have, or so many tokens, a model that thinks at length has indeed used. */
const mostExcess = 16;
const longThought = 32_768;

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
  /** What is set aside for each request that is under way. */
  readonly #reserved = new Set<{ readonly cost: number }>();
  /** How many times dearer than the most that was foreseen the dearest answer was. */
  #excess = 1;
  #isFull = false;
  #waiting: (() => void)[] = [];
  #requests = 0;
  /**
   * Told of the most that a request may cost before it is sent, where that is more than nothing. Requests count from 1.
   */
  onAsked: ((most: number, request: number) => Promise<void>) | undefined;
  /**
   * Told of the cost of every answer as soon as it is there, which is used once the promise is fulfilled; and of none
   * at all for a request that came to nothing.
   */
  onPaid: ((cost: number, request: number) => Promise<void>) | undefined;

  /** Told in one sentence, once, that a server counts more tokens than a request can have used. */
  onNote: ((sentence: string) => void) | undefined;

  /** `limit`: US dollars; null: none. */
  constructor(limit: number | null) {
    this.#limit = limit;
  }

  /** Notes what earlier processes of the run spent. US dollars. */
  pay(cost: number): void {
    this.#spent += cost;
  }

  /** Nothing more is asked: an earlier process found that too little is left for a request. */
  close(): void {
    this.#isFull = true;
  }

  /** US dollars. */
  get spent(): number {
    return this.#spent;
  }

  /** True once as much has been spent as may be, or too little is left for a request. */
  get isUsedUp(): boolean {
    return this.#isFull || (this.#limit !== null && this.#spent >= this.#limit);
  }

  /**
   * Sets aside the most that a request may cost, in US dollars, waiting for those under way where that is more than is
   * left. Throws LimitReached where it still is then, QuillError `cancelled`.
   */
  async reserve(most: number, signal: AbortSignal): Promise<Reservation> {
    for (;;) {
      if (signal.aborted) throw new QuillError('cancelled', 'The request was cancelled.');
      if (this.#limit !== null && this.isUsedUp) throw new LimitReached(this.#limit);
      const wanted = most * this.#excess;
      if (this.#limit === null || this.#spent + this.#setAside() + wanted <= this.#limit)
        return await this.#reservation(most, wanted);
      if (this.#reserved.size === 0) {
        this.#isFull = true;
        continue;
      }
      await this.#change(signal);
    }
  }

  #setAside(): number {
    return [...this.#reserved].reduce((sum, { cost }) => sum + cost, 0);
  }

  /** Waits until another request is over, or the signal aborts. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.push(done);
    });
  }

  async #reservation(most: number, wanted: number): Promise<Reservation> {
    const held = { cost: wanted };
    const request = ++this.#requests;
    this.#reserved.add(held);
    const giveBack = (): boolean => {
      const isFirst = this.#reserved.delete(held);
      for (const wake of this.#waiting.splice(0)) wake();
      return isFirst;
    };
    const release = async (): Promise<void> => {
      if (giveBack() && wanted > 0) await this.onPaid?.(0, request);
    };
    const pay = async (cost: number): Promise<void> => {
      this.#spent += cost;
      if (most > 0) this.#excess = Math.max(this.#excess, cost / most);
      giveBack();
      if (cost > 0 || wanted > 0) await this.onPaid?.(cost, request);
    };
    try {
      if (wanted > 0) await this.onAsked?.(wanted, request);
    } catch (error) {
      giveBack();
      throw error;
    }
    return { pay, release };
  }
}

interface Reservation {
  /** Notes what the request has cost, and gives the rest back. */
  pay(cost: number): Promise<void>;
  /** Gives back what is still set aside. */
  release(): Promise<void>;
}

/**
 * The model, asked only while the most that an answer may cost is left of the allowance. An answer that cannot be used
 * is paid for, and asked for again where it may pass, at most twice; what comes back counts all answers. Of a count of
 * tokens that cannot be the most that was foreseen is believed. `chat` throws LimitReached, too. Without a price nothing
 * is spent.
 */
export function allowedModel(model: Model, price: Price | undefined, allowance: Allowance): Model {
  let isNoted = false;
  const believed = (counted: Tokens, foreseen: Tokens): Tokens => {
    const tokens = believable(counted, foreseen);
    if (tokens !== counted && !isNoted) {
      isNoted = true;
      allowance.onNote?.(
        `${model.name}'s server counts ${formatCount(totalOf(counted))} tokens for one request, more than it can have used; ${formatCount(totalOf(tokens))} are counted, for such requests the most that was set aside.`,
      );
    }
    return tokens;
  };
  return {
    name: model.name,
    async chat(request, signal) {
      const foreseen: Tokens = {
        promptTokens: mostPromptTokens(request),
        completionTokens: request.maxTokens,
      };
      const most = price === undefined ? 0 : costOf(price, foreseen.promptTokens, foreseen.completionTokens);
      let lost: Tokens = { promptTokens: 0, completionTokens: 0 };
      for (let attempt = 1; ; attempt++) {
        const reservation = await allowance.reserve(most, signal);
        try {
          const answer = await model.chat(request, signal);
          const tokens = believed(answer, foreseen);
          await reservation.pay(spentOn(tokens, price).cost);
          return { ...answer, ...sum(lost, tokens) };
        } catch (error) {
          if (!(error instanceof UnusableAnswer)) throw error;
          const tokens = believed(error.tokens, foreseen);
          await reservation.pay(spentOn(tokens, price).cost);
          lost = sum(lost, tokens);
          if (!error.mayPass || attempt >= mostAttempts)
            throw new UnusableAnswer(error.message, lost, error.mayPass);
        } finally {
          await reservation.release();
        }
      }
    },
  };
}

/** `counted` itself where all of it can be. */
function believable(counted: Tokens, foreseen: Tokens): Tokens {
  const isBelievable = (count: number, most: number): boolean =>
    !(count > Math.max(mostExcess * most, longThought));
  const isPrompt = isBelievable(counted.promptTokens, foreseen.promptTokens);
  const isCompletion = isBelievable(counted.completionTokens, foreseen.completionTokens);
  if (isPrompt && isCompletion) return counted;
  return {
    promptTokens: (isPrompt ? counted : foreseen).promptTokens,
    completionTokens: (isCompletion ? counted : foreseen).completionTokens,
  };
}

function totalOf({ promptTokens, completionTokens }: Tokens): number {
  return promptTokens + completionTokens;
}

function mostPromptTokens({ messages }: ChatRequest): number {
  const characters = messages.reduce((all, { content }) => all + content.length, 0);
  return Math.ceil(characters / leastCharactersPerToken);
}

function sum(a: Tokens, b: Tokens): Tokens {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}
