/** The relations of a query that lie in any of its FROM clauses. */
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Cte } from '../../sql/model.ts';
import type { AnyNode } from '../../sql/walk.ts';

export function relationsOf(bound: BoundQuery): Relation[] {
  return bound.scopes.flatMap(scope => [...scope.relations]);
}

/** Those that read a CTE. */
export function readersOf(bound: BoundQuery, cte: AnyNode | Cte): Relation[] {
  return relationsOf(bound).filter(({ source }) => source.kind === 'cte' && source.cte === cte);
}
