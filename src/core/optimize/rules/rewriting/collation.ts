/**
 * Under which collation a rewrite compares. Texts that are equal under one collation differ under another, so that a
 * comparison must keep its own, and a key is unique under the collation of its columns only.
 */

import {
  collationOf,
  collationOfComparison,
  collationOfOutput,
  refines,
  UNKNOWN_COLLATION,
} from '../../../dialect/sqlite/collation.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { ColumnRef, Expr, FunctionCall, QueryBody } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { findsUnconverted } from '../../../verify/compare/determined.ts';
import { descendants, parentOf } from './tree.ts';

/** What is compared, the left side first; `x IN (SELECT y …)` compares as `x = y`. */
export interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

/** The collation under which UNION takes values at a place of its outputs for the same. */
export function unionCollation(q: BoundQuery, body: QueryBody, index: number): string {
  return (collationOfOutput(q, body, index) ?? 'BINARY').toUpperCase();
}

/** The collation that sorts and groups by an expression. */
export function ownCollation(q: BoundQuery, expr: Expr): string {
  return (collationOf(q, expr) ?? 'BINARY').toUpperCase();
}

/** True when both compare under one collation. */
export function compareAlike(q: BoundQuery, before: Sides, after: Sides): boolean {
  return collationOfComparison(q, before) === collationOfComparison(q, after);
}

/** True when the comparison stays the same with its sides exchanged: the left one decides about the collation. */
export function canTurn(q: BoundQuery, { left, right }: Sides): boolean {
  const collation = collationOfComparison(q, { left, right });
  return (
    collation !== UNKNOWN_COLLATION && collation === collationOfComparison(q, { left: right, right: left })
  );
}

/** True when at most one value of a column that is unique for itself equals the other side, whatever its type. */
export function findsOne(q: BoundQuery, sides: Sides, unique: Expr): boolean {
  const other = stripParens(sides.left) === unique ? sides.right : sides.left;
  return (
    refines(collationOfComparison(q, sides), ownCollation(q, unique)) && findsUnconverted(q, other, unique)
  );
}

/** True when the values that equal the other side are one group by `grouped`, of which any can stand for all. */
export function findsGroup(q: BoundQuery, sides: Sides, grouped: Expr): boolean {
  // As a column of a derived table, the expression would lose the precedence of its COLLATE.
  if ([...descendants(grouped)].some(node => node.kind === 'collate')) return false;
  const collation = ownCollation(q, grouped);
  return collation !== UNKNOWN_COLLATION && collationOfComparison(q, sides) === collation;
}

/** True when the condition holds for all texts that are equal under the column's collation, or for none of them. */
export function treatsAlike(q: BoundQuery, ref: ColumnRef): boolean {
  const collation = ownCollation(q, ref);
  if (collation === 'BINARY') return true;
  let side: Expr = ref;
  let parent = parentOf(q, side);
  while (parent?.kind === 'paren') {
    side = parent;
    parent = parentOf(q, side);
  }
  const ignoresCase = collation === 'NOCASE';
  switch (parent?.kind) {
    case 'function':
      return ignoresCase && (parent.name === 'lower' || parent.name === 'upper');
    case 'like':
      return ignoresCase && parent.operator === 'like' && parent.operand === side;
    case 'binary':
      return isComparisonOrIs(parent) && findsGroup(q, parent, ref);
    case 'between':
      return [parent.low, parent.high].every(right => findsGroup(q, { left: parent.operand, right }, ref));
    case 'in-list':
      return parent.operand === side;
    case 'is-null':
      return true;
    default:
      return false;
  }
}

/** The output of a subquery that goes, and the subquery in whose place it comes to stand. */
export interface Moved {
  readonly output: Expr;
  readonly node: Expr;
}

/** True when the output compares in the place of the subquery as the subquery's value does, which has no collation. */
export function canStandFor(q: BoundQuery, { output, node }: Moved): boolean {
  if (collationOf(q, output) === undefined) return true;
  return ownCollation(q, output) === 'BINARY' && canBecomeColumn(q, node);
}

/** True when columns of the aggregates' values compare in the place of the subquery as its own value does. */
export function canBecomeColumns(q: BoundQuery, calls: readonly FunctionCall[], moved: Moved): boolean {
  const texts = calls.filter(call => !['count', 'sum', 'avg', 'total'].includes(call.name));
  return texts.every(call => canBecomeColumn(q, call, moved));
}

/**
 * True when a value without a collation can become a column of BINARY, which would decide in a comparison with what
 * stands to its right.
 */
function canBecomeColumn(q: BoundQuery, value: Expr, moved?: Moved): boolean {
  if (value === moved?.output) return canBecomeColumn(q, moved.node);
  const parent = parentOf(q, value);
  const isBinary = (right: Expr) => collationOfComparison(q, { left: value, right }) === 'BINARY';
  switch (parent?.kind) {
    case 'paren':
    case 'cast':
      return canBecomeColumn(q, parent, moved);
    case 'unary':
      return parent.operator !== '+' || canBecomeColumn(q, parent, moved);
    case 'binary':
      return !isComparisonOrIs(parent) || parent.right === value || isBinary(parent.right);
    case 'between':
      return parent.operand !== value || [parent.low, parent.high].every(isBinary);
    case 'in-query':
      return unionCollation(q, parent.query.body, 0) === 'BINARY';
    case 'case':
      return parent.operand !== value || parent.branches.every(branch => isBinary(branch.when));
    case 'function':
      return !['min', 'max', 'nullif'].includes(parent.name) || parent.args.every(isBinary);
    case 'row-value':
      return false;
    case 'column': {
      const select = parentOf(q, parent);
      if (select?.kind !== 'select') return true;
      const index = q.outputsOf(select).findIndex(output => output.expr === parent.expr);
      const { body } = q.enclosing(select);
      return body.kind === 'select' || unionCollation(q, body, index) === 'BINARY';
    }
    default:
      return true;
  }
}
