/** Comparisons of one expression with constants, whichever side they are written on. */

import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { type ComparisonOperator, isComparison, mirror } from '../../../sql/comparison.ts';
import type { Between, ColumnRef, Expr, InList } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { selectAround } from './semi-join.ts';
import { descendants, openSelects } from './tree.ts';

/** A comparison read from one side: `subject operator value`. */
export interface SidedComparison {
  readonly whole: Expr;
  readonly subject: Expr;
  readonly operator: ComparisonOperator;
  readonly value: Expr;
}

/** A condition on one expression. */
export type Condition =
  | ({ readonly kind: 'comparison' } & SidedComparison)
  | { readonly kind: 'between'; readonly whole: Between; readonly subject: Expr }
  | { readonly kind: 'in'; readonly whole: InList; readonly subject: Expr };

/** Each comparison of the open SELECTs, read from both sides; BETWEEN and IN lists. */
export function* conditions(q: BoundQuery): Generator<Condition> {
  const open = new Set(openSelects(q));
  for (const node of descendants(q.query)) {
    if (node.kind === 'binary' && isComparison(node)) {
      if (!isIn(q, node, open)) continue;
      const [left, right] = [stripParens(node.left), stripParens(node.right)];
      const { operator } = node;
      yield { kind: 'comparison', whole: node, subject: left, operator, value: right };
      yield { kind: 'comparison', whole: node, subject: right, operator: mirror(operator), value: left };
    } else if (node.kind === 'between' && isIn(q, node, open)) {
      yield { kind: 'between', whole: node, subject: stripParens(node.operand) };
    } else if (node.kind === 'in-list' && isIn(q, node, open)) {
      yield { kind: 'in', whole: node, subject: stripParens(node.operand) };
    }
  }
}

function isIn(q: BoundQuery, node: Expr, open: ReadonlySet<unknown>): boolean {
  const select = selectAround(q, node);
  return select !== undefined && open.has(select);
}

/** The stored column that an expression is a plain reference to. */
export function storedColumn(q: BoundQuery, expr: Expr): { ref: ColumnRef; column: Column } | undefined {
  if (expr.kind !== 'column-ref') return undefined;
  const found = q.resolve(expr);
  if (found?.kind !== 'column' || !found.column.origin) return undefined;
  return { ref: expr, column: found.column.origin.column };
}

export function isNumeric(column: Column): boolean {
  return column.affinity === 'integer' || column.affinity === 'real' || column.affinity === 'numeric';
}

/** True when the column's text is compared by its bytes. */
export function isBinary(column: Column): boolean {
  return column.collation.toUpperCase() === 'BINARY';
}
