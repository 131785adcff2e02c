/** Has a model mark how well queries read. Its mark counts half, the measured features the other half. */
import type { Model } from '../../ports.ts';
import { readabilityMessages, readabilitySchema, readReadability } from '../../prompt/readability.ts';
import type { Spent } from '../contract.ts';
import { LimitReached } from './allowance.ts';
import { Conversation } from './conversation.ts';
import { type Price, priceOf } from './prices.ts';
import { RefusedRequest } from './refused-request.ts';
import { UselessAnswers } from './useless-answers.ts';

export interface Marks {
  /** 0 to 1; undefined where the model gave none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly spent: Spent;
}

/** Tokens of a mark, with room for a model that thinks aloud. */
const maxTokens = 400;

export class ReadabilityJudge {
  readonly #model: Model;
  readonly #price: Price | undefined;
  readonly #useless: UselessAnswers;

  /** `price`: default the list price of the model, if it is known. */
  constructor(model: Model, price: Price | undefined = priceOf(model.name)) {
    this.#model = model;
    this.#price = price;
    this.#useless = new UselessAnswers(model.name, 'mark of readability');
  }

  /** Throws QuillError: OutageError, `endpoint`, `cancelled`, within Unfinished where one mark was paid for. */
  async mark(slow: string, fast: string, signal: AbortSignal): Promise<Marks> {
    const talk = new Conversation(this.#model, this.#price, signal);
    try {
      const before = await this.#markOf(talk, slow);
      const after = fast === slow ? before : await this.#markOf(talk, fast);
      return { before, after, spent: talk.spent };
    } catch (error) {
      throw talk.ended(error);
    }
  }

  async #markOf(talk: Conversation, sql: string): Promise<number | undefined> {
    try {
      const messages = readabilityMessages(sql);
      const { text } = await talk.ask({ messages, answer: readabilitySchema, maxTokens, temperature: 0 });
      const mark = readReadability(text);
      if (mark === undefined) this.#useless.unreadable(text);
      else this.#useless.useful();
      return mark;
    } catch (error) {
      if (error instanceof RefusedRequest || error instanceof LimitReached) return undefined;
      throw error;
    }
  }
}
