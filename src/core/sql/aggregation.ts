/** Whether the rows of a SELECT are groups. */
import type { BindState } from './bind-state.ts';
import type { FunctionCall, Select } from './model.ts';
import { contains } from './span.ts';
import { type AnyNode, walk } from './walk.ts';

/**
 * True when the SELECT has GROUP BY or HAVING, or an aggregate of its own in its result columns, windows or ORDER BY.
 * An aggregate in a subquery whose columns all come from further out belongs to the innermost SELECT that they come
 * from. Source: sqlite3ReferencesSrcList in https://sqlite.org/src/file/src/expr.c
 */
export function isAggregated(state: BindState, select: Select): boolean {
  if (select.groupBy.length > 0 || select.having !== undefined) return true;
  const query = state.queryOf.get(select);
  const places: AnyNode[] = [...select.columns, ...select.windows];
  if (query?.body === select) places.push(...query.orderBy);
  return places.some(place => holdsAggregateOf(state, select, place));
}

function holdsAggregateOf(state: BindState, select: Select, place: AnyNode): boolean {
  let found = false;
  walk(place, (node, ancestors) => {
    if (found) return false;
    if (node.kind === 'function' && state.functions.isAggregate(node)) {
      const home = ancestors.findLast(above => above.kind === 'select') ?? select;
      found = ownerOf(state, node, home) === select;
    }
    return true;
  });
  return found;
}

/** The SELECT over whose rows an aggregate runs that is written in `home`. */
function ownerOf(state: BindState, call: FunctionCall, home: Select): Select {
  let owner: Select | undefined;
  walk(call, node => {
    const found = node.kind === 'column-ref' ? state.resolutions.get(node) : undefined;
    if (found?.kind !== 'column') return;
    const { select } = found.scope;
    // Columns of a subquery in the argument say nothing.
    if (select !== home && contains(home.span, select.span)) return;
    if (owner === undefined || contains(owner.span, select.span)) owner = select;
  });
  return owner ?? home;
}
