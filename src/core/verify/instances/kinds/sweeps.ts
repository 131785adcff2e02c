/** Many rows at once: one for each value of interest of a column, and for combinations of values of several. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance, type InstanceKind } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { wideValues } from '../patterns/wide-values.ts';

/** Rows of one instance, over all tables. */
const ROWS = 110;
const SWEEPS = 3;

/** Rows that queries may multiply to where nothing but their number keeps them apart. */
const PRODUCT = 4000;

/** So many chains that the instance stays small, and so does every product of tables that no key ties together. */
export function chainsFor(pattern: RowPattern, rows: number, most: number): number {
  const parts = unlinked(pattern);
  const few = Math.floor(PRODUCT ** (1 / parts));
  return Math.max(
    4,
    Math.min(most, parts > 1 ? few : most, Math.floor(rows / Math.max(1, pattern.rows.length))),
  );
}

/** Number of groups of rows that are not tied by a key. */
function unlinked(pattern: RowPattern): number {
  const groups: Set<number>[] = [];
  for (const row of pattern.rows) {
    const keys = new Set(row.classes.filter(cls => pattern.classes[cls]?.unique));
    const touching = groups.filter(group => [...keys].some(cls => group.has(cls)));
    for (const group of touching) {
      for (const cls of group) keys.add(cls);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(keys);
  }
  return Math.max(1, groups.length);
}

/** Such databases: joint conditions first, then classes that expressions mix, then each class by itself. */
export function* sweeps(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const most = chainsFor(pattern, ROWS, 48);
  const streams = [
    joints(all, pattern, random, most),
    together(all, pattern, random, most),
    singles(all, pattern, random, most),
  ];
  for (const stream of streams) yield* stream;
}

/** A chain for each combination at which a condition on several columns changes. */
function* joints(all: Ingredients, pattern: RowPattern, random: Random, most: number): Generator<Instance> {
  for (const { classes, boundary } of pattern.joints.slice(0, 3))
    if (boundary.length > 0)
      yield chainsWith(
        all,
        pattern,
        random,
        'values at which a condition on several columns changes',
        boundary.slice(0, most).map(cells => new Map(classes.map((cls, i) => [cls, cells[i] ?? null]))),
      );
}

/** All combinations of a few values for columns that meet in one expression. */
function* together(all: Ingredients, pattern: RowPattern, random: Random, most: number): Generator<Instance> {
  for (const classes of pattern.together.slice(0, 3)) {
    const side = Math.max(2, Math.floor(most ** (1 / classes.length) + 1e-9));
    const lists = classes.map(cls => {
      const info = pattern.classes[cls];
      return info ? wideValues(info).mixing.slice(0, side) : [];
    });
    let combinations: Map<number, Cell>[] = [new Map()];
    for (const [i, list] of lists.entries())
      combinations = combinations.flatMap(known =>
        list.map(value => new Map([...known, [classes[i] ?? -1, value]])),
      );
    yield chainsWith(
      all,
      pattern,
      random,
      'combinations of values that one expression mixes',
      combinations.slice(0, most),
    );
  }
}

/** A chain for each value of each column that matters, all else as the query wants it. */
function* singles(all: Ingredients, pattern: RowPattern, random: Random, most: number): Generator<Instance> {
  const lists = pattern.classes.flatMap((info, cls) =>
    info.constrained || info.computed || info.shapes.length > 0
      ? [{ cls, values: [...(info.nullable ? [null] : []), ...wideValues(info).all] }]
      : [],
  );
  const longest = Math.max(0, ...lists.map(({ values }) => values.length));
  const queue: Map<number, Cell>[] = [];
  for (let round = 0; round < longest; round++)
    for (const { cls, values } of lists) {
      const value = values[round];
      if (value !== undefined) queue.push(new Map([[cls, value]]));
    }
  for (let start = 0; start < queue.length && start < SWEEPS * most; start += most)
    yield chainsWith(all, pattern, random, 'many values in one column', queue.slice(start, start + most));
}

function chainsWith(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  kind: InstanceKind,
  chains: readonly ReadonlyMap<number, Cell>[],
): Instance {
  const instance = emptyInstance(all.tables.length, kind);
  const spread = random.chance(0.5) ? 'few' : 'same';
  for (const [n, fixed] of chains.entries())
    addChain(instance, pattern, chainValues(pattern, random, { spread, n, fixed }));
  return instance;
}
