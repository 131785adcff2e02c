/**
 * A hint whether to compute a CTE once (AS MATERIALIZED) or to merge it into its uses (AS NOT MATERIALIZED). SQLite
 * computes a CTE once when it is named more than once; the other choice can be faster.
 *
 * Precondition: an ordinary CTE without a hint. The rows are the same either way.
 * Wrong otherwise: only for queries that are not deterministic.
 * Source: https://sqlite.org/lang_with.html#materialization_hints
 */
import type { Rule } from '../contract.ts';
import { lastOpening, wordsBetween } from './rewriting/blanked.ts';
import { insertAt, keyword } from './rewriting/layout.ts';
import { descendants, isVolatile } from './rewriting/tree.ts';

export const cteMaterialization: Rule = {
  technique: 'cte-materialization',
  since: '3.35',
  *propose(q) {
    for (const node of descendants(q.query)) {
      if (node.kind !== 'cte' || node.materialized !== undefined || isVolatile(q, node)) continue;
      const readers = q.scopes
        .flatMap(scope => scope.relations)
        .filter(({ source }) => source.kind === 'cte' && source.cte === node);
      if (readers.length === 0 || readers.some(({ source }) => source.kind === 'cte' && source.recursive))
        continue;
      const opening = lastOpening(q, node.name.span.end, node.query.span.start);
      const words = readers.length > 1 ? 'NOT MATERIALIZED ' : 'MATERIALIZED ';
      if (/\bas$/i.test(wordsBetween(q, node.name.span.end, opening)))
        yield { edits: [insertAt(opening, keyword(q, words))] };
    }
  },
};
