/** Where repeated rows make no difference. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { FunctionCall, Select } from '../../../sql/model.ts';
import { aggregatesIn, hasWindow, shownParts, sourceOf } from './tree.ts';

/** True when the result stays the same if a row of FROM … WHERE is repeated. */
export function ignoresRepeats(q: BoundQuery, select: Select): boolean {
  if (hasWindow(q, select)) return false;
  const aggregates = aggregatesIn(q, shownParts(q, select));
  if (q.isAggregated(select)) return aggregates.every(ignoresRepeatedInput);
  return select.distinct !== undefined;
}

/** True for MIN, MAX and aggregates over DISTINCT values. */
function ignoresRepeatedInput(call: FunctionCall): boolean {
  return call.distinct || call.name === 'min' || call.name === 'max';
}

/** True when GROUP BY lists exactly the columns that are shown, without aggregates: another way to write DISTINCT. */
export function groupsLikeDistinct(q: BoundQuery, select: Select): boolean {
  if (select.groupBy.length === 0 || select.having || select.distinct) return false;
  if (aggregatesIn(q, shownParts(q, select)).length > 0) return false;
  const grouping = select.groupBy.map(expr => sourceOf(q, expr).toLowerCase());
  const shown = select.columns.map(column =>
    column.kind === 'column' ? sourceOf(q, column.expr).toLowerCase() : '*',
  );
  return shown.every(text => grouping.includes(text)) && grouping.every(text => shown.includes(text));
}
