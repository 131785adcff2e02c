/** What host and SQL worker say to each other. Each side parses what it receives. */
import * as v from 'valibot';
import { errorReasons } from '../core/errors.ts';
import type { OptimizeResult } from '../core/optimize/contract.ts';
import type { Retimed } from '../core/optimize/retime.ts';
import { sampleSizes } from '../core/sample/size.ts';
import type { Verdict } from '../core/verify/verdict.ts';
import { type DatabaseOverview, databaseOverview, databaseSource } from './database-source.ts';
import { candidate, optimizeOptions, optimizeResult, retimed, searchEvent } from './optimize-schema.ts';
import { type ReadSchema, readSchema } from './read-schema.ts';
import { verdictSchema } from './verdict-schema.ts';

const optimizeRequest = v.object({
  type: v.literal('optimize'),
  sql: v.string(),
  database: databaseSource,
  options: optimizeOptions,
  /** Rewrites from other proposers. */
  candidates: v.exactOptional(v.array(candidate)),
  /** CREATE INDEX statements from other proposers. */
  offeredIndexes: v.exactOptional(v.array(v.string())),
  /** False: only those candidates are tried. Default true. */
  rules: v.exactOptional(v.boolean()),
});

export const judgeOptions = v.object({
  databases: v.number(),
  mutants: v.number(),
  /** Milliseconds for the whole judgement. */
  budgetMs: v.number(),
  seed: v.number(),
  /** Milliseconds for one run of one query. */
  queryLimitMs: v.number(),
});
export type JudgeOptions = v.InferOutput<typeof judgeOptions>;

const verifyRequest = v.object({
  type: v.literal('verify'),
  /** With a database the two queries are compared on its rows too. */
  schema: v.variant('kind', [
    v.object({ kind: v.literal('ddl'), ddl: v.string() }),
    v.object({ kind: v.literal('database'), database: databaseSource }),
  ]),
  a: v.string(),
  b: v.string(),
  options: judgeOptions,
});

const retimeRequest = v.object({
  type: v.literal('retime'),
  database: databaseSource,
  slow: v.string(),
  fast: v.string(),
  /** CREATE INDEX statements of the fast side. */
  indexes: v.array(v.string()),
  /** Milliseconds for one run of one query, and for taking samples. */
  queryLimitMs: v.number(),
  totalMs: v.number(),
});

const inspectRequest = v.object({
  type: v.literal('inspect'),
  database: databaseSource,
});

const readRequest = v.object({
  type: v.literal('read-schema'),
  database: databaseSource,
});

const buildRequest = v.object({
  type: v.literal('build-sample'),
  size: v.picklist(sampleSizes),
  seed: v.number(),
});

export const request = v.variant('type', [
  optimizeRequest,
  verifyRequest,
  retimeRequest,
  inspectRequest,
  readRequest,
  buildRequest,
]);
export type Request = v.InferOutput<typeof request>;
export type OptimizeRequest = Omit<v.InferOutput<typeof optimizeRequest>, 'type'>;
export type RetimeRequest = Omit<v.InferOutput<typeof retimeRequest>, 'type'>;
export type VerifyRequest = Omit<v.InferOutput<typeof verifyRequest>, 'type'>;

/** Host to worker. A worker works on one job at a time. */
export const job = v.object({ id: v.number(), request });
export type Job = v.InferOutput<typeof job>;

/** A verdict and the milliseconds it took. */
export interface Judged {
  readonly verdict: Verdict;
  readonly ms: number;
}

/** The result of each kind of request. */
export interface Results {
  optimize: OptimizeResult;
  verify: Judged;
  retime: Retimed;
  inspect: DatabaseOverview;
  'read-schema': ReadSchema;
  'build-sample': Uint8Array;
}

export const results: { readonly [K in keyof Results]: v.GenericSchema<Results[K]> } = {
  optimize: optimizeResult,
  verify: v.looseObject({ verdict: verdictSchema, ms: v.number() }),
  retime: retimed,
  inspect: databaseOverview,
  'read-schema': readSchema,
  'build-sample': v.instance(Uint8Array),
};

/** Worker to host. A result is parsed by the schema of its request. */
export const reply = v.variant('type', [
  v.object({ type: v.literal('event'), id: v.number(), event: searchEvent }),
  v.object({
    type: v.literal('result'),
    id: v.number(),
    result: v.unknown(),
    /** True when the worker's state is unknown afterwards, so that the host ends it. */
    last: v.exactOptional(v.boolean()),
  }),
  v.object({
    type: v.literal('error'),
    id: v.number(),
    reason: v.picklist(errorReasons),
    /** Without the line. */
    sentence: v.string(),
    line: v.exactOptional(v.number()),
    stack: v.exactOptional(v.string()),
    /** True when the worker's state is unknown, so that the host ends it. */
    fatal: v.boolean(),
  }),
]);
export type Reply = v.InferOutput<typeof reply>;

/** What a worker is started with. */
export const workerData = v.object({
  wasm: v.instance(WebAssembly.Module),
  /** See protocol/pulse.ts. */
  pulse: v.instance(SharedArrayBuffer),
  /** See protocol/timing-turn.ts. */
  turn: v.instance(SharedArrayBuffer),
});
export type WorkerData = v.InferOutput<typeof workerData>;
