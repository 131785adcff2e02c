/** The stored column behind an expression, as far as an index on it could be used. */
import type { Table } from '../../schema/model.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Expr, Like } from '../../sql/model.ts';
import { sameName } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';

export interface UsedColumn {
  readonly relation: Relation;
  readonly table: Table;
  readonly name: string;
  /** As declared. */
  readonly collation: string;
}

/** Undefined when the expression is more than a column (a collation apart), or no stored one. */
export function usedColumn(bound: BoundQuery, expr: Expr): UsedColumn | undefined {
  const bare = stripParens(expr);
  if (bare.kind === 'collate') return usedColumn(bound, bare.operand);
  if (bare.kind !== 'column-ref') return undefined;
  const resolution = bound.resolve(bare);
  if (resolution?.kind !== 'column') return undefined;
  const { relation, column } = resolution;
  const { origin } = column;
  if (!origin || origin.column.hidden) return undefined;
  return { relation, table: origin.table, name: origin.column.name, collation: origin.column.collation };
}

/** The collation that a comparison forces on the column by COLLATE; undefined when it is the column's own. */
export function collationOf(column: UsedColumn, expr: Expr): string | undefined {
  let forced: string | undefined;
  const look = (part: Expr): void => {
    const bare = stripParens(part);
    if (bare.kind === 'collate') forced ??= bare.collation;
  };
  look(expr);
  if (expr.kind === 'binary') {
    look(expr.left);
    look(expr.right);
  }
  return forced === undefined || sameName(forced, column.collation) ? undefined : forced;
}

/**
 * The letters before the first wildcard of a LIKE or GLOB with a literal pattern; undefined when there are none. '' for
 * a parameter, whose letters are not known yet.
 */
export function literalPrefix(like: Like): string | undefined {
  const pattern = stripParens(like.pattern);
  if (like.operator !== 'like' && like.operator !== 'glob') return undefined;
  if (pattern.kind === 'parameter') return '';
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') return undefined;
  const prefix = /^[^%_*?[]+/.exec(pattern.value)?.[0];
  return prefix;
}
