/** Which columns a query sets equal, anywhere in it. */
import type { Column } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { joinedByName } from './joined-names.ts';
import { columnOfSlot, type Slot, slotsOf, slotsOfExpr, slotsOfOutput } from './trace.ts';

/** `scope.relation.column`, the same for two queries of the same build. */
export function slotKeys(bound: BoundQuery): (slot: Slot) => string {
  const places = new Map(
    bound.scopes.flatMap((scope, i) =>
      scope.relations.map((relation, j) => [relation, `${i}.${j}`] as const),
    ),
  );
  return ({ relation, column }) => `${places.get(relation)}.${column}`;
}

/** The key that stands for all that the query sets equal to the one given, by `=`, IS, IN, USING and NATURAL. */
export function equatedSlots(bound: BoundQuery): (key: string) => string {
  const keyOf = slotKeys(bound);
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    const leader = leaders.get(key);
    return leader === undefined ? key : leaderOf(leader);
  };
  const equate = (slots: readonly Slot[]): void => {
    const [first, ...rest] = slots.map(keyOf);
    for (const key of rest) {
      const [a, b] = [leaderOf(first ?? key), leaderOf(key)];
      if (a !== b) leaders.set(b, a);
    }
  };
  walk(bound.query, node => {
    // What one term of an OR says need not hold.
    if (node.kind === 'binary' && node.operator === 'or') return false;
    if (node.kind === 'binary' && (node.operator === '=' || node.operator === 'is'))
      equate([...slotsOfExpr(bound, node.left), ...slotsOfExpr(bound, node.right)]);
    else if (node.kind === 'in-query')
      equate([...slotsOfExpr(bound, node.operand), ...slotsOfOutput(bound, node.query, 0)]);
    else if (node.kind === 'join') for (const pair of joinedByName(bound, node)) equate(pair);
    return true;
  });
  return leaderOf;
}

/** The stored columns that a node reads; undefined where it reads others, too, or none. */
export function storedColumnsIn(bound: BoundQuery, node: AnyNode): Set<Column> | undefined {
  const found = new Set<Column>();
  let isStored = true;
  walk(node, inner => {
    if (inner.kind !== 'column-ref') return;
    const columns = slotsOf(bound, inner).map(columnOfSlot);
    isStored &&= columns.length > 0;
    for (const column of columns)
      if (column) found.add(column);
      else isStored = false;
  });
  return isStored && found.size > 0 ? found : undefined;
}
