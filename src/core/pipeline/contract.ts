/** The parts of the pipeline and what passes between them. */
import type { Difficulty, Pair, RejectedCandidate, RepairExample } from '../dataset/pair.ts';
import type { Candidate, OptimizeResult } from '../optimize/contract.ts';
import type { NamedTechnique } from '../optimize/techniques.ts';
import type { Schema } from '../schema/model.ts';
import type { SchemaProfile } from '../schema/profile-model.ts';
import type { AntiPattern } from './anti-patterns.ts';

/** A schema that queries are written over, with its data. */
export interface PipelineSchema {
  /** Kebab case; names `schemas/<id>.sql` of the dataset. */
  readonly id: string;
  readonly ddl: string;
  readonly schema: Schema;
  readonly profile: SchemaProfile;
  /** `own`: the user's; it is never held out as a whole. */
  readonly origin: 'shipped' | 'own';
  /** Present where its rows are the user's own; `hidden`: the values of the profile are made up, its counts are not. */
  readonly ownRows?: 'shown' | 'hidden';
}

/** Where schemas come from; one is read when a query is first written over it. */
export interface SchemaShelf {
  readonly ids: readonly string[];
  load(id: string): Promise<PipelineSchema>;
}

/** What is to be written next, decided by the quotas. */
export interface WorkItem {
  /** Counts up within a run; shard I of N has those with `index % N === I - 1`. */
  readonly index: number;
  readonly stage: 1 | 2;
  readonly schema: PipelineSchema;
  /** Of this item alone: the same item gives the same query. */
  readonly seed: number;
  /** What the dataset lacks most. Wishes, not orders. */
  readonly technique: NamedTechnique | undefined;
  readonly difficulty: Difficulty | undefined;
}

/** A slow query. */
export interface WrittenQuery {
  readonly sql: string;
  readonly antiPattern: AntiPattern | null;
  /** The query before it was spoilt, or what else the writer believes to be as good and faster. */
  readonly better: readonly Candidate[];
  /** What the business asks, in one sentence; empty when unknown. */
  readonly task: string;
}

/** What using a model has cost. */
export interface Spent {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; 0 where the price is unknown, which is said once. */
  readonly cost: number;
}

export interface Written {
  readonly queries: readonly WrittenQuery[];
  /** Of all queries together. */
  readonly spent: Spent;
  readonly repairs: readonly Repair[];
  readonly dropped?: readonly DroppedQuery[];
  /**
   * True where the model was not to be asked, or gave no answer that can be used: asking again would only cost more.
   */
  readonly refused?: boolean;
}

/** Text of a model that is not used, and was never run. */
export interface DroppedQuery {
  /** As the model wrote it; may be empty. */
  readonly sql: string;
  /** One sentence or two. */
  readonly reason: string;
}

/** SQL that did not parse or bind, and what the model made of the message. */
export interface Repair {
  readonly broken: string;
  readonly error: string;
  readonly repaired: string;
  /** The query that it was meant to replace, if any. */
  readonly original?: string;
}

/** Writes slow queries. */
export interface Writer {
  readonly name: 'builtin' | 'endpoint' | 'local';
  readonly model: string | null;
  readonly promptVersion: string | null;
  /**
   * May return none, when nothing fits. Throws QuillError `endpoint` when the model cannot be reached, within
   * Unfinished where it was paid for.
   */
  write(item: WorkItem, signal: AbortSignal): Promise<Written>;
  /** Told of each pair that was kept, for examples to show a model. */
  learn?(pair: Pair): void;
}

/** Offers rewrites of a slow query, which the search takes as candidates. */
export interface Optimizer {
  readonly name: 'endpoint' | 'local';
  readonly model: string;
  readonly promptVersion: string;
  propose(schema: PipelineSchema, sql: string, signal: AbortSignal): Promise<Proposed>;
}

export interface Proposed {
  /** Their techniques are what the model claims. */
  readonly candidates: readonly Candidate[];
  /** CREATE INDEX statements that it believes in: the search then looks for indexes, and tries these among others. */
  readonly indexes?: readonly string[];
  readonly spent: Spent;
  readonly repairs: readonly Repair[];
  readonly dropped?: readonly DroppedQuery[];
}

/** What the timed search and judging of one query is asked for. */
export interface BenchJob {
  readonly schema: PipelineSchema;
  readonly sql: string;
  readonly candidates: readonly Candidate[];
  readonly indexes: boolean;
  /** CREATE INDEX statements to try with the search's own, where `indexes` is true. */
  readonly offeredIndexes?: readonly string[];
  /** False: the writer's and models' candidates alone. */
  readonly rules: boolean;
  /** True: look for rewrites that make it slower, too. */
  readonly slower: boolean;
  readonly seed: number;
}

/** Search, timing and judging: in the product the SQL workers. */
export interface Bench {
  run(job: BenchJob, signal: AbortSignal): Promise<OptimizeResult>;
}

/** Where results go. A line is on disk when the promise is fulfilled. */
export interface DatasetSink {
  addPair(pair: Pair): Promise<void>;
  addRejected(rejected: RejectedCandidate): Promise<void>;
  addRepair(repair: RepairExample): Promise<void>;
  addSchema(id: string, ddl: string): Promise<void>;
}
