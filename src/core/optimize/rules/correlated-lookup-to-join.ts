/**
 * Correlated scalar lookup by a key → LEFT JOIN:
 *   (SELECT c.name FROM customers c WHERE c.id = o.customer_id)  →  c.name … LEFT JOIN customers c ON c.id = o.customer_id
 *
 * Precondition: the subquery reads one table, and its equations fix one row of it by a key.
 * Wrong otherwise: without a key the join multiplies rows where the subquery took the first; an inner join would drop
 * rows without a match, for which the subquery gave NULL; a column sorts and compares by its collation, which the value
 * of a subquery has not.
 * Source: Kim, "On Optimizing an SQL-like Nested Query" (TODS 1982), type-J nesting.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, FromItem, ScalarSubquery, Select } from '../../sql/model.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canStandFor } from './rewriting/collation.ts';
import { correlationOf } from './rewriting/correlation.ts';
import { FreshNames } from './rewriting/fresh-names.ts';
import { scalarSubqueries } from './rewriting/grouped-lookup.ts';
import { breakAfterFrom, clauseBreak, insertAt, keyword, textWith } from './rewriting/layout.ts';
import { qualified, relationOf, renamedRelation, starsKept, writtenName } from './rewriting/references.ts';
import {
  aggregatesIn,
  columnRefs,
  hasAnonymousParameter,
  onlyColumn,
  openSelects,
  parentOf,
  partsOf,
  plainSelect,
  sourceOf,
} from './rewriting/tree.ts';
import { keyIsFixed } from './rewriting/uniqueness.ts';

interface KeyLookup {
  readonly node: ScalarSubquery;
  readonly relation: Relation;
  readonly output: Expr;
  readonly terms: readonly Expr[];
}

export const correlatedLookupToJoin: Rule = {
  technique: 'correlated-subquery-to-join',
  *propose(q) {
    for (const outer of openSelects(q)) {
      const lookups = scalarSubqueries(q, outer).flatMap(node => keyLookup(q, node, outer) ?? []);
      if (lookups.length > 1) yield* joined(q, outer, lookups);
      for (const lookup of lookups) yield* joined(q, outer, [lookup]);
    }
  },
};

function keyLookup(q: BoundQuery, node: ScalarSubquery, outer: Select): KeyLookup | undefined {
  const inner = plainSelect(node.query);
  const output = inner && onlyColumn(inner);
  if (!inner?.from || !output || inner.groupBy.length > 0 || inner.having) return undefined;
  const [relation, second] = q.scopeOf(inner).relations;
  if (!relation || second || inner.from.kind === 'join' || inner.from.kind === 'paren-item') return undefined;
  if (!canStandFor(q, { output, node })) return undefined;
  if (aggregatesIn(q, [output]).length > 0 || hasAnonymousParameter(node)) return undefined;
  const correlation = correlationOf(q, inner, outer);
  if (!correlation || correlation.pairs.length === 0) return undefined;
  const terms = [...correlation.pairs.map(pair => pair.term), ...correlation.local, ...correlation.others];
  const from = outer.from?.span;
  const inFrom = from && from.start <= node.span.start && node.span.end <= from.end;
  const inWhere =
    outer.where && outer.where.span.start <= node.span.start && node.span.end <= outer.where.span.end;
  if (inFrom || (!inWhere && q.isAggregated(outer))) return undefined;
  return keyIsFixed(q, relation, terms) ? { node, relation, output, terms } : undefined;
}

function* joined(q: BoundQuery, outer: Select, lookups: readonly KeyLookup[]): Iterable<Proposal> {
  const stars = starsKept(q, outer);
  if (!outer.from || !stars) return;
  const names = new FreshNames(q);
  const seen = new Set(q.scopeOf(outer).relations.map(relation => relation.name.toLowerCase()));
  const joins = new Map<string, string>();
  const edits: Edit[] = [];
  const line = clauseBreak(q, outer);
  for (const { node, relation, output, terms } of lookups) {
    const key = joinKey(q, relation, terms);
    let name = joins.get(key);
    if (name === undefined) {
      const clashes = seen.has(relation.name.toLowerCase());
      name = clashes ? names.take(tableNameOf(relation.item), 'lookup') : writtenName(q, relation);
      seen.add(name.toLowerCase());
      joins.set(key, name);
    }
    const text = textUnder(q, output, relation, name);
    const bare =
      ['column-ref', 'function', 'literal', 'paren'].includes(output.kind) ||
      parentOf(q, node)?.kind === 'column';
    edits.push({ span: node.span, text: bare ? text : `(${text})` });
  }
  const added = [...joins].map(([key, name]) => {
    const { relation, terms } = lookups.find(lookup => joinKey(q, lookup.relation, lookup.terms) === key)!;
    const renamed = renamedRelation(q, [], relation, name);
    const item =
      name === writtenName(q, relation)
        ? sourceOf(q, relation.item)
        : textWith(q, relation.item.span, renamed);
    const on = terms.map(term => textUnder(q, term, relation, name)).join(` ${keyword(q, 'AND')} `);
    return `${line}${keyword(q, 'LEFT JOIN')} ${item} ${keyword(q, 'ON')} ${on}`;
  });
  // Plain names of the outer SELECT that the new table has, too, would become ambiguous.
  const columns = new Set(lookups.flatMap(({ relation }) => relation.columns.map(c => c.name.toLowerCase())));
  const inside = (span: { start: number; end: number }) =>
    lookups.some(({ node }) => node.span.start <= span.start && span.end <= node.span.end);
  const plain = partsOf(q, outer)
    .flatMap(columnRefs)
    .filter(ref => !ref.table && columns.has(ref.column.name.toLowerCase()) && !inside(ref.span))
    .filter(ref => q.scopeOf(outer).relations.includes(relationOf(q, ref)!));
  if (plain.some(ref => relationOf(q, ref)!.name === '')) return;
  edits.push(...qualified(q, plain), ...stars, insertAt(outer.from.span.end, added.join('')));
  yield { edits: [...edits, ...breakAfterFromIfBlock(q, outer, added)] };
}

function breakAfterFromIfBlock(q: BoundQuery, outer: Select, added: readonly string[]): Edit[] {
  return added.some(text => text.includes('\n')) ? breakAfterFrom(q, outer) : [];
}

function joinKey(q: BoundQuery, relation: Relation, terms: readonly Expr[]): string {
  const item = relation.item.kind === 'table' ? relation.item.table.name : sourceOf(q, relation.item);
  return [item, ...terms.map(term => textUnder(q, term, relation, '#'))]
    .join('|')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

/** The node with the relation's columns written under a name, and all other plain columns qualified. */
function textUnder(q: BoundQuery, node: Expr, relation: Relation, name: string): string {
  const refs = columnRefs(node);
  const others = refs.filter(ref => relationOf(q, ref) !== relation);
  const own = refs
    .filter(ref => relationOf(q, ref) === relation)
    .map(ref => ({ span: { start: ref.span.start, end: ref.column.span.start }, text: `${name}.` }));
  return textWith(q, node.span, [...own, ...qualified(q, others)]);
}

function tableNameOf(item: FromItem): string {
  return item.kind === 'table' ? item.table.name : quoteName('looked_up');
}
