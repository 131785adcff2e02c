/**
 * Subqueries of which only some rows count: those that LIMIT lets through, or the first one where a single value is
 * wanted. Which rows these are is open where rows that tie in ORDER BY lie on both sides of the cut and are not alike
 * in what the query around looks at. No list of pinned orders covers all choices, so that the cut itself is looked at.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, Query } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { UNKNOWN_COLLATION } from './collation.ts';
import { limitIsOpen, type Sorting, sortingOf } from './full-form.ts';
import { hasAtMostOneRow } from './one-row.ts';
import { failsWhere } from './window-ties.ts';

/** Edits after which the query fails on data that leave the cut open; undefined where no data do. */
export function cutGuard(
  bound: BoundQuery,
  query: Query,
  ancestors: readonly AnyNode[],
): readonly Edit[] | undefined {
  const parent = ancestors.at(-1);
  // EXISTS does not look at which rows there are.
  if (parent === undefined || parent.kind === 'exists') return undefined;
  const isValue = parent.kind === 'scalar-subquery';
  if ((!query.limit && !isValue) || hasAtMostOneRow(bound, query)) return undefined;
  if (query.limit && !limitIsOpen(bound, query)) return undefined;
  const used = usedOutputs(bound, query, parent);
  return used.length === 0 ? undefined : guardEdits(bound, query, used, isValue);
}

/** True for a CTE that reads itself: LIMIT ends the recursion, and there are no rows behind it. */
export function limitsRecursion(bound: BoundQuery, ancestors: readonly AnyNode[]): boolean {
  const cte = ancestors.at(-1);
  if (cte?.kind !== 'cte') return false;
  return relationsOf(bound).some(
    ({ source }) => source.kind === 'cte' && source.recursive && source.cte === cte,
  );
}

function relationsOf(bound: BoundQuery): Relation[] {
  return bound.scopes.flatMap(scope => [...scope.relations]);
}

/** Positions of the outputs that the query around may look at. */
function usedOutputs(bound: BoundQuery, query: Query, parent: AnyNode): number[] {
  const all = bound.outputsOf(query).map((_, i) => i);
  if (parent.kind !== 'cte' && parent.kind !== 'subquery-item') return all;
  const relations = new Set(
    relationsOf(bound).filter(({ item, source }) =>
      parent.kind === 'cte' ? source.kind === 'cte' && source.cte === parent : item === parent,
    ),
  );
  const used = new Set<number>();
  let isKnown = relations.size > 0;
  walk(bound.query, node => {
    if (node.kind === 'opaque' && !node.closed) isKnown = false;
    // Columns that such joins merge stand for both sides.
    if (node.kind === 'join' && (node.natural || node.using)) isKnown = false;
    if (node.kind === 'star')
      for (const scope of bound.scopes)
        if (scope.select.columns.includes(node) && scope.relations.some(each => relations.has(each)))
          isKnown = false;
    if (node.kind !== 'column-ref') return;
    const found = bound.resolve(node);
    if (found === undefined) isKnown = false;
    if (found?.kind !== 'column' || !relations.has(found.relation)) return;
    const index = found.relation.columns.indexOf(found.column);
    if (index < 0) isKnown = false;
    used.add(index);
  });
  return isKnown ? all.filter(i => used.has(i)) : all;
}

/**
 * `body LIMIT n` becomes `WITH rows AS (body with its sort keys) SELECT outputs FROM rows ORDER BY keys, guard LIMIT n`,
 * so that the outputs keep the affinity and collation that comparisons with them rest on.
 */
