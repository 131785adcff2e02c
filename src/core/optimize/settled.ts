/** When a search has found enough. */

/** A time that nobody waits for, in milliseconds. */
const unnoticedMs = 5;
/** A gain after which more of it makes no difference. */
const plenty = 100;

/** True when what is left of a statement's time is little, both by itself and beside what it was (in milliseconds). */
export function isSettled(originalMs: number, bestMs: number): boolean {
  return bestMs < unnoticedMs && bestMs * plenty < originalMs;
}
