/** One row of the dataset: a slow query, what is faster, and the evidence. */
import type { Technique } from '../optimize/techniques.ts';

export const difficulties = ['easy', 'medium', 'hard', 'expert'] as const;
export type Difficulty = (typeof difficulties)[number];

export const splits = ['train', 'held-out'] as const;
export type Split = (typeof splits)[number];

/** A time of one side, in milliseconds, with what it rests on. */
export interface PairTime {
  readonly ms: number;
  readonly samples: number;
  /** True when it was stopped at its limit: `ms` is a lower bound. */
  readonly timedOut: boolean;
}

export interface Pair {
  /** `pairId(schema, slow, fast)`. */
  readonly id: string;
  /** Names `schemas/<id>.sql` of the dataset. */
  readonly schema: string;
  readonly slow: string;
  /** The same text as `slow` where only indexes are added. */
  readonly fast: string;
  /** CREATE INDEX statements. */
  readonly indexes: readonly string[];
  /** What makes it faster; `index` where there are indexes. */
  readonly techniques: readonly Technique[];
  readonly difficulty: Difficulty;
  readonly stage: 1 | 2;
  readonly split: Split;
  /** `templateId` of the slow query. */
  readonly template: string;
  /** The pair that this one was made of by renaming or reformatting. */
  readonly variantOf: string | null;
  /** Ratios; lower bounds where `timing.isLowerBound`. */
  readonly speedup: number;
  readonly rewriteSpeedup: number;
  /** 0 to 1, see core/pipeline/reward.ts. */
  readonly reward: number;
  /** 0 to 1, see core/pipeline/readability.ts. */
  readonly readability: number;
  readonly verdict: PairVerdict;
  readonly timing: PairTiming;
  /** One line a node, indented by two spaces a level. */
  readonly plan: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly provenance: Provenance;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface PairVerdict {
  readonly verdict: 'survived' | 'proved';
  readonly databases: number;
  readonly mutants: { readonly killed: number; readonly total: number };
  /** Databases asked for: time may have run out before that many. Absent in pairs of older versions and in variants. */
  readonly asked?: number;
}

export interface PairTiming {
  /** Rows of the largest table that was timed on. */
  readonly rows: number;
  readonly before: PairTime;
  readonly after: PairTime;
  readonly isLowerBound: boolean;
  /** Rows that the slow side returned; absent where it was stopped, and in pairs of older versions. */
  readonly resultRows?: number;
  /** True where it was timed on rows of the user's own, false on made-up ones; absent in pairs of older versions. */
  readonly ownRows?: boolean;
}

export interface Provenance {
  readonly run: string;
  /** The place in the run's order of work, which makes resuming exact. */
  readonly item: number;
  /** `builtin`, `endpoint`, `local`, `import`. */
  readonly writer: string;
  /** `search`, `writer` (the form the writer had before it was spoilt), `endpoint`, `local`, `import`. */
  readonly optimizer: string;
  /** The anti-pattern put in by the built-in writer. */
  readonly antiPattern: string | null;
  /** The model that wrote the query, or else the one that offered the rewrite; null where none had a part in it. */
  readonly model: string | null;
  /** Of the prompt that `model` was asked by. */
  readonly promptVersion: string | null;
  /** True where the techniques are what a model claims, and no rule is known to make the one query of the other. */
  readonly claimed?: true;
  /** True where literals may be values of somebody's own rows: the user's, or those behind an imported query. */
  readonly ownValues?: true;
  readonly writerModel?: string;
  readonly optimizerModel?: string;
  readonly seed: number;
  /**
   * US dollars. Of all entries that came of one query the first carries the whole cost, the others 0; so with tokens.
   */
  readonly cost: number;
  /** May be a share of one request, in fractions; absent where no model was asked. */
  readonly promptTokens?: number;
  readonly completionTokens?: number;
}

/** Why a candidate, or the whole attempt, did not become a pair: a negative example. */
export const rejectionKinds = ['refuted', 'undetermined', 'slower', 'broken', 'nothing-to-improve'] as const;
export type RejectionKind = (typeof rejectionKinds)[number];

/** One line of `rejected.jsonl`. */
export interface RejectedCandidate {
  /** `pairId(schema, slow, candidate)`; of (schema, slow, slow) where there is no candidate. */
  readonly id: string;
  readonly schema: string;
  readonly slow: string;
  /** Null for `nothing-to-improve`, but where an imported rewrite brought nothing. */
  readonly candidate: string | null;
  readonly kind: RejectionKind;
  readonly techniques: readonly Technique[];
  /** One sentence. */
  readonly reason: string;
  /**
   * Present where nothing was looked for, as the query takes no time; lines of older versions say so in `reason` alone.
   */
  readonly why?: 'too-fast';
  /** INSERT statements that tell the two apart; absent without a refutation by rows. */
  readonly witness?: string;
  readonly split: Split;
  readonly template: string;
  readonly provenance: Provenance;
  readonly createdAt: string;
}

/** One line of `repairs.jsonl`: SQL of a model that did not run, and the SQL it made of the message. */
export interface RepairExample {
  readonly id: string;
  readonly schema: string;
  readonly broken: string;
  readonly error: string;
  readonly repaired: string;
  /** The slow query that `broken` was meant to replace; absent where it was to be a query of its own. */
  readonly original?: string;
  /** Held out where a template of the two is. */
  readonly split: Split;
  /** Of `repaired`. */
  readonly template: string;
  /** Of `original`, where it is there. */
  readonly originalTemplate?: string;
  readonly provenance: Provenance;
  readonly createdAt: string;
}
