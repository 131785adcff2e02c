/** CHECKs that are equations, such as `total = price * quantity`: one column's values follow from those of others. */
import type { Cell } from '../../../ports.ts';
import { coerce, type ValueKind } from '../../../schema/value-kind.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { ColumnRef, Expr } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import type { Evaluator } from '../../query/evaluate.ts';
import { noParameters } from './check-conditions.ts';

/** Which of the columns looked at a reference means. */
export type IndexOf = (ref: ColumnRef) => number | undefined;

export interface Equation {
  /** The column that stands alone on one side. */
  readonly at: number;
  readonly other: Expr;
}

/** The equation that a condition is, by each side that is one of the columns; none for other conditions. */
export function equationsIn(condition: Expr, indexOf: IndexOf): Equation[] {
  const inner = stripParens(condition);
  if (inner.kind !== 'binary' || (inner.operator !== '=' && inner.operator !== 'is')) return [];
  const sides = [
    [inner.left, inner.right],
    [inner.right, inner.left],
  ] as const;
  return sides.flatMap(([one, other]) => {
    const target = stripParens(one);
    const at = target.kind === 'column-ref' ? indexOf(target) : undefined;
    return at === undefined ? [] : [{ at, other }];
  });
}

/** What the other side comes to, as values of the column; `lists` are the values of all columns, NULL is left out. */
export function valuesByEquation(
  evaluator: Evaluator,
  bound: BoundQuery,
  { at, other }: Equation,
  kind: ValueKind,
  lists: readonly (readonly Cell[])[],
  indexOf: IndexOf,
): Cell[] {
  // The target keeps one value, so that each combination of the others is calculated once.
  const tried = lists.map((list, i) => (i === at ? list.slice(0, 1) : list));
  const rows = evaluator.onGrid(bound, [other], tried, noParameters, indexOf) ?? [];
  return rows.flatMap(row => coerce(row[lists.length] ?? null, kind) ?? []);
}
