/** What the binder knows about a query: scopes, the source of every column, outputs, nullability and keys. */
import type { Column, Schema, Table } from '../schema/model.ts';
import type { FunctionFacts } from './functions.ts';
import type { ColumnRef, Cte, Expr, FromItem, Parameter, Query, QueryBody, Select } from './model.ts';

export interface BoundQuery {
  /** The text that all spans refer to. */
  readonly source: string;
  readonly query: Query;
  readonly schema: Schema;
  /** One scope for each Select, in order of the source; a Select comes before those inside it. */
  readonly scopes: readonly Scope[];
  readonly parameters: readonly Parameter[];
  scopeOf(select: Select): Scope;
  /**
   * Where a column reference comes from; undefined inside what the model has no word for, and for a plain name that
   * USING or NATURAL under a RIGHT or FULL JOIN makes a mixture of both sides.
   */
  resolve(ref: ColumnRef): Resolution | undefined;
  /** The output columns with stars expanded, in order. */
  outputsOf(query: Query | QueryBody): readonly Output[];
  /** True unless the expression is known never to be NULL. */
  isNullable(expr: Expr): boolean;
  /**
   * True when the rows of the Select are groups: GROUP BY, HAVING, or an aggregate of its own. An ungrouped one has one
   * row.
   */
  isAggregated(select: Select): boolean;
  /** The query that a Select is the body, or an arm of the body, of. */
  enclosing(select: Select): Query;
  /** The relation of a table, subquery or function in FROM; undefined for joins. */
  relationOf(item: FromItem): Relation | undefined;
  /** What is known about the dialect's functions. */
  readonly functions: FunctionFacts;
}

/** The names that one Select sees. */
export interface Scope {
  readonly select: Select;
  /** The query whose body (or an arm of whose body) this Select is. */
  readonly query: Query;
  /**
   * The scope around a subquery; undefined at the top. A derived table or CTE does not see its neighbours in FROM,
   * but it sees what the SELECT it stands in sees outside.
   */
  readonly parent?: Scope;
  /** In order of FROM. */
  readonly relations: readonly Relation[];
  /** False where an opaque node may mention names the binder cannot see: rules leave this Select alone. */
  readonly closed: boolean;
}

/** One table, view, subquery or function in a FROM clause. */
export interface Relation {
  /** The name it is seen under: the alias, or the table's name. '' for an unnamed subquery. */
  readonly name: string;
  readonly item: FromItem;
  readonly source: RelationSource;
  readonly columns: readonly RelationColumn[];
  /** True when it stands on the side of an outer join that may be padded with NULLs. */
  readonly padded: boolean;
  /**
   * Sets of column names that are unique among its rows (primary keys, UNIQUE over NOT NULL columns, GROUP BY of a
   * subquery, DISTINCT). A set `[]` means at most one row.
   */
  readonly keys: readonly (readonly string[])[];
}

export type RelationSource =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'view'; readonly name: string }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'cte'; readonly cte: Cte; readonly recursive: boolean }
  | { readonly kind: 'function'; readonly name: string };

/** The query in FROM or of a CTE that a relation reads; undefined for tables, views and functions. */
export function queryOf(source: RelationSource): Query | undefined {
  if (source.kind === 'query') return source.query;
  return source.kind === 'cte' ? source.cte.query : undefined;
}

export interface RelationColumn {
  readonly name: string;
  /** NULL may occur, padding by outer joins counted in. */
  readonly nullable: boolean;
  /** True for what `*` does not show: hidden columns of virtual tables and functions, the rowid. */
  readonly hidden: boolean;
  /** The stored column it is an unchanged copy of, through any depth of subqueries and CTEs. */
  readonly origin?: ColumnOrigin;
}

export interface ColumnOrigin {
  readonly table: Table;
  readonly column: Column;
}

export type Resolution =
  | {
      readonly kind: 'column';
      readonly relation: Relation;
      readonly column: RelationColumn;
      /** The scope the relation belongs to. */
      readonly scope: Scope;
      /** 0: the reference's own scope; 1 and more: so many scopes further out (a correlated reference). */
      readonly depth: number;
    }
  /** An ORDER BY (or GROUP BY, HAVING) term that names an output column. */
  | { readonly kind: 'output'; readonly output: Output }
  /** SQLite's `"text"` that names no column. */
  | { readonly kind: 'string'; readonly value: string };

export interface Output {
  readonly name: string;
  /** True when the name is an alias or a plain column's name: part of the contract. Texts of expressions are not. */
  readonly named: boolean;
  readonly expr?: Expr;
  readonly nullable: boolean;
  readonly origin?: ColumnOrigin;
}
