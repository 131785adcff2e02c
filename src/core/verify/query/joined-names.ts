/** What USING and NATURAL compare. */
import type { BoundQuery } from '../../sql/bound.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { outputBehind, type Slot, slotsOfOutput } from './trace.ts';

/** The pairs of slots that USING or NATURAL compares. */
export function joinedByName(bound: BoundQuery, join: AnyNode & { kind: 'join' }): [Slot, Slot][] {
  if (!join.natural && !join.using) return [];
  const left = relationsUnder(bound, join.left);
  const right = relationsUnder(bound, join.right);
  const pairs: [Slot, Slot][] = [];
  for (const a of left)
    for (const b of right)
      for (const column of a.columns) {
        const name = column.name.toLowerCase();
        const wanted = join.using
          ? join.using.some(using => using.name.toLowerCase() === name)
          : !column.hidden;
        if (!wanted || !b.columns.some(other => !other.hidden && other.name.toLowerCase() === name)) continue;
        const [one] = slotsOfRelationColumn(bound, a, name);
        const [other] = slotsOfRelationColumn(bound, b, name);
        if (one && other) pairs.push([one, other]);
      }
  return pairs;
}

function relationsUnder(bound: BoundQuery, item: AnyNode): Slot['relation'][] {
  const result: Slot['relation'][] = [];
  walk(item, node => {
    if (node.kind === 'table' || node.kind === 'subquery-item' || node.kind === 'function-item') {
      const relation = bound.relationOf(node);
      if (relation) result.push(relation);
    }
    return node.kind !== 'query';
  });
  return result;
}

function slotsOfRelationColumn(bound: BoundQuery, relation: Slot['relation'], name: string): Slot[] {
  if (relation.source.kind === 'table') return [{ relation, column: name }];
  const behind = outputBehind(relation, name);
  return behind ? slotsOfOutput(bound, behind.query, behind.index) : [];
}
