/** The ways to ask for the greatest rows of each group, and the rank that answers them. */

import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import { isComparison, mirror } from '../../../sql/comparison.ts';
import type { Edit } from '../../../sql/edits.ts';
import {
  type ColumnRef,
  type Expr,
  type FunctionCall,
  type Node,
  type Query,
  type Select,
  sameName,
} from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import type { Proposal } from '../../contract.ts';
import { findsGroup } from './collation.ts';
import { standsAlone, writtenAlternatives, writtenTerms } from './conjuncts.ts';
import { integerOf } from './constants.ts';
import { correlationOf, type Pair } from './correlation.ts';
import { firstRows } from './first-row.ts';
import { FreshNames } from './fresh-names.ts';
import { isInner, joinChain, withoutRight } from './joins.ts';
import { keyword, lineBreak } from './layout.ts';
import { refsTo, relationsIn, writtenName } from './references.ts';
import { hasAnonymousParameter, onlyColumn, partsOf, plainSelect } from './tree.ts';
import { columnName, sameColumn, withWindowColumns } from './window-column.ts';

interface Ranking {
  readonly relation: Relation;
  readonly partition: readonly ColumnRef[];
  readonly value: ColumnRef;
  readonly descending: boolean;
  /** Decides between equal values. */
  readonly tieBreak?: { readonly ref: ColumnRef; readonly descending: boolean } | undefined;
  /** The last rank that is kept. */
  readonly last: bigint;
  /** True when rows whose group or value is NULL are dropped, false when they are kept. */
  readonly dropsNull: boolean;
  /** The node that the test of the rank takes the place of; for a join, the whole join goes and WHERE gets the test. */
  readonly node: Expr;
}

/** One proposal for each term of WHERE, and each join, that picks the greatest rows of groups. */
export function* rankedRewrites(q: BoundQuery, outer: Select): Iterable<Proposal> {
  for (const term of writtenTerms(outer.where)) {
    if (hasAnonymousParameter(term)) continue;
    const bare = stripParens(term);
    const ranking =
      ofMaximum(q, outer, bare) ??
      ofNoneGreater(q, outer, bare) ??
      ofCount(q, outer, bare) ??
      ofRowValue(q, outer, bare);
    yield* firstRows(q, outer, bare);
    if (ranking)
      yield* proposed(q, outer, ranking, [ranking.node], test => [{ span: ranking.node.span, text: test }]);
  }
  yield* joinedMaximum(q, outer);
}

function* proposed(
  q: BoundQuery,
  outer: Select,
  ranking: Ranking,
  gone: readonly Node[],
  place: (test: string) => Edit[],
): Iterable<Proposal> {
  const { relation, partition, value, descending, tieBreak, last } = ranking;
  const columns = [...partition, value, ...(tieBreak ? [tieBreak.ref] : [])];
  const nullable = columns.filter(column => q.isNullable(column)).map(column => columnName(q, column));
  if (nullable.length > 0 && !ranking.dropsNull) return;
  const kw = (words: string) => keyword(q, words);
  const name = new FreshNames(q).take(value.column.name, 'rank');
  const groups = partition.map(column => columnName(q, column)).join(', ');
  const order = [{ ref: value, descending }, ...(tieBreak ? [tieBreak] : [])]
    .map(term => `${columnName(q, term.ref)}${term.descending ? ` ${kw('DESC')}` : ''}`)
    .join(', ');
  const partitioned = groups === '' ? '' : `${kw('PARTITION BY')} ${groups} `;
  const text = `${kw('RANK')}() ${kw('OVER')} (${partitioned}${kw('ORDER BY')} ${order})`;
  const where = nullable.map(column => `${column} ${kw('IS NOT NULL')}`);
  const edits = withWindowColumns(q, outer, relation, [{ text, name }], gone, where);
  const test = `${writtenName(q, relation)}.${name} ${last === 1n ? '=' : '<='} ${last}`;
  if (edits) yield { edits: [...edits, ...place(standsAlone(q, ranking.node) ? test : `(${test})`)] };
}

/** MIN or MAX of a plain column. */
function extremeOf(expr: Expr | undefined): { call: FunctionCall; value: ColumnRef } | undefined {
  const call = expr && stripParens(expr);
  if (call?.kind !== 'function' || (call.name !== 'max' && call.name !== 'min') || call.filter || call.over)
    return undefined;
  const [arg] = call.args;
  return call.args.length === 1 && arg?.kind === 'column-ref' ? { call, value: arg } : undefined;
}

function partitionOf(
  q: BoundQuery,
  pairs: readonly Pair[],
  relation: Relation | undefined,
): ColumnRef[] | undefined {
  const shared = pairs.map(pair =>
    pair.term.operator === '=' ? sameColumn(q, pair.inner, pair.outer) : undefined,
  );
  if (!shared.every(column => column !== undefined && column.relation === relation)) return undefined;
  return shared.map(column => column!.ref);
}

