/** What a run writes to its `events.jsonl`, one object a line; readers ignore keys and types they do not know. */
import type { RejectionKind } from '../dataset/pair.ts';
import type { Technique } from '../optimize/techniques.ts';

/**
 * Every event carries `at`, ISO 8601 in UTC, and `after`: seconds since its process began, by a clock that is never
 * set. Events of older versions have no `after`.
 */
export type RunEvent = { readonly at: string; readonly after?: number } & (
  | { readonly type: 'start'; readonly pid: number; readonly resumed: boolean }
  /** An item is done; its pairs are on disk. */
  | {
      readonly type: 'item';
      readonly index: number;
      readonly stage: 1 | 2;
      readonly schema: string;
      /** Ids of the pairs it gave. */
      readonly pairs: readonly string[];
      readonly techniques: readonly Technique[];
      readonly rejected: readonly RejectionKind[];
      /** Why there is no pair, in a word; absent when there is one. */
      readonly miss?: Miss;
      /** Milliseconds by phase. */
      readonly ms: {
        readonly write: number;
        readonly propose: number;
        readonly bench: number;
        readonly store: number;
      };
      /** US dollars. */
      readonly cost: number;
      /** What models read and wrote for it; absent where none was asked. */
      readonly tokens?: { readonly prompt: number; readonly completion: number };
    }
  /** What an item had cost in US dollars that was given up; it is begun again when the run is resumed. */
  | { readonly type: 'spent'; readonly index: number; readonly cost: number }
  /** A request is about to be sent, which may cost so many US dollars; `paid` settles it. Requests count by process. */
  | { readonly type: 'asked'; readonly request: number; readonly cost: number }
  /**
   * An answer was paid for, in US dollars, or came to nothing; told at once. `item` and `spent` tell the same dollars
   * again, by their item. Events of older versions have no `request`.
   */
  | { readonly type: 'paid'; readonly request?: number; readonly cost: number }
  | { readonly type: 'waiting'; readonly reason: string; readonly seconds: number }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'end'; readonly state: RunEnd; readonly reason: string }
);

const misses = [
  'nothing written',
  'known template',
  'failed',
  'nothing to improve',
  'over quota',
  'below the reward',
  'too few databases',
  'duplicate',
] as const;
export type Miss = (typeof misses)[number];

/** `exhausted`: query after query gave no pair, before there were as many pairs as asked for. */
export const runEnds = ['finished', 'exhausted', 'stopped', 'cost-limit', 'time-limit', 'failed'] as const;
export type RunEnd = (typeof runEnds)[number];
