/**
 * Correlated aggregate over the rows of the same table's group → window function; with an order, a running total:
 *   (SELECT AVG(x) FROM t b WHERE b.g = a.g)               →  AVG(x) OVER (PARTITION BY g)
 *   (SELECT SUM(x) FROM t b WHERE b.g = a.g AND b.d <= a.d) →  SUM(x) OVER (PARTITION BY g ORDER BY d)
 *
 * Precondition: subquery and outer SELECT read the same stored table, correlated by the same columns. These are NOT
 * NULL, or the comparison with the aggregate fails for NULL anyway. The window is computed over the whole table in a
 * derived table, before the outer WHERE.
 * Wrong otherwise: `=` finds no group for NULL, PARTITION BY does; a ROWS frame tells ties apart, which the default
 * RANGE frame does not; a column compares by its collation, which the value of a subquery has not.
 * Source: Zuzarte et al., "WinMagic: Subquery Elimination Using Window Aggregation" (SIGMOD 2003).
 */

import type { BoundQuery, Relation } from '../../sql/bound.ts';
import { isComparison, mirror } from '../../sql/comparison.ts';
import type { Expr, ScalarSubquery, Select } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { canBecomeColumns } from './rewriting/collation.ts';
import { writtenTerms } from './rewriting/conjuncts.ts';
import { type Correlation, correlationOf } from './rewriting/correlation.ts';
import { FreshNames } from './rewriting/fresh-names.ts';
import { scalarSubqueries } from './rewriting/grouped-lookup.ts';
import { keyword, textWith } from './rewriting/layout.ts';
import {
  aggregatesIn,
  columnRefs,
  hasAnonymousParameter,
  onlyColumn,
  openSelects,
  parentOf,
  plainSelect,
} from './rewriting/tree.ts';
import { columnName, sameColumn, unqualifiedText, withWindowColumns } from './rewriting/window-column.ts';

export const aggregateToWindow: Rule = {
  technique: 'aggregate-to-window',
  since: '3.30',
  propose: q => windowed(q, false),
};

export const runningTotalToWindow: Rule = {
  technique: 'running-total-to-window',
  since: '3.30',
  propose: q => windowed(q, true),
};

function* windowed(q: BoundQuery, ordered: boolean): Iterable<Proposal> {
  for (const outer of openSelects(q)) {
    for (const node of scalarSubqueries(q, outer)) yield* overWindow(q, outer, node, ordered);
  }
}

function* overWindow(
  q: BoundQuery,
  outer: Select,
  node: ScalarSubquery,
  ordered: boolean,
): Iterable<Proposal> {
  const inner = plainSelect(node.query);
  const output = inner && onlyColumn(inner);
  if (!inner || !output || inner.groupBy.length > 0 || inner.having || inner.distinct) return;
  const inWhere =
    outer.where && outer.where.span.start <= node.span.start && node.span.end <= outer.where.span.end;
  if (q.scopeOf(inner).relations.length !== 1 || hasAnonymousParameter(node)) return;
  if (!inWhere && q.isAggregated(outer)) return;
  const correlation = correlationOf(q, inner, outer);
  const aggregates = aggregatesIn(q, [output]);
  if (!correlation || aggregates.length === 0 || aggregates.some(call => call.distinct)) return;
  const inAggregates = new Set(aggregates.flatMap(columnRefs));
  if (columnRefs(output).some(ref => !inAggregates.has(ref))) return;
  if (!canBecomeColumns(q, aggregates, { output, node })) return;
  const frame = frameOf(q, correlation, ordered);
  if (!frame) return;
  const { relation, partition, order, nullable } = frame;
  if (nullable.length > 0 && !(inWhere && failsForNull(q, outer, node, output))) return;
  const kw = (words: string) => keyword(q, words);
  const over = [partition.length > 0 ? `${kw('PARTITION BY')} ${partition.join(', ')}` : '', order].filter(
    t => t !== '',
  );
  const names = new FreshNames(q);
  const filter = correlation.local.map(term => unqualifiedText(q, term)).join(` ${kw('AND')} `);
  const alias = q.source.slice(...spanOfName(relation));
  const columns = aggregates.map(call => {
    const [arg] = call.args;
    const column = arg && stripParens(arg).kind === 'column-ref' ? columnRefs(arg)[0] : undefined;
    const name = names.take(ordered ? 'running' : 'group', call.name, column?.column.name ?? '');
    const own = unqualifiedText(q, call);
    if (call.filter && filter !== '') return undefined;
    const filtered = filter === '' ? own : `${own} ${kw('FILTER')} (${kw('WHERE')} ${filter})`;
    return { call, name, text: `${filtered} ${kw('OVER')} (${over.join(' ')})` };
  });
  if (!columns.every(column => column !== undefined)) return;
  const where = nullable.map(name => `${name} ${kw('IS NOT NULL')}`);
  const edits = withWindowColumns(q, outer, relation, columns, [node], where);
  if (!edits) return;
  const value = textWith(
    q,
    output.span,
    columns.map(c => ({ span: c.call.span, text: `${alias}.${c.name}` })),
  );
  const bare = output.kind === 'function' || parentOf(q, node)?.kind === 'column';
  yield { edits: [{ span: node.span, text: bare ? value : `(${value})` }, ...edits] };
}

