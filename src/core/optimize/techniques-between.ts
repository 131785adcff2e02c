import type { BoundQuery } from '../sql/bound.ts';
import { templateOf } from '../sql/template.ts';
import { type Rewrite, RewriteSpace } from './rewrites.ts';
import { rules } from './rules.ts';
import type { Technique } from './techniques.ts';

/** Rewrites looked at for one query. */
const mostRewrites = 150;

/**
 * The techniques by which the rules make `fast` of `slow`, up to names, values and layout: the fewest that lead there.
 * Undefined where none are known to, such as for what no rule does.
 */
export function techniquesBetween(slow: BoundQuery, fast: BoundQuery): readonly Technique[] | undefined {
  const wanted = templateOf(fast);
  const space = new RewriteSpace(slow, rules, undefined);
  const reached: Rewrite[] = [];
  // Level by level: `reached` grows while it is walked.
  for (let at = -1; at < reached.length; at++) {
    for (const rewrite of space.expand(reached[at])) {
      if (templateOf(rewrite.bound) === wanted) return rewrite.techniques;
      if (reached.push(rewrite) >= mostRewrites) return undefined;
    }
  }
  return undefined;
}
