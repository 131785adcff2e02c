/**
 * Looks for faster rewrites, best first: every rewrite is run once under a limit that falls with the best time so far,
 * and the fastest are rewritten further.
 */

import { programOf } from '../dialect/sqlite/plan.ts';
import { QuillError } from '../errors.ts';
import type { Candidate } from './contract.ts';
import type { Rewrite, RewriteSpace } from './rewrites.ts';
import { ratio, smallestGain } from './timing.ts';
import type { Workbench } from './workbench.ts';

/** Rewrites looked at for one query. */
const mostRewrites = 60;

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

/** Explores until nothing new comes up, `mostRewrites` are known, or the clock reaches `deadline`. */
export function explore(
  space: RewriteSpace,
  bench: Workbench,
  candidates: readonly Candidate[],
  deadline: number,
): Exploration {
  const programs = new Map<string, number>([[programOf(bench.db, bench.sql), bench.originalMs]]);
  const original = [...programs.keys()][0]!;
  const known: { rewrite: Rewrite; ms: number; program: string; stoppedAt: number; expanded: boolean }[] = [];
  let failed = 0;
  let best = bench.originalMs;
  const inTime = (): boolean => bench.clock.now() < deadline;

  const add = (rewrite: Rewrite): void => {
    try {
      const program = programOf(bench.db, rewrite.sql);
      known.push({
        rewrite,
        ms: programs.get(program) ?? Number.NaN,
        program,
        stoppedAt: 0,
        expanded: false,
      });
    } catch (error) {
      if (!QuillError.is(error, 'query-failed')) throw error;
      failed++;
    }
  };
  /** Runs those not run yet. Those that are stopped stay unmeasured, so that a higher limit can be tried. */
  const measure = (limitMs: number): void => {
    for (const one of known) {
      if (!Number.isNaN(one.ms) || !inTime()) continue;
      const limit = Math.min(limitMs, best);
      if (limit <= one.stoppedAt) continue;
      const ms = programs.get(one.program) ?? bench.glance(one.rewrite.sql, limit);
      if (ms === Number.POSITIVE_INFINITY) {
        one.stoppedAt = limit;
        continue;
      }
      one.ms = ms;
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
  const order = (ms: number): number => (Number.isNaN(ms) ? Number.MAX_VALUE : ms);
  while (known.length < mostRewrites && inTime()) {
    const [next] = known
      .filter(one => !one.expanded)
      .sort((a, b) => order(a.ms) - order(b.ms) || a.rewrite.depth - b.rewrite.depth);
    if (!next) break;
    next.expanded = true;
    for (const rewrite of space.expand(next.rewrite)) if (known.length < mostRewrites) add(rewrite);
    measureAll();
  }
  const measured = known
    .map(({ rewrite, ms, program }) => ({
      rewrite,
      ms: Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms,
      same: program === original,
    }))
    .sort((a, b) => a.ms - b.ms || a.rewrite.depth - b.rewrite.depth);
  return { measured, failed };
}
