/** How many databases a pair gets. */
import type { BoundQuery } from '../sql/bound.ts';

/** Tables, subqueries and CTEs in FROM clauses, each time they are read, for which the number asked for is enough. */
const SIMPLE = 6;
const MOST_TIMES = 3;

/**
 * `asked` for most pairs, up to three times as many for queries that read more than six relations: so much more has to
 * come together there before a mistake shows. As many where the two differ in one place only, which decides alone.
 */
export function databasesFor(
  asked: number,
  original: BoundQuery,
  rewrite: BoundQuery,
  differInOnePlace = false,
): number {
  const relations = Math.max(relationsIn(original), relationsIn(rewrite));
  const times = differInOnePlace ? MOST_TIMES : Math.min(Math.max(relations / SIMPLE, 1), MOST_TIMES);
  return Math.round(asked * times);
}

/** Tables, subqueries and CTEs in all FROM clauses of a query, each time they are read. */
export function relationsIn(bound: BoundQuery): number {
  return bound.scopes.reduce((sum, scope) => sum + scope.relations.length, 0);
}
