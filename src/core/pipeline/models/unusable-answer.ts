import type { ChatAnswer } from '../../ports.ts';
import { RefusedRequest } from './refused-request.ts';

/** The tokens of an answer; where its server has not counted them, the most that they may be. */
export type Tokens = Pick<ChatAnswer, 'promptTokens' | 'completionTokens'>;

/**
 * The answer to one request did not come in time, broke off, or is not what the protocol says. It was paid for all the
 * same.
 */
export class UnusableAnswer extends RefusedRequest {
  /** Of all answers to this request that could not be used. */
  readonly tokens: Tokens;
  /** True where the same request may be answered the next time. */
  readonly mayPass: boolean;

  constructor(sentence: string, tokens: Tokens, mayPass: boolean) {
    super(sentence);
    this.name = 'UnusableAnswer';
    this.tokens = tokens;
    this.mayPass = mayPass;
  }
}
