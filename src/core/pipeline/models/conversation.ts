/** Asks a model within one task: adds up what it cost, and takes the one turn of repair. */

import type { ChatAnswer, ChatRequest, Model } from '../../ports.ts';
import { answerSchema, readAnswer } from '../../prompt/optimize.ts';
import { repairMessages } from '../../prompt/repair.ts';
import type { Schema } from '../../schema/model.ts';
import type { DroppedQuery, Repair, Spent } from '../contract.ts';
import { OutageError } from '../patience.ts';
import { LimitReached } from './allowance.ts';
import { type CheckedQuery, checkQuery } from './check-query.ts';
import type { Price } from './prices.ts';
import { RefusedRequest } from './refused-request.ts';
import { addSpent, nothingSpent, spentOn } from './spent.ts';
import { Unfinished } from './unfinished.ts';
import { type Tokens, UnusableAnswer } from './unusable-answer.ts';

/** The longest answer to a repair, in tokens. */
const repairTokens = 2000;
/** More of a dropped text is not kept, in characters. */
const longestDropped = 2000;
const longestReason = 500;
/** So many texts of one answer are kept. */
const mostDropped = 50;

export class Conversation {
  readonly #model: Model;
  readonly #price: Price | undefined;
  readonly #signal: AbortSignal;
  readonly repairs: Repair[] = [];
  readonly dropped: DroppedQuery[] = [];
  #spent: Spent = nothingSpent;

  constructor(model: Model, price: Price | undefined, signal: AbortSignal) {
    this.#model = model;
    this.#price = price;
    this.#signal = signal;
  }

  get spent(): Spent {
    return this.#spent;
  }

  /** Throws as `Model.chat` does. */
  async ask(request: ChatRequest): Promise<ChatAnswer> {
    try {
      const answer = await this.#model.chat(request, this.#signal);
      this.#pay(answer);
      return answer;
    } catch (error) {
      if (error instanceof UnusableAnswer) this.#pay(error.tokens);
      throw error;
    }
  }

  #pay(tokens: Tokens): void {
    this.#spent = addSpent(this.#spent, spentOn(tokens, this.#price));
  }

  /** The error to throw, with what was paid before it. */
  ended(error: unknown): unknown {
    const { promptTokens, completionTokens } = this.#spent;
    return promptTokens + completionTokens === 0 ? error : new Unfinished(error, this.#spent);
  }

  /** Notes what is not used. The reason may quote the model, whose text must not reach a terminal as it is. */
  drop(sql: string, reason: string): void {
    if (this.dropped.length >= mostDropped) return;
    this.dropped.push({
      sql: sql.slice(0, longestDropped),
      reason: reason.slice(0, longestReason).replace(/[\p{Cc}\p{Cf}]+/gu, ' '),
    });
  }

  /**
   * The query of a text that can be used, mended in one turn where it does not parse or bind; undefined and a note in
   * `dropped` otherwise. Throws as `Model.chat` does, but for RefusedRequest, OutageError and LimitReached.
   */
  async usable(
    text: string,
    schema: Schema,
    schemaText: string,
    original?: string,
  ): Promise<string | undefined> {
    const checked = checkQuery(text, schema);
    if (checked.ok) return checked.sql;
    if (checked.repairable === undefined) {
      this.drop(text, checked.reason);
      return undefined;
    }
    const again = await this.#repair(checked.repairable, checked.reason, schema, schemaText, original);
    if (again.ok) {
      this.repairs.push({
        broken: checked.repairable,
        error: checked.reason,
        repaired: again.sql,
        ...(original !== undefined && { original }),
      });
      return again.sql;
    }
    this.drop(text, `${checked.reason} After a repair: ${again.reason}`);
    return undefined;
  }

  async #repair(
    broken: string,
    error: string,
    schema: Schema,
    schemaText: string,
    original: string | undefined,
  ): Promise<CheckedQuery> {
    try {
      const answer = await this.ask({
        messages: repairMessages(schemaText, broken, error, original),
        answer: answerSchema,
        maxTokens: repairTokens,
        temperature: 0,
      });
      const { sql, problems } = readAnswer(answer.text);
      return sql === null
        ? { ok: false, reason: problems.join(' '), repairable: undefined }
        : checkQuery(sql, schema);
    } catch (refusal) {
      // What was paid for before is not given up for a repair; the next question meets the outage again.
      const passes = [RefusedRequest, OutageError, LimitReached].some(kind => refusal instanceof kind);
      if (!passes || !(refusal instanceof Error)) throw refusal;
      return { ok: false, reason: refusal.message, repairable: undefined };
    }
  }
}
