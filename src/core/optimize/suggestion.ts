/** Measures a verified improvement for good, and chooses between several. */

import type { PlanNode } from '../dialect/plan-node.ts';
import { explainPlan } from '../dialect/sqlite/plan.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { ParameterCase, Suggestion, Timing } from './contract.ts';
import { withIndexes } from './indexes/build.ts';
import type { NamedIndex } from './indexes/candidate.ts';
import type { Rewrite } from './rewrites.ts';
import { ratio, slowMs, smallestGain } from './timing.ts';
import type { Workbench } from './workbench.ts';

/** A gain below this is measured twice before it is believed. */
const doubtful = 1.3;

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
    ({ after, plan, advice } = measureIndexed(bench, sql, indexes, totalMs));
    // A first run is no fair comparison, unless what it is compared with is of another order.
    if (bench.originalMs < slowMs || bench.speedup(after) < 3) bench.refresh(3, totalMs / 4);
    if (bench.speedup(after) < doubtful) {
      bench.refresh(9, totalMs / 2);
      const again = measureIndexed(bench, sql, indexes, totalMs).after;
      after = after.map((timing, i) => (again[i]!.ms < timing.ms ? again[i]! : timing));
    }
  }
  const speedup = bench.speedup(after);
  const alone =
    rewrite === undefined ? undefined : (rewriteOnly ?? (indexes.length === 0 ? after : undefined));
  const rewriteSpeedup = alone === undefined ? 1 : bench.speedup(alone);
  const worst = worstCase(bench, after, speedup);
  return {
    sql,
    rewritten: rewrite !== undefined,
    techniques: [...(rewrite?.techniques ?? []), ...(indexes.length > 0 ? (['index'] as const) : [])],
    indexes: advice,
    speedup,
    rewriteSpeedup,
    indexSpeedup: indexes.length === 0 ? 1 : speedup / rewriteSpeedup,
    timing: {
      before: bench.cases[worst]!.query.timing,
      after: after[worst]!,
      ...(alone ? { rewriteOnly: alone[worst]! } : {}),
    },
    plan: { before, after: plan },
    verdict,
    parameterCases: parameterCases(bench, after, worst),
  };
}

function measureIndexed(bench: Workbench, sql: string, indexes: readonly NamedIndex[], totalMs: number) {
  return withIndexes(bench.db, indexes, bench.clock, advice => ({
    advice,
    after: bench.alone(sql, totalMs / 4),
    plan: explainPlan(bench.db, sql, bench.main.values),
  }));
}

/** The position of the case that the speedup comes from. */
function worstCase(bench: Workbench, after: readonly Timing[], speedup: number): number {
  const distance = bench.cases.map((one, i) => Math.abs(ratio(one.query.best, after[i]!.ms) - speedup));
  return distance.indexOf(Math.min(...distance));
}

function parameterCases(bench: Workbench, after: readonly Timing[], worst: number): ParameterCase[] {
  const cases = bench.cases.map(({ label, values, query }, i) => ({
    label,
    values,
    before: query.best,
    after: after[i]!.ms,
    speedup: ratio(query.best, after[i]!.ms),
  }));
  const [first] = cases.splice(worst, 1);
  if (first === undefined || Object.keys(first.values).length === 0) return [];
  return [first, ...cases.sort((a, b) => a.speedup - b.speedup)];
}

/** Fastest first, but of those that differ by next to nothing the simplest: a rewrite, then indexes, then both. */
export function rank(suggestions: readonly Suggestion[], bench: Workbench): Suggestion[] {
  const rest = suggestions.filter(s => s.speedup >= smallestGain).sort((a, b) => b.speedup - a.speedup);
  const ranked: Suggestion[] = [];
  while (rest.length > 0) {
    const fastest = rest[0]!;
    const near = rest.filter(
      s => !bench.isWorth(bench.originalMs / s.speedup, bench.originalMs / fastest.speedup),
    );
    near.sort((a, b) => complexity(a) - complexity(b) || b.speedup - a.speedup);
    const next = near[0]!;
    ranked.push(next);
    rest.splice(rest.indexOf(next), 1);
  }
  return ranked;
}

function complexity(suggestion: Suggestion): number {
  return suggestion.indexes.length * 2 + (suggestion.rewritten ? 1 : 0);
}
