/**
 * Instances built for one purpose each: chains of rows that satisfy a query, and neighbours of them that differ in one
 * property. Idea: XData (Chandra et al., VLDB Journal 2015) and the neighbour queries of distilled test suites
 * (Zhong, Yu and Klein, EMNLP 2020); the shapes for LIMIT and for clones that change only the key are our own.
 */
import type { Cell } from '../../ports.ts';
import type { Random } from '../../random.ts';
import { crowds } from './groups/crowds.ts';
import { sumThresholds, thresholds } from './groups/groups.ts';
import { manyGroups } from './groups/many-groups.ts';
import { solvedGroups, testedGroups } from './groups/solved-groups.ts';
import { twinGroups } from './groups/twin-groups.ts';
import { unevenGroups } from './groups/uneven-groups.ts';
import type { Ingredients } from './ingredients.ts';
import { emptyInstance, type Instance, type InstanceKind } from './instance.ts';
import { copies } from './kinds/copies.ts';
import { ladders } from './kinds/ladders.ts';
import { limitShapes } from './kinds/limit-shapes.ts';
import { longLists } from './kinds/long-lists.ts';
import { rowNeighbours } from './kinds/neighbours.ts';
import { smallWorlds } from './kinds/small-worlds.ts';
import { sweeps } from './kinds/sweeps.ts';
import { alikeValues, meetingValues, unlikeCells } from './kinds/unlike.ts';
import { weights } from './kinds/weights.ts';
import { addChain, chainValues, type Spread } from './patterns/chain.ts';
import type { RowPattern } from './patterns/row-pattern.ts';

/** In an order that lets the frequent mistakes show early. */
export function* targetedInstances(all: Ingredients, random: Random): Generator<Instance> {
  const { patterns } = all;
  yield emptyInstance(all.tables.length, 'no rows at all');
  for (const pattern of patterns) yield chains(all, pattern, random, 1, 'same', 'one matching row');
  for (const pattern of all.sharpened) {
    yield chains(all, pattern, random, 1, 'same', 'one row at which the queries part');
    yield chains(all, pattern, random, 3, 'few', 'rows at which the queries part');
  }
  for (const pattern of patterns) {
    yield chains(all, pattern, random, 3, 'distinct', 'matching rows with distinct values');
    yield chains(all, pattern, random, 2, 'same', 'matching rows that differ only in their keys');
  }
  for (const pattern of patterns) yield* meetingValues(all, pattern, random);
  for (const pattern of patterns) yield* limitShapes(all, pattern, random);
  for (const pattern of patterns) yield* ladders(all, pattern, random);
  for (const pattern of patterns) {
    yield chains(all, pattern, random, 4, 'few', 'groups and ties');
    yield chains(all, pattern, random, 3, 'pool', 'values at the boundaries');
  }
  const { solved } = all;
  const groups = solved ? patterns.map(pattern => solvedGroups(solved, pattern, random)) : [];
  // Those of the first patterns early; what is left has its turn among the others.
  for (const stream of groups) yield* first(stream, EARLY_GROUPS);
  // Large groups wait longest for their turn, and nothing else shows a count of hundreds.
  const sized = patterns.map(pattern => thresholds(all, pattern, random));
  if (all.counts.length > 0) for (const stream of sized.slice(0, 2)) yield* first(stream, EARLY_GROUPS);
  const streams = patterns.flatMap(pattern => [
    longLists(all, pattern, random),
    sweeps(all, pattern, random),
    smallWorlds(all, pattern, random, valuesToTry(pattern)),
    crowds(all, pattern, random),
    unlikeCells(all, pattern, random),
    alikeValues(all, pattern, random),
    unevenGroups(all, pattern, random),
    copies(all, pattern, random),
    twinGroups(all, pattern, random),
    manyGroups(all, pattern, random),
    weights(all, pattern, random),
    rowNeighbours(all, pattern, random),
    apartIn(all, pattern, random),
    valueNeighbours(all, pattern, random),
    sumThresholds(all, pattern, random),
  ]);
  const tested = solved ? patterns.map(pattern => testedGroups(solved, pattern, random)) : [];
  yield* interleave([...groups, ...tested, ...sized, ...parting(all, random), ...streams]);
}

const EARLY_GROUPS = 3;

/** Rows at which the queries part among others, and neighbours of them. */
function parting(all: Ingredients, random: Random): Generator<Instance>[] {
  return all.sharpened.flatMap(pattern => [
    partingAmongOthers(all, pattern, random),
    rowNeighbours(all, pattern, random),
    valueNeighbours(all, pattern, random),
  ]);
}

const AMONG_OTHERS = 8;

function* partingAmongOthers(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (let n = 0; n < AMONG_OTHERS; n++) {
    const spread = random.pick(['few', 'distinct', 'pool'] as const);
    const instance = chains(
      all,
      pattern,
      random,
      1 + random.int(3),
      spread,
      'rows at which the queries part',
    );
    const [other] = all.patterns;
    if (other && random.chance(0.6))
      addChain(instance, other, chainValues(other, random, { spread: 'distinct', n: 5 + n }));
    yield instance;
  }
}

/** So many of the instances; the others are left in the stream. */
function* first(stream: Generator<Instance>, most: number): Generator<Instance> {
  for (let n = 0; n < most; n++) {
    const next = stream.next();
    if (next.done) return;
    yield next.value;
  }
}

function* interleave(streams: readonly Generator<Instance>[]): Generator<Instance> {
  let open = [...streams];
  while (open.length > 0) {
    const still: Generator<Instance>[] = [];
    for (const stream of open) {
      const next = stream.next();
      if (next.done) continue;
      yield next.value;
      still.push(stream);
    }
    open = still;
  }
}

function chains(
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

/**
 * Chains that are alike but for one class: a key alone, so that all else repeats; or, with fresh keys, one value that
 * a query groups or sorts by, so that it alone tells groups apart.
 */
function* apartIn(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
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

/** For each value that the queries look at: its boundary values and NULL. */
function* valueNeighbours(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
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
function valuesToTry(pattern: RowPattern): Map<number, Cell>[] {
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
