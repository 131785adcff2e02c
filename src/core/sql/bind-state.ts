/** What the parts of the binder share while one query is bound. */
import type { Schema } from '../schema/model.ts';
import type { Output, Relation, RelationColumn, Resolution, Scope } from './bound.ts';
import type { FunctionFacts } from './functions.ts';
import type { ColumnRef, Cte, FromItem, Parameter, Query, QueryBody, Select } from './model.ts';

export interface BindState {
  readonly source: string;
  readonly schema: Schema;
  readonly functions: FunctionFacts;
  readonly scopes: Map<Select, Scope>;
  readonly queryOf: Map<Select, Query>;
  readonly resolutions: Map<ColumnRef, Resolution>;
  readonly outputs: Map<Query | QueryBody, readonly Output[]>;
  readonly relationOf: Map<FromItem, Relation>;
  /** Columns on the right of USING or NATURAL, which `*` and plain names do not see. */
  readonly merged: Set<RelationColumn>;
  /**
   * Columns on the left of USING or NATURAL under a RIGHT or FULL JOIN: their plain name means the first value of both
   * sides that is not NULL, which is no column of any relation.
   */
  readonly coalesced: Set<RelationColumn>;
  readonly parameters: Parameter[];
  /** Columns that relations of the query have so far, all together. */
  relationColumns: number;
}

/** The CTEs in sight, innermost first. */
export interface CteEnvironment {
  readonly parent?: CteEnvironment | undefined;
  readonly entries: readonly CteEntry[];
}

export interface CteEntry {
  readonly cte: Cte;
  readonly environment: CteEnvironment;
  /** The scope that a correlated CTE may look out to. */
  readonly outer?: Scope | undefined;
  state: 'unbound' | 'binding' | 'bound';
  /** Set once its own body has named it. */
  recursive: boolean;
}
