/** Which classes of a pattern a query calculates with, and which of them together. */
import type { BoundQuery } from '../../../sql/bound.ts';
import { type AnyNode, walk } from '../../../sql/walk.ts';
import { slotsOf } from '../../query/trace.ts';
import type { SlotClasses } from './slot-classes.ts';

export interface Computed {
  readonly computed: ReadonlySet<number>;
  /** Classes whose sum, average, count, least or greatest value is asked for. */
  readonly aggregated: ReadonlySet<number>;
  /** Classes that a window aggregates row by row. */
  readonly accumulated: ReadonlySet<number>;
  readonly together: readonly (readonly number[])[];
}

/** Classes that the query calculates with, aggregates, and mixes in one expression. */
export function computedClasses(bound: BoundQuery, slots: SlotClasses): Computed {
  const computed = new Set<number>();
  const aggregated = new Set<number>();
  const accumulated = new Set<number>();
  const together = new Map<string, number[]>();
  walk(bound.query, node => {
    if (node.kind !== 'function' || !bound.functions.aggregates(node)) return;
    for (const arg of [...node.args, ...(node.filter ? [node.filter] : [])])
      for (const cls of classesIn(arg)) (node.over ? accumulated : aggregated).add(cls);
  });
  walk(bound.query, node => {
    if (!calculates(bound, node)) return true;
    const own = classesIn(node);
    for (const cls of own) computed.add(cls);
    if (own.size > 1 && own.size <= 3) together.set([...own].join(' '), [...own]);
    // What stands inside a calculation is part of it; queries inside are looked at by themselves.
    return own.size === 0;
  });
  return { computed, aggregated, accumulated, together: [...together.values()] };

  function classesIn(node: AnyNode): Set<number> {
    const own = new Set<number>();
    walk(node, inner => {
      if (inner.kind === 'column-ref')
        for (const slot of slotsOf(bound, inner)) {
          const cls = slots.classOf(slot);
          if (cls !== undefined) own.add(cls);
        }
      return inner.kind !== 'query';
    });
    return own;
  }
}

function calculates(bound: BoundQuery, node: AnyNode): boolean {
  switch (node.kind) {
    case 'binary':
      return ['+', '-', '*', '/', '%', '||', '&', '|', '<<', '>>', '->', '->>'].includes(node.operator);
    case 'unary':
      return node.operator === '-' || node.operator === '~';
    case 'cast':
    case 'like':
      return true;
    case 'function':
      return node.over === undefined && !bound.functions.isAggregate(node) && !plain.has(node.name);
    default:
      return false;
  }
}

/** Functions that return one of their arguments. */
const plain: ReadonlySet<string> = new Set(['coalesce', 'ifnull', 'nullif', 'iif', 'if']);
