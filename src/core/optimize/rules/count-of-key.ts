/**
 * COUNT(DISTINCT key) → COUNT(*) where every row has a key value of its own.
 *
 * Precondition: the counted column alone fixes a row of every table of FROM, and is NOT NULL; without GROUP BY or with.
 * Wrong otherwise: a join that repeats the key; NULL is not counted.
 * Source: Paulley and Larson, "Exploiting Uniqueness in Query Optimization" (CASCON 1993).
 */
import type { Rule } from '../contract.ts';
import { firstClosing } from './rewriting/blanked.ts';
import { aggregatesIn, openSelects, shownParts } from './rewriting/tree.ts';
import { allDetermined } from './rewriting/uniqueness.ts';

export const countOfKey: Rule = {
  technique: 'count-of-key',
  *propose(q) {
    for (const select of openSelects(q)) {
      for (const call of aggregatesIn(q, shownParts(q, select))) {
        const [arg] = call.args;
        if (call.name !== 'count' || !call.distinct || call.args.length !== 1 || arg?.kind !== 'column-ref')
          continue;
        const found = q.resolve(arg);
        if (found?.kind !== 'column' || found.depth > 0 || q.isNullable(arg)) continue;
        const given = [{ relation: found.relation, name: found.column.name }];
        if (!allDetermined(q, select, given)) continue;
        const end = firstClosing(q, arg.span.end, call.span.end) + 1;
        yield { edits: [{ span: { start: call.nameSpan.end, end }, text: '(*)' }] };
      }
    }
  },
};
