/** A condition on the existence of a matching row, however it is written: EXISTS or IN, negated or not. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Exists, Expr, InQuery, Select } from '../../../sql/model.ts';
import type { AnyNode } from '../../../sql/walk.ts';
import { type Correlation, correlationOf } from './correlation.ts';
import { isLocal } from './references.ts';
import {
  descendants,
  hasAnonymousParameter,
  onlyColumn,
  openSelects,
  parentOf,
  plainSelect,
  withinSelect,
} from './tree.ts';

/** `[NOT] EXISTS (SELECT … FROM … WHERE inner = outer AND …)`. */
export interface ExistsTest {
  readonly node: Exists;
  /** The expression it is, with its NOT. */
  readonly whole: Expr;
  readonly negated: boolean;
  readonly inner: Select;
  readonly outer: Select;
  readonly correlation: Correlation;
}

/** `x [NOT] IN (SELECT y FROM …)` whose subquery mentions nothing outside. */
export interface InTest {
  readonly node: InQuery;
  readonly inner: Select;
  readonly outer: Select;
  /** What the subquery returns. */
  readonly output: Expr;
}

/** The SELECT that a node belongs to. */
export function selectAround(q: BoundQuery, node: AnyNode): Select | undefined {
  for (let up = parentOf(q, node); up; up = parentOf(q, up)) {
    if (up.kind === 'select') return up;
    if (up.kind === 'query' && up.body.kind === 'select') return up.body;
    if (up.kind === 'query') return undefined;
  }
  return undefined;
}

/** The EXISTS tests of open SELECTs whose subqueries are plain: not grouped, sorted or limited. */
export function existsTests(q: BoundQuery): ExistsTest[] {
  const open = new Set(openSelects(q));
  return [...descendants(q.query)]
    .filter(node => node.kind === 'exists')
    .flatMap(node => {
      const outer = selectAround(q, node);
      const inner = plainSelect(node.query);
      if (!outer || !inner?.from || !open.has(outer) || hasAnonymousParameter(node)) return [];
      if (q.isAggregated(inner) || inner.having) return [];
      const correlation = correlationOf(q, inner, outer);
      if (!correlation) return [];
      const parent = parentOf(q, node);
      const negated = parent?.kind === 'unary' && parent.operator === 'not';
      return [{ node, whole: negated ? parent : node, negated, inner, outer, correlation }];
    });
}

/** The IN tests of open SELECTs whose subqueries are plain and stand on their own. */
export function inTests(q: BoundQuery): InTest[] {
  const open = new Set(openSelects(q));
  return [...descendants(q.query)]
    .filter(node => node.kind === 'in-query')
    .flatMap(node => {
      const outer = selectAround(q, node);
      const inner = plainSelect(node.query);
      const output = inner && onlyColumn(inner);
      if (!outer || !inner?.from || !output || !open.has(outer) || hasAnonymousParameter(node)) return [];
      if (node.operand.kind === 'row-value' || !isLocal(q, inner, inner)) return [];
      // An aggregate or window function belongs to the SELECT it is written in.
      const calls = [...withinSelect([node.operand])].filter(n => n.kind === 'function');
      if (calls.some(call => call.over !== undefined || q.functions.isAggregate(call))) return [];
      return [{ node, inner, outer, output }];
    });
}