function guardEdits(bound: BoundQuery, query: Query, used: readonly number[], isValue: boolean): Edit[] {
  const outputs = bound.outputsOf(query);
  const { span, limit, body } = query;
  const rows = quoteName(`rows ${span.start}`);
  const from = body.kind === 'select' ? body.fromSpan : undefined;
  const { keys, appended } = sortingOf(bound, query);
  const usable = keys.slice(0, firstUnknown(bound, keys));
  const count = usable.filter(({ index }) => index >= outputs.length).length;
  const names = Array.from({ length: outputs.length + count }, (_, i) => `c${i + 1}`);
  const order = usable.map(({ index, collation, term }) => {
    const nulls = term.nulls ? ` NULLS ${term.nulls.toUpperCase()}` : '';
    const collate = collation === 'BINARY' ? '' : ` COLLATE ${collation}`;
    return `c${index + 1}${collate}${term.descending ? ' DESC' : ''}${nulls}`;
  });
  const open = cutIsOpen(bound, query, order, used, isValue);
  const shown = outputs.map((output, i) => `c${i + 1} AS ${quoteName(output.name)}`);
  const tail = `\n) SELECT ${shown.join(', ')} FROM ${rows} ORDER BY ${[...order, failsWhere(open)].join(', ')} `;
  const insert = (at: number, text: string): Edit => ({ span: { start: at, end: at }, text });
  return [
    insert(span.start, `WITH ${rows}(${names.join(', ')}) AS (`),
    ...(from && count > 0
      ? [
          insert(
            from.start,
            `${appended
              .slice(0, count)
              .map(text => `, (${text})`)
              .join('')} `,
          ),
        ]
      : []),
    limit ? insert(limit.span.start, tail) : insert(span.end, `${tail}LIMIT 1`),
  ];
}

/** Keys from the first on that cannot be told are left out: more rows tie then. */
function firstUnknown(bound: BoundQuery, keys: Sorting['keys']): number {
  const found = keys.findIndex(({ collation, term }) => {
    let isOpen = collation.toUpperCase() === UNKNOWN_COLLATION;
    walk(term, node => {
      if (node.kind === 'function' && (node.over || bound.functions.isOrderSensitive(node))) isOpen = true;
    });
    return isOpen;
  });
  return found < 0 ? keys.length : found;
}

/** 1 in the rows of a run of tied rows that the cut goes through and that are not alike, else 0. */
function cutIsOpen(
  bound: BoundQuery,
  { limit }: Query,
  order: readonly string[],
  used: readonly number[],
  isValue: boolean,
): string {
  const peers = order.length > 0 ? `OVER (ORDER BY ${order.join(', ')} GROUPS CURRENT ROW)` : 'OVER ()';
  const differ = used.flatMap(i =>
    [`c${i + 1} COLLATE BINARY`, `typeof(c${i + 1})`].map(
      text => `min(${text}) ${peers} IS NOT max(${text}) ${peers}`,
    ),
  );
  const unlike = `(${differ.join(' OR ')})`;
  const most = isValue ? '1' : inlined(bound, limit?.limit);
  const skip = limit?.offset ? inlined(bound, limit.offset) : '0';
  // Where the cut is cannot be told: it may go through any run.
  if (most === undefined || skip === undefined) return unlike;
  const start = order.length > 0 ? `rank() OVER (ORDER BY ${order.join(', ')})` : '1';
  const end = `(${start} + count(*) ${peers} - 1)`;
  const first = `max(${skip}, 0)`;
  const isWithin = (place: string): string => `(${most} < 0 OR ${place} <= ${first} + ${most})`;
  const touches = `${most} <> 0 AND ${end} > ${first} AND ${isWithin(start)}`;
  return `(${touches} AND NOT (${start} > ${first} AND ${isWithin(end)}) AND ${unlike})`;
}

/** The text of a LIMIT or OFFSET that may stand in another place as well; else undefined. */
function inlined(bound: BoundQuery, expr: Expr | undefined): string | undefined {
  if (!expr) return undefined;
  let possible = true;
  walk(expr, node => {
    if (node.kind === 'parameter' && node.text === '?') possible = false;
    if (node.kind === 'query' || node.kind === 'opaque') possible = false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) possible = false;
  });
  return possible ? `CAST((${textOf(bound.source, expr.span)}) AS INTEGER)` : undefined;
}
