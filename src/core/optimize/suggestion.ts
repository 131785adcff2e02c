/** Measures a verified improvement for good, and chooses between several. */

import type { PlanNode } from '../dialect/plan-node.ts';
import { explainPlan } from '../dialect/sqlite/plan.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { ParameterCase, Suggestion, Timing } from './contract.ts';
import { withIndexes } from './indexes/build.ts';
import type { NamedIndex } from './indexes/candidate.ts';
import type { Rewrite } from './rewrites.ts';
import { claimed, quickMs, ratio, smallestGain } from './timing.ts';
import type { Workbench } from './workbench.ts';

/** A gain below this is measured twice, and the lesser one believed. */
const doubtful = 1.5;
/** Below this the original is run twice on either side of an index's lifetime, else once; in milliseconds. */
const twiceBelowMs = 100;

export interface Improvement {
  readonly rewrite?: Rewrite;
  readonly indexes: readonly NamedIndex[];
  readonly verdict: Verdict;
}

/**
 * Times an improvement against the original with every set of parameter values and describes it. `rewriteOnly` are the
 * times of the rewrite without new indexes; `totalMs` bounds each comparison. The database is left as it was.
 */
export function measureSuggestion(
  bench: Workbench,
  improvement: Improvement,
  before: readonly PlanNode[],
  rewriteOnly: readonly Timing[] | undefined,
  totalMs: number,
): Suggestion {
  const { rewrite, indexes, verdict } = improvement;
  const sql = rewrite?.sql ?? bench.sql;
  let after: readonly Timing[];
  let advice: Suggestion['indexes'] = [];
  let plan: readonly PlanNode[];
  if (indexes.length === 0) {
    after = rewriteOnly ?? bench.compare(sql, totalMs);
    plan = explainPlan(bench.db, sql, bench.main.values);
  } else {
    // The original before, the suggestion with the indexes, the original again.
    const runs = bench.originalMs < twiceBelowMs ? 2 : 1;
    if (bench.originalMs < quickMs) bench.refresh(runs, totalMs / 4);
    ({ after, plan, advice } = measureIndexed(bench, sql, indexes, totalMs));
    bench.refresh(runs, totalMs / 4, true);
    if (bench.speedup(after) < doubtful) {
      const again = measureIndexed(bench, sql, indexes, totalMs).after;
      bench.refresh(runs * 2, totalMs / 4);
      after = after.map((timing, i) => (again[i]!.ms > timing.ms ? again[i]! : timing));
    }
  }
  const alone =
    rewrite === undefined ? undefined : (rewriteOnly ?? (indexes.length === 0 ? after : undefined));
  const { place, speedup } = bench.worst(after);
  const beforeTiming = bench.cases[place]!.query.timing;
  const rewriteSpeedup = indexes.length === 0 ? speedup : alone ? claimed(beforeTiming, alone[place]!) : 1;
  return {
    sql,
    rewritten: rewrite !== undefined,
    techniques: [...(rewrite?.techniques ?? []), ...(indexes.length > 0 ? (['index'] as const) : [])],
    indexes: advice,
    speedup,
    rewriteSpeedup,
    indexSpeedup: indexes.length === 0 ? 1 : speedup / rewriteSpeedup,
    timing: {
      before: beforeTiming,
      after: after[place]!,
      ...(alone ? { rewriteOnly: alone[place]! } : {}),
    },
    plan: { before, after: plan },
    verdict,
    parameterCases: parameterCases(bench, after, place),
  };
}

function measureIndexed(bench: Workbench, sql: string, indexes: readonly NamedIndex[], totalMs: number) {
  return withIndexes(bench.db, indexes, bench.clock, advice => ({
    advice,
    after: bench.alone(sql, totalMs / 4),
    plan: explainPlan(bench.db, sql, bench.main.values),
  }));
}

function parameterCases(bench: Workbench, after: readonly Timing[], worst: number): ParameterCase[] {
  const cases = bench.cases.map(({ label, values, query }, i) => ({
    label,
    values,
    before: query.best,
    after: after[i]!.ms,
    speedup: claimed(query.timing, after[i]!),
  }));
  const [first] = cases.splice(worst, 1);
  if (first === undefined || Object.keys(first.values).length === 0) return [];
  return [first, ...cases.sort((a, b) => a.speedup - b.speedup)];
}

/** The ratio of the suggestion's times; its `speedup` claims less where the original's time is no more than a bound. */
export function measuredGain({ timing }: Suggestion): number {
  return ratio(timing.before.ms, timing.after.ms);
}

/** Fastest first, but of those that differ by next to nothing the simplest: a rewrite, then indexes, then both. */
export function rank(suggestions: readonly Suggestion[], bench: Workbench): Suggestion[] {
  const rest = suggestions
    .filter(s => s.speedup >= smallestGain)
    .sort((a, b) => measuredGain(b) - measuredGain(a));
  const ranked: Suggestion[] = [];
  while (rest.length > 0) {
    const fastest = rest[0]!;
    const near = rest.filter(
      s => !bench.isWorth(bench.originalMs / measuredGain(s), bench.originalMs / measuredGain(fastest)),
    );
    near.sort(
      (a, b) =>
        complexity(a) - complexity(b) || a.sql.length - b.sql.length || measuredGain(b) - measuredGain(a),
    );
    const next = near[0]!;
    ranked.push(next);
    rest.splice(rest.indexOf(next), 1);
  }
  return ranked;
}

function complexity(suggestion: Suggestion): number {
  return suggestion.indexes.length * 2 + (suggestion.rewritten ? 1 : 0);
}
