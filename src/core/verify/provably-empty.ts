/** Queries that return no row on any database, so that empty results are no weak evidence. */

import type { BoundQuery } from '../sql/bound.ts';
import { isComparison } from '../sql/comparison.ts';
import type { Expr, Select } from '../sql/model.ts';
import { arms, conjuncts, stripParens, walk } from '../sql/walk.ts';
import { isTrue } from './compare/cell.ts';
import type { Evaluator, ParameterValues } from './query/evaluate.ts';

/** True when a condition that every row must pass is false or NULL whatever the data, or LIMIT is 0. */
export function isProvablyEmpty(
  bound: BoundQuery,
  evaluator: Evaluator,
  parameters: ParameterValues,
): boolean {
  // With other values of its parameters the query may well return rows.
  if (bound.parameters.length > 0) return false;
  const { limit, body } = bound.query;
  if (limit && evaluator.constant(bound, limit.limit, parameters) === 0n) return true;
  const never = (expr: Expr): boolean => isNeverTrue(bound, evaluator, parameters, expr);
  return arms(body).every(arm => arm.kind === 'select' && emptySelect(bound, arm, never));
}

/** The same for one Select by itself. */
export function isEmptySelect(
  bound: BoundQuery,
  select: Select,
  evaluator: Evaluator,
  parameters: ParameterValues,
): boolean {
  if (bound.parameters.length > 0) return false;
  return emptySelect(bound, select, expr => isNeverTrue(bound, evaluator, parameters, expr));
}

function emptySelect(bound: BoundQuery, select: Select, never: (expr: Expr) => boolean): boolean {
  if (select.groupBy.length === 0 && bound.isAggregated(select)) return false;
  const required = [...conjuncts(select.where)];
  if (select.from)
    walk(select.from, node => {
      if (node.kind === 'query') return false;
      if (node.kind !== 'join') return true;
      if (node.type !== 'inner') return false;
      required.push(...conjuncts(node.on));
      return true;
    });
  return required.some(never);
}

function isNeverTrue(
  bound: BoundQuery,
  evaluator: Evaluator,
  parameters: ParameterValues,
  condition: Expr,
): boolean {
  const inner = stripParens(condition);
  const constant = evaluator.constant(bound, inner, parameters);
  if (constant !== undefined) return !isTrue(constant);
  if (!isComparison(inner)) return false;
  return [inner.left, inner.right].some(side => evaluator.constant(bound, side, parameters) === null);
}
