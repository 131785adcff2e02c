/** Puts together what decides whether a rewrite returns the same rows. */
import type { Clock, Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { OptimizeOptions } from './contract.ts';
import type { Decider } from './verification.ts';
import type { Workbench } from './workbench.ts';

export interface JudgingContext {
  readonly engine: Engine;
  readonly db: Database;
  readonly schema: Schema;
  readonly bound: BoundQuery;
  readonly bench: Workbench;
  readonly options: OptimizeOptions;
  readonly clock: Clock;
  /** When the budget of the search ends. */
  readonly deadline: number;
}

export type Judging = (context: JudgingContext) => Decider;
