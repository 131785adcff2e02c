/** Whether sort terms leave the order of a query's rows open, as far as keys and equalities tell. */
import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr, OrderTerm } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { stripParens } from '../../sql/walk.ts';
import { columnKey, determinedRelations, sameValues } from './determined.ts';
import { alikeAs } from './extremes.ts';
import { hasAtMostOneRow } from './one-row.ts';

/**
 * True where rows that tie in the first `count` terms of ORDER BY are known to be one, or to be alike in what the query
 * returns or in the terms that follow.
 */
export function fixesOrder(bound: BoundQuery, count: number): boolean {
  const { query } = bound;
  const { body } = query;
  const outputs = bound.outputsOf(query);
  const terms = query.orderBy.slice(0, count).flatMap(term => namedBy(bound, term) ?? []);
  if (body.kind !== 'select') {
    const indexes = query.orderBy.slice(0, count).map(term => numberOf(bound, term));
    return outputs.every((_, i) => indexes.includes(i));
  }
  if (hasAtMostOneRow(bound, query)) return true;
  const texts = new Set(
    terms.filter(expr => !alikeAs(bound, [expr])).map(expr => textOf(bound.source, expr.span)),
  );
  const known = new Set(
    terms.filter(expr => sameValues(bound, expr)).flatMap(expr => columnKey(bound, expr) ?? []),
  );
  const scope = bound.scopeOf(body);
  const determined = determinedRelations(bound, scope, known);
  const follows = (expr: Expr | undefined): boolean => {
    const inner = expr && stripParens(expr);
    if (!inner) return false;
    const key = columnKey(bound, inner);
    if (inner.kind === 'literal' || texts.has(textOf(bound.source, inner.span))) return true;
    return key !== undefined && known.has(key);
  };
  const isOne =
    body.groupBy.length > 0
      ? body.groupBy.every(expr => follows(keyOfGroup(bound, expr)))
      : !bound.isAggregated(body) && scope.relations.every(relation => determined.has(relation));
  const rest = query.orderBy.slice(count);
  return (
    isOne ||
    outputs.every(({ expr }) => follows(expr)) ||
    (rest.length > 0 && rest.every(term => follows(namedBy(bound, term))))
  );
}

/** The output that a term names, by its number or name. */
function numberOf(bound: BoundQuery, { expr }: OrderTerm): number | undefined {
  const inner = stripParens(expr);
  if (inner.kind === 'literal' && typeof inner.value === 'bigint') return Number(inner.value) - 1;
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  return found?.kind === 'output' ? bound.outputsOf(bound.query).indexOf(found.output) : undefined;
}

/** What a term sorts by, with the output that it names in its place. */
function namedBy(bound: BoundQuery, term: OrderTerm): Expr | undefined {
  const index = numberOf(bound, term);
  const expr = index === undefined ? term.expr : bound.outputsOf(bound.query)[index]?.expr;
  return expr && stripParens(expr);
}

function keyOfGroup(bound: BoundQuery, expr: Expr): Expr | undefined {
  const inner = stripParens(expr);
  if (inner.kind === 'literal' && typeof inner.value === 'bigint')
    return bound.outputsOf(bound.query)[Number(inner.value) - 1]?.expr;
  const found = inner.kind === 'column-ref' ? bound.resolve(inner) : undefined;
  return found?.kind === 'output' ? found.output.expr : inner;
}
