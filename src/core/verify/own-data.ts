/** Comparison of both queries on the user's own data. */
import { analyze } from '../dialect/sqlite/analyze.ts';
import { QuillError } from '../errors.ts';
import { counted, formatCount, formatMs } from '../format.ts';
import type { Bindings, Database, ResultSet, Row } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { valuesOf } from './bindings.ts';
import { diffBags, sameSequence } from './compare/bags.ts';
import {
  type Comparison,
  compareColumns,
  compareResults,
  type Difference,
  sameBag,
  startOfLastRun,
} from './compare/compare.ts';
import { freeChoices, reasonOf } from './compare/free-choices.ts';
import { type FullForm, fullForm, limitIsOpen, windowed } from './compare/full-form.ts';
import { differingRows } from './differing-rows.ts';
import { Original } from './original.ts';
import { compareDigests, type Digest, digest, type ReadOptions } from './own-data-sample.ts';
import { Evaluator } from './query/evaluate.ts';
import { noEvidence, type OwnDataCheck, type Refuted, type Verdict } from './verdict.ts';
import { drawnIn, stopClock, volatileFunctionIn, volatileFunctionInViews } from './volatile.ts';

export interface OwnDataOptions {
  readonly params?: Bindings;
  /** For one run of one query, in milliseconds. */
  readonly limitMs?: number;
  /** Result rows to compare in full. Default 200 000. */
  readonly maxRows?: number;
  /** Rows of a larger result to compare cell by cell, at most. Default 20 000. */
  readonly sampleRows?: number;
}

const MAX_ROWS = 200_000;
const SAMPLE_ROWS = 20_000;
/** For a run that shows whether the data leave a choice, where no limit is given. */
const CHOICE_LIMIT_MS = 5000;

/**
 * What the user's own data say of a rewrite: a check, or a refutation without the evidence of other databases. A
 * rewrite that fails where the original does not is refuted. Throws QuillError `cancelled` or `internal`.
 */
export function verdictOnData(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  options: OwnDataOptions = {},
): OwnDataCheck | Refuted {
  const refuted = { ...noEvidence, verdict: 'refuted' } as const;
  try {
    const check = checkOnData(db, original, rewrite, options);
    if ('extent' in check) return check;
    const explanation = `The results differ on your own data: ${check.detail}.`;
    const rows = check.rows && { columns: columnsOf(original), ...check.rows };
    return { ...refuted, reason: 'own data', explanation, ...(rows && { ownRows: rows }) };
  } catch (error) {
    if (!QuillError.is(error) || error.reason === 'cancelled' || error.reason === 'internal') throw error;
    // The user's own SQLite may have what this one lacks.
    if (error.reason === 'unsupported') return skipped(error.message);
    const own = failureOf(db, original.source, options);
    if (own !== undefined) return skipped(`The original fails on this data: ${own}`);
    return {
      ...refuted,
      reason: 'error',
      explanation: `On your own data the rewrite fails: ${error.message}`,
    };
  }
}

/** The two ways to judge a rewrite, either of which may refute it. */
export interface JudgedTwice {
  readonly onDatabases: () => Verdict;
  readonly onOwnData: () => OwnDataCheck | Refuted;
  /** The user's own data are asked first: where running the query there costs less than building databases. */
  readonly ownFirst: boolean;
  /** False: a rewrite that the databases left undetermined is not run on the user's own data. */
  readonly ownIfUndetermined: boolean;
  /** True: what the user's own data refute is tried on the databases too, as these give a witness. Default false. */
  readonly wantsWitness?: boolean;
}

/**
 * A rewrite that differs on either is refuted, whatever the other said; what one refutes is not tried on the other, unless
 * a witness is wanted.
 */
export function judgeTwice({
  onDatabases,
  onOwnData,
  ownFirst,
  ownIfUndetermined,
  wantsWitness = false,
}: JudgedTwice): Verdict {
  if (ownFirst) {
    const own = onOwnData();
    if (!('verdict' in own)) return withOwnData(onDatabases(), own);
    if (!wantsWitness) return own;
    const verdict = onDatabases();
    return verdict.verdict === 'refuted' ? verdict : withOwnData(verdict, own);
  }
  const verdict = onDatabases();
  if (verdict.verdict === 'refuted') return verdict;
  if (verdict.verdict === 'undetermined' && !ownIfUndetermined) return verdict;
  return withOwnData(verdict, onOwnData());
}

/** A verdict from other databases together with what the user's own data say. */
export function withOwnData(verdict: Verdict, own: OwnDataCheck | Refuted): Verdict {
  if (!('verdict' in own)) return { ...verdict, ownData: own };
  const { databases, nonEmpty, mutants, uncaught, notes } = verdict;
  return { ...own, databases, nonEmpty, mutants, uncaught, notes };
}

