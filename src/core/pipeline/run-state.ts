/** How a run is doing: the whole content of its `state.json`, written anew every second as its heartbeat. */
import * as v from 'valibot';
import { runEnds } from './events.ts';

export const runState = v.looseObject({
  run: v.string(),
  state: v.picklist(['running', 'waiting', ...runEnds]),
  /** One sentence on why it waits or ended; empty otherwise. */
  reason: v.string(),
  pid: v.number(),
  host: v.string(),
  /** ISO 8601, UTC. */
  startedAt: v.string(),
  updatedAt: v.string(),
  /** Pairs of this run, and the number at which it ends. */
  accepted: v.number(),
  target: v.number(),
  /** Work items done, and how many of them gave a pair. */
  items: v.number(),
  successes: v.number(),
  rejected: v.number(),
  /** Of the present process, over its whole time. */
  pairsPerSecond: v.number(),
  /** US dollars. */
  cost: v.number(),
  /** The limit of it that the process worked under; null: none. Older versions do not say. */
  maxCost: v.exactOptional(v.nullable(v.number())),
  /** Time that all processes of the run worked, in seconds; older versions do not say. */
  seconds: v.exactOptional(v.number()),
});
export type RunState = v.InferOutput<typeof runState>;

/** A heartbeat older than this is of a run that was killed, in milliseconds. */
export const heartbeatLimit = 15_000;

/** True for a state that says it goes on, and was written not long before `now` (Unix time in ms). */
export function isAlive(state: RunState, now: number): boolean {
  const goesOn = state.state === 'running' || state.state === 'waiting';
  return goesOn && Math.abs(now - Date.parse(state.updatedAt)) < heartbeatLimit;
}

/** True for a run that has the pairs it was asked for; `finished` alone was also said of one that found no more. */
export function isComplete(state: RunState | undefined): boolean {
  return state?.state === 'finished' && state.accepted >= state.target;
}
