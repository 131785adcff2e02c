/** Several places of one rule in a single proposal. */
import type { Proposal } from '../../contract.ts';

/**
 * The proposals, after one that makes those of them at once whose edits lie apart: two slow terms of an OR, say, gain
 * nothing one by one.
 */
export function* together(proposals: Iterable<Proposal>): Iterable<Proposal> {
  const single = [...proposals];
  const apart: Proposal[] = [];
  for (const proposal of single) {
    if (apart.every(other => liesApart(reachOf(proposal), reachOf(other)))) apart.push(proposal);
  }
  if (apart.length > 1) yield { edits: apart.flatMap(proposal => proposal.edits) };
  yield* single;
}

interface Reach {
  readonly start: number;
  readonly end: number;
}

/** From the first to the last character that a proposal touches. */
function reachOf({ edits }: Proposal): Reach {
  return {
    start: Math.min(...edits.map(edit => edit.span.start)),
    end: Math.max(...edits.map(edit => edit.span.end)),
  };
}

function liesApart(a: Reach, b: Reach): boolean {
  return a.end < b.start || b.end < a.start;
}
