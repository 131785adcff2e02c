import type { ErrorReason } from '../core/errors.ts';

export const DONE = 0;
/** A check asked for failed: the queries differ. */
export const FAILED = 1;
/** Bad usage or input. */
export const USAGE = 2;
/** A database, model or host could not be used. */
export const UNAVAILABLE = 3;
export const CANCELLED = 130;

const unavailable: readonly ErrorReason[] = [
  'file',
  'unsupported',
  'memory',
  'timeout',
  'internal',
  'untrusted',
  'endpoint',
  'locked',
  'disk',
  'endpoint',
  'locked',
  'disk',
];

export function exitCodeOf(reason: ErrorReason): number {
  if (reason === 'cancelled') return CANCELLED;
  return unavailable.includes(reason) ? UNAVAILABLE : USAGE;
}
