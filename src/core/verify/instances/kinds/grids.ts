/**
 * Every pair of values in two parts of a key, or in two columns that the query groups by: each partition has the same
 * members, and the same of them tie in it. What ranks in one and counts in how many shows here, and so does what asks
 * for a partner of each kind.
 */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { ascending } from '../../compare/cell.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { PatternClass, PatternRow, RowPattern } from '../patterns/row-pattern.ts';

/** Partitions that have the same members. */
const PARTITIONS = 2;
const PAIRS = 6;
/** Larger groups take many rows. */
const LARGEST_CUT = 7;
/** So many members that two tie and two others do. */
const SMALLEST = 4;

/** Such databases, where a query sorts or groups the rows of a table whose key has several parts. */
export function* grids(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const row of pattern.rows) {
    if (row.anti || !row.classes.some(cls => pattern.classes[cls]?.sorted || pattern.classes[cls]?.grouped))
      continue;
    const grouped = row.classes.filter(cls => pattern.classes[cls]?.grouped && !pattern.classes[cls]?.unique);
    const keys = row.table.keys.map(key => key.columns.flatMap(position => row.classes[position] ?? []));
    const pairs = [...keys, grouped].flatMap(pairsOf).slice(0, PAIRS);
    for (const size of sizesOf(all.counts))
      for (const [member, partition] of pairs)
        yield grid(all, pattern, random, row, size, { member, partition });
  }
}

/** Two of the classes, each of them as the member once. */
function pairsOf(classes: readonly number[]): (readonly [number, number])[] {
  const parts = [...new Set(classes)];
  return parts.flatMap(member =>
    parts.flatMap(partition => (member === partition ? [] : [[member, partition] as const])),
  );
}

/** What ranks and counts are compared with, the largest first, and two more: the first two tie, and so do the last two. */
function sizesOf(counts: readonly number[]): number[] {
  const small = counts
    .filter(count => count >= 1 && count <= LARGEST_CUT)
    .sort((a, b) => b - a)
    .map(count => count + 2);
  return [...new Set([...small.map(size => Math.max(size, SMALLEST)), SMALLEST])].slice(0, 2);
}

function grid(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  row: PatternRow,
  size: number,
  { member, partition }: { readonly member: number; readonly partition: number },
): Instance {
  const instance = emptyInstance(all.tables.length, 'the same members in several groups');
  const parts = [member, partition].map(cls => distinctOf(pattern.classes[cls]));
  const sorted = [...new Set(row.classes)].filter(cls => {
    const info = pattern.classes[cls];
    return info && cls !== member && cls !== partition && (info.sorted || info.aggregated) && !info.unique;
  });
  const ranks = (cls: number): readonly Cell[] => risingIn(pattern.classes[cls], size);
  for (let group = 0; group < PARTITIONS; group++)
    for (let n = 0; n < size; n++) {
      const fixed = new Map<number, Cell>([
        [member, parts[0]?.(n) ?? null],
        [partition, parts[1]?.(group) ?? null],
      ]);
      const rank = Math.min(Math.max(n - 1, 0), size - 3);
      for (const cls of sorted) fixed.set(cls, ranks(cls)[rank] ?? null);
      addChain(
        instance,
        pattern,
        chainValues(pattern, random, { spread: 'same', n: group * size + n, fixed }),
      );
    }
  return instance;
}

/** Values that the query lets through, each another; then numbered ones. */
function distinctOf(info: PatternClass | undefined): (n: number) => Cell {
  const known = [...new Set(info?.good ?? [])].filter(value => value !== null);
  return n => known[n] ?? numbered(info?.kind ?? 'integer', 60 + n) ?? null;
}

/** So many values, each greater than the one before: of those that the query lets through, then numbers beyond them. */
function risingIn(info: PatternClass | undefined, size: number): readonly Cell[] {
  const kind = info?.kind ?? 'integer';
  const known = [...new Set(info?.good ?? [])].filter(value => value !== null).sort(ascending);
  const last = known.at(-1);
  const isNumber = typeof last === 'bigint' || typeof last === 'number';
  // What stands behind a text or a date cannot be told: the last one is repeated.
  if (last !== undefined && !isNumber) return Array.from({ length: size }, (_, n) => known[n] ?? last);
  const start = isNumber ? Math.trunc(Number(last)) + 1 - known.length : 10;
  return Array.from({ length: size }, (_, n) => known[n] ?? numbered(kind, start + n) ?? null);
}
