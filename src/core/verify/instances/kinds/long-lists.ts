/** Tables of many rows for a column that is compared with many constants: all of them, and what lies just outside. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { ascending } from '../../compare/cell.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { PatternClass, RowPattern } from '../patterns/row-pattern.ts';
import { around } from '../values/near-values.ts';

/** Rows of one instance, over all tables. */
const ROWS = 400;
/** Instances for one column. */
const INSTANCES = 3;
/** Values of a smaller table, as many as there are months. */
const ONE_EACH = 12;
/** Of a longer list, the ends and values spread over it are taken. */
const ENDS = 60;

/** Such tables, for each class that the query compares with many constants. */
export function* longLists(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const rows = pattern.rows.filter(row => !row.anti).length;
  const most = Math.max(8, Math.floor(ROWS / Math.max(1, rows) ** 2));
  for (const [cls, info] of pattern.classes.entries()) {
    const values = listedValues(info, most * INSTANCES);
    for (let start = 0; start < values.length; start += most) {
      const instance = emptyInstance(all.tables.length, 'many values in one column');
      for (const [n, value] of values.slice(start, start + most).entries())
        addChain(
          instance,
          pattern,
          chainValues(pattern, random, { spread: 'same', n, fixed: new Map([[cls, value]]) }),
        );
      yield instance;
    }
    if (values.length > ONE_EACH) yield fewInOrder(all, pattern, random, cls, info);
  }
}

/** The first of a long list, each once: of the months of a year, one row each. */
function fewInOrder(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  cls: number,
  { listed }: PatternClass,
): Instance {
  const instance = emptyInstance(all.tables.length, 'many values in one column');
  for (const [n, value] of [...new Set([...listed].sort(ascending))].slice(0, ONE_EACH).entries())
    addChain(
      instance,
      pattern,
      chainValues(pattern, random, { spread: 'same', n, fixed: new Map([[cls, value]]) }),
    );
  return instance;
}

/** The ends first, with their neighbours, then the rest in order; each value once. */
function listedValues({ listed = [], kind }: PatternClass, most: number): Cell[] {
  if (listed.length === 0) return [];
  const sorted = [...listed].sort(ascending);
  const ends = [...sorted.slice(0, 2), ...sorted.slice(-2)].flatMap(value => around(value, kind));
  const gaps = gapsIn(sorted);
  const first = [...ends, ...gaps, ...sorted.slice(0, ENDS), ...sorted.slice(-ENDS)];
  const rest = sorted.slice(ENDS, -ENDS);
  const room = Math.max(0, most - new Set(first).size);
  const step = Math.max(1, Math.ceil(rest.length / Math.max(1, room)));
  return [...new Set([...first, ...rest.filter((_, i) => i % step === 0)])].slice(0, most);
}

const MOST_GAPS = 20;

/** Whole numbers that a list of them leaves out between its ends. */
function gapsIn(sorted: readonly Cell[]): Cell[] {
  const found: Cell[] = [];
  for (const [i, value] of sorted.entries()) {
    const next = sorted[i + 1];
    if (typeof value !== 'bigint' || typeof next !== 'bigint' || next - value < 2n) continue;
    found.push(value + 1n);
    if (found.length >= MOST_GAPS) break;
  }
  return found;
}
