/** Rows of exported files, one form a trainer. */

import type { ChatMessage } from '../ports.ts';
import { type AnswerParts, answerText, optimizeMessages } from '../prompt/optimize.ts';
import { plainAnswer, plainMessages, plainRepairMessages } from '../prompt/plain.ts';
import { repairMessages } from '../prompt/repair.ts';
import type { Pair, RejectedCandidate, RepairExample } from './pair.ts';

/** Conversations; other examples may stand in them beside the pairs. */
export const conversationFormats = ['chat', 'trl', 'openai'] as const;
export type ConversationFormat = (typeof conversationFormats)[number];

export const exportFormats = [...conversationFormats, 'preference', 'parquet'] as const;
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

/** What a model is asked, and what it should answer. */
export interface Exercise {
  readonly messages: readonly ChatMessage[];
  /** The same question for an answer in plain SQL. */
  readonly plain: readonly ChatMessage[];
  readonly answer: AnswerParts;
}

/** To make the slow query faster. `schemaText` is that of `optimizeSchemaText`, here and below. */
export function pairExercise(pair: Pair, schemaText: string): Exercise {
  return optimizing(pair.slow, schemaText, answerOf(pair));
}

/** To leave a query alone: the answer is that of a model that finds nothing to improve. */
export function unchangedExercise(sql: string, schemaText: string): Exercise {
  return optimizing(sql, schemaText, { sql, indexes: [] });
}

/** To mend a query by the message that it failed with. */
export function repairExercise(repair: RepairExample, schemaText: string): Exercise {
  const { broken, error, original, repaired } = repair;
  return {
    messages: repairMessages(schemaText, broken, error, original),
    plain: plainRepairMessages(schemaText, broken, error, original),
    answer: { sql: repaired, indexes: [] },
  };
}

function optimizing(slow: string, schemaText: string, answer: AnswerParts): Exercise {
  return {
    messages: optimizeMessages(schemaText, slow),
    plain: plainMessages(schemaText, slow),
    answer,
  };
}

/**
 * `chat`: system, user and assistant, who answers in plain SQL; `openai`: who answers in the JSON that Quill asks for;
 * `trl`: conversational prompt and completion, as TRL's SFTTrainer takes it.
 */
export function conversationRow(
  { messages, plain, answer }: Exercise,
  format: ConversationFormat,
): MessagesRow | CompletionRow {
  if (format === 'chat') return { messages: [...plain, says(plainAnswer(answer))] };
  if (format === 'trl') return { prompt: messages, completion: [says(answerText(answer))] };
  return { messages: [...messages, says(answerText(answer))] };
}

/** As TRL's DPOTrainer takes it. */
export function preferenceRow(pair: Pair, rejected: Dispreferred, schemaText: string): PreferenceRow {
  const { candidate: sql, techniques } = rejected;
  return {
    prompt: optimizeMessages(schemaText, pair.slow),
    chosen: [says(answerText(answerOf(pair)))],
    rejected: [says(answerText({ sql, indexes: [], technique: mainOf(techniques) }))],
  };
}

export type Dispreferred = RejectedCandidate & { readonly candidate: string };

/** True for what is worse than the accepted pair beyond doubt: it returns other rows, does not run, or is slower. */
export function isDispreferred(rejected: RejectedCandidate): rejected is Dispreferred {
  return rejected.candidate !== null && ['refuted', 'slower', 'broken'].includes(rejected.kind);
}

function answerOf({ fast: sql, indexes, techniques }: Pair): AnswerParts {
  return { sql, indexes, technique: mainOf(techniques) };
}

/** The main thing that changed; indexes are seen from the answer itself. */
function mainOf(techniques: Pair['techniques']): AnswerParts['technique'] {
  return techniques.find(one => one !== 'index') ?? techniques[0];
}

function says(content: string): ChatMessage {
  return { role: 'assistant', content };
}
