/** The user's database with the original query on it: everything that is timed is timed here. */
import { leavesDoubt } from '../errors.ts';
import type { Clock, Database } from '../ports.ts';
import type { Timing } from './contract.ts';
import type { ValueCase } from './parameters/plan.ts';
import { claimed, compareTimes, isSettled, ratio, smallestGain, TimedQuery, timeAlone } from './timing.ts';

/** No limit of a first look is shorter than this, in milliseconds. */
const generousMs = 5;
/** Below this limit a first look that was stopped is repeated, in milliseconds. */
const doubtfulMs = 30;

/** Below this the original gets a second sample at once, in milliseconds. */
const shortMs = 100;

/** Runs work that is timed, when it is its turn. */
export type Exclusive = <T>(work: () => T) => T;

/** The original with one set of parameter values. */
export interface OriginalCase extends ValueCase {
  readonly query: TimedQuery;
}

export interface WorkbenchOptions {
  readonly queryLimitMs: number;
  /** True when the original is known to run past the limit and must not be started. */
  readonly knownSlow: boolean;
  /** Runs what is timed while nothing else on the machine is. Default: at once. */
  readonly exclusive?: Exclusive;
}

/** Call `close` when done. */
export class Workbench {
  readonly db: Database;
  readonly clock: Clock;
  readonly sql: string;
  readonly #limitMs: number;
  readonly #exclusive: Exclusive;
  /** The slowest first. */
  readonly cases: readonly OriginalCase[];

  /**
   * Runs the original with each set of values until it is warm, and takes a first sample; one that is too slow to be
   * repeated runs once. Throws QuillError `query-failed` when it cannot be run.
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
    this.#exclusive = options.exclusive ?? (work => work());
    const timed: OriginalCase[] = [];
    try {
      for (const one of cases) {
        const query = new TimedQuery(db, sql, one.values, clock);
        timed.push({ ...one, query });
        if (options.knownSlow) query.markTimedOut(options.queryLimitMs);
        else this.#exclusive(() => firstSamples(query, options.queryLimitMs));
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
   * A first look: the fastest of up to three runs with the main values; Infinity when stopped at about the limit or
   * failed. The first run may take longer, since it is cold; a short limit is taken generously and tried twice, since
   * the machine may be busy with something else.
   */
  glance(sql: string, limitMs: number): number {
    return this.#glance(sql, limitMs, this.main);
  }

  /** A first look in each case, in order of `cases`, with a limit for each. */
  glances(sql: string, limitsMs: readonly number[]): number[] {
    return this.cases.map((one, i) => this.#glance(sql, limitsMs[i] ?? this.#limitMs, one));
  }

  #glance(sql: string, limitMs: number, { values }: OriginalCase): number {
    const limit = Math.min(Math.max(limitMs, generousMs), this.#limitMs);
    const cold = this.#coldLimit(limit);
    let query: TimedQuery | undefined;
    try {
      const timed = new TimedQuery(this.db, sql, values, this.clock);
      query = timed;
      return this.#exclusive(() => {
        const ms = timed.warmUp(cold) ?? (limit < doubtfulMs ? timed.warmUp(cold) : undefined);
        if (ms === undefined) return Number.POSITIVE_INFINITY;
        // What takes long ran only once, and cold: near the limit another run decides.
        if (ms > doubtfulMs && ms > limit / 4 && !timed.isOnce) timed.sample(cold);
        const best = timed.samples > 0 ? Math.min(ms, timed.best) : ms;
        return best > limit ? Number.POSITIVE_INFINITY : best;
      });
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
        this.#exclusive(() => compareTimes(query, after, limits, this.clock));
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
      return this.#exclusive(() => timeAlone(this.db, sql, values, limits, this.clock));
    });
  }

  /**
   * Takes so many more samples of the original in each case, at least one, as long as `totalMs` allow. One that is
   * measured once is left alone; with `unsettled`, a slow one that has enough samples is too.
   */
  refresh(samples: number, totalMs: number, unsettled = false): void {
    this.#exclusive(() => this.#refresh(samples, totalMs, unsettled));
  }

  #refresh(samples: number, totalMs: number, unsettled: boolean): void {
    const begin = this.clock.now();
    for (const { query } of this.cases) {
      if (unsettled && isSettled(query)) continue;
      for (let n = 0; n < samples && !query.timedOut && !query.isOnce; n++) {
        if (n > 0 && this.clock.now() - begin + query.best > totalMs) break;
        query.sample(this.#limitMs);
      }
    }
  }

  /** The speedup that may be claimed of the case that gains least. */
  speedup(after: readonly Timing[]): number {
    return this.worst(after).speedup;
  }

  /**
   * The case that gains least, by its place in `cases`. Cases that take next to no time before and after, compared with
   * the slowest, do not count.
   */
  worst(after: readonly Timing[]): { readonly place: number; readonly speedup: number } {
    const negligible = this.originalMs / 10;
    let worst = { place: 0, speedup: Number.POSITIVE_INFINITY };
    for (const [place, { query }] of this.cases.entries()) {
      const timing = after[place]!;
      if (place > 0 && Math.max(query.best, timing.ms) < negligible) continue;
      const speedup = claimed(query.timing, timing);
      if (speedup < worst.speedup) worst = { place, speedup };
    }
    return worst;
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
    return this.#coldLimit(beforeMs * 1.1 + 10);
  }

  /** A limit that lets a cold run pass where the warm ones would hold `limitMs`. */
  #coldLimit(limitMs: number): number {
    return Math.min(this.#limitMs, limitMs < 1000 ? limitMs * 3 : limitMs * 1.5);
  }
}

function firstSamples(query: TimedQuery, limitMs: number): void {
  if (query.warmUp(limitMs) === undefined || query.isOnce) return;
  query.sample(limitMs);
  if (query.best < shortMs) query.sample(limitMs);
}
