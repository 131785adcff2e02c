/**
 * DISTINCT where a key makes every row differ anyway → nothing; COUNT(DISTINCT key) is left to `count-of-key`.
 *
 * Precondition: the shown columns fix a row of every table of FROM, through keys and equations.
 * Wrong otherwise: a join that multiplies rows, or a key that is not shown.
 * Source: Paulley and Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993).
 */
import type { Rule } from '../contract.ts';
import { openSelects } from './rewriting/tree.ts';
import { allDetermined, shownColumns } from './rewriting/uniqueness.ts';

export const redundantDistinctRemoved: Rule = {
  technique: 'redundant-distinct-removed',
  *propose(q) {
    for (const select of openSelects(q)) {
      const [first] = select.columns;
      if (!select.distinct || !select.from || !first || q.isAggregated(select)) continue;
      if (!allDetermined(q, select, shownColumns(q, select))) continue;
      yield { edits: [{ span: { start: select.distinct.start, end: first.span.start }, text: '' }] };
    }
  },
};
