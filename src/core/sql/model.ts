/**
 * The query model: SELECT as SQLite has it, free of any parser's tree.
 *
 * Every node carries the exact span of its text in the source it was parsed from: no leading or trailing blanks or
 * comments, siblings never overlap, a parent contains its children. Parentheses around an expression are a node
 * (`paren`), so that an edit can keep or drop them knowingly.
 */
import type { Span } from './span.ts';

export interface Node {
  readonly span: Span;
}

/** An identifier as written. `name` is unquoted; compare names with `sameName`. */
export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

// ── Queries ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A whole query: `WITH … body ORDER BY … LIMIT …`. Also what stands in a subquery, without its parentheses. */
export interface Query extends Node {
  readonly kind: 'query';
  readonly with?: With;
  readonly body: QueryBody;
  /** Terms of the trailing ORDER BY, which sorts the whole body. Empty when there is none. */
  readonly orderBy: readonly OrderTerm[];
  /** From the word ORDER to the end of the last term. */
  readonly orderBySpan?: Span;
  readonly limit?: Limit;
}

export type QueryBody = Select | SetOperation | Values;

/** `left UNION ALL right` …; SQLite's set operations associate to the left, so `right` is never a set operation. */
export interface SetOperation extends Node {
  readonly kind: 'set';
  readonly operator: 'union' | 'union all' | 'intersect' | 'except';
  readonly operatorSpan: Span;
  readonly left: QueryBody;
  readonly right: Select | Values;
}

export interface Values extends Node {
  readonly kind: 'values';
  readonly rows: readonly (readonly Expr[])[];
}

export interface Select extends Node {
  readonly kind: 'select';
  /** The span of the word DISTINCT, when it is there. */
  readonly distinct?: Span;
  readonly columns: readonly ResultColumn[];
  readonly from?: FromItem;
  /** From the word FROM to the end of the last item. */
  readonly fromSpan?: Span;
  readonly where?: Expr;
  /** From the word WHERE to the end of its expression; the same for the clauses below. */
  readonly whereSpan?: Span;
  readonly groupBy: readonly Expr[];
  readonly groupBySpan?: Span;
  readonly having?: Expr;
  readonly havingSpan?: Span;
  readonly windows: readonly NamedWindow[];
  readonly windowsSpan?: Span;
}

export type ResultColumn = ExprColumn | Star;

export interface ExprColumn extends Node {
  readonly kind: 'column';
  readonly expr: Expr;
  readonly alias?: Name;
}

/** `*` or `t.*`. */
export interface Star extends Node {
  readonly kind: 'star';
  readonly table?: Name;
}

export interface With extends Node {
  readonly kind: 'with';
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
}

export interface Cte extends Node {
  readonly kind: 'cte';
  readonly name: Name;
  /** Column names in parentheses after the name. Empty when not given. */
  readonly columns: readonly Name[];
  readonly materialized?: boolean;
  readonly query: Query;
}

export interface OrderTerm extends Node {
  readonly kind: 'order';
  readonly expr: Expr;
  readonly descending: boolean;
  readonly nulls?: 'first' | 'last';
}

/** From the word LIMIT to the end. `LIMIT 5, 10` is offset 5, limit 10. */
export interface Limit extends Node {
  readonly kind: 'limit';
  readonly limit: Expr;
  readonly offset?: Expr;
}

export interface NamedWindow extends Node {
  readonly kind: 'named-window';
  readonly name: Name;
  readonly window: Window;
}

// ── FROM ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type FromItem = TableItem | SubqueryItem | FunctionItem | ParenItem | Join;

export interface TableItem extends Node {
  readonly kind: 'table';
  readonly schemaName?: Name;
  readonly table: Name;
  readonly alias?: Name;
  /** `INDEXED BY name` / `NOT INDEXED`, as written. */
  readonly indexHint?: Span;
}

export interface SubqueryItem extends Node {
  readonly kind: 'subquery-item';
  readonly query: Query;
  readonly alias?: Name;
}

/** A table-valued function such as `json_each(x)`. */
export interface FunctionItem extends Node {
  readonly kind: 'function-item';
  readonly name: Name;
  readonly args: readonly Expr[];
  readonly alias?: Name;
}

/** A join in parentheses: `(a JOIN b …)`. */
export interface ParenItem extends Node {
  readonly kind: 'paren-item';
  readonly item: FromItem;
  readonly alias?: Name;
}

/** Joins associate to the left. `comma` is `a, b`; `cross` is the word CROSS JOIN (which fixes SQLite's join order). */
export interface Join extends Node {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'comma';
  readonly natural: boolean;
  readonly left: FromItem;
  readonly right: FromItem;
  /** The comma or the words `LEFT OUTER JOIN`. */
  readonly operatorSpan: Span;
  readonly on?: Expr;
  readonly using?: readonly Name[];
  /** From ON or USING to its end. */
  readonly constraintSpan?: Span;
}

// ── Expressions ──────────────────────────────────────────────────────────────────────────────────────────────────

