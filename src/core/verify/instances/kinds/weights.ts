/** Rows that count several times in an average or a sum because they have several partners. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { coerce, isNumberKind } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, cellsOf, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** Values of the two rows: the first has more partners, so that it draws the average to its side. */
const pairs = [
  [1, 4],
  [4, 1],
] as const;
const COPIES = 3;
const WORLDS = 9;

/**
 * For each aggregated column and each table whose rows refer to its row: two rows with different values, the first with
 * several partners. What they are compared with lies between the average with and without the repetition: every other
 * free number is 2 or 3 in turn, in worlds beside each other.
 */
export function* weights(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, row] of pattern.rows.entries()) {
    if (row.anti) continue;
    const keys = new Set(row.classes.filter((_, i) => row.table.columns[i]?.unique));
    const values = row.classes.filter(cls => {
      const info = pattern.classes[cls];
      return info?.aggregated && !info.unique && info.cells === 1;
    });
    const partners = [...pattern.rows.keys()].filter(
      other =>
        other !== index &&
        pattern.rows[other]?.anti === false &&
        pattern.rows[other]?.classes.some(cls => keys.has(cls)),
    );
    for (const value of values.slice(0, 2))
      for (const partner of partners.slice(0, 2))
        for (const [first, second] of pairs)
          yield worlds(all, pattern, random, { index, keys, value, partner, first, second });
  }
}

interface Shape {
  readonly index: number;
  readonly keys: ReadonlySet<number>;
  readonly value: number;
  readonly partner: number;
  readonly first: number;
  readonly second: number;
}

function worlds(all: Ingredients, pattern: RowPattern, random: Random, shape: Shape): Instance {
  const instance = emptyInstance(all.tables.length, 'rows that several partners repeat');
  const inKeys = new Set(
    pattern.rows.flatMap(row => row.table.keys.flatMap(key => key.columns.map(i => row.classes[i]))),
  );
  const free = random.shuffle(
    pattern.classes.flatMap((cls, i) => {
      const number = isNumberKind(cls.kind);
      const open = number && !cls.good && !cls.grouped && cls.cells === 1 && !inKeys.has(i);
      return open && i !== shape.value ? [i] : [];
    }),
  );
  const around = middleOf(pattern, shape.value);
  for (let world = 0; world < WORLDS; world++) {
    const fixed = new Map<number, Cell>();
    const set = (cls: number, value: number): void => {
      const cell = coerce(value, pattern.classes[cls]?.kind ?? 'integer');
      if (cell !== undefined && cell !== null) fixed.set(cls, cell);
    };
    for (const [i, cls] of free.entries()) set(cls, 2 + (Math.floor(world / 2 ** (i % 3)) % 2));
    set(shape.value, around + shape.first);
    const one = chainValues(pattern, random, { spread: 'same', n: 2 * world, fixed });
    set(shape.value, around + shape.second);
    const fresh = chainValues(pattern, random, { spread: 'same', n: 2 * world + 1, fixed });
    const two = one.map((value, cls) =>
      shape.keys.has(cls) || cls === shape.value || own(pattern, shape, cls) ? (fresh[cls] ?? null) : value,
    );
    const added = addChain(instance, pattern, one);
    const table = pattern.rows[shape.partner]?.table;
    const cells = added.get(shape.partner);
    for (let n = 0; table && cells && n < COPIES - 1; n++)
      instance.rows[table.index]?.push(cloneRow(table, cells, world * COPIES + n));
    for (const [i, row] of pattern.rows.entries()) {
      if (row.anti || row.classes.every(cls => one[cls] === two[cls])) continue;
      const copy = cellsOf(row, two);
      const several = i !== shape.index && row.table.keys.some(key => key.columns.length > 1);
      instance.rows[row.table.index]?.push(several ? cloneRow(row.table, copy, 500 + world) : copy);
    }
  }
  return instance;
}

/** A key of a row that hangs on the aggregated one: it needs a value of its own as well. */
function own(pattern: RowPattern, shape: Shape, cls: number): boolean {
  return pattern.rows.some(
    (row, at) =>
      at !== shape.index &&
      row.classes.some((other, i) => other === cls && row.table.columns[i]?.unique) &&
      row.classes.some(other => shape.keys.has(other)) &&
      !(pattern.rows[shape.index]?.classes.includes(cls) ?? false),
  );
}

/** What an aggregate of the class is compared with, less what lies between the two values. */
function middleOf(pattern: RowPattern, cls: number): number {
  const info = pattern.classes[cls];
  const [constant] = info?.constrained ? info.pool : [];
  return typeof constant === 'bigint' || typeof constant === 'number' ? Number(constant) - 2 : 0;
}
