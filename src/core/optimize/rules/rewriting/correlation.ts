/** How a subquery depends on the SELECT around it. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Binary, Expr, Select } from '../../../sql/model.ts';
import { writtenTerms } from './conjuncts.ts';
import { allResolved, dependsOnlyOn, isLocal, outerRefs } from './references.ts';
import { columnRefs } from './tree.ts';

/** `inner = outer` or `inner IS outer` among the terms of the subquery's WHERE. */
export interface Pair {
  readonly term: Binary;
  readonly inner: Expr;
  readonly outer: Expr;
  /** True when the inner side is written first. */
  readonly innerFirst: boolean;
}

export interface Correlation {
  readonly pairs: readonly Pair[];
  /** Terms that mention nothing outside the subquery. */
  readonly local: readonly Expr[];
  /** Other terms that mention the outer SELECT. */
  readonly others: readonly Expr[];
}

/**
 * The WHERE of `inner` by its relation to `outer`, the SELECT whose columns it mentions. Undefined when it mentions
 * something further out or unknown, or when FROM, GROUP BY or HAVING mention the outer SELECT.
 */
export function correlationOf(q: BoundQuery, inner: Select, outer: Select): Correlation | undefined {
  const fixed = [inner.from, ...inner.groupBy, inner.having].filter(node => node !== undefined);
  if (!allResolved(q, inner) || !fixed.every(node => isLocal(q, node, inner))) return undefined;
  const outerScope = q.scopeOf(outer);
  const strangers = outerRefs(q, inner, inner).some(ref => {
    const found = q.resolve(ref);
    return found?.kind !== 'column' || found.scope !== outerScope;
  });
  if (strangers) return undefined;
  const pairs: Pair[] = [];
  const local: Expr[] = [];
  const others: Expr[] = [];
  for (const term of writtenTerms(inner.where)) {
    const pair = pairOf(q, term, inner);
    if (pair) pairs.push(pair);
    else (isLocal(q, term, inner) ? local : others).push(term);
  }
  return { pairs, local, others };
}

function pairOf(q: BoundQuery, term: Expr, inner: Select): Pair | undefined {
  if (term.kind !== 'binary' || (term.operator !== '=' && term.operator !== 'is')) return undefined;
  const isInner = (expr: Expr) => columnRefs(expr).length > 0 && dependsOnlyOn(q, expr, inner);
  const isOuter = (expr: Expr) =>
    columnRefs(expr).length > 0 && outerRefs(q, expr, inner).length === columnRefs(expr).length;
  const { left, right } = term;
  if (isInner(left) && isOuter(right)) return { term, inner: left, outer: right, innerFirst: true };
  if (isInner(right) && isOuter(left)) return { term, inner: right, outer: left, innerFirst: false };
  return undefined;
}
