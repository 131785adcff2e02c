/** What one item of work needs, and what comes of it. */
import type { Pair, RejectionKind } from '../dataset/pair.ts';
import type { Clock } from '../ports.ts';
import type { RunConfig } from './config.ts';
import type { Bench, DatasetSink, Optimizer, SchemaShelf, Spent, Writer } from './contract.ts';
import type { Miss } from './events.ts';
import type { KnownPairs } from './known-pairs.ts';
import type { ReadabilityJudge } from './models/readability-judge.ts';
import type { Waiting } from './patience.ts';
import type { WorkOrder } from './work-order.ts';

export interface ItemParts {
  readonly config: RunConfig;
  readonly run: string;
  readonly schemas: SchemaShelf;
  readonly writer: Writer;
  readonly optimizers: readonly Optimizer[];
  /** Asked how well a pair reads, when there is one. */
  readonly readability?: ReadabilityJudge;
  readonly bench: Bench;
  readonly sink: DatasetSink;
  readonly known: KnownPairs;
  readonly heldOutSchemas: readonly string[];
  readonly order: WorkOrder;
  readonly clock: Clock;
  now(): Date;
  sleep: Waiting['sleep'];
  isWorthWaiting: Waiting['isWorthWaiting'];
  onWait: Waiting['onWait'];
  onBack?(): void;
  /** Asked at the moment a pair would be stored. */
  mayAccept?(): boolean;
  onAccepted?(pair: Pair): void;
}

export interface ItemOutcome {
  readonly stage: 1 | 2;
  readonly schema: string;
  readonly pairs: readonly Pair[];
  readonly rejected: readonly RejectionKind[];
  readonly miss: Miss | undefined;
  /** One sentence on an error that this item met. */
  readonly problem: string | undefined;
  readonly ms: { write: number; propose: number; bench: number; store: number };
  readonly spent: Spent;
  /** What the whole run is to end by; the item is then not done. */
  readonly fatal: unknown;
}

/** What one item gave, while it is put together. */
export interface Yield {
  readonly pairs: Pair[];
  readonly rejected: RejectionKind[];
  miss: Miss | undefined;
  problem: string | undefined;
  readonly ms: { write: number; propose: number; bench: number; store: number };
  spent: Spent;
}
