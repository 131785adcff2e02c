/**
 * Times two queries against each other in interleaved runs, and takes the minimum of each side.
 *
 * A single run of a query against itself appears "faster than 1.15×" in one case of five; minima of interleaved runs
 * never did in 150 trials. The protocol is sequential: it stops as soon as the answer is clear.
 */
import { QuillError } from '../errors.ts';
import type { Bindings, Clock, Database, Statement } from '../ports.ts';
import type { Timing } from './contract.ts';

/** Runs shorter than this are timed in batches, in milliseconds. */
const batchBelowMs = 0.2;
/** How long one batch should last, in milliseconds. */
const batchMs = 0.5;
/** Warm-up goes on for three runs or this long, whichever is first, in milliseconds. */
const warmUpMs = 30;

/** A query above this is run again only when its first run leaves doubt, in milliseconds. */
export const slowMs = 150;

/** Below this speedup there is no improvement to speak of. */
export const smallestGain = 1.1;

/** A prepared query with the samples of its duration. Call `close` when done. */
export class TimedQuery {
  readonly #statement: Statement;
  readonly #clock: Clock;
  readonly #samples: number[] = [];
  #batch = 1;
  #rows: number | undefined;
  #timedOutAt: number | undefined;

  /** Throws QuillError `query-failed` when the text cannot be prepared. */
  constructor(db: Database, sql: string, params: Bindings, clock: Clock) {
    this.#clock = clock;
    this.#statement = db.prepare(sql);
    try {
      this.#statement.bind(params);
    } catch (error) {
      this.#statement.free();
      throw error;
    }
  }

  /** Rows of the last complete run; undefined before one. */
  get rows(): number | undefined {
    return this.#rows;
  }

  get samples(): number {
    return this.#samples.length;
  }

  get timedOut(): boolean {
    return this.#timedOutAt !== undefined;
  }

  /** The minimum of the samples; the limit that it ran into when it was stopped; Infinity before the first. */
  get best(): number {
    return this.#timedOutAt ?? Math.min(...this.#samples);
  }

  /** (median − minimum) / minimum. */
  get spread(): number {
    if (this.#samples.length === 0) return 0;
    const sorted = [...this.#samples].sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
    return sorted[0]! > 0 ? (median - sorted[0]!) / sorted[0]! : 0;
  }

  get timing(): Timing {
    return {
      ms: this.best,
      samples: Math.max(1, this.samples),
      spread: this.spread,
      timedOut: this.timedOut,
    };
  }

  /** For a query that is known to run past the limit and is not to be started. */
  markTimedOut(limitMs: number): void {
    this.#timedOutAt = limitMs;
  }

  /**
   * Runs until the engine is warm and knows how many runs make a batch. Returns the fastest run in milliseconds,
   * undefined when it was stopped at the limit. With `keep`, the fastest run counts as a sample.
   */
  warmUp(limitMs: number, keep = false): number | undefined {
    const begin = this.#clock.now();
    let fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run++) {
      const ms = this.#run(1, limitMs);
      if (ms === undefined) return undefined;
      fastest = Math.min(fastest, ms);
      if (this.#clock.now() - begin > warmUpMs) break;
    }
    this.#batch = fastest < batchBelowMs ? Math.max(1, Math.ceil(batchMs / Math.max(fastest, 0.001))) : 1;
    if (keep && (this.#batch === 1 || this.#samples.length === 0)) this.#samples.push(fastest);
    return fastest;
  }

  /** Takes one sample. False when it was stopped at the limit, which is of one run, in milliseconds. */
  sample(limitMs: number): boolean {
    const ms = this.#run(this.#batch, limitMs);
    if (ms === undefined) return false;
    this.#samples.push(ms);
    return true;
  }

  close(): void {
    this.#statement.free();
  }

  /** The duration of one run, or undefined when it was stopped. */
  #run(times: number, limitMs: number): number | undefined {
    const begin = this.#clock.now();
    try {
      for (let i = 0; i < times; i++) this.#rows = this.#statement.drain(limitMs);
    } catch (error) {
      if (!QuillError.is(error, 'timeout')) throw error;
      this.#timedOutAt = limitMs;
      return undefined;
    }
    return (this.#clock.now() - begin) / times;
  }
}

export interface CompareLimits {
  /** For one run of the first and of the second side, in milliseconds. */
  readonly beforeLimitMs: number;
  readonly afterLimitMs: number;
  /** For the whole comparison, in milliseconds; at least one sample a side is taken. */
  readonly totalMs: number;
}

/**
 * Samples both sides in the order B A A B B A … until the answer is clear: two samples when the ratio exceeds 2 and
 * the spread is small, 5 when it exceeds 1.3, 11 otherwise. Samples taken before count. Returns the speedup
 * before ÷ after; a lower bound when the first side was stopped, 0 when the second side was.
 */
export function compareTimes(
  before: TimedQuery,
  after: TimedQuery,
  limits: CompareLimits,
  clock: Clock,
): number {
  const begin = clock.now();
  if (after.warmUp(limits.afterLimitMs, before.best > slowMs) === undefined) return 0;
  if (!before.timedOut && before.samples === 0) before.warmUp(limits.beforeLimitMs);
  for (let turn = 0; ; turn++) {
    // B A, A B, B A, …
    const side = Math.floor((turn + 1) / 2) % 2 === 0 ? after : before;
    if (!side.timedOut) side.sample(side === before ? limits.beforeLimitMs : limits.afterLimitMs);
    if (after.timedOut) return 0;
    if (after.samples === 0 || (before.samples === 0 && !before.timedOut)) continue;
    if (isClear(before, after) || clock.now() - begin > limits.totalMs) break;
  }
  return ratio(before.best, after.best);
}

/** How many times faster `after` is; times too short for the clock count as a microsecond. */
export function ratio(before: number, after: number): number {
  return Math.max(before, 0.001) / Math.max(after, 0.001);
}

function isClear(before: TimedQuery, after: TimedQuery): boolean {
  const samples = Math.min(before.timedOut ? Number.POSITIVE_INFINITY : before.samples, after.samples);
  const speedup = ratio(before.best, after.best);
  const factor = Math.max(speedup, 1 / speedup);
  // Another run of a slow query would cost more than it tells.
  if (before.best > slowMs && speedup > 3 && after.samples >= 2 && after.spread < 0.5) return true;
  if (samples >= 2 && factor > 2 && before.spread < 0.25 && after.spread < 0.25) return true;
  if (samples >= 3 && factor > 1.5 && before.spread < 0.15 && after.spread < 0.15) return true;
  if (samples >= 3 && speedup < 0.9) return true;
  if (samples >= 5 && factor >= 1.3) return true;
  return samples >= 11;
}

/** Times one query alone, to be compared with `beforeMs`: the sooner the clearer the difference is. */
export function timeAlone(
  db: Database,
  sql: string,
  params: Bindings,
  limits: { readonly limitMs: number; readonly totalMs: number; readonly beforeMs: number },
  clock: Clock,
): Timing {
  const query = new TimedQuery(db, sql, params, clock);
  try {
    const begin = clock.now();
    if (query.warmUp(limits.limitMs) !== undefined) {
      while (query.sample(limits.limitMs) && clock.now() - begin < limits.totalMs) {
        const speedup = ratio(limits.beforeMs, query.best);
        const few = speedup > 2 ? 2 : speedup > 1.5 ? 3 : 6;
        if (query.samples >= (query.spread < 0.25 ? few : few + 2)) break;
      }
    }
    return query.timing;
  } finally {
    query.close();
  }
}
