/**
 * OR across tables below groups, windows, LIMIT or another order → a derived table of UNION ALL parts:
 *   SELECT COUNT(*) FROM o JOIN c … WHERE o.x = 1 OR c.y = 2
 *   → SELECT COUNT(*) FROM (SELECT … WHERE o.x = 1 UNION ALL SELECT … WHERE c.y = 2 AND (o.x = 1) IS NOT TRUE) AS matching
 *
 * Precondition: as for `or-to-union`; every column is named, so that the derived table can hand it on.
 * Wrong otherwise: without the guards a row that meets both parts is counted twice.
 * Source: as for `or-to-union`.
 */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { ColumnRef, Expr, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canSort, disjunctions, partTexts } from './rewriting/disjunction.ts';
import { FreshNames } from './rewriting/fresh-names.ts';
import { block, breakAfterFrom, keyword, lineBreak, textWith } from './rewriting/layout.ts';
import { relationOf } from './rewriting/references.ts';
import {
  columnRefs,
  hasAnonymousParameter,
  hasWindow,
  isVolatile,
  openSelects,
  shownParts,
  sourceOf,
} from './rewriting/tree.ts';

export const orToUnionBelow: Rule = {
  technique: 'or-to-union',
  since: '3.23',
  *propose(q) {
    for (const select of openSelects(q)) {
      const query = q.enclosing(select);
      const plain = query.body === select && !query.limit && !q.isAggregated(select) && !hasWindow(q, select);
      if (!select.from || (plain && canSort(q, select)) || select.columns.some(c => c.kind === 'star'))
        continue;
      if (hasAnonymousParameter(select) || isVolatile(q, select)) continue;
      for (const { term, parts } of disjunctions(q, select)) yield split(q, select, term, parts);
    }
  },
};

function split(q: BoundQuery, select: Select, term: Expr, parts: readonly Expr[]): Proposal {
  const kw = (words: string) => keyword(q, words);
  const names = new FreshNames(q);
  const alias = names.take('matching');
  const { relations } = q.scopeOf(select);
  const refs = shownParts(q, select)
    .flatMap(columnRefs)
    .filter(ref => relations.includes(relationOf(q, ref)!));
  const handed = handedOn(q, refs, names, kw('AS'));
  const line = lineBreak(q, select);
  const shown = [...new Set([...handed.values()].map(column => column.shown))].join(', ');
  const change = (node: { span: { start: number; end: number } }, text: string) =>
    textWith(
      q,
      node.span,
      node.span.start <= term.span.start && term.span.end <= node.span.end ? [{ span: term.span, text }] : [],
    );
  const arms = partTexts(q, parts, true).map(text => [
    `${kw('SELECT')} ${shown === '' ? '1' : shown}`,
    `${kw('FROM')} ${change(select.from!, text)}`,
    ...(select.where ? [`${kw('WHERE')} ${change(select.where, text)}`] : []),
  ]);
  const body = arms.flatMap((arm, i) => (i === 0 ? arm : [kw('UNION ALL'), ...arm]));
  const end = select.whereSpan?.end ?? select.from!.span.end;
  const edits: Edit[] = [
    ...refs.map(ref => ({ span: ref.span, text: `${alias}.${handed.get(keyOf(q, ref))!.name}` })),
    { span: { start: select.from!.span.start, end }, text: `${block(line, body)} ${kw('AS')} ${alias}` },
    ...(select.whereSpan ? [] : breakAfterFrom(q, select)),
  ];
  return { edits: [...edits, ...keptNames(q, select, refs, handed, kw('AS'))] };
}

interface Handed {
  readonly shown: string;
  readonly name: string;
}

function keyOf(q: BoundQuery, ref: ColumnRef): string {
  return `${relationOf(q, ref)?.name}.${ref.column.name}`.toLowerCase();
}

/** The columns of the derived table: under their own names where these differ. */
function handedOn(
  q: BoundQuery,
  refs: readonly ColumnRef[],
  names: FreshNames,
  as: string,
): Map<string, Handed> {
  const handed = new Map<string, Handed>();
  const taken = new Set<string>();
  for (const ref of refs) {
    const key = keyOf(q, ref);
    if (handed.has(key)) continue;
    const name = ref.column.name.toLowerCase();
    const written = sourceOf(q, ref.column);
    if (!taken.has(name)) handed.set(key, { shown: sourceOf(q, ref), name: written });
    else {
      const other = names.take(relationOf(q, ref)?.name ?? '', ref.column.name);
      handed.set(key, { shown: `${sourceOf(q, ref)} ${as} ${other}`, name: other });
    }
    taken.add(name);
  }
  return handed;
}

/** Output columns that lose their name with the new one get it as an alias. */
function keptNames(
  q: BoundQuery,
  select: Select,
  refs: readonly ColumnRef[],
  handed: ReadonlyMap<string, Handed>,
  as: string,
): Edit[] {
  return select.columns.flatMap(column => {
    if (column.kind !== 'column' || column.alias || column.expr.kind !== 'column-ref') return [];
    if (!refs.includes(column.expr)) return [];
    const written = sourceOf(q, column.expr.column);
    const renamed = handed.get(keyOf(q, column.expr))?.name !== written;
    return renamed
      ? [{ span: { start: column.span.end, end: column.span.end }, text: ` ${as} ${written}` }]
      : [];
  });
}
