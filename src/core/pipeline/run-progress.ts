/** How the figures of a run read, in the terminal and in the editor. */
import { formatShare, perMinute } from '../format.ts';
import type { RunState } from './run-state.ts';

/** `258 pairs/min`; `noun` may be empty. */
export function rateText(perSecond: number, noun = ' pairs'): string {
  return `${perMinute(perSecond)}${noun}/min`;
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

/** A limit in minutes, in the unit it was given in: `90 s`, `10 min`, `2 h`. */
export function limitText(minutes: number): string {
  if (!Number.isInteger(minutes)) return `${Number((60 * minutes).toFixed(1))} s`;
  return minutes > 0 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** US dollars: `$0.12`. */
export function costText(cost: number): string {
  return `$${cost.toFixed(2)}`;
}