export type Expr =
  | ColumnRef
  | Literal
  | Parameter
  | Paren
  | Unary
  | Binary
  | IsNull
  | Between
  | InList
  | InQuery
  | Like
  | Case
  | Cast
  | Collate
  | FunctionCall
  | Exists
  | ScalarSubquery
  | RowValue
  | Opaque;

/**
 * `column`, `table.column` or `schema.table.column`; `"x"` that names no column is a string in SQLite: see the binder.
 */
export interface ColumnRef extends Node {
  readonly kind: 'column-ref';
  readonly schemaName?: Name;
  readonly table?: Name;
  readonly column: Name;
}

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly type: 'null' | 'integer' | 'real' | 'text' | 'blob' | 'boolean' | 'current-time';
  /**
   * null; integers as bigint (`0x1F` read); reals as number; text unquoted; blobs and CURRENT_… as their source text.
   */
  readonly value: null | bigint | number | string | boolean;
}

/** `?`, `?1`, `:name`, `@name`, `$name`, as written in `text`. */
export interface Parameter extends Node {
  readonly kind: 'parameter';
  readonly text: string;
}

export interface Paren extends Node {
  readonly kind: 'paren';
  readonly expr: Expr;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: 'not' | '-' | '+' | '~';
  readonly operand: Expr;
}

export type BinaryOperator =
  | 'and'
  | 'or'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'is'
  | 'is not' // also IS [NOT] DISTINCT FROM, which mean `is not` / `is`
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | '&'
  | '|'
  | '<<'
  | '>>'
  | '->'
  | '->>';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}

/** `x IS NULL`, `x ISNULL`, `x IS NOT NULL`, `x NOTNULL`, `x NOT NULL`. */
export interface IsNull extends Node {
  readonly kind: 'is-null';
  readonly operand: Expr;
  readonly negated: boolean;
}

export interface Between extends Node {
  readonly kind: 'between';
  readonly operand: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly negated: boolean;
}

export interface InList extends Node {
  readonly kind: 'in-list';
  readonly operand: Expr;
  readonly items: readonly Expr[];
  readonly negated: boolean;
}

/** `x IN (SELECT …)`; `x IN table` is opaque. */
export interface InQuery extends Node {
  readonly kind: 'in-query';
  readonly operand: Expr;
  readonly query: Query;
  readonly negated: boolean;
}

export interface Like extends Node {
  readonly kind: 'like';
  readonly operator: 'like' | 'glob' | 'regexp' | 'match';
  readonly operand: Expr;
  readonly pattern: Expr;
  readonly escape?: Expr;
  readonly negated: boolean;
}

export interface Case extends Node {
  readonly kind: 'case';
  readonly operand?: Expr;
  readonly branches: readonly CaseBranch[];
  readonly otherwise?: Expr;
}

/** From the word WHEN to the end of the result. */
export interface CaseBranch extends Node {
  readonly kind: 'case-branch';
  readonly when: Expr;
  readonly then: Expr;
}

export interface Cast extends Node {
  readonly kind: 'cast';
  readonly operand: Expr;
  readonly type: string;
}

export interface Collate extends Node {
  readonly kind: 'collate';
  readonly operand: Expr;
  readonly collation: string;
}

/** A scalar, aggregate or window function. `name` is lower case. */
export interface FunctionCall extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expr[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  /** `group_concat(x ORDER BY y)`. */
  readonly orderBy: readonly OrderTerm[];
  readonly filter?: Expr;
  readonly over?: Name | Window;
}

export interface Window extends Node {
  readonly kind: 'window';
  readonly base?: Name;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderTerm[];
  readonly frame?: Frame;
}

/** `ROWS BETWEEN … AND … EXCLUDE …`. */
export interface Frame extends Node {
  readonly kind: 'frame';
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end?: FrameBound;
  readonly exclude?: 'no others' | 'current row' | 'group' | 'ties';
}

export interface FrameBound {
  readonly type: 'unbounded preceding' | 'preceding' | 'current row' | 'following' | 'unbounded following';
  readonly offset?: Expr;
}

/** `EXISTS (…)`; `NOT EXISTS` is `unary not` over it. */
export interface Exists extends Node {
  readonly kind: 'exists';
  readonly query: Query;
}

/** `(SELECT …)` as an expression; the span includes the parentheses, `query.span` does not. */
export interface ScalarSubquery extends Node {
  readonly kind: 'scalar-subquery';
  readonly query: Query;
}

/** `(a, b)` with two or more items. */
export interface RowValue extends Node {
  readonly kind: 'row-value';
  readonly items: readonly Expr[];
}

/**
 * What the model has no word for. It keeps its text; what it mentions is listed, as far as known. Where `closed` is
 * false, it may mention more than is listed, and rules leave the whole SELECT alone.
 */
export interface Opaque extends Node {
  readonly kind: 'opaque';
  readonly closed: boolean;
  readonly columns: readonly ColumnRef[];
  readonly parameters: readonly Parameter[];
  readonly queries: readonly Query[];
  /** Of `x IN table`: the table, or the call of a table-valued function, that stands for `(SELECT * FROM table)`. */
  readonly table?: Span;
}

/** Names are compared without case (ASCII), as SQLite does. */
export function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}
