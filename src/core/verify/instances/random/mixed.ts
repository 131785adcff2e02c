/** Random instances of the same ingredients: good chains, chains gone astray, and rows that belong to none. */
import type { Random } from '../../../random.ts';
import type { Domains } from '../constraints/domains.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type FillRow, type Instance } from '../instance.ts';
import { smallWorld } from '../kinds/small-worlds.ts';
import { addChain, chainValues, cloneRow, type Spread } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { FewValues } from './few-values.ts';

const spreads: readonly Spread[] = ['few', 'few', 'pool', 'distinct', 'same'];
const nullShares = [0, 0.05, 0.2, 0.35] as const;

/** Share that are worlds of a few rows tied together. */
const SMALL = 0.25;

/** Not yet legal: see `repair`. A share of them are small worlds. */
export function mixedInstance(all: Ingredients, domains: Domains, random: Random): Instance {
  if (all.patterns.length > 0 && random.chance(SMALL))
    return smallWorld(all, random.pick(all.patterns), random, {
      kind: 'a random mix',
      fixed: new Map(),
      merged: random.chance(0.4),
      withAnti: random.chance(0.5),
      nulls: random.pick([0, 0.2, 0.5]),
      astray: random.pick([0, 0.1, 0.25, 0.5]),
      chains: random.pick([1, 1, 2]),
    });
  const instance = emptyInstance(all.tables.length, 'a random mix');
  const nulls = random.pick(nullShares);
  const spread = random.pick(spreads);
  const astray = random.pick([0, 0.05, 0.15, 0.4]);
  const chains = all.patterns.length === 0 ? 0 : random.pick([0, 1, 2, 2, 3, 4, 6]);
  for (let n = 0; n < chains; n++) {
    const pattern = random.pick(all.patterns);
    const values = chainValues(pattern, random, { spread, n, astray, nulls });
    const keepAnti = random.chance(0.3);
    const dropped = random.chance(0.3) ? random.int(pattern.rows.length + 1) : -1;
    const added = addChain(instance, pattern, values, (row, i) => (row.anti && !keepAnti) || i === dropped);
    if (random.chance(0.15)) growGroup(all, instance, pattern, added, random);
    for (const [index, cells] of added) {
      const table = pattern.rows[index]?.table;
      if (table && random.chance(0.15))
        instance.rows[table.index]?.push(cloneRow(table, cells, n * 8 + index));
      if (nulls > 0 && table && random.chance(0.25)) {
        const open = table.columns.flatMap((column, i) => (column.nullable ? [i] : []));
        if (open.length > 0) cells[random.pick(open)] = null;
      }
    }
  }
  addNoise(all, domains, random, instance, nulls, chains === 0);
  return instance;
}

/** Repeats one row of the chain up to a number that a count is compared with, or one beyond. */
function growGroup(
  all: Ingredients,
  instance: Instance,
  pattern: RowPattern,
  added: ReadonlyMap<number, FillRow>,
  random: Random,
): void {
  const sizes = all.counts.filter(count => count > 2 && count <= 40);
  if (sizes.length === 0 || added.size === 0) return;
  const [index, cells] = random.pick([...added]);
  const table = pattern.rows[index]?.table;
  const size = random.pick(sizes) + random.int(2);
  for (let n = 0; table && n < size; n++)
    instance.rows[table.index]?.push(cloneRow(table, cells, n + 40 * index));
}

function addNoise(
  all: Ingredients,
  domains: Domains,
  random: Random,
  instance: Instance,
  nulls: number,
  alone: boolean,
): void {
  const most = alone ? random.pick([2, 3, 6, 10]) : random.pick([0, 1, 2, 4]);
  const values = new FewValues(domains, random, {
    counts: [2, 3, 4],
    first: 0.6,
    numbered: 0.6,
    nulls,
    copied: 0.15,
  });
  for (const table of all.tables) {
    if (alone && random.chance(0.08)) continue;
    const rows = instance.rows[table.index] ?? [];
    for (let n = random.int(most + 1); n > 0; n--) values.add(table, rows, values.row(table));
  }
}
