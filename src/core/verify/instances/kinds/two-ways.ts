/**
 * Two chains of rows that differ in one key only, and a row beside them that has no partners: the same two are tied
 * together twice, by rows in between, so that pairs are counted where the different ones should be.
 */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, cellsOf, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

const MOST = 8;

/** Such databases: for each key that rows of other tables refer to, with each other table's lonely row. */
export function* twoWays(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  let built = 0;
  for (const [key, { unique, cells }] of pattern.classes.entries()) {
    if (!unique || cells < 2) continue;
    for (const [lonely, row] of pattern.rows.entries()) {
      const own = row.classes.findIndex(cls => cls !== key && pattern.classes[cls]?.unique);
      if (own < 0 || row.classes.includes(key)) continue;
      if (++built > MOST) return;
      const instance = emptyInstance(all.tables.length, 'the same partners in two ways');
      const first = chainValues(pattern, random, { spread: 'same', n: 0 });
      const fresh = chainValues(pattern, random, { spread: 'same', n: 1 });
      addChain(instance, pattern, first);
      addChain(
        instance,
        pattern,
        first.map((value, cls) => (cls === key ? (fresh[cls] ?? null) : value)),
      );
      const alone = pattern.rows[lonely];
      if (alone)
        instance.rows[alone.table.index]?.push(
          cellsOf(
            alone,
            first.map((value, cls) => (pattern.classes[cls]?.unique ? (fresh[cls] ?? null) : value)),
          ),
        );
      yield instance;
    }
  }
}
