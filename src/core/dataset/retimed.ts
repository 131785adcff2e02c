/** What timing pairs again, on other rows, says of their speedups. */

import type { Retimed } from '../optimize/retime.ts';
import { claimed, smallestGain } from '../optimize/timing.ts';
import type { Pair } from './pair.ts';

export interface RetimedPair {
  readonly id: string;
  /** As the dataset says. */
  readonly old: number;
  /** A lower bound where the slow side was stopped or measured once. */
  readonly speedup: number;
  readonly slowTimedOut: boolean;
  readonly fastTimedOut: boolean;
}

export interface RetimedFigures {
  readonly timed: number;
  /** At least 1.1 times as fast as the slow side. */
  readonly stillFaster: number;
  /** Slow sides stopped at the limit. */
  readonly slowTimedOut: number;
  /** Of the new speedups, and of new ÷ old; null where nothing was timed. */
  readonly speedup: Quantiles | null;
  readonly ratio: Quantiles | null;
}

/** Of `count` values, and the least and the most of them. */
export type Quantiles = Readonly<
  Record<'count' | 'least' | 'p5' | 'p25' | 'median' | 'p75' | 'p95' | 'most', number>
>;

export function retimedPair({ id, speedup: old }: Pair, { before, after }: Retimed): RetimedPair {
  const speedup = claimed(before, after);
  return { id, old, speedup, slowTimedOut: before.timedOut, fastTimedOut: after.timedOut };
}

export function retimedFigures(pairs: readonly RetimedPair[]): RetimedFigures {
  return {
    timed: pairs.length,
    stillFaster: pairs.filter(pair => pair.speedup >= smallestGain && !pair.fastTimedOut).length,
    slowTimedOut: pairs.filter(pair => pair.slowTimedOut).length,
    speedup: quantiles(pairs.map(pair => pair.speedup)),
    ratio: quantiles(pairs.filter(pair => pair.old > 0).map(pair => pair.speedup / pair.old)),
  };
}

/** The lower of two neighbours, so that each is a value that was measured. */
function quantiles(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return {
    count: sorted.length,
    least: at(0),
    p5: at(0.05),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    most: at(1),
  };
}
