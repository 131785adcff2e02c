/** What two answers on one instance say of the rewrite. */
import { type Comparison, compareResults, type Difference } from './compare/compare.ts';
import type { Answer } from './runner.ts';

export type Outcome =
  | { readonly kind: 'same'; readonly rows: number }
  | { readonly kind: 'different'; readonly difference: Difference | { reason: 'error'; detail: string } }
  /** No evidence: an error or time-out of the original, or a time-out of the rewrite. */
  | { readonly kind: 'skipped' };

/**
 * Compares the answers of both sides on one instance. An error of the rewrite where the original returns rows is a
 * difference; where the original has no rows to show, or the rewrite ran out of time, the instance is no evidence.
 */
export function judgeAnswers(a: Answer, b: Answer, how: Comparison): Outcome {
  if (a.kind !== 'rows' || b.kind === 'unusable') return { kind: 'skipped' };
  if (b.kind === 'error')
    return { kind: 'different', difference: { reason: 'error', detail: `the rewrite fails: ${b.message}` } };
  const difference = compareResults(a.result, b.result, how);
  const shown = how.limit === undefined ? a.result.rows.length : Math.min(a.result.rows.length, how.limit);
  return difference ? { kind: 'different', difference } : { kind: 'same', rows: shown };
}
