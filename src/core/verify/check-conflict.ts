/** Why a query may return no row on any legal database: no value that a CHECK allows meets one of its conditions. */
import type { BoundQuery } from '../sql/bound.ts';
import { textOf } from '../sql/span.ts';
import { arms, conjuncts } from '../sql/walk.ts';
import type { InstanceSource } from './instances/instance-source.ts';
import { type Evaluator, mentions, storedColumn } from './query/evaluate.ts';

/**
 * Which condition and which CHECK no value was found to satisfy together, in words; undefined where a part of the
 * query has no such condition, or where parameters decide.
 */
export function checkConflict(
  bound: BoundQuery,
  source: InstanceSource,
  evaluator: Evaluator,
): string | undefined {
  if (bound.parameters.length > 0) return undefined;
  const found = arms(bound.query.body).map(arm => {
    if (arm.kind !== 'select') return undefined;
    for (const condition of conjuncts(arm.where)) {
      const { columns, plain } = mentions(bound, condition);
      const [column, ...others] = new Set(columns.map(ref => storedColumn(bound, ref)));
      const legal = column && others.length === 0 && plain ? source.legalValues(column) : undefined;
      if (!legal) continue;
      const values = legal.values.map(value => [value]);
      const kept = evaluator.satisfied(
        bound,
        condition,
        values,
        () => null,
        () => 0,
      );
      if (kept === undefined || kept.includes(true)) continue;
      const both = [textOf(bound.source, condition.span), ...legal.checks.map(check => `CHECK (${check})`)];
      return `no value of ${column?.name} was found for which both ${both.join(' and ')} hold`;
    }
    return undefined;
  });
  return found.every(conflict => conflict !== undefined) ? found[0] : undefined;
}
