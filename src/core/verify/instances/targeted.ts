/**
 * Instances built for one purpose each: chains of rows that satisfy a query, and neighbours of them that differ in one
 * property. Idea: XData (Chandra et al., VLDB Journal 2015) and the neighbour queries of distilled test suites
 * (Zhong, Yu and Klein, EMNLP 2020); the shapes for LIMIT and for clones that change only the key are our own.
 */
import type { Random } from '../../random.ts';
import { halfAlikeGroups, solvedGroups, testedGroups } from './groups/solved-groups.ts';
import type { Ingredients } from './ingredients.ts';
import { emptyInstance, type Instance } from './instance.ts';
import { apartIn } from './kinds/apart-in.ts';
import { chains } from './kinds/chains.ts';
import { copies } from './kinds/copies.ts';
import { crowds } from './kinds/crowds.ts';
import { grids } from './kinds/grids.ts';
import { sumThresholds, thresholds } from './kinds/group-thresholds.ts';
import { ladders } from './kinds/ladders.ts';
import { limitShapes } from './kinds/limit-shapes.ts';
import { longLists } from './kinds/long-lists.ts';
import { manyGroups } from './kinds/many-groups.ts';
import { rowNeighbours } from './kinds/neighbours.ts';
import { partingAmongOthers } from './kinds/parting-rows.ts';
import { runningTotals } from './kinds/running-totals.ts';
import { runs } from './kinds/runs.ts';
import { smallWorlds } from './kinds/small-worlds.ts';
import { splitConditions } from './kinds/split-conditions.ts';
import { sweeps } from './kinds/sweeps.ts';
import { twinGroups } from './kinds/twin-groups.ts';
import { twoWays } from './kinds/two-ways.ts';
import { unevenGroups } from './kinds/uneven-groups.ts';
import { alikeValues, meetingValues, unlikeCells } from './kinds/unlike.ts';
import { valueNeighbours, valuesToTry } from './kinds/value-neighbours.ts';
import { weights } from './kinds/weights.ts';

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
  const inARow = patterns.map(pattern => runs(all, pattern, random));
  for (const stream of inARow) yield* first(stream, 1);
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
    splitConditions(all, pattern, random),
    grids(all, pattern, random),
    twoWays(all, pattern, random),
    runningTotals(all, pattern, random),
    manyGroups(all, pattern, random),
    weights(all, pattern, random),
    rowNeighbours(all, pattern, random),
    apartIn(all, pattern, random),
    valueNeighbours(all, pattern, random),
    sumThresholds(all, pattern, random),
  ]);
  const tested = solved
    ? patterns.flatMap(pattern => [
        halfAlikeGroups(solved, pattern, random),
        testedGroups(solved, pattern, random),
      ])
    : [];
  yield* interleave([...groups, ...tested, ...sized, ...parting(all, random), ...inARow, ...streams]);
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
