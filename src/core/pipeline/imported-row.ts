/** What becomes of an imported row: it is judged and timed as if it were new. */
import { hexOf, pairId, templateId } from '../dataset/ids.ts';
import type { ImportedRow } from '../dataset/import-rows.ts';
import type { Pair, RejectedCandidate, RejectionKind } from '../dataset/pair.ts';
import { splitOf } from '../dataset/split.ts';
import { analyze } from '../dialect/sqlite/analyze.ts';
import { QuillError } from '../errors.ts';
import { formatMs } from '../format.ts';
import type { OptimizeResult } from '../optimize/contract.ts';
import type { Retimed } from '../optimize/retime.ts';
import { claimed } from '../optimize/timing.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Bench, PipelineSchema } from './contract.ts';
import { type Attempt, isJudgedEnough, pairOf, withResultRows } from './solutions.ts';

/** How many times slower a row must be to serve as an example of a bad rewrite. */
const CLEARLY_SLOWER = 1.5;

/** Judging and timing, of two queries over one schema. */
export interface ImportBench extends Bench {
  verify(schema: PipelineSchema, slow: string, fast: string): Promise<Verdict>;
  /** Interleaved times: `before` of the first, `after` of the second. */
  retime(schema: PipelineSchema, before: string, after: string): Promise<Retimed>;
}

/** Where a row comes from, and what it is judged by. */
export interface ImportOrigin {
  readonly schema: PipelineSchema;
  /** Ids of the schemas whose rows are held out as a whole, under whatever name the row's own goes. */
  readonly heldOutSchemas: readonly string[];
  readonly run: string;
  /** Of the row in its file, from 1. */
  readonly number: number;
  readonly seed: number;
  /** Databases that a verdict is to be built on. */
  readonly databases: number;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** What a row becomes in the dataset. */
export type Imported = { readonly pair: Pair } | { readonly rejected: RejectedCandidate };

interface Case {
  readonly row: ImportedRow;
  readonly attempt: Attempt;
}

/**
 * A pair where the row is right and clearly faster here, else a rejected candidate that says why not. Nothing that it
 * says of itself is believed. Throws QuillError `cancelled`, and what is no fault of the row.
 */
export async function judgeImported(
  row: ImportedRow,
  origin: ImportOrigin,
  bench: ImportBench,
  signal: AbortSignal,
): Promise<Imported> {
  const bound = bindOrError(row.slow, origin.schema);
  const one: Case = { row, attempt: attemptOf(row, bound, origin) };
  if (bound instanceof QuillError) return broken(one, 'slow', bound);
  const fast = bindOrError(row.fast, origin.schema);
  if (fast instanceof QuillError) return broken(one, 'fast', fast);
  if (row.fast === row.slow && row.indexes.length === 0)
    return rejected(one, 'nothing-to-improve', 'Both queries are the same text.');
  try {
    const verdict = await bench.verify(origin.schema, row.slow, row.fast);
    if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined') return failed(one, verdict);
    return timed(one, await search(row, origin, bench, signal)) ?? (await notFaster(one, bench));
  } catch (error) {
    if (!QuillError.is(error) || ['cancelled', 'internal', 'memory'].includes(error.reason)) throw error;
    return rejected(one, 'broken', `It cannot be judged: ${error.message}`);
  }
}

/** Indexes are advised by the search, not believed: what a row says of them cannot be timed apart. */
function search(
  row: ImportedRow,
  { schema, seed }: ImportOrigin,
  bench: ImportBench,
  signal: AbortSignal,
): Promise<OptimizeResult> {
  const candidates = row.fast === row.slow ? [] : [{ sql: row.fast, techniques: [] }];
  const indexes = row.indexes.length > 0;
  return bench.run({ schema, sql: row.slow, candidates, indexes, rules: false, slower: false, seed }, signal);
}

/** Slower only when it was measured to be, in turns with the original; else no example of a bad rewrite, either. */
async function notFaster(one: Case, bench: ImportBench): Promise<Imported> {
  const { row, attempt } = one;
  const { before: offered, after: original } = await bench.retime(attempt.schema, row.fast, row.slow);
  return claimed(offered, original) >= CLEARLY_SLOWER
    ? rejected(one, 'slower', `It takes ${formatMs(offered.ms)} instead of ${formatMs(original.ms)}.`)
    : rejected(
        one,
        'nothing-to-improve',
        `It is not clearly faster than the ${formatMs(original.ms)} of the original.`,
      );
}

function attemptOf(
  row: ImportedRow,
  bound: BoundQuery | QuillError,
  { schema, heldOutSchemas, run, number, seed, databases, createdAt }: ImportOrigin,
): Attempt {
  // A query that cannot be read has no template; its text stands for it.
  const template = bound instanceof QuillError ? hexOf(row.slow).slice(0, 24) : templateId(bound);
  return {
    schema,
    bound: bound instanceof QuillError ? analyze('SELECT 1', schema.schema) : bound,
    template,
    split: splitOf(template, schema.id, heldOutSchemas),
    stage: 2,
    provenance: {
      run,
      item: number,
      writer: 'import',
      antiPattern: null,
      model: null,
      promptVersion: null,
      // Whatever schema it is judged over, nobody knows whose rows its constants are of.
      ownValues: true,
      seed,
      cost: 0,
    },
    databases,
    offeredBy: () => 'import',
    createdAt,
  };
}

/** Undefined where it is right and not clearly faster. */
function timed(
  one: Case,
  { suggestion, alternatives, rejected: wrong, original }: OptimizeResult,
): Imported | undefined {
  const { row, attempt } = one;
  const own = [suggestion, ...alternatives].find(each => each?.sql === row.fast);
  const pair = own && pairOf(attempt, own);
  if (pair && !isJudgedEnough(pair)) {
    const reason = `The time ran out after ${pair.verdict.databases} of ${attempt.databases} databases.`;
    return rejected(one, 'undetermined', reason);
  }
  if (pair) return { pair: withResultRows(pair, original) };
  const refuted = wrong.find(each => each.sql === row.fast)?.verdict;
  return refuted && failed(one, refuted);
}

function failed(one: Case, verdict: Verdict): Imported {
  if (verdict.verdict !== 'refuted')
    return rejected(one, 'undetermined', 'reason' in verdict ? verdict.reason : 'It was not judged.');
  return rejected(one, 'refuted', verdict.explanation, verdict.witness?.inserts.join('\n'));
}

function broken(one: Case, side: 'slow' | 'fast', error: QuillError): Imported {
  return rejected(one, 'broken', `The ${side} query cannot be run: ${error.message}`);
}

function rejected({ row, attempt }: Case, kind: RejectionKind, reason: string, witness?: string): Imported {
  const { schema, split, template, createdAt, provenance } = attempt;
  return {
    rejected: {
      id: pairId(schema.id, row.slow, row.fast),
      schema: schema.id,
      slow: row.slow,
      candidate: row.fast === row.slow ? null : row.fast,
      kind,
      techniques: [],
      reason,
      ...(witness !== undefined && { witness }),
      split,
      template,
      provenance: { ...provenance, optimizer: 'import' },
      createdAt,
    },
  };
}

function bindOrError(sql: string, schema: PipelineSchema): BoundQuery | QuillError {
  try {
    return analyze(sql, schema.schema);
  } catch (error) {
    if (QuillError.is(error)) return error;
    throw error;
  }
}