/** `x = (SELECT MAX(x) FROM … WHERE same group)`. */
function ofMaximum(q: BoundQuery, outer: Select, term: Expr): Ranking | undefined {
  if (term.kind !== 'binary' || term.operator !== '=') return undefined;
  for (const [side, subquery] of [
    [term.left, term.right],
    [term.right, term.left],
  ] as const) {
    const inner = subquery.kind === 'scalar-subquery' ? plainSelect(subquery.query) : undefined;
    const extreme = inner && extremeOf(onlyColumn(inner));
    const same = extreme && sameColumn(q, extreme.value, side);
    const correlation = inner && onlyTable(q, inner) ? correlationOf(q, inner, outer) : undefined;
    if (!same || !correlation || correlation.local.length + correlation.others.length > 0) continue;
    const partition = partitionOf(q, correlation.pairs, same.relation);
    if (!partition || partition.length === 0) continue;
    return {
      relation: same.relation,
      partition,
      value: same.ref,
      descending: extreme.call.name === 'max',
      last: 1n,
      dropsNull: true,
      node: term,
    };
  }
  return undefined;
}

function onlyTable(q: BoundQuery, inner: Select): boolean {
  return q.scopeOf(inner).relations.length === 1 && inner.groupBy.length === 0 && !inner.having;
}

/** The rows before one of the same group: `FROM … WHERE same group AND inner.x > outer.x`. */
function rowsBefore(q: BoundQuery, outer: Select, query: Query): Omit<Ranking, 'last' | 'node'> | undefined {
  const inner = plainSelect(query);
  const correlation = inner && onlyTable(q, inner) ? correlationOf(q, inner, outer) : undefined;
  const [term, second] = correlation?.others ?? [];
  if (!correlation || correlation.local.length > 0 || !term || second) return undefined;
  const border = strictly(q, stripParens(term)) ?? tieBroken(q, stripParens(term));
  const partition = border && partitionOf(q, correlation.pairs, border.relation);
  return partition && { ...border, partition, dropsNull: false };
}

/** `inner.x > outer.x` of one column of the same table. */
function strictly(q: BoundQuery, comparison: Expr) {
  if (!isComparison(comparison) || (comparison.operator !== '<' && comparison.operator !== '>'))
    return undefined;
  const { left, right } = comparison;
  const found = left.kind === 'column-ref' ? q.resolve(left) : undefined;
  const innerFirst = found?.kind === 'column' && found.depth === 0;
  const operator = innerFirst ? comparison.operator : mirror(comparison.operator);
  const same = innerFirst ? sameColumn(q, left, right) : sameColumn(q, right, left);
  return same && { relation: same.relation, value: same.ref, descending: operator === '>' };
}

/** `inner.x > outer.x OR (inner.x = outer.x AND inner.id > outer.id)`. */
function tieBroken(q: BoundQuery, term: Expr) {
  const [first, second, third] = writtenAlternatives(term);
  const border = first && strictly(q, stripParens(first));
  const [equal, tie, more] = writtenTerms(second && stripParens(second));
  const breaker = tie && strictly(q, stripParens(tie));
  if (!border || !breaker || third || more || equal?.kind !== 'binary' || equal.operator !== '=')
    return undefined;
  const { left, right } = equal;
  const same = sameColumn(q, left, right) ?? sameColumn(q, right, left);
  const fits = same && sameName(same.ref.column.name, border.value.column.name);
  if (!fits || breaker.relation !== border.relation) return undefined;
  return { ...border, tieBreak: { ref: breaker.value, descending: breaker.descending } };
}

function ofNoneGreater(q: BoundQuery, outer: Select, term: Expr): Ranking | undefined {
  if (term.kind !== 'unary' || term.operator !== 'not') return undefined;
  const exists = stripParens(term.operand);
  const before = exists.kind === 'exists' ? rowsBefore(q, outer, exists.query) : undefined;
  return before && { ...before, last: 1n, node: term };
}

/** `(SELECT COUNT(*) …) < n`: the first n ranks. */
function ofCount(q: BoundQuery, outer: Select, term: Expr): Ranking | undefined {
  if (!isComparison(term)) return undefined;
  const flipped = term.right.kind === 'scalar-subquery';
  const [subquery, other] = flipped ? [term.right, term.left] : [term.left, term.right];
  const operator = flipped ? mirror(term.operator) : term.operator;
  const limit = integerOf(other);
  const inner = subquery.kind === 'scalar-subquery' ? plainSelect(subquery.query) : undefined;
  const call = inner && onlyColumn(inner);
  if (subquery.kind !== 'scalar-subquery' || limit === undefined || call?.kind !== 'function')
    return undefined;
  if (call.name !== 'count' || !call.star || call.filter) return undefined;
  const last =
    operator === '<' ? limit : operator === '<=' || (operator === '=' && limit === 0n) ? limit + 1n : 0n;
  const before = last > 0n ? rowsBefore(q, outer, subquery.query) : undefined;
  return before && { ...before, last, node: term };
}

