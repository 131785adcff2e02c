/** Matching rows, and nothing beside them. */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance, type InstanceKind } from '../instance.ts';
import { addChain, chainValues, type Spread } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** So many chains of the pattern. */
export function chains(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  count: number,
  spread: Spread,
  kind: InstanceKind,
): Instance {
  const instance = emptyInstance(all.tables.length, kind);
  for (let n = 0; n < count; n++) addChain(instance, pattern, chainValues(pattern, random, { spread, n }));
  return instance;
}
