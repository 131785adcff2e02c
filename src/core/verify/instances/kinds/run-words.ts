/** What the values of rows in a row look like, one after the other. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { ascending, cellKey } from '../../compare/cell.ts';
import type { FillColumn } from '../instance.ts';
import type { PatternClass } from '../patterns/row-pattern.ts';

/**
 * `a` is a value that satisfies, `b` one that does not, `c` and `d` are others, `0` is NULL. Counts of what satisfies
 * differ from how often it does so without a break, and the last value that is not NULL is not always one row back.
 */
const words = [
  'aaba',
  'a00a',
  'baab',
  'a0a000',
  'aaabaa',
  'abab',
  'abcd',
  'b000a',
  'aaaab',
  'aabb',
  'abcad',
  '00aa',
  'abba',
  'aa0aa',
  'cabdb',
  '0000',
];

/** A word of other values than any other row's, for groups of which only the number of values counts. */
export const ALL_DIFFERENT = 'abcdef';

/** The word of that number; longer by so many rows that satisfy. */
export function wordAt(n: number, longer: number): string {
  return 'a'.repeat(longer) + (words[n % words.length] ?? 'aaba');
}

export const WORDS = words.length;

/** What each letter stands for in one run. */
export function letters(cls: PatternClass, column: FillColumn, random: Random): (letter: string) => Cell {
  const { pool, good } = cls;
  const plain = pool.some(value => value !== null) ? pool.filter(value => value !== null) : [1n];
  const satisfying = good?.filter(value => value !== null) ?? [];
  const failing = satisfying.length > 0 ? plain.filter(value => !isIn(satisfying, value)) : [];
  const [first, second] = satisfying.length > 0 ? [satisfying, failing] : sides(plain, random);
  const a = random.pick(first.slice(0, 3).concat(first.length > 0 ? [] : plain));
  const b = second.length > 0 ? random.pick(second.slice(0, 3)) : (plain.find(value => value !== a) ?? a);
  const others = plain.filter(value => value !== a && value !== b);
  const [c = a, d = b] = random.shuffle(satisfying.filter(value => value !== a).concat(others));
  const values = new Map<string, Cell>(Object.entries({ a, b, c, d, 0: column.nullable ? null : b }));
  return letter => (values.has(letter) ? (values.get(letter) ?? null) : random.pick(plain));
}

/** The greater and the smaller of the first few values: a comparison the query makes later often lies between. */
function sides(pool: readonly Cell[], random: Random): [Cell[], Cell[]] {
  const [least, ...greater] = pool.slice(0, 3).sort(ascending);
  if (least === undefined || greater.length === 0) return [[...pool], []];
  const low = greater.length > 1 ? [least, ...greater.slice(0, 1)] : [least];
  const high = greater.slice(-1);
  return random.chance(0.5) ? [high, low] : [low, high];
}

function isIn(values: readonly Cell[], value: Cell): boolean {
  return value !== null && values.some(other => other !== null && cellKey(other) === cellKey(value));
}
