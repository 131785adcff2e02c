/** The judge: is a rewrite equivalent to the original? */
import { analyze } from '../dialect/sqlite/analyze.ts';
import { QuillError } from '../errors.ts';
import { formatCount, lowered, sentence } from '../format.ts';
import type { Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import { openScratch } from '../schema/scratch.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { compareColumns, type Difference } from './compare/compare.ts';
import { databasesFor } from './effort.ts';
import { spellOutIn, spellOutInViews } from './in-table.ts';
import { Loader } from './instances/loader.ts';
import { freshLearnt } from './learnt.ts';
import { loneDifference } from './lone-difference.ts';
import { MutantSet } from './mutants/mutant-set.ts';
import { normalForm, normalFormSteps } from './normal-form.ts';
import { Original } from './original.ts';
import { Evaluator } from './query/evaluate.ts';
import { brokenView } from './query/touched.ts';
import { type OriginalSide, type RewriteSide, runInstances } from './run-instances.ts';
import { Runner } from './runner.ts';
import { noEvidence, type Verdict } from './verdict.ts';
import {
  judgedAt,
  namesTheMoment,
  stopClock,
  stopClockInViews,
  volatileFunctionIn,
  volatileFunctionInViews,
} from './volatile.ts';
import { hold } from './volatile-pair.ts';

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

/** Characters of a query that is judged: each row of a result may repeat as many. */
const LONGEST_QUERY = 1_000_000;

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
export function createJudge(
  engine: Engine,
  declared: Schema,
  original: string,
  options: JudgeOptions,
): Judge {
  const tooLong = refusedLength('original', original);
  if (tooLong) return { judge: () => tooLong, close() {} };
  const stopped = stopClockInViews(declared);
  const schema = spellOutInViews(stopped);
  const bound = unlessUnreadable(() => named('original', schema, original, () => judged(original, schema)));
  if ('verdict' in bound) return { judge: () => bound, close() {} };
  const db = openScratch(engine, schema);
  try {
    const queryLimitMs = options.queryLimitMs ?? 500;
    const limited = { ...options, queryLimitMs };
    const side: OriginalSide = {
      engine,
      schema,
      loader: new Loader(db),
      original: named(
        'original',
        schema,
        original,
        () => new Original(db, bound, new Evaluator(db), queryLimitMs),
      ),
      mutants: new MutantSet(db, bound, limited),
      learnt: freshLearnt(),
      options: limited,
    };
    return {
      judge(rewrite) {
        if (namesTheMoment(original, rewrite)) return clockUnclear;
        const verdict = judgeRewrite(db, side, rewrite);
        if (verdict.verdict !== 'refuted' || !verdict.witness) return verdict;
        const reads = [original, rewrite].some(sql => stopClock(sql) !== sql) || stopped !== declared;
        if (!reads) return verdict;
        // So that the witness can be tried elsewhere.
        return { ...verdict, witness: { ...verdict.witness, clock: judgedAt } };
      },
      close() {
        side.original.free();
        side.mutants.close();
        side.loader.close();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The query as it is run on databases: the clock stopped, and `x IN table` spelled out. */
function judged(sql: string, schema: Schema): BoundQuery {
  return analyze(spellOutIn(stopClock(sql)), schema);
}

/** Undetermined for a query over a table that this engine cannot have. */
function unlessUnreadable(bind: () => BoundQuery): BoundQuery | Verdict {
  try {
    return bind();
  } catch (error) {
    if (!QuillError.is(error, 'unsupported')) throw error;
    return { verdict: 'undetermined', ...noEvidence, reason: error.message };
  }
}

const clockUnclear: Verdict = {
  verdict: 'undetermined',
  ...noEvidence,
  reason: 'A query names the very day at which the clock is stopped for judging.',
};

function refusedLength(side: string, query: string): Verdict | undefined {
  if (query.length <= LONGEST_QUERY) return undefined;
  const reason =
    `The ${side} is ${formatCount(query.length)} characters long, and queries of up to ${formatCount(LONGEST_QUERY)} ` +
    'are judged; put its long constants into a table or into parameters.';
  return { verdict: 'undetermined', ...noEvidence, reason };
}

function judgeRewrite(db: Database, side: OriginalSide, text: string): Verdict {
  const { original, options } = side;
  const tooLong = refusedLength('rewrite', text);
  if (tooLong) return tooLong;
  const { schema } = side;
  const bound = unlessUnreadable(() => named('rewrite', schema, text, () => judged(text, schema)));
  if ('verdict' in bound) return bound;
  const runner = named('rewrite', schema, text, () => new Runner(db, bound.source, original.limit));
  try {
    const columns = compareColumns(original.form, runner.columns, outputNames(bound));
    if (columns && !(columns.reason === 'column names' && options.ignoreNames)) return byColumns(columns);
    const form = original.normalForm;
    if (form !== undefined && form === normalForm(bound)) return crossChecked(db, side, { bound, runner });
    const volatile = volatileFunctionIn(original.bound) ?? volatileFunctionIn(bound);
    const inView = volatileFunctionInViews([original.bound, bound]);
    if (inView !== undefined) return incomparable(inView);
    if (volatile !== undefined) return judgeHeld(db, side, bound, volatile);
    return onInstances(side, { bound, runner });
  } catch (error) {
    if (QuillError.is(error, 'unsupported'))
      return { verdict: 'undetermined', ...noEvidence, reason: error.message };
    throw error;
  } finally {
    runner.free();
  }
}

/** On as many databases as the pair asks for. */
function onInstances(side: OriginalSide, { bound, runner }: RewriteSide): Verdict {
  const { original, options } = side;
  const lone = loneDifference(original.bound, bound, original.evaluator);
  const databases = databasesFor(options.databases, original.bound, bound, lone !== undefined);
  const asked = { ...side, options: { ...options, databases } };
  return runInstances(asked, { bound, runner, slip: lone?.slip });
}

function incomparable(name: string): Verdict {
  const reason = `${name} gives another value each time, so the results of two runs cannot be compared.`;
  return { verdict: 'undetermined', ...noEvidence, reason };
}

/** A pair with functions such as random(), where another pair can be judged instead; never refuted. */
function judgeHeld(db: Database, side: OriginalSide, rewrite: BoundQuery, name: string): Verdict {
  const undetermined = (reason: string): Verdict => ({ verdict: 'undetermined', ...noEvidence, reason });
  const held = hold(side.original.bound, rewrite);
  if (!held) return incomparable(name);
  const { options, schema } = side;
  const bound = analyze(held.original, schema);
  const original = new Original(db, bound, side.original.evaluator, options.queryLimitMs);
  const mutants = new MutantSet(db, bound, options);
  const runner = new Runner(db, held.rewrite, original.limit);
  try {
    const stilled = { ...side, original, mutants, learnt: freshLearnt() };
    const verdict = onInstances(stilled, { bound: analyze(held.rewrite, schema), runner });
    if (verdict.verdict === 'refuted')
      return undetermined(
        `${name} gives another value each time, and the rest of the results differs: ${lowered(verdict.explanation)}`,
      );
    return { ...verdict, notes: [held.note, ...verdict.notes] };
  } finally {
    runner.free();
    mutants.close();
    original.free();
  }
}

/** Databases that a proof is tried on as well. */
const CROSS_CHECK = 40;

/** A proof that a database contradicts is none: the refutation counts. */
function crossChecked(db: Database, side: OriginalSide, rewrite: RewriteSide): Verdict {
  const steps = normalFormSteps;
  const options = { ...side.options, databases: Math.min(CROSS_CHECK, side.options.databases), mutants: 0 };
  try {
    const mutants = new MutantSet(db, side.original.bound, options);
    const verdict = runInstances({ ...side, options, mutants, learnt: freshLearnt() }, rewrite);
    if (verdict.verdict === 'refuted') return verdict;
    const { databases, nonEmpty } = verdict;
    return { verdict: 'proved', ...noEvidence, databases, nonEmpty, steps };
  } catch (error) {
    // No databases can be built for the pair.
    if (QuillError.is(error, 'unsupported')) return { verdict: 'proved', ...noEvidence, steps };
    throw error;
  }
}

function outputNames(bound: BoundQuery): string[] {
  return bound.outputsOf(bound.query).map(output => output.name);
}

function byColumns(difference: Difference): Verdict {
  const reason = difference.reason === 'column count' ? 'column count' : 'column names';
  return { verdict: 'refuted', ...noEvidence, reason, explanation: sentence(difference.detail) };
}

/** Runs `work`; a QuillError of it names the side it is about, and the view that is to blame. */
function named<T>(side: 'original' | 'rewrite', schema: Schema, query: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QuillError)) throw error;
    const why = brokenView(schema, query) ?? error.message;
    throw new QuillError(error.reason, `The ${side} cannot be judged: ${why}`, { cause: error });
  }
}
