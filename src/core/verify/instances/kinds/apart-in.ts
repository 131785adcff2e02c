/** Rows that differ in one column. */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/**
 * Chains that are alike but for one class: a key alone, so that all else repeats; or, with fresh keys, one value that
 * a query groups or sorts by, so that it alone tells groups apart.
 */
export function* apartIn(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, cls] of pattern.classes.entries()) {
    if (!cls.unique && !cls.grouped && !cls.sorted) continue;
    const first = chainValues(pattern, random, { spread: 'few', n: 0 });
    const fresh = chainValues(pattern, random, { spread: 'few', n: 1 });
    const others = cls.pool.filter(
      value => value !== first[index] && (!cls.good || cls.good.includes(value)),
    );
    const changed = first.map((value, i) => {
      if (i === index) return cls.unique || others.length === 0 ? (fresh[i] ?? null) : random.pick(others);
      return !cls.unique && pattern.classes[i]?.unique ? (fresh[i] ?? null) : value;
    });
    const instance = emptyInstance(all.tables.length, 'rows that differ in one column');
    addChain(instance, pattern, first);
    addChain(instance, pattern, changed);
    if (random.chance(0.4))
      addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 2 }));
    yield instance;
  }
}
