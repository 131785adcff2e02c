/** The judge: is a rewrite equivalent to the original? */
import { analyze } from '../dialect/sqlite/analyze.ts';
import { QuillError } from '../errors.ts';
import type { Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { compareColumns, type Difference } from './compare/compare.ts';
import { Evaluator } from './instances/evaluate.ts';
import { normalForm, normalFormSteps } from './normal-form.ts';
import { Original, Runner } from './run.ts';
import { runInstances } from './run-instances.ts';
import { openScratch } from './scratch.ts';
import type { Evidence, Verdict } from './verdict.ts';
import { isVolatileQuery, pinClock } from './volatile.ts';

export interface JudgeOptions {
  /** Databases to build for one pair. */
  readonly databases: number;
  /** Deliberate mistakes to try the databases on; 0: none. */
  readonly mutants: number;
  /** For one rewrite, in milliseconds; databases not built by then are left out. */
  readonly budgetMs: number;
  readonly seed: number;
  /** For one run of one query on an instance, in milliseconds. Default 500. */
  readonly queryLimitMs?: number;
  /** Judge the rows although columns are named otherwise: for measuring what the databases alone detect. */
  readonly ignoreNames?: boolean;
  onProgress?(done: number, total: number): void;
}

/** Judges rewrites of one original. */
export interface Judge {
  /** Throws QuillError when the rewrite does not parse, bind or prepare; the message names the side. */
  judge(rewrite: string): Verdict;
  close(): void;
}

/**
 * A judge for one original query. Throws QuillError (`syntax`, `unknown-name`, `query-failed`, …) when the original
 * cannot be read; the message names the side.
 */
export function createJudge(engine: Engine, schema: Schema, original: string, options: JudgeOptions): Judge {
  const bound = named('original', () => analyze(pinClock(original), schema));
  const db = openScratch(engine, schema);
  try {
    const evaluator = new Evaluator(db);
    const limitMs = options.queryLimitMs ?? 500;
    const side = named('original', () => new Original(db, bound, evaluator, limitMs));
    return {
      judge: rewrite =>
        judgeRewrite(engine, schema, db, side, evaluator, rewrite, { ...options, queryLimitMs: limitMs }),
      close() {
        side.free();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function judgeRewrite(
  engine: Engine,
  schema: Schema,
  db: Database,
  original: Original,
  evaluator: Evaluator,
  text: string,
  options: JudgeOptions & { queryLimitMs: number },
): Verdict {
  const rewrite = named('rewrite', () => analyze(pinClock(text), schema));
  const runner = named('rewrite', () => new Runner(db, rewrite.source, options.queryLimitMs));
  try {
    const columns = compareColumns(original.form, runner.columns, outputNames(rewrite));
    if (columns && !(columns.reason === 'column names' && options.ignoreNames)) return byColumns(columns);
    const form = normalForm(original.bound);
    if (form !== undefined && form === normalForm(rewrite))
      return { verdict: 'proved', ...noEvidence, steps: normalFormSteps };
    const volatile = isVolatileQuery(original.bound) ?? isVolatileQuery(rewrite);
    if (volatile !== undefined)
      return {
        verdict: 'undetermined',
        ...noEvidence,
        reason: `${volatile} gives another value each time, so the results of two runs cannot be compared.`,
      };
    return runInstances({ engine, schema, db, original, evaluator, rewrite, runner, options });
  } catch (error) {
    if (QuillError.is(error, 'unsupported'))
      return { verdict: 'undetermined', ...noEvidence, reason: error.message };
    throw error;
  } finally {
    runner.free();
  }
}

const noEvidence: Evidence = {
  databases: 0,
  nonEmpty: 0,
  mutants: { killed: 0, total: 0 },
  uncaught: [],
  notes: [],
};

function outputNames(bound: BoundQuery): string[] {
  return bound.outputsOf(bound.query).map(output => output.name);
}

function byColumns(difference: Difference): Verdict {
  const reason = difference.reason === 'column count' ? 'column count' : 'column names';
  return { verdict: 'refuted', ...noEvidence, reason, explanation: sentence(difference.detail) };
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Runs `work`; a QuillError of it names the side it is about. */
function named<T>(side: 'original' | 'rewrite', work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QuillError)) throw error;
    throw new QuillError(error.reason, `The ${side} cannot be judged: ${error.message}`, { cause: error });
  }
}
