/**
 * OR across tables, or with a subquery → UNION:
 *   WHERE o.x = 1 OR c.y = 2  →  … WHERE o.x = 1 UNION ALL … WHERE c.y = 2 AND (o.x = 1) IS NOT TRUE
 *
 * Precondition: the SELECT is a whole query, neither grouped nor with window functions. UNION ALL with a guard against
 * rows that met an earlier part is exact for bags; with DISTINCT, plain UNION is enough.
 * Wrong otherwise: UNION without a key in the output loses repeated rows; a guard `<>` loses NULL.
 * Source: https://sqlite.org/optoverview.html#or_optimizations; the split across tables follows Oracle's OR expansion.
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canSort, disjunctions, partTexts } from './rewriting/disjunction.ts';
import { indentAt, insertAt, isMultiline, keyword, textWith } from './rewriting/layout.ts';
import { hasAnonymousParameter, hasWindow, isVolatile, openSelects } from './rewriting/tree.ts';

export const orToUnion: Rule = {
  technique: 'or-to-union',
  since: '3.23',
  *propose(q) {
    for (const select of openSelects(q)) {
      const query = q.enclosing(select);
      if (query.body !== select || query.limit || q.isAggregated(select) || hasWindow(q, select)) continue;
      if (!select.from || hasAnonymousParameter(select) || isVolatile(q, select) || !canSort(q, select))
        continue;
      for (const { term, parts } of disjunctions(q, select)) yield split(q, select, term, parts);
    }
  },
};

function split(q: BoundQuery, select: Select, term: Expr, parts: readonly Expr[]): Proposal {
  const kw = (words: string) => keyword(q, words);
  const line = isMultiline(q, select) ? `\n${indentAt(q.source, select.span.start)}` : ' ';
  const texts = partTexts(q, parts, select.distinct === undefined);
  const [first = '', ...rest] = texts;
  const operator = kw(select.distinct ? 'UNION' : 'UNION ALL');
  // UNION removes duplicates by itself.
  const [column] = select.columns;
  const plain =
    select.distinct && column
      ? [{ span: { start: select.distinct.start, end: column.span.start }, text: '' }]
      : [];
  const copies = rest.map(text => {
    const copy = textWith(q, select.span, [...plain, { span: term.span, text }]);
    return `${line}${operator}${line}${copy}`;
  });
  const edits: Edit[] = [
    ...plain,
    { span: term.span, text: first },
    insertAt(select.span.end, copies.join('')),
  ];
  return { edits };
}
