/** How hard a query is to read and rewrite, from what can be counted in it. */
import type { Difficulty } from '../dataset/pair.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { walk } from '../sql/walk.ts';

export interface QueryFeatures {
  /** Tables, views and functions in all FROM clauses. */
  readonly relations: number;
  readonly subqueries: number;
  /** Subqueries that refer to a query around them. */
  readonly correlated: number;
  /** SELECTs inside one another; 1 for a flat query. */
  readonly depth: number;
  readonly ctes: number;
  readonly setOperations: number;
  readonly windows: number;
  readonly outerJoins: number;
  /** SELECTs with groups. */
  readonly groupings: number;
  /** Comparisons, tests and connectives. */
  readonly conditions: number;
}

/** Counts what makes a query hard, in all its SELECTs. */
export function featuresOf(bound: BoundQuery): QueryFeatures {
  let [subqueries, ctes, setOperations, windows, outerJoins, conditions, depth] = [0, 0, 0, 0, 0, 0, 0];
  walk(bound.query, (node, ancestors) => {
    switch (node.kind) {
      case 'select':
        depth = Math.max(depth, 1 + ancestors.filter(one => one.kind === 'select').length);
        break;
      case 'exists':
      case 'scalar-subquery':
      case 'in-query':
      case 'subquery-item':
        subqueries++;
        break;
      case 'cte':
        ctes++;
        break;
      case 'set':
        setOperations++;
        break;
      case 'function':
        if (node.over) windows++;
        break;
      case 'join':
        if (node.type === 'left' || node.type === 'right' || node.type === 'full') outerJoins++;
        break;
      case 'binary':
      case 'between':
      case 'in-list':
      case 'like':
      case 'is-null':
        conditions++;
        break;
      default:
    }
  });
  return {
    relations: bound.scopes.reduce((sum, scope) => sum + scope.relations.length, 0),
    subqueries,
    correlated: correlatedScopes(bound),
    depth,
    ctes,
    setOperations,
    windows,
    outerJoins,
    groupings: bound.scopes.filter(({ select }) => bound.isAggregated(select)).length,
    conditions,
  };
}

function correlatedScopes(bound: BoundQuery): number {
  const correlated = new Set<unknown>();
  walk(bound.query, (node, ancestors) => {
    if (node.kind !== 'column-ref') return;
    const resolution = bound.resolve(node);
    if (resolution?.kind !== 'column' || resolution.depth === 0) return;
    correlated.add(ancestors.findLast(one => one.kind === 'select'));
  });
  return correlated.size;
}

/** The weights are a judgement; the classes were cut so that queries as people write them fill all four. */
export function difficultyOf(features: QueryFeatures): Difficulty {
  const score =
    Math.max(0, features.relations - 1) +
    2 * features.subqueries +
    2 * features.correlated +
    2 * Math.max(0, features.depth - 1) +
    features.ctes +
    2 * features.setOperations +
    3 * features.windows +
    features.outerJoins +
    features.groupings +
    0.25 * features.conditions;
  if (score < 3) return 'easy';
  if (score < 7) return 'medium';
  return score < 13 ? 'hard' : 'expert';
}
