/** The user's database with the original query on it: everything that is timed is timed here. */
import { leavesDoubt } from '../errors.ts';
import type { Clock, Database } from '../ports.ts';
import type { Timing } from './contract.ts';
import type { ValueCase } from './parameters/plan.ts';
import { compareTimes, ratio, smallestGain, TimedQuery, timeAlone } from './timing.ts';

/** No limit of a first look is shorter than this, in milliseconds. */
const generousMs = 5;
/** Below this limit a first look that was stopped is repeated, in milliseconds. */
const doubtfulMs = 30;

/** The original with one set of parameter values. */
export interface OriginalCase extends ValueCase {
  readonly query: TimedQuery;
}

export interface WorkbenchOptions {
  readonly queryLimitMs: number;
  /** True when the original is known to run past the limit and must not be started. */
  readonly knownSlow: boolean;
}

/** Call `close` when done. */
export class Workbench {
  readonly db: Database;
  readonly clock: Clock;
  readonly sql: string;
  readonly #limitMs: number;
  /** The slowest first. */
  readonly cases: readonly OriginalCase[];

  /**
   * Runs the original once with each set of values; short runs a few times more. Throws QuillError `query-failed` when
   * it cannot be run.
   */
  constructor(
    db: Database,
    sql: string,
    cases: readonly ValueCase[],
    clock: Clock,
    options: WorkbenchOptions,
  ) {
    this.db = db;
    this.sql = sql;
    this.clock = clock;
    this.#limitMs = options.queryLimitMs;
    const timed: OriginalCase[] = [];
    try {
      for (const one of cases) {
        const query = new TimedQuery(db, sql, one.values, clock);
        timed.push({ ...one, query });
        if (options.knownSlow) query.markTimedOut(options.queryLimitMs);
        else query.warmUp(options.queryLimitMs, true);
        // The other values would most likely run into the limit too, and cost as much again.
        if (query.timedOut) break;
      }
    } catch (error) {
      for (const { query } of timed) query.close();
      throw error;
    }
    this.cases = timed.sort((a, b) => b.query.best - a.query.best);
  }

  /** The case that the search measures candidates with: the original's slowest. */
  get main(): OriginalCase {
    return this.cases[0]!;
  }

  /** The original's time in its slowest case, in milliseconds. */
  get originalMs(): number {
    return this.main.query.best;
  }

  /**
   * A first look: the fastest of up to three runs with the main values; Infinity when stopped or failed. A short limit
   * is taken generously and tried twice, since the machine may be busy with something else.
   */
  glance(sql: string, limitMs: number): number {
    const limit = Math.min(Math.max(limitMs, generousMs), this.#limitMs);
    let query: TimedQuery | undefined;
    try {
      query = new TimedQuery(this.db, sql, this.main.values, this.clock);
      const ms = query.warmUp(limit) ?? (limit < doubtfulMs ? query.warmUp(limit) : undefined);
      return ms ?? Number.POSITIVE_INFINITY;
    } catch (error) {
      if (!leavesDoubt(error)) return Number.POSITIVE_INFINITY;
      throw error;
    } finally {
      query?.close();
    }
  }

  /** Interleaved times of a rewrite against the original, for each case in order of `cases`. */
  compare(sql: string, totalMs: number): Timing[] {
    return this.cases.map(({ query, values }) => {
      const after = new TimedQuery(this.db, sql, values, this.clock);
      try {
        const limits = { beforeLimitMs: this.#limitMs, afterLimitMs: this.#afterLimit(query.best), totalMs };
        compareTimes(query, after, limits, this.clock);
        return after.timing;
      } finally {
        after.close();
      }
    });
  }

  /** Times of a query alone, for each case; for use while indexes exist that the original must not see. */
  alone(sql: string, totalMs: number): Timing[] {
    return this.cases.map(({ query, values }) => {
      const limits = { limitMs: this.#afterLimit(query.best), totalMs, beforeMs: query.best };
      return timeAlone(this.db, sql, values, limits, this.clock);
    });
  }

  /** Takes more samples of the original, until each case has `samples` of them or `totalMs` have passed. */
  refresh(samples: number, totalMs: number): void {
    const begin = this.clock.now();
    for (const { query } of this.cases) {
      while (!query.timedOut && query.samples < samples && this.clock.now() - begin + query.best < totalMs) {
        query.sample(this.#limitMs);
      }
    }
  }

  /**
   * The speedup of the case that gains least. Cases that take next to no time before and after, compared with the
   * slowest, do not count.
   */
  speedup(after: readonly Timing[]): number {
    const negligible = this.originalMs / 10;
    const speedups = this.cases.flatMap(({ query }, i) => {
      const timing = after[i]!;
      if (i > 0 && Math.max(query.best, timing.ms) < negligible) return [];
      return [timing.timedOut ? Math.min(1, ratio(query.best, timing.ms)) : ratio(query.best, timing.ms)];
    });
    return Math.min(...speedups);
  }

  /**
   * True when going from `ms` to `fasterMs` is worth a longer rewrite or one more index: 1.1× (`factor`) faster, and
   * not just by a tiny part of the original's time.
   */
  isWorth(ms: number, fasterMs: number, factor = smallestGain): boolean {
    const tiny = Math.min(1, this.originalMs / 200);
    return ratio(ms, fasterMs) >= factor && ms - fasterMs > tiny;
  }

  close(): void {
    for (const { query } of this.cases) query.close();
  }

  #afterLimit(beforeMs: number): number {
    return Math.min(this.#limitMs, beforeMs * 1.5 + 20);
  }
}