/**
 * Runs both queries and compares them. Of results beyond `maxRows` rows, the rows are counted on both sides, their
 * checksums and up to `sampleRows` rows compared; where ORDER BY fixes an order, the first `maxRows` too. The clock
 * stands still meanwhile. A difference comes back as such.
 */
export function checkOnData(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  options: OwnDataOptions = {},
): OwnDataCheck | Difference {
  const now = new Date().toISOString().slice(0, 23).replace('T', ' ');
  const stopped = stopClock(original.source, now);
  return stopped === original.source
    ? checkStill(db, original, rewrite, options)
    : checkStill(db, analyze(stopped, original.schema), stopClock(rewrite, now), options);
}

/** With queries that do not read the clock. */
function checkStill(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  options: OwnDataOptions,
): OwnDataCheck | Difference {
  const maxRows = options.maxRows ?? MAX_ROWS;
  const form = fullForm(original);
  const how = comparisonWith(db, original, form, options);
  const run = (side: string, sql: string): ResultSet =>
    withinLimit(side, options, () => db.query(sql, { maxRows, ...runOptions(options) }));
  try {
    const b = run(REWRITE, rewrite);
    const columns = compareColumns({ ...how, names: [] }, b.columns, []);
    if (columns) return columns;
    const random = drawnIn(original);
    if (random !== undefined) return skipped(`${random} gives another value each time.`);
    const sorted = how.keys.length > 0;
    // Without a LIMIT the full form holds the original's own answer.
    const plain =
      sorted && form.limitExpr === undefined ? run(ORIGINAL, form.sql) : run(ORIGINAL, original.source);
    if (plain.truncated || b.truncated)
      return checkLarge(
        db,
        original,
        rewrite,
        form,
        sorted && !form.limitExpr ? { a: plain.rows, b: b.rows } : undefined,
        options,
      );
    const extent = { rows: plain.rows.length, extent: 'full', compared: plain.rows.length } as const;
    if (sameSequence(plain.rows, b.rows, form.width)) return extent;
    const differs = (a: ResultSet, window: Comparison): OwnDataCheck | Difference => {
      const difference = compareResults(a, b, window);
      if (!difference) {
        const { onlyA } = diffBags(plain.rows, b.rows, form.width);
        return onlyA.length === 0 ? extent : { ...extent, shared: extent.rows - onlyA.length };
      }
      const { offset = 0, limit } = window;
      const expected = a.rows.slice(offset, limit === undefined ? undefined : offset + limit);
      const rows = differingRows(expected, b.rows, form.width);
      return unlessOpen(db, original, form, { ...difference, ...(rows && { rows }) }, extent.rows, options);
    };
    if (form.limitExpr === undefined) return differs(plain, how);
    if (!sorted && sameBag(plain, b, form.width)) return extent;
    // Another choice among ties is as right. The whole result may be far larger, so it is read only now.
    const full = run(`${ORIGINAL} without its LIMIT`, form.sql);
    if (full.truncated && !windowEndsIn(full, how))
      return skipped('Without its LIMIT the query returns too many rows to compare ties.', extent.rows);
    return differs(full, how);
  } catch (error) {
    if (!QuillError.is(error, 'timeout')) throw error;
    const { limitMs } = options;
    const enough = limitMs === undefined ? {} : { enoughLimitMs: Math.ceil(limitMs * TIMES_HIGHER) };
    return { ...skipped(error.message), ...enough };
  }
}

const ORIGINAL = 'The original';
const REWRITE = 'The rewrite';
/** How much higher a limit is suggested than the one that was too low. */
const TIMES_HIGHER = 4;

/** What `work` returns; its QuillError `timeout` says which query ran past which limit, and how to raise that. */
function withinLimit<T>(side: string, { limitMs }: OwnDataOptions, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!QuillError.is(error, 'timeout') || limitMs === undefined) throw error;
    const why = `${side} ran past its limit of ${formatMs(limitMs)} for one run; raise the query limit.`;
    throw new QuillError('timeout', why, { cause: error });
  }
}

function columnsOf(bound: BoundQuery): string[] {
  return bound.outputsOf(bound.query).map(output => output.name);
}

/** The first rows of both, where ORDER BY fixes which these are. */
interface Beginnings {
  readonly a: readonly Row[];
  readonly b: readonly Row[];
}

