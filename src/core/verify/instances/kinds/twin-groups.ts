/** Whole groups that a query returns equal rows for: they differ in nothing but what tells the groups apart. */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** Larger groups take many rows. */
const LARGEST = 60;

/**
 * Two groups of each size at which a count turns: with keys of their own, and with one other value each in what they
 * are grouped by.
 */
export function* twinGroups(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  if (grouped.length === 0) return;
  const apart = [undefined, ...grouped.filter(cls => !pattern.classes[cls]?.unique)];
  for (const size of sizesOf(all.counts))
    for (const [index, { anti }] of pattern.rows.entries())
      for (const cls of anti ? [] : apart) yield twins(all, pattern, random, index, size, cls);
}

function sizesOf(counts: readonly number[]): number[] {
  const named = counts.flatMap(count => [count + 1, count]);
  return [...new Set([...named, 2])].filter(size => size >= 2 && size <= LARGEST).slice(0, 6);
}

function twins(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  index: number,
  size: number,
  apart: number | undefined,
): Instance {
  const instance = emptyInstance(all.tables.length, 'two groups alike');
  const first = chainValues(pattern, random, { spread: 'few', n: 0 });
  const fresh = chainValues(pattern, random, { spread: 'distinct', n: 1 });
  const second = first.map((value, i) =>
    pattern.classes[i]?.unique || i === apart ? (fresh[i] ?? null) : value,
  );
  for (const [twin, values] of [first, second].entries()) {
    const cells = addChain(instance, pattern, values).get(index);
    const table = pattern.rows[index]?.table;
    if (!cells || !table) continue;
    for (let n = 1; n < size; n++)
      instance.rows[table.index]?.push(cloneRow(table, cells, n + twin * (LARGEST + 1)));
  }
  return instance;
}
