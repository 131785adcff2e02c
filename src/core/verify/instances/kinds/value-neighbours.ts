/** One column at a boundary of what the queries compare it with, or NULL. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** For each value that the queries look at: its boundary values and NULL. */
export function* valueNeighbours(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const fixed of valuesToTry(pattern)) {
    const isNull = [...fixed.values()].includes(null);
    const kind = isNull ? 'NULL in one column' : 'a boundary value in one column';
    const instance = emptyInstance(all.tables.length, kind);
    const alone = random.chance(0.3);
    const spread = random.chance(0.5) ? 'few' : 'distinct';
    if (!alone) addChain(instance, pattern, chainValues(pattern, random, { spread, n: 0 }));
    addChain(instance, pattern, chainValues(pattern, random, { spread, n: 1, fixed }));
    if (random.chance(0.3)) {
      const other = new Map(
        [...fixed.keys()].map(cls => [cls, random.pick(pattern.classes[cls]?.pool ?? [null])]),
      );
      addChain(instance, pattern, chainValues(pattern, random, { spread, n: 2, fixed: other }));
    }
    yield instance;
  }
}

const BOUNDARY_VALUES = 6;
/** Columns that are only shown share so many instances in which some of them are NULL. */
const SHOWN_GROUPS = 5;

/** Values for one class each; the rounds go over all classes, so that each has its turn early. */
export function valuesToTry(pattern: RowPattern): Map<number, Cell>[] {
  const shown: Map<number, Cell>[] = [];
  const rounds: Map<number, Cell>[][] = Array.from({ length: BOUNDARY_VALUES }, () => []);
  let unlooked = 0;
  for (const [index, cls] of pattern.classes.entries()) {
    if (cls.constrained) {
      const others = cls.pool.filter(value => !cls.good?.includes(value));
      const values: Cell[] = [...others.slice(0, BOUNDARY_VALUES - 1), ...(cls.nullable ? [null] : [])];
      for (const [round, value] of values.entries()) rounds[round]?.push(new Map([[index, value]]));
    } else if (cls.nullable && (cls.cells > 1 || cls.sorted || cls.grouped))
      rounds[0]?.push(new Map([[index, null]]));
    else if (cls.nullable) {
      const group = unlooked++ % SHOWN_GROUPS;
      shown[group] ??= new Map();
      shown[group].set(index, null);
    }
  }
  const [first = [], ...rest] = rounds;
  return [...first, ...shown, ...rest.flat()];
}
