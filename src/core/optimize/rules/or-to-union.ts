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
import type { Expr, Select } from '../../sql/model.ts';
import type { Edit, Proposal, Rule } from '../contract.ts';
import { conjunctsOf, disjunctsOf } from './rewriting/conjuncts.ts';
import { isInner, joinChain } from './rewriting/joins.ts';
import { indentAt, insertAt, isMultiline, keyword, textWith } from './rewriting/layout.ts';
import { relationsIn } from './rewriting/references.ts';
import {
  descendants,
  hasAnonymousParameter,
  hasWindow,
  isAggregated,
  isVolatile,
  openSelects,
  sourceOf,
  withoutParens,
} from './rewriting/tree.ts';

const mostParts = 4;

export const orToUnion: Rule = {
  technique: 'or-to-union',
  since: '3.23',
  *propose(q) {
    for (const select of openSelects(q)) {
      const query = q.enclosing(select);
      if (query.body !== select || query.limit || isAggregated(q, select) || hasWindow(q, select)) continue;
      if (!select.from || hasAnonymousParameter(select) || isVolatile(q, select) || !canSort(q, select))
        continue;
      for (const term of conditionsOf(q, select)) {
        const parts = disjunctsOf(withoutParens(term));
        if (parts.length < 2 || parts.length > mostParts || !isWorthSplitting(q, select, parts)) continue;
        yield split(q, select, term, parts);
      }
    }
  },
};

/** The terms of WHERE and of inner joins. */
function conditionsOf(q: BoundQuery, select: Select): Expr[] {
  const joins = (joinChain(q, select) ?? []).flatMap(link =>
    link.join && isInner(link.join) ? [link.join] : [],
  );
  const chain = joinChain(q, select) ?? [];
  const inner = chain.every(link => !link.join || isInner(link.join)) ? joins : [];
  return [...conjunctsOf(select.where), ...inner.flatMap(join => conjunctsOf(join.on))];
}

/** Parts over different tables, or with a subquery: what one index cannot serve. */
function isWorthSplitting(q: BoundQuery, select: Select, parts: readonly Expr[]): boolean {
  const own = q.scopeOf(select).relations;
  const sets = parts.map(part =>
    [...relationsIn(q, [part])].filter(r => own.includes(r)).map(r => own.indexOf(r)),
  );
  const differ = sets.some(set => set.sort().join() !== sets[0]!.join());
  const joined = own.length > 1 && sets.every(set => set.length > 1);
  const asks = parts.some(part => [...descendants(part)].some(node => node.kind === 'query'));
  return differ || joined || asks;
}

/** ORDER BY after a UNION must name output columns. */
function canSort(q: BoundQuery, select: Select): boolean {
  const outputs = select.columns.map(column =>
    column.kind === 'column' ? sourceOf(q, column.expr).toLowerCase() : '*',
  );
  return q.enclosing(select).orderBy.every(({ expr }) => {
    if (expr.kind === 'literal') return true;
    if (outputs.includes(sourceOf(q, expr).toLowerCase())) return true;
    return expr.kind === 'column-ref' && q.resolve(expr)?.kind === 'output';
  });
}

function split(q: BoundQuery, select: Select, term: Expr, parts: readonly Expr[]): Proposal {
  const kw = (words: string) => keyword(q, words);
  const wrapped = (part: Expr) =>
    part.kind === 'binary' && part.operator === 'and' ? `(${sourceOf(q, part)})` : sourceOf(q, part);
  const line = isMultiline(q, select) ? `\n${indentAt(q.source, select.span.start)}` : ' ';
  const texts = parts.map((part, i) => {
    const guards = select.distinct
      ? []
      : parts.slice(0, i).map(earlier => `(${sourceOf(q, earlier)}) ${kw('IS NOT TRUE')}`);
    return [wrapped(part), ...guards].join(` ${kw('AND')} `);
  });
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
