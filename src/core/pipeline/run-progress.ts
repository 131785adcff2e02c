/** How the figures of a run read, in the terminal and in the editor. */
import { formatShare } from '../format.ts';
import type { RunState } from './run-state.ts';

/** `4.3 pairs/s`, or by the minute where it is slow; `noun` may be empty. */
export function rateText(perSecond: number, noun = ' pairs'): string {
  return perSecond >= 1 ? `${perSecond.toFixed(1)}${noun}/s` : `${(60 * perSecond).toFixed(1)}${noun}/min`;
}

/** The share of queries that gave a pair: `38 %`; undefined before the first one. */
export function successText({ items, successes }: Pick<RunState, 'items' | 'successes'>): string | undefined {
  return items === 0 ? undefined : formatShare(successes / items);
}

/** `12 min`, at the rate so far; undefined where nothing is left or the rate is unknown. */
export function remainingText({
  accepted,
  target,
  pairsPerSecond,
}: Pick<RunState, 'accepted' | 'target' | 'pairsPerSecond'>): string | undefined {
  if (!(pairsPerSecond > 0) || accepted >= target) return undefined;
  const minutes = (target - accepted) / pairsPerSecond / 60;
  if (minutes < 1) return 'less than a minute';
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** US dollars: `$0.12`. */
export function costText(cost: number): string {
  return `$${cost.toFixed(2)}`;
}