/** Results too large to be held. */
function checkLarge(
  db: Database,
  original: BoundQuery,
  rewrite: string,
  form: FullForm,
  beginnings: Beginnings | undefined,
  options: OwnDataOptions,
): OwnDataCheck | Difference {
  const run = runOptions(options);
  const rows = withinLimit(ORIGINAL, options, () => drained(db, original.source, run));
  const others = withinLimit(REWRITE, options, () => drained(db, rewrite, run));
  if (rows !== others) {
    const detail = `the original returns ${counted(rows, 'row')}, the rewrite ${formatCount(others)}`;
    return unlessOpen(db, original, form, { reason: 'rows', detail }, rows, options);
  }
  const sampled = (compared: number, why: string): OwnDataCheck => ({
    rows,
    extent: 'sampled',
    compared,
    why,
  });
  if (limitIsOpen(original)) return sampled(0, 'LIMIT leaves open which rows are returned.');
  const first = beginnings ? startOfLastRun(beginnings.a, form.keys) : 0;
  if (beginnings) {
    const head = (all: readonly Row[]): ResultSet => ({
      columns: form.names.map(name => name ?? ''),
      rows: all.slice(0, first),
      truncated: true,
    });
    if (compareResults(head(beginnings.a), head(beginnings.b), form)) {
      const detail = `the first ${formatCount(first)} rows are not those that ORDER BY asks for`;
      return unlessOpen(db, original, form, { reason: 'order', detail }, rows, options);
    }
  }
  const inOrder = first > 0 ? `; the first ${formatCount(first)} were compared in their order` : '';
  try {
    const read = (sql: string): Digest => digest(db, sql, options.sampleRows ?? SAMPLE_ROWS, run);
    const found = compareDigests(read(original.source), read(rewrite), form.width);
    return typeof found === 'number'
      ? sampled(Math.max(first, found), `Checksums over all rows agree${inOrder}.`)
      : unlessOpen(db, original, form, found, rows, options);
  } catch (error) {
    if (!QuillError.is(error, 'timeout')) throw error;
    return sampled(first, `Reading all rows ran into the time limit${inOrder}.`);
  }
}

/** The number of rows that a query returns. */
function drained(db: Database, sql: string, { params, limitMs }: ReadOptions): number {
  const statement = db.prepare(sql);
  try {
    if (params) statement.bind(params);
    return statement.drain(limitMs);
  } finally {
    statement.free();
  }
}

/** Where SQL leaves the answer open, or the clock runs on, a difference is none that counts. */
function unlessOpen(
  db: Database,
  original: BoundQuery,
  form: FullForm,
  difference: Difference,
  rows: number,
  options: OwnDataOptions,
): OwnDataCheck | Difference {
  const moving = volatileFunctionIn(original) ?? movingView(original);
  if (moving !== undefined)
    return skipped(`The results differ, but ${moving} gives another value each time.`, rows);
  const { kinds } = freeChoices(original);
  const isLoose = form.looseOrder && (difference.reason === 'order' || form.limitExpr !== undefined);
  if (!isLoose && (kinds.size === 0 || isFixed(db, original, options))) return difference;
  return skipped(`The results differ, but ${reasonOf(kinds) || 'the order is not fixed'}.`, rows);
}

/** True where these data leave no choice: no rows tie where it matters. */
function isFixed(db: Database, bound: BoundQuery, { params = {}, limitMs }: OwnDataOptions): boolean {
  if (isList(params)) return false;
  const original = new Original(db, bound, new Evaluator(db), limitMs ?? CHOICE_LIMIT_MS);
  try {
    return original.determined(params);
  } finally {
    original.free();
  }
}

function movingView(original: BoundQuery): string | undefined {
  try {
    return volatileFunctionInViews([original]);
  } catch (error) {
    // A view that cannot be read may call anything.
    if (QuillError.is(error, 'unsupported')) return 'a view that cannot be read';
    throw error;
  }
}

function comparisonWith(
  db: Database,
  original: BoundQuery,
  form: FullForm,
  { params }: OwnDataOptions,
): Comparison {
  const named = params === undefined || isList(params) ? {} : params;
  const evaluator = new Evaluator(db);
  const values = valuesOf(original, named);
  const number = (expr: FullForm['limitExpr']): ReturnType<Evaluator['constant']> =>
    expr && evaluator.constant(original, expr, values);
  return windowed(form, number(form.limitExpr), number(form.offsetExpr));
}

/** True when the rows read of the full form reach beyond the run of ties in which the window of LIMIT ends. */
function windowEndsIn(full: ResultSet, { keys, offset = 0, limit }: Comparison): boolean {
  return limit !== undefined && keys.length > 0 && offset + limit <= startOfLastRun(full.rows, keys);
}

function isList(params: Bindings): params is Extract<Bindings, readonly unknown[]> {
  return Array.isArray(params);
}

function runOptions({ params, limitMs }: OwnDataOptions): ReadOptions {
  return { ...(params && { params }), ...(limitMs !== undefined && { limitMs }) };
}

function skipped(why: string, rows = 0): OwnDataCheck {
  return { rows, extent: 'skipped', compared: 0, why };
}

/** The message with which a query fails; undefined when it runs, or is stopped at its time limit. */
function failureOf(db: Database, sql: string, options: OwnDataOptions): string | undefined {
  try {
    drained(db, sql, runOptions(options));
    return undefined;
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    return error.reason === 'timeout' ? undefined : error.message;
  }
}
