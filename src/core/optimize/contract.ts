/** What the search takes and gives; what a rule is. */

import type { PlanNode } from '../dialect/plan-node.ts';
import type { Cell } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Edit } from '../sql/edits.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Technique } from './techniques.ts';

/** One rewrite as edits of the bound query's source, which never overlap. */
export interface Proposal {
  readonly edits: readonly Edit[];
}

/** A rewrite rule. It may be wrong; the judge decides. Its file says precondition and source. */
export interface Rule {
  readonly technique: Technique;
  /** Yields one proposal for each place (and direction) where the rule applies. */
  propose(query: BoundQuery): Iterable<Proposal>;
  /** The SQLite version that the rewrite needs, e.g. '3.25' for window functions. */
  readonly since?: string;
}

/** A rewrite of the whole statement that some proposer offers to the search. */
export interface Candidate {
  readonly sql: string;
  readonly techniques: readonly Technique[];
}

export interface OptimizeOptions {
  /** For the whole search, in milliseconds beyond the original's own run. */
  readonly budgetMs: number;
  /** For one run of one query, in milliseconds. */
  readonly queryLimitMs: number;
  /** Databases to build for judging one candidate. */
  readonly databases: number;
  readonly mutants: number;
  readonly seed: number;
  /** False: never advise an index. */
  readonly indexes: boolean;
  /** Values by the parameter's text (`:name`, `?1`); a plain `?` is named by its position: `?1`, `?2` … */
  readonly params: Readonly<Record<string, Cell>>;
  /** True: tell of rewrites that make it slower too. Default false. */
  readonly slower?: boolean;
  /**
   * True: what differs on the measured data is tried on the judge's databases as well, for a witness. Default false.
   */
  readonly witness?: boolean;
  /** The oldest SQLite version to support, e.g. '3.31'; nothing newer is suggested. */
  readonly oldestSqlite?: string;
  /** Statements known to run past the limit, which are not to be started again. */
  readonly knownSlow: readonly string[];
}

export const defaultOptions: OptimizeOptions = {
  budgetMs: 10_000,
  queryLimitMs: 10_000,
  databases: 400,
  mutants: 48,
  seed: 1,
  indexes: true,
  params: {},
  knownSlow: [],
};

/** Time of one query, of interleaved runs. */
export interface Timing {
  /** Minimum of the samples, in milliseconds. */
  readonly ms: number;
  /** Warm runs, or batches of them. 1: measured once, so that the run may have been a cold one. */
  readonly samples: number;
  /** (median − minimum) / minimum of the samples: 0 is perfectly steady. Says nothing for fewer than two samples. */
  readonly spread: number;
  /** True when it was stopped at the limit; `ms` is then a lower bound. */
  readonly timedOut: boolean;
}

export interface IndexAdvice {
  readonly name: string;
  readonly table: string;
  /** The CREATE INDEX statement, without a semicolon. */
  readonly sql: string;
  readonly bytes: number;
  readonly buildMs: number;
}

export interface Suggestion {
  /** The statement to use: the original's text when only indexes are advised. */
  readonly sql: string;
  readonly rewritten: boolean;
  readonly techniques: readonly Technique[];
  readonly indexes: readonly IndexAdvice[];
  /**
   * Rewrite and indexes together against the original, in the case that gains least: a ratio; a careful lower bound
   * when the original timed out or was measured once.
   */
  readonly speedup: number;
  /** The rewrite alone in the same case, on the indexes there are: 1 when there is no rewrite. */
  readonly rewriteSpeedup: number;
  /** The indexes' share: speedup / rewriteSpeedup. */
  readonly indexSpeedup: number;
  /** Of one case: that of the speedup. */
  readonly timing: { readonly before: Timing; readonly after: Timing; readonly rewriteOnly?: Timing };
  readonly plan: { readonly before: readonly PlanNode[]; readonly after: readonly PlanNode[] };
  readonly verdict: Verdict;
  /** The parameter values timed, the worst case first. */
  readonly parameterCases: readonly ParameterCase[];
}

export interface ParameterCase {
  readonly label: 'given' | 'frequent' | 'rare' | 'absent';
  readonly values: Readonly<Record<string, Cell>>;
  readonly before: number;
  readonly after: number;
  readonly speedup: number;
}

export interface Rejected {
  readonly sql: string;
  readonly techniques: readonly Technique[];
  /** One sentence. */
  readonly reason: string;
  /** Present when the judge refuted it. */
  readonly verdict?: Verdict;
}

export interface SlowerRewrite extends Candidate {
  /** In milliseconds. */
  readonly ms: number;
}

export interface OptimizeResult {
  readonly original: {
    readonly sql: string;
    readonly ms: number;
    readonly timedOut: boolean;
    readonly rows: number;
    readonly spread: number;
    /** As in `Timing`. */
    readonly samples?: number;
    readonly plan: readonly PlanNode[];
  };
  readonly suggestion: Suggestion | null;
  /** Why there is a suggestion, or none ("Nothing to improve" itself left out): sentences that say what was tried. */
  readonly reason: string;
  /** Present where nothing was looked for: the statement is too fast to gain anything. */
  readonly why?: 'too-fast';
  /** Other verified gains, slower ones or with fewer indexes, best first. */
  readonly alternatives: readonly Suggestion[];
  readonly rejected: readonly Rejected[];
  /** Rewrites that make it slower, not judged; empty unless they were asked for. */
  readonly slower: readonly SlowerRewrite[];
  readonly tried: { readonly rewrites: number; readonly indexes: number; readonly judged: number };
  /** Duration of the search, in milliseconds. */
  readonly ms: number;
}

/** What the search reports on its way. */
export type SearchEvent =
  | { readonly type: 'original'; readonly ms: number; readonly timedOut: boolean; readonly rows: number }
  | { readonly type: 'progress'; readonly message: string }
  /** A verified gain; a later one is better. */
  | { readonly type: 'suggestion'; readonly suggestion: Suggestion };
