/** The parts of a run in memory: a writer of ever new queries, and a bench whose answers a test decides. */
import type { Holder } from '../../../src/adapters/pipeline/run-folder.ts';
import type { Pair, RejectedCandidate, RepairExample } from '../../../src/core/dataset/pair.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type { OptimizeResult, Suggestion, Timing } from '../../../src/core/optimize/contract.ts';
import { type Technique, techniques } from '../../../src/core/optimize/techniques.ts';
import type { RunConfig } from '../../../src/core/pipeline/config.ts';
import type { BenchJob, PipelineSchema, Writer, Written } from '../../../src/core/pipeline/contract.ts';
import type { RunEvent } from '../../../src/core/pipeline/events.ts';
import { KnownPairs } from '../../../src/core/pipeline/known-pairs.ts';
import type { RunParts } from '../../../src/core/pipeline/run.ts';
import { noEvidence } from '../../../src/core/verify/verdict.ts';

/** Of a dataset that no other process wants. */
export const soleHolder: Holder = { isFromElsewhere: false, confirm: async () => {} };

export const runConfig: RunConfig = {
  version: 1,
  count: 3,
  writer: 'builtin',
  optimizers: [],
  judgeReadability: false,
  sendValues: false,
  stage: 2,
  shard: { index: 1, count: 1 },
  seed: 1,
  tier: 'small',
  schemas: [],
  own: null,
  queryLimitMs: 100,
  budgetMs: 100,
  databases: 10,
  mutants: 0,
  minReward: 0.1,
  maxCost: null,
  maxMinutes: null,
  workers: 1,
  concurrency: 1,
  endpoint: null,
};

const all = Object.keys(techniques) as Technique[];
const time = (ms: number): Timing => ({ ms, samples: 3, spread: 0, timedOut: false });

/** A query of a template of its own. */
export const nthQuery = (n: number): string =>
  `SELECT id${', total'.repeat(n)} FROM orders WHERE customer_id > 1`;

/** As if the search had found a form ten times as fast, and one more candidate that was refuted. */
export function found(sql: string, nth: number): OptimizeResult {
  const technique = all[nth % (all.length - 1)] ?? 'or-to-in';
  const suggestion: Suggestion = {
    sql: `${sql} AND 1`,
    rewritten: true,
    techniques: [technique],
    indexes: [],
    speedup: 10,
    rewriteSpeedup: 10,
    indexSpeedup: 1,
    timing: { before: time(10), after: time(1) },
    plan: { before: [], after: [] },
    verdict: { ...noEvidence, databases: runConfig.databases, verdict: 'survived' },
    parameterCases: [],
  };
  const refuted = {
    sql: `${sql} AND 0`,
    techniques: [technique],
    reason: 'It returns other rows.',
    verdict: { ...noEvidence, verdict: 'undetermined', reason: 'It took too long.' },
  } as const;
  return { ...nothingFound(sql), suggestion, rejected: [refuted] };
}

export function nothingFound(sql: string): OptimizeResult {
  return {
    original: { sql, ms: 10, timedOut: false, rows: 1, spread: 0, plan: [] },
    suggestion: null,
    reason: 'Nothing helped.',
    alternatives: [],
    rejected: [],
    slower: [],
    tried: { rewrites: 1, indexes: 0, judged: 1 },
    ms: 1,
  };
}

export interface Kept {
  readonly pairs: Pair[];
  readonly rejected: RejectedCandidate[];
  readonly repairs: RepairExample[];
  readonly events: RunEvent[];
  /** Ids in the order in which they came, with repetitions. */
  readonly schemas: string[];
}

/** Writes `queries` new queries an item, for a dollar. */
export function paidWriter(queries = 1): Writer {
  let written = 0;
  return {
    name: 'endpoint',
    model: 'scribe',
    promptVersion: 'w',
    write: async (): Promise<Written> => ({
      queries: Array.from({ length: queries }, () => ({
        sql: nthQuery(written++),
        antiPattern: null,
        better: [],
        task: '',
      })),
      spent: { promptTokens: 100, completionTokens: 20, cost: 1 },
      repairs: [],
    }),
  };
}

export function runParts(
  schema: PipelineSchema,
  bench: (job: BenchJob, nth: number, signal: AbortSignal) => Promise<OptimizeResult>,
  more: Partial<RunParts> = {},
): { parts: RunParts; kept: Kept } {
  const kept: Kept = { pairs: [], rejected: [], repairs: [], events: [], schemas: [] };
  let jobs = 0;
  const parts: RunParts = {
    config: runConfig,
    run: 'r',
    schemas: { ids: [schema.id], load: async () => schema },
    writer: paidWriter(),
    optimizers: [],
    bench: { run: (job, signal) => bench(job, jobs++, signal) },
    sink: {
      addPair: async pair => void kept.pairs.push(pair),
      addRejected: async one => void kept.rejected.push(one),
      addRepair: async one => void kept.repairs.push(one),
      addSchema: async id => void kept.schemas.push(id),
    },
    known: new KnownPairs([schema.id]),
    heldOutSchemas: [],
    done: new Set(),
    before: { accepted: 0, items: 0, successes: 0, rejected: 0, cost: 0 },
    clock: performance,
    process: { pid: 1, host: 'here' },
    now: () => new Date(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        const abort = (): void => {
          clearTimeout(timer);
          reject(new QuillError('cancelled', 'Cancelled.'));
        };
        if (signal.aborted) abort();
        signal.addEventListener('abort', abort, { once: true });
      }),
    log: async event => void kept.events.push(event),
    ...more,
  };
  return { parts, kept };
}
