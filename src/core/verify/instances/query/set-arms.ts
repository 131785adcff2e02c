/** Parts of a query that return rows by themselves: the arms of UNION and UNION ALL. */
import type { BoundQuery, Scope } from '../../../sql/bound.ts';
import type { QueryBody } from '../../../sql/model.ts';
import { arms, walk } from '../../../sql/walk.ts';

/** So many arms get rows of their own. */
const MOST_ARMS = 4;

/**
 * For each arm of a UNION, also a nested one: the scopes of its sibling arms. What these ask of the rows they read can
 * keep a pattern of the whole query from satisfying the arm.
 */
export function siblingScopes(bound: BoundQuery): Set<Scope>[] {
  const result: Set<Scope>[] = [];
  walk(bound.query, node => {
    if (node.kind !== 'query' || !isUnion(node.body)) return;
    const all = arms(node.body).filter(arm => arm.kind === 'select');
    const scopes = all.map(arm => scopesIn(bound, arm));
    // Where they recurse, the arms live on each other's rows.
    if (scopes.flat().some(recurses)) return;
    for (const own of scopes) {
      const siblings = new Set(scopes.filter(other => other !== own).flat());
      if (siblings.size > 0) result.push(siblings);
    }
  });
  return result.slice(0, MOST_ARMS);
}

function isUnion(body: QueryBody): boolean {
  return (
    body.kind === 'set' &&
    (body.operator === 'union' || body.operator === 'union all') &&
    [body.left, body.right].every(side => side.kind !== 'set' || isUnion(side))
  );
}

function recurses(scope: Scope): boolean {
  return scope.relations.some(({ source }) => source.kind === 'cte' && source.recursive);
}

function scopesIn(bound: BoundQuery, body: QueryBody): Scope[] {
  const found: Scope[] = [];
  walk(body, node => {
    if (node.kind === 'select') found.push(bound.scopeOf(node));
  });
  return found;
}
