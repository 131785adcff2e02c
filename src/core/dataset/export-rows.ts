/** Rows of exported files, one form a trainer. */

import type { ChatMessage } from '../ports.ts';
import { answerText, optimizeMessages } from '../prompt/optimize.ts';
import { plainAnswer, plainMessages } from '../prompt/plain.ts';
import type { Pair, RejectedCandidate } from './pair.ts';

export const exportFormats = ['chat', 'trl', 'openai', 'preference', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface MessagesRow {
  readonly messages: readonly ChatMessage[];
}

export interface CompletionRow {
  readonly prompt: readonly ChatMessage[];
  readonly completion: readonly ChatMessage[];
}

export interface PreferenceRow {
  readonly prompt: readonly ChatMessage[];
  readonly chosen: readonly ChatMessage[];
  readonly rejected: readonly ChatMessage[];
}

/** System, user and assistant, who answers in plain SQL. `schemaText` is that of `optimizeSchemaText`. */
export function chatRow(pair: Pair, schemaText: string): MessagesRow {
  const { fast: sql, indexes } = pair;
  const answered: ChatMessage = { role: 'assistant', content: plainAnswer({ sql, indexes }) };
  return { messages: [...plainMessages(schemaText, pair.slow), answered] };
}

/** System, user and assistant, who answers in the JSON that Quill asks for. */
export function messagesRow(pair: Pair, schemaText: string): MessagesRow {
  return { messages: [...optimizeMessages(schemaText, pair.slow), answerOf(pair)] };
}

/** Conversational prompt and completion, as TRL's SFTTrainer takes it. */
export function completionRow(pair: Pair, schemaText: string): CompletionRow {
  return { prompt: optimizeMessages(schemaText, pair.slow), completion: [answerOf(pair)] };
}

/** As TRL's DPOTrainer takes it. */
export function preferenceRow(pair: Pair, rejected: Dispreferred, schemaText: string): PreferenceRow {
  return {
    prompt: optimizeMessages(schemaText, pair.slow),
    chosen: [answerOf(pair)],
    rejected: [answer(rejected.candidate, [], rejected.techniques)],
  };
}

export type Dispreferred = RejectedCandidate & { readonly candidate: string };

/** True for what is worse than the accepted pair beyond doubt: it returns other rows, does not run, or is slower. */
export function isDispreferred(rejected: RejectedCandidate): rejected is Dispreferred {
  return rejected.candidate !== null && ['refuted', 'slower', 'broken'].includes(rejected.kind);
}

function answerOf({ fast, indexes, techniques }: Pair): ChatMessage {
  return answer(fast, indexes, techniques);
}

function answer(sql: string, indexes: readonly string[], techniques: Pair['techniques']): ChatMessage {
  // The main thing that changed; indexes are seen from the answer itself.
  const technique = techniques.find(one => one !== 'index') ?? techniques[0];
  return { role: 'assistant', content: answerText({ sql, indexes, technique }) };
}
