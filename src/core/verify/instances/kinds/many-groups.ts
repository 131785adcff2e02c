/** Many groups in one database: their sizes, sums, averages, least and greatest values at what they are compared with. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { coerce } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { chainsFor } from './sweeps.ts';

/** Rows of one instance, over all tables. */
const ROWS = 240;
const LARGEST_GROUP = 24;

/** For each column that is aggregated: groups of many makes, one beside the other and each by itself in turn. */
export function* manyGroups(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped ? [i] : []));
  for (const [index, cls] of pattern.classes.entries()) {
    if (!cls.aggregated || cls.unique || grouped.includes(index)) continue;
    const members = groupsOf(all, pattern, index, random);
    if (members.length === 0) continue;
    if (grouped.length === 0) {
      for (const values of members.slice(0, 12)) yield built(all, pattern, random, index, [values], grouped);
      continue;
    }
    const most = chainsFor(pattern, ROWS, ROWS);
    for (let start = 0, made = 0; start < members.length && made < 3; made++) {
      const some: Cell[][] = [];
      for (let rows = 0; start < members.length && rows < most; start++) {
        const group = members[start] ?? [];
        some.push(group);
        rows += group.length;
      }
      yield built(all, pattern, random, index, some, grouped);
    }
  }
}

function built(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  index: number,
  groups: readonly (readonly Cell[])[],
  grouped: readonly number[],
): Instance {
  const instance = emptyInstance(all.tables.length, 'groups at what their sums and sizes are compared with');
  let n = 0;
  for (const [g, group] of groups.entries()) {
    const own = chainValues(pattern, random, { spread: 'distinct', n: g });
    for (const value of group) {
      const fixed = new Map<number, Cell>(grouped.map(cls => [cls, own[cls] ?? null]));
      fixed.set(index, value);
      addChain(instance, pattern, chainValues(pattern, random, { spread: 'same', n: n++, fixed }));
    }
  }
  return instance;
}

/** The values of each group. */
function groupsOf(all: Ingredients, pattern: RowPattern, index: number, random: Random): Cell[][] {
  const cls = pattern.classes[index];
  if (!cls) return [];
  const numbers = [...cls.pool, ...(cls.roots ?? [])].flatMap(value =>
    typeof value === 'bigint' || typeof value === 'number' ? [value] : [],
  );
  const sizes = [...new Set([1, 2, 3, ...all.counts.flatMap(count => [count, count + 1, count - 1])])].filter(
    size => size >= 1 && size <= LARGEST_GROUP,
  );
  const groups: Cell[][] = [];
  // All alike: the size and the value alone decide.
  for (const value of [...(cls.roots ?? []), ...cls.pool].slice(0, 8))
    for (const size of sizes) groups.push(alike(value, size));
  const targets = numbers.slice(0, 4).map(Number);
  for (const total of targets)
    for (const part of numbers.slice(0, 12).map(Number)) {
      groups.push(...withTotal(total, part).map(values => values.map(value => cell(value))));
      for (const size of sizes)
        if (size > 1) groups.push([...alike(cell(part), size - 1), cell(total - (size - 1) * part)]);
    }
  for (const total of targets)
    for (const size of sizes) {
      const rising = Array.from({ length: size - 1 }, (_, i) => i - 1);
      groups.push([...rising, total - rising.reduce((sum, value) => sum + value, 0)].map(cell));
    }
  const legal = groups.flatMap(group => {
    const values = group.flatMap(value => coerce(value, cls.kind) ?? []);
    return values.length === group.length && values.length > 0 ? [values] : [];
  });
  const first = legal.slice(0, 4);
  return [...first, ...random.shuffle(legal.slice(4))];
}

function alike(value: Cell, size: number): Cell[] {
  return Array.from({ length: size }, () => value);
}

function cell(value: number): Cell {
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** So many equal parts as fit, and what is left over as one more or as two. */
function withTotal(total: number, part: number): number[][] {
  const times = Math.floor(total / part);
  if (!Number.isFinite(times) || times < 1 || times >= LARGEST_GROUP) return [];
  const parts = Array.from({ length: times }, () => part);
  const left = total - times * part;
  return left === 0
    ? [parts, [...parts, 0], [...parts, part]]
    : [
        [...parts, left],
        [...parts, left, 0],
        [...parts, part],
      ];
}
