/**
 * Looks for faster rewrites, best first: every rewrite is run once under a limit that falls with the best time so far,
 * and the fastest are rewritten further.
 */

import { programOf } from '../dialect/sqlite/plan.ts';
import { leavesDoubt } from '../errors.ts';
import type { Candidate, SlowerRewrite } from './contract.ts';
import type { Rewrite, RewriteSpace } from './rewrites.ts';
import { ratio, smallestGain } from './timing.ts';
import type { Workbench } from './workbench.ts';

/** Rewrites looked at for one query. */
const mostRewrites = 60;
/** Slower ones that are told of, and how many times slower they must be. */
const mostSlower = 2;
const clearlySlower = 1.3;

export interface Measured {
  readonly rewrite: Rewrite;
  /** Time with the main values, in milliseconds; Infinity when stopped for being slower than the best. */
  readonly ms: number;
  /** True when SQLite runs exactly the same program for it as for the original. */
  readonly same: boolean;
}

export interface Exploration {
  /** Fastest first. */
  readonly measured: readonly Measured[];
  /** Rewrites that SQLite refused to run. */
  readonly failed: number;
}

/** How a rewrite stands: not run yet, stopped at a limit (in milliseconds) that may be raised, or timed. */
type Run =
  | { readonly kind: 'pending' }
  | { readonly kind: 'stopped'; readonly atMs: number }
  | { readonly kind: 'timed'; readonly ms: number };

interface Known {
  readonly rewrite: Rewrite;
  readonly program: string;
  run: Run;
  expanded: boolean;
}

/** Explores until nothing new comes up, `mostRewrites` are known, or the clock reaches `deadline`. */
export function explore(
  space: RewriteSpace,
  bench: Workbench,
  candidates: readonly Candidate[],
  deadline: number,
): Exploration {
  const original = programOf(bench.db, bench.sql);
  /** Times by program: the same one need not be run twice. */
  const programs = new Map<string, number>([[original, bench.originalMs]]);
  const known: Known[] = [];
  let failed = 0;
  let best = bench.originalMs;
  const inTime = (): boolean => bench.clock.now() < deadline;

  const add = (rewrite: Rewrite): void => {
    try {
      const program = programOf(bench.db, rewrite.sql);
      const ms = programs.get(program);
      const run: Run = ms === undefined ? { kind: 'pending' } : { kind: 'timed', ms };
      known.push({ rewrite, program, run, expanded: false });
    } catch (error) {
      if (leavesDoubt(error)) throw error;
      failed++;
    }
  };
  /** Runs those not run yet, and those that were stopped at a lower limit. */
  const measure = (limitMs: number): void => {
    for (const one of known) {
      if (one.run.kind === 'timed' || !inTime()) continue;
      const atMs = Math.min(limitMs, best);
      if (one.run.kind === 'stopped' && atMs <= one.run.atMs) continue;
      const ms = programs.get(one.program) ?? bench.glance(one.rewrite.sql, atMs);
      if (ms === Number.POSITIVE_INFINITY) {
        one.run = { kind: 'stopped', atMs };
        continue;
      }
      one.run = { kind: 'timed', ms };
      programs.set(one.program, ms);
      best = Math.min(best, ms);
    }
  };
  /** Low limits first: where one rewrite is much faster, none of the others is waited for. */
  const measureAll = (): void => {
    const highest = bench.originalMs / smallestGain;
    const lowest = best < bench.originalMs ? highest : 20;
    for (let limit = Math.min(lowest, highest); inTime(); limit = Math.min(limit * 5, highest)) {
      measure(limit);
      if (limit >= highest || (best <= limit && ratio(bench.originalMs, best) >= smallestGain)) return;
    }
  };

  for (const candidate of candidates) {
    const rewrite = space.adopt(candidate);
    if (rewrite) add(rewrite);
  }
  for (const rewrite of space.expand()) if (known.length < mostRewrites) add(rewrite);
  measureAll();
  while (known.length < mostRewrites && inTime()) {
    const [next] = known
      .filter(one => !one.expanded)
      .sort((a, b) => byTime(timeOf(a.run), timeOf(b.run)) || a.rewrite.depth - b.rewrite.depth);
    if (!next) break;
    next.expanded = true;
    for (const rewrite of space.expand(next.rewrite)) if (known.length < mostRewrites) add(rewrite);
    measureAll();
  }
  const measured = known
    .map(({ rewrite, run, program }) => ({ rewrite, ms: timeOf(run), same: program === original }))
    .sort((a, b) => byTime(a.ms, b.ms) || a.rewrite.depth - b.rewrite.depth);
  return { measured, failed };
}

function timeOf(run: Run): number {
  return run.kind === 'timed' ? run.ms : Number.POSITIVE_INFINITY;
}

/** For sorting; two that were stopped are alike. */
function byTime(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/**
 * Rewrites that make it slower beyond doubt, of those that were stopped: the shortest texts, run up to ten times as
 * long as the original, and slower each time.
 */
export function slowerOnes(measured: readonly Measured[], bench: Workbench): SlowerRewrite[] {
  return measured
    .filter(one => !one.same && one.ms === Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rewrite.sql.length - b.rewrite.sql.length)
    .slice(0, mostSlower)
    .map(({ rewrite: { sql, techniques } }) => ({
      sql,
      techniques,
      ms: timeOfSlower(sql, bench),
    }))
    .filter(({ ms }) => Number.isFinite(ms) && isSlower(ms, bench));
}

/** The faster of two looks, with the original run once more between them, as the machine may have been busy. */
function timeOfSlower(sql: string, bench: Workbench): number {
  const first = bench.glance(sql, 10 * bench.originalMs);
  if (!Number.isFinite(first) || !isSlower(first, bench)) return first;
  bench.refresh(1, 0);
  return Math.min(first, bench.glance(sql, 10 * bench.originalMs));
}

function isSlower(ms: number, bench: Workbench): boolean {
  return ms > clearlySlower * bench.originalMs;
}
