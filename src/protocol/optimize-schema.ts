/** What the search takes and gives, as it crosses a thread's edge. */
import * as v from 'valibot';
import type { PlanNode } from '../core/dialect/plan-node.ts';
import type {
  Candidate,
  OptimizeOptions,
  OptimizeResult,
  Rejected,
  SearchEvent,
  Suggestion,
  Timing,
} from '../core/optimize/contract.ts';
import type { Retimed } from '../core/optimize/retime.ts';
import { techniques as known, type Technique } from '../core/optimize/techniques.ts';
import { parameters } from './cells.ts';
import { verdictSchema } from './verdict-schema.ts';

export const optimizeOptions: v.GenericSchema<OptimizeOptions> = v.looseObject({
  budgetMs: v.number(),
  queryLimitMs: v.number(),
  databases: v.number(),
  mutants: v.number(),
  seed: v.number(),
  indexes: v.boolean(),
  params: parameters,
  slower: v.exactOptional(v.boolean()),
  witness: v.exactOptional(v.boolean()),
  oldestSqlite: v.exactOptional(v.string()),
  knownSlow: v.array(v.string()),
});

const technique = v.custom<Technique>(value => typeof value === 'string' && Object.hasOwn(known, value));
const techniques = v.array(technique);

export const candidate: v.GenericSchema<Candidate> = v.looseObject({ sql: v.string(), techniques });

const timing: v.GenericSchema<Timing> = v.looseObject({
  ms: v.number(),
  samples: v.number(),
  spread: v.number(),
  timedOut: v.boolean(),
});

export const retimed: v.GenericSchema<Retimed> = v.looseObject({ before: timing, after: timing });

const planNode: v.GenericSchema<PlanNode> = v.looseObject({
  detail: v.string(),
  children: v.array(v.lazy(() => planNode)),
});
const plan = v.array(planNode);

const suggestion: v.GenericSchema<Suggestion> = v.looseObject({
  sql: v.string(),
  rewritten: v.boolean(),
  techniques,
  indexes: v.array(
    v.looseObject({
      name: v.string(),
      table: v.string(),
      sql: v.string(),
      bytes: v.number(),
      buildMs: v.number(),
    }),
  ),
  speedup: v.number(),
  rewriteSpeedup: v.number(),
  indexSpeedup: v.number(),
  timing: v.looseObject({ before: timing, after: timing, rewriteOnly: v.exactOptional(timing) }),
  plan: v.looseObject({ before: plan, after: plan }),
  verdict: verdictSchema,
  parameterCases: v.array(
    v.looseObject({
      label: v.picklist(['given', 'frequent', 'rare', 'absent']),
      values: parameters,
      before: v.number(),
      after: v.number(),
      speedup: v.number(),
    }),
  ),
});

const rejected: v.GenericSchema<Rejected> = v.looseObject({
  sql: v.string(),
  techniques,
  reason: v.string(),
  verdict: v.exactOptional(verdictSchema),
});

export const optimizeResult: v.GenericSchema<OptimizeResult> = v.looseObject({
  original: v.looseObject({
    sql: v.string(),
    ms: v.number(),
    timedOut: v.boolean(),
    rows: v.number(),
    spread: v.number(),
    samples: v.exactOptional(v.number()),
    plan,
  }),
  suggestion: v.nullable(suggestion),
  reason: v.string(),
  why: v.exactOptional(v.literal('too-fast')),
  alternatives: v.array(suggestion),
  rejected: v.array(rejected),
  slower: v.array(v.looseObject({ sql: v.string(), techniques, ms: v.number() })),
  tried: v.looseObject({ rewrites: v.number(), indexes: v.number(), judged: v.number() }),
  ms: v.number(),
});

export const searchEvent: v.GenericSchema<SearchEvent> = v.variant('type', [
  v.looseObject({ type: v.literal('original'), ms: v.number(), timedOut: v.boolean(), rows: v.number() }),
  v.looseObject({ type: v.literal('progress'), message: v.string() }),
  v.looseObject({ type: v.literal('suggestion'), suggestion }),
]);
