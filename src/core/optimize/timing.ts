/**
 * Times two queries against each other in interleaved runs, and takes the minimum of each side's warm runs.
 *
 * A first run is several times slower than the next ones: the engine's own code is still being compiled and the pages
 * are not in the cache. It never counts where a query can be repeated. A single run of a query against itself appears
 * "faster than 1.15×" in one case of five; minima of interleaved runs never did in 150 trials. The protocol is
 * sequential: it stops as soon as the answer is clear.
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
/** A query whose first run takes longer than this is not repeated: it is measured once. In milliseconds. */
const onceMs = 3000;
/** Below this, three warm samples are the fewest; from it on, two. In milliseconds. */
export const quickMs = 300;

/** Below this speedup there is no improvement to speak of. */
export const smallestGain = 1.1;

/** The fewest warm samples that a time of so many milliseconds may rest on. */
export function fewestSamples(ms: number): number {
  return ms < quickMs ? 3 : 2;
}

/** A prepared query with the samples of its duration. Call `close` when done. */
export class TimedQuery {
  readonly #statement: Statement;
  readonly #clock: Clock;
  /** Of warm runs alone. */
  readonly #samples: number[] = [];
  /** The duration of the first run, which is cold. */
  #first: number | undefined;
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

  /** How many warm samples there are. */
  get samples(): number {
    return this.#samples.length;
  }

  get timedOut(): boolean {
    return this.#timedOutAt !== undefined;
  }

  /** True when it is too slow to be repeated: its first run is all that is known. */
  get isOnce(): boolean {
    return this.#first !== undefined && this.#first > onceMs && this.#samples.length === 0;
  }

  /**
   * The minimum of the warm samples; before the first of them the cold run; the limit that it ran into when it was
   * stopped; Infinity when it was never run.
   */
  get best(): number {
    if (this.#timedOutAt !== undefined) return this.#timedOutAt;
    return this.#samples.length > 0 ? Math.min(...this.#samples) : (this.#first ?? Number.POSITIVE_INFINITY);
  }

  /** (median − minimum) / minimum of the warm samples; 0 for fewer than two. */
  get spread(): number {
    if (this.#samples.length < 2) return 0;
    const sorted = [...this.#samples].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
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
   * Runs until the engine is warm and it is known how many runs make a batch. Returns the fastest run in milliseconds,
   * undefined when it was stopped at the limit. None of these runs is a sample.
   */
  warmUp(limitMs: number): number | undefined {
    const begin = this.#clock.now();
    let fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run++) {
      const ms = this.#run(1, limitMs);
      if (ms === undefined) return undefined;
      this.#first ??= ms;
      fastest = Math.min(fastest, ms);
      if (this.#clock.now() - begin > warmUpMs) break;
    }
    this.#batch = fastest < batchBelowMs ? Math.max(1, Math.ceil(batchMs / Math.max(fastest, 0.001))) : 1;
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
  /** For the whole comparison, in milliseconds; at least two samples a side are taken of what is repeated at all. */
  readonly totalMs: number;
}

/**
 * Samples both sides in the order A B B A A B … until the answer is clear: as few as `fewestSamples` when the ratio
 * exceeds 2 and the spread is small, 5 when it exceeds 1.3, 11 otherwise. Warm samples taken before count for the first
 * side, which can only make its minimum smaller; where it is slow and has enough of them, it is run again only for a
 * close race. A side that is measured once is not run again. Returns the ratio of before ÷ after; a lower bound when
 * the first side was stopped, 0 when the second side was.
 */
export function compareTimes(
  before: TimedQuery,
  after: TimedQuery,
  limits: CompareLimits,
  clock: Clock,
): number {
  const begin = clock.now();
  if (after.warmUp(limits.afterLimitMs) === undefined) return 0;
  if (!before.timedOut && before.best === Number.POSITIVE_INFINITY) before.warmUp(limits.beforeLimitMs);
  const sampled = (side: TimedQuery): boolean => !side.timedOut && !side.isOnce;
  for (let turn = 0; sampled(before) || sampled(after); turn++) {
    // A B, B A, A B, …
    const spared = isSettled(before) && after.samples < fewestSamples(after.best);
    const side = spared || Math.floor((turn + 1) / 2) % 2 === 0 ? after : before;
    if (sampled(side)) side.sample(side === before ? limits.beforeLimitMs : limits.afterLimitMs);
    if (after.timedOut) return 0;
    const both = (!sampled(before) || before.samples >= 2) && (!sampled(after) || after.samples >= 2);
    if (!both || (turn === 0 && !isSettled(before))) continue;
    if (isClear(before, after) || clock.now() - begin > limits.totalMs) break;
  }
  return ratio(before.best, after.best);
}

/** How many times faster `after` is; times too short for the clock count as a microsecond. */
export function ratio(before: number, after: number): number {
  return Math.max(before, 0.001) / Math.max(after, 0.001);
}

/** True when a time rests on too little for an exact ratio: stopped at its limit, or measured once. */
export function isBound(before: Timing): boolean {
  return before.timedOut || before.samples < 2;
}

/**
 * The speedup that may be claimed. Where the first side is no more than a bound, the first run may have been cold: half
 * of the ratio, cut to one digit.
 */
export function claimed(before: Timing, after: Timing): number {
  const measured = ratio(before.ms, after.ms);
  if (after.timedOut) return Math.min(1, measured);
  if (!isBound(before) || measured <= 1) return measured;
  const half = Math.max(1, measured / 2);
  const digit = 10 ** Math.floor(Math.log10(half));
  return Math.floor(half / digit) * digit;
}

/** True when a query is slow and has as many warm samples as it needs. */
export function isSettled(query: TimedQuery): boolean {
  return query.best >= quickMs && query.samples >= fewestSamples(query.best);
}

function isClear(before: TimedQuery, after: TimedQuery): boolean {
  const known = (side: TimedQuery): number =>
    side.timedOut || side.isOnce ? Number.POSITIVE_INFINITY : side.samples;
  if (known(before) < fewestSamples(before.best) || known(after) < fewestSamples(after.best)) return false;
  const samples = Math.min(known(before), known(after));
  const speedup = ratio(before.best, after.best);
  const factor = Math.max(speedup, 1 / speedup);
  // Another run of a slow query would cost more than it tells.
  if (before.best > slowMs && speedup > 3 && after.spread < 0.5) return true;
  if (factor > 2 && before.spread < 0.25 && after.spread < 0.25) return true;
  if (factor > 1.5 && samples >= 3 && before.spread < 0.15 && after.spread < 0.15) return true;
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
    if (query.warmUp(limits.limitMs) !== undefined && !query.isOnce) {
      while (query.sample(limits.limitMs)) {
        const isLate = clock.now() - begin > limits.totalMs;
        if (isLate && (query.samples >= 2 || query.best > quickMs)) break;
        const speedup = ratio(limits.beforeMs, query.best);
        const few = Math.max(fewestSamples(query.best), speedup > 2 ? 2 : speedup > 1.5 ? 4 : 7);
        if (query.samples >= (query.spread < 0.25 ? few : few + 2)) break;
      }
    }
    return query.timing;
  } finally {
    query.close();
  }
}
