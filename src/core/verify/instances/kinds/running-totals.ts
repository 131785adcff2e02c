/**
 * Groups of a few rows whose amounts rise and fall, in another order than their keys and with ties in it: what adds
 * up row by row reaches a limit in one order and not in another.
 */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { isNumberKind, numbered } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { PatternClass, PatternRow, RowPattern } from '../patterns/row-pattern.ts';

const WORLDS = 6;
const GROUPS = 3;
const ROWS = [3, 4, 5] as const;
/** What the rows add: the sums of some of them are what others are. */
const AMOUNTS = [-8, -5, -3, -1, 1, 2, 4, 7] as const;
/** For numbers that sums are compared with. */
const LIMITS = [0, 1, 2, 4] as const;
/** One of so many values in what the rows are sorted by: fewer than there are rows. */
const MOMENTS = 3;

/** Such databases, where a window of a query aggregates numbers row by row. */
export function* runningTotals(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (let n = 0; n < WORLDS; n++)
    for (const row of pattern.rows) {
      const amounts = classesWith(pattern, row, isAmount);
      const moments = classesWith(pattern, row, isMoment).filter(cls => !amounts.includes(cls));
      if (!row.anti && amounts.length > 0 && moments.length > 0)
        yield world(all, pattern, random, row, { amounts, moments });
    }
}

function world(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  row: PatternRow,
  { amounts, moments }: { readonly amounts: readonly number[]; readonly moments: readonly number[] },
): Instance {
  const instance = emptyInstance(all.tables.length, 'amounts that rise and fall');
  let n = 0;
  for (let group = 1; group <= GROUPS; group++) {
    const same = sharedIn(pattern, row, group, random);
    for (let rows = random.pick(ROWS); rows > 0; rows--) {
      const fixed = new Map(same);
      for (const cls of amounts) fixed.set(cls, numberIn(pattern, cls, random.pick(AMOUNTS)));
      for (const cls of moments) fixed.set(cls, numberIn(pattern, cls, 1 + random.int(MOMENTS)));
      addChain(instance, pattern, chainValues(pattern, random, { spread: 'same', n: ++n, fixed }));
    }
  }
  return instance;
}

function classesWith(pattern: RowPattern, row: PatternRow, test: (info: PatternClass) => boolean): number[] {
  return row.classes.filter(cls => {
    const info = pattern.classes[cls];
    return info !== undefined && test(info);
  });
}

/** What all rows of a group have: what ties them to others, and numbers of those others. */
function sharedIn(pattern: RowPattern, row: PatternRow, group: number, random: Random): Map<number, Cell> {
  const same = new Map<number, Cell>();
  for (const [cls, info] of pattern.classes.entries())
    if (row.classes.includes(cls)) {
      if (info.cells > 1 || info.grouped)
        same.set(cls, info.good?.[(group - 1) % info.good.length] ?? numberIn(pattern, cls, group));
    } else if (isNumberKind(info.kind) && !info.unique && !info.good && info.cells === 1)
      same.set(cls, numberIn(pattern, cls, random.pick(LIMITS)));
  return same;
}

function numberIn(pattern: RowPattern, cls: number, n: number): Cell {
  return numbered(pattern.classes[cls]?.kind ?? 'integer', n) ?? null;
}

function isAmount(info: PatternClass): boolean {
  return info.accumulated && isNumberKind(info.kind) && !info.unique && !info.good && info.cells === 1;
}

function isMoment(info: PatternClass): boolean {
  return info.sorted && !info.unique && !info.good && info.cells === 1;
}
