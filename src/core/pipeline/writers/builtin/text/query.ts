/** A query under construction. Plain data: a changed copy is `{ ...query, limit: 10 }`. */
import type { Technique } from '../../../../optimize/techniques.ts';
import type { Sql } from './sql-text.ts';

export interface Query {
  readonly kind: 'query';
  readonly ctes: readonly Cte[];
  readonly distinct: boolean;
  readonly outputs: readonly Output[];
  readonly from: readonly FromItem[];
  readonly where: readonly Sql[];
  readonly groupBy: readonly Sql[];
  readonly having: readonly Sql[];
  /** Further arms of a set operation; ORDER BY and LIMIT then sort and cut the whole. */
  readonly arms: readonly Arm[];
  readonly orderBy: readonly Sql[];
  readonly limit?: number;
  readonly offset?: number;
}

/** What can be done with a column's values in a query around it. */
export type OutputKind = 'number' | 'category' | 'date' | 'text' | 'key' | 'other';

export interface Output {
  readonly sql: Sql;
  /** Under this name it leaves the query. */
  readonly name: string;
  /** False where the expression itself, a plain column, gives the name. */
  readonly aliased: boolean;
  readonly kind: OutputKind;
  /** For a sentence: `the name`. */
  readonly says: string;
}

export type JoinWord = 'JOIN' | 'LEFT JOIN';

export interface FromItem {
  /** Undefined for the first. */
  readonly join?: JoinWord;
  /** A table's or CTE's name, already quoted, or a subquery. */
  readonly source: string | Query;
  /** Empty: none. */
  readonly alias: string;
  readonly on: readonly Sql[];
}

export interface Cte {
  readonly name: string;
  readonly query: Query;
  readonly hint?: 'MATERIALIZED' | 'NOT MATERIALIZED';
}

export interface Arm {
  readonly operator: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT';
  readonly query: Query;
}

const empty: Query = {
  kind: 'query',
  ctes: [],
  distinct: false,
  outputs: [],
  from: [],
  where: [],
  groupBy: [],
  having: [],
  arms: [],
  orderBy: [],
};

export function query(parts: Partial<Omit<Query, 'kind'>>): Query {
  return { ...empty, ...parts };
}

/** The query with further terms of WHERE. */
export function filtered(base: Query, ...terms: readonly Sql[]): Query {
  return { ...base, where: [...base.where, ...terms] };
}

/** The query with a further table at the end of FROM. */
export function joinedWith(base: Query, ...items: readonly FromItem[]): Query {
  return { ...base, from: [...base.from, ...items] };
}

/** The techniques that undo the spoilt places of a query. */
export function techniquesOf(root: Query): Set<Technique> {
  const found = new Set<Technique>();
  const inSql = ({ pieces }: Sql): void => {
    for (const piece of pieces) {
      if (typeof piece === 'string') continue;
      if (piece.kind === 'query') inQuery(piece);
      else {
        found.add(piece.technique);
        inSql(piece.good);
      }
    }
  };
  const inQuery = (q: Query): void => {
    for (const cte of q.ctes) inQuery(cte.query);
    for (const arm of q.arms) inQuery(arm.query);
    for (const item of q.from) {
      if (typeof item.source !== 'string') inQuery(item.source);
      item.on.forEach(inSql);
    }
    for (const output of q.outputs) inSql(output.sql);
    for (const terms of [q.where, q.groupBy, q.having, q.orderBy]) terms.forEach(inSql);
  };
  inQuery(root);
  return found;
}
