/** What a reader must know where SQL leaves open which rows a statement returns. */
import type { BoundQuery } from '../sql/bound.ts';
import { freeChoices, reasonOf } from '../verify/compare/free-choices.ts';
import { limitIsOpen } from '../verify/compare/full-form.ts';

/** A sentence where another plan of the same statement may return other rows, all of them right; else undefined. */
export function openAnswerNote(bound: BoundQuery): string | undefined {
  const { kinds } = freeChoices(bound);
  const why = [
    ...(limitIsOpen(bound) ? ['its ORDER BY does not say which rows the LIMIT lets through'] : []),
    ...(kinds.size > 0 ? [reasonOf(kinds)] : []),
  ];
  if (why.length === 0) return undefined;
  return `SQL leaves open which rows this statement returns (${why.join('; ')}): an index may change which of the allowed ones it is.`;
}
