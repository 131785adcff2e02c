/**
 * HAVING on a group's key → WHERE.
 *
 * Precondition: a term of HAVING that mentions only columns of GROUP BY, and no aggregate. Of texts that the column's
 * collation puts in one group, all meet it or none.
 * Wrong otherwise: an aggregate is known only after grouping; without GROUP BY there is always one group.
 * Source: Ullman, Principles of Database and Knowledge-Base Systems (1988), selections before grouping.
 */
import type { Rule } from '../contract.ts';
import { treatsAlike } from './rewriting/collation.ts';
import { changedWhere, removedTerms, writtenTerms } from './rewriting/conjuncts.ts';
import { removal } from './rewriting/layout.ts';
import {
  aggregatesIn,
  columnRefs,
  descendants,
  hasAnonymousParameter,
  isVolatile,
  openSelects,
  sourceOf,
} from './rewriting/tree.ts';

export const havingToWhere: Rule = {
  technique: 'having-to-where',
  *propose(q) {
    for (const select of openSelects(q)) {
      const { having, havingSpan, groupBy } = select;
      if (!having || !havingSpan || groupBy.length === 0 || hasAnonymousParameter(having)) continue;
      const keys = groupBy.map(expr => sourceOf(q, expr).toLowerCase());
      const terms = writtenTerms(having);
      const movable = terms.filter(
        term =>
          aggregatesIn(q, [term]).length === 0 &&
          !isVolatile(q, term) &&
          ![...descendants(term)].some(node => node.kind === 'query') &&
          columnRefs(term).length > 0 &&
          columnRefs(term).every(
            ref =>
              q.resolve(ref)?.kind === 'column' &&
              keys.includes(sourceOf(q, ref).toLowerCase()) &&
              treatsAlike(q, ref),
          ),
      );
      if (movable.length === 0) continue;
      const added = movable.map(term => {
        const loose = term.kind === 'binary' && term.operator === 'or';
        return loose ? `(${sourceOf(q, term)})` : sourceOf(q, term);
      });
      const left = movable.length === terms.length ? [removal(q, havingSpan)] : removedTerms(terms, movable);
      yield { edits: [...changedWhere(q, select, [], added), ...left] };
    }
  },
};