interface Frame {
  readonly relation: Relation;
  readonly partition: readonly string[];
  /** The ORDER BY with its frame, or ''. */
  readonly order: string;
  /** Columns that may be NULL. */
  readonly nullable: readonly string[];
}

function frameOf(q: BoundQuery, { pairs, others }: Correlation, ordered: boolean): Frame | undefined {
  const shared = pairs.map(pair =>
    pair.term.operator === '=' ? sameColumn(q, pair.inner, pair.outer) : undefined,
  );
  const [border, second] = others;
  if (second || (border !== undefined) !== ordered || !shared.every(column => column !== undefined))
    return undefined;
  const sorted = border && borderOf(q, border);
  const columns = sorted ? [...shared, sorted] : shared;
  const relation = columns[0]?.relation;
  if (!relation || (ordered && !sorted) || columns.some(column => column.relation !== relation))
    return undefined;
  const nullable = columns
    .filter(column => q.isNullable(column.ref))
    .map(column => columnName(q, column.ref));
  return {
    relation,
    partition: shared.map(column => columnName(q, column.ref)),
    order: sorted?.order ?? '',
    nullable,
  };
}

/** `inner.d <= outer.d` and its kin as the ORDER BY of a window. */
function borderOf(q: BoundQuery, term: Expr) {
  const comparison = stripParens(term);
  if (comparison.kind !== 'binary' || !isComparison(comparison)) return undefined;
  const { left, right } = comparison;
  const [a, b] = [stripParens(left), stripParens(right)];
  const depth = (expr: Expr) => {
    const found = expr.kind === 'column-ref' ? q.resolve(expr) : undefined;
    return found?.kind === 'column' ? found.depth : -1;
  };
  const innerFirst = depth(a) === 0;
  const operator = innerFirst ? comparison.operator : mirror(comparison.operator);
  const column = innerFirst ? sameColumn(q, a, b) : sameColumn(q, b, a);
  if (!column || operator === '=' || operator === '<>') return undefined;
  const direction = operator.startsWith('>') ? ` ${keyword(q, 'DESC')}` : '';
  const frame = operator.endsWith('=')
    ? ''
    : ` ${keyword(q, 'GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING')}`;
  return { ...column, order: `${keyword(q, 'ORDER BY')} ${columnName(q, column.ref)}${direction}${frame}` };
}

function spanOfName({ item }: Relation): [number, number] {
  const name = item.kind === 'table' ? (item.alias ?? item.table) : item;
  return [name.span.start, name.span.end];
}

/** True when the subquery is compared in a term of WHERE, and is NULL where it finds no rows. */
function failsForNull(q: BoundQuery, outer: Select, node: ScalarSubquery, output: Expr): boolean {
  const call = stripParens(output);
  if (call.kind !== 'function' || !['sum', 'avg', 'min', 'max'].includes(call.name)) return false;
  const parent = parentOf(q, node);
  const isTerm = writtenTerms(outer.where).some(term => stripParens(term) === parent);
  return isTerm && parent?.kind === 'binary' && isComparison(parent);
}
