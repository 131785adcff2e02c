/** Groups whose rows differ in one tested column: a test of the rows is then not the same as a test of the group. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

const COLUMNS = 4;

/** For each tested column: a group with values that pass, that do not, and NULL, beside a group in which all pass. */
export function* unevenGroups(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  if (grouped.length === 0) return;
  const tested = pattern.classes.flatMap((cls, i) =>
    cls.constrained && cls.good !== undefined && !cls.unique && !cls.grouped ? [i] : [],
  );
  for (const index of tested.slice(0, COLUMNS)) {
    const cls = pattern.classes[index];
    const passing = cls?.good?.find(value => value !== null);
    const failing = cls?.pool.filter(value => !cls.good?.includes(value)) ?? [];
    if (!cls || passing === undefined || failing.length === 0) continue;
    const other = random.pick(failing);
    const even = [passing, passing];
    const shapes: Cell[][][] = [[[passing, other], even]];
    // SQLite takes a bare column from the first or the last row of a group: both ways round.
    if (cls.nullable) shapes.unshift([[null, passing, other], even], [[other, passing, null]]);
    for (const lists of shapes) yield groups(all, pattern, random, index, grouped, lists);
  }
}

function groups(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  index: number,
  grouped: readonly number[],
  lists: readonly (readonly Cell[])[],
): Instance {
  const instance = emptyInstance(all.tables.length, 'a group whose rows differ in one column');
  let n = 0;
  for (const [g, list] of lists.entries()) {
    const own = chainValues(pattern, random, { spread: 'distinct', n: g });
    for (const value of list) {
      const fixed = new Map<number, Cell>(grouped.map(cls => [cls, own[cls] ?? null]));
      fixed.set(index, value);
      addChain(instance, pattern, chainValues(pattern, random, { spread: 'same', n: n++, fixed }));
    }
  }
  return instance;
}
