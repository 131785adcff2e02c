import type { ErrorReason } from '../core/errors.ts';

export const DONE = 0;
/** A check asked for failed: the queries differ. */
export const FAILED = 1;
/** Bad usage or input. */
export const USAGE = 2;
/** A database, model or host could not be used. */
export const UNAVAILABLE = 3;
export const CANCELLED = 130;

const codes: Readonly<Record<ErrorReason, number>> = {
  syntax: USAGE,
  'not-a-query': USAGE,
  'several-statements': USAGE,
  template: USAGE,
  'other-dialect': USAGE,
  'unknown-name': USAGE,
  'too-complex': USAGE,
  parameter: USAGE,
  schema: USAGE,
  file: UNAVAILABLE,
  unsupported: UNAVAILABLE,
  memory: UNAVAILABLE,
  'query-failed': USAGE,
  timeout: UNAVAILABLE,
  cancelled: CANCELLED,
  untrusted: UNAVAILABLE,
  usage: USAGE,
  endpoint: UNAVAILABLE,
  locked: UNAVAILABLE,
  disk: UNAVAILABLE,
  internal: UNAVAILABLE,
};

export function exitCodeOf(reason: ErrorReason): number {
  return codes[reason];
}
