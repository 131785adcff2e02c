/**
 * Columns of a derived table or CTE that nobody reads → not computed:
 *   FROM (SELECT * FROM orders WHERE …) t   (only t.id used)   →   FROM (SELECT id FROM orders WHERE …) t
 *
 * Precondition: a plain SELECT without DISTINCT; every use of the table names its columns. Columns that ORDER BY or
 * GROUP BY name by position or alias stay.
 * Wrong otherwise: DISTINCT over fewer columns merges rows; the last aggregate without GROUP BY makes the single row.
 * Source: "projection pushing", Ullman, Principles of Database and Knowledge-Base Systems (1988), chapter 11.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { type BoundQuery, queryOf, type Relation } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { type Query, type Select, sameName } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { relationOf, writtenName } from './rewriting/references.ts';
import { together } from './rewriting/together.ts';
import {
  aggregatesIn,
  columnRefs,
  descendants,
  hasParameter,
  openSelects,
  orderTermsOf,
  partsOf,
} from './rewriting/tree.ts';

export const derivedTablePruned: Rule = {
  technique: 'derived-table-pruned',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  const open = new Set(openSelects(q));
  for (const [query, relations] of derivedTables(q)) {
    const { body } = query;
    if (body.kind !== 'select' || !open.has(body) || body.distinct) continue;
    const needed = neededColumns(q, relations);
    const edits = needed && pruned(q, body, needed);
    if (edits && edits.length > 0) yield { edits };
  }
}

/** The subqueries of FROM and the CTEs, each with the relations that read it. */
function derivedTables(q: BoundQuery): Map<Query, Relation[]> {
  const found = new Map<Query, Relation[]>();
  const recursive = new Set<Query>();
  for (const { relations } of q.scopes) {
    for (const relation of relations) {
      const { source } = relation;
      const query = queryOf(source);
      if (!query) continue;
      if (source.kind === 'cte' && (source.recursive || source.cte.columns.length > 0)) recursive.add(query);
      found.set(query, [...(found.get(query) ?? []), relation]);
    }
  }
  for (const query of recursive) found.delete(query);
  return found;
}

/** The names read from the relations, lower case; undefined where a star reads them all. */
function neededColumns(q: BoundQuery, relations: readonly Relation[]): Set<string> | undefined {
  const needed = new Set<string>();
  for (const scope of q.scopes) {
    for (const relation of scope.relations.filter(r => relations.includes(r))) {
      const { select } = scope;
      if (!scope.closed) return undefined;
      const starred = select.columns.some(
        c => c.kind === 'star' && (!c.table || sameName(c.table.name, relation.name)),
      );
      const merging =
        select.from && [...descendants(select.from)].some(n => n.kind === 'join' && (n.natural || n.using));
      if (starred || merging) return undefined;
      for (const ref of partsOf(q, select).flatMap(columnRefs)) {
        if (relationOf(q, ref) === relation) needed.add(ref.column.name.toLowerCase());
      }
    }
  }
  return needed;
}

function pruned(q: BoundQuery, select: Select, needed: Set<string>): Edit[] | undefined {
  const terms = [...orderTermsOf(q, select).map(term => term.expr), ...select.groupBy];
  if (terms.some(expr => expr.kind === 'literal')) return undefined;
  const inner = [
    ...terms,
    ...(select.where ? [select.where] : []),
    ...(select.having ? [select.having] : []),
  ];
  const byAlias = inner
    .flatMap(columnRefs)
    .flatMap(ref => (q.resolve(ref)?.kind === 'output' ? [ref.column.name] : []));
  for (const name of byAlias) needed.add(name.toLowerCase());
  const { relations } = q.scopeOf(select);
  const pending = new Set(needed);
  const take = (name: string) => pending.delete(name.toLowerCase());
  const items = select.columns.map(column => {
    if (column.kind === 'column') {
      const name =
        column.alias?.name ?? (column.expr.kind === 'column-ref' ? column.expr.column.name : undefined);
      if (name === undefined || hasParameter(column)) return { column, text: undefined };
      return { column, text: take(name) ? undefined : '' };
    }
    const starred = relations.filter(relation => !column.table || sameName(column.table.name, relation.name));
    const names = starred.flatMap(relation =>
      relation.columns
        .filter(c => !c.hidden && take(c.name))
        .map(c => (relations.length > 1 ? `${writtenName(q, relation)}.` : '') + quoteName(c.name)),
    );
    const all = starred.reduce((n, relation) => n + relation.columns.filter(c => !c.hidden).length, 0);
    return { column, text: names.length === all ? undefined : names.join(', ') };
  });
  if (pending.size > 0 || items.every(item => item.text === undefined)) return undefined;
  const left = items.filter(item => item.text !== '');
  if (q.isAggregated(select) && select.groupBy.length === 0) {
    if (
      aggregatesIn(
        q,
        left.map(item => item.column),
      ).length === 0
    )
      return undefined;
  }
  if (left.length === 0) {
    const span = { start: select.columns[0]!.span.start, end: select.columns.at(-1)!.span.end };
    return [{ span, text: '1' }];
  }
  return items.flatMap(({ column, text }, i) => {
    if (text === undefined) return [];
    if (text !== '') return [{ span: column.span, text }];
    // A column goes with the comma after it; where none is left after it, with the comma before.
    const anyAfter = items.slice(i + 1).some(item => item.text !== '');
    if (anyAfter)
      return [{ span: { start: column.span.start, end: items[i + 1]!.column.span.start }, text: '' }];
    return [{ span: { start: items[i - 1]!.column.span.end, end: column.span.end }, text: '' }];
  });
}