/** The groups and extreme of `SELECT g, MAX(x) FROM t GROUP BY g`, by output position. */
function groupedExtreme(q: BoundQuery, query: Query) {
  const inner = plainSelect(query);
  if (!inner || inner.where || inner.having || inner.distinct || q.scopeOf(inner).relations.length !== 1)
    return undefined;
  const exprs = inner.columns.map(column =>
    column.kind === 'column' ? stripParens(column.expr) : undefined,
  );
  const at = exprs.findIndex(expr => extremeOf(expr) !== undefined);
  const extreme = extremeOf(exprs[at]);
  const keys = inner.groupBy;
  if (!extreme || keys.length === 0 || exprs.length !== keys.length + 1) return undefined;
  const grouped = (expr: Expr | undefined) =>
    expr?.kind === 'column-ref' && keys.some(key => key.kind === 'column-ref' && sameColumn(q, expr, key));
  if (!exprs.every((expr, i) => i === at || grouped(expr))) return undefined;
  return { exprs, at, extreme, names: q.outputsOf(inner).map(output => output.name.toLowerCase()) };
}

function ofRowValue(q: BoundQuery, outer: Select, term: Expr): Ranking | undefined {
  if (term.kind !== 'in-query' || term.negated || term.operand.kind !== 'row-value') return undefined;
  const grouped = groupedExtreme(q, term.query);
  const { items } = term.operand;
  if (!grouped || items.length !== grouped.exprs.length) return undefined;
  return fromColumns(q, outer, grouped, items, term);
}

function fromColumns(
  q: BoundQuery,
  outer: Select,
  { exprs, at, extreme }: NonNullable<ReturnType<typeof groupedExtreme>>,
  items: readonly Expr[],
  node: Expr,
): Ranking | undefined {
  const shared = items.map((item, i) =>
    sameColumn(q, i === at ? extreme.value : exprs[i]!, stripParens(item)),
  );
  const relation = shared[0]?.relation;
  if (!relation || !q.scopeOf(outer).relations.includes(relation)) return undefined;
  if (!shared.every(column => column?.relation === relation)) return undefined;
  const refs = shared.map(column => column!.ref);
  const partition = refs.filter((_, i) => i !== at);
  return {
    relation,
    partition,
    value: extreme.value,
    descending: extreme.call.name === 'max',
    last: 1n,
    dropsNull: true,
    node,
  };
}

/** An inner join on the groups' extremes, used nowhere else. */
function* joinedMaximum(q: BoundQuery, outer: Select): Iterable<Proposal> {
  for (const { item, join, relation } of joinChain(q, outer) ?? []) {
    if (!join?.on || !isInner(join) || item.kind !== 'subquery-item') continue;
    const grouped = groupedExtreme(q, item.query);
    const terms = writtenTerms(join.on);
    if (!grouped || terms.length !== grouped.exprs.length) continue;
    if (outer.columns.some(column => column.kind === 'star' && !column.table)) continue;
    if (refsTo(q, partsOf(q, outer), relation).length !== terms.length) continue;
    const items = grouped.names.map(name => partner(q, terms, relation, name));
    if (!items.every(found => found !== undefined)) continue;
    const ranking = fromColumns(q, outer, grouped, items, join.on);
    if (!ranking) continue;
    const { where } = outer;
    const and = keyword(q, 'AND');
    const loose = where?.kind === 'binary' && where.operator === 'or';
    yield* proposed(q, outer, ranking, [join.on, item], test => [
      withoutRight(q, join),
      where
        ? {
            span: where.span,
            text: `${test} ${and} ${loose ? '(' : ''}${q.source.slice(where.span.start, where.span.end)}${loose ? ')' : ''}`,
          }
        : {
            span: { start: join.span.end, end: join.span.end },
            text: `${lineBreak(q, outer)}${keyword(q, 'WHERE')} ${test}`,
          },
    ]);
  }
}

/** The other side of `relation.name = other` among the terms, compared as it sorts: a maximum is a column of BINARY. */
function partner(q: BoundQuery, terms: readonly Expr[], relation: Relation, name: string): Expr | undefined {
  for (const term of terms) {
    const equation = stripParens(term);
    if (equation.kind !== 'binary' || equation.operator !== '=') return undefined;
    for (const [own, other] of [
      [equation.left, equation.right],
      [equation.right, equation.left],
    ] as const) {
      const found = own.kind === 'column-ref' ? q.resolve(own) : undefined;
      if (found?.kind !== 'column' || found.relation !== relation || found.column.name.toLowerCase() !== name)
        continue;
      if (!relationsIn(q, [other]).has(relation) && findsGroup(q, equation, other)) return other;
    }
  }
  return undefined;
}
