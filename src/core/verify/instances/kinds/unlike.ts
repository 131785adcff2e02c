/** Cells that a query takes for equal although they are written differently, and nearly equal ones. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { coerce, isNumberKind, numbered, type ValueKind } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';
import type { Meeting } from '../values/colliding-texts.ts';

interface Place {
  /** Number of the pattern row. */
  readonly row: number;
  readonly position: number;
  readonly kind: ValueKind;
  readonly collation: string;
}

/** For cells tied together whose types or collations differ: chains in which one of them is spelled otherwise. */
export function* unlikeCells(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, cls] of pattern.classes.entries()) {
    if (cls.cells < 2) continue;
    const places = placesOf(pattern, index);
    const mixed = new Set(places.map(({ kind, collation }) => `${kind === 'text'} ${collation}`)).size > 1;
    if (!mixed) continue;
    for (const place of places) {
      if (place.kind !== 'text' && place.kind !== 'any') continue;
      const instance = emptyInstance(all.tables.length, 'equal values that are written differently');
      const numeric = places.some(({ kind }) => isNumberKind(kind));
      for (const [n, [value, spelled]] of spellings(numeric).entries()) {
        const fixed = new Map<number, Cell>([[index, coerce(value, cls.kind) ?? value]]);
        const added = addChain(
          instance,
          pattern,
          chainValues(pattern, random, { spread: 'few', n, fixed }),
          () => false,
        );
        const cells = added.get(place.row);
        if (cells) cells[place.position] = spelled;
      }
      yield instance;
    }
  }
}

/** Both of two values that collations or reals make one, in rows that are alike in all else but keys. */
export function* alikeValues(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, { alike }] of pattern.classes.entries())
    for (const pair of alike) {
      const instance = emptyInstance(all.tables.length, 'equal values that are written differently');
      for (const [n, value] of pair.entries()) {
        const fixed = new Map([[index, value]]);
        addChain(instance, pattern, chainValues(pattern, random, { spread: 'same', n, fixed }));
      }
      yield instance;
    }
}

/** Values that show a mistake only beside each other, in rows of one group that are alike in all else but keys. */
export function* meetingValues(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const meeting of pattern.meetings) {
    yield together(all, pattern, random, meeting, row => row.anti);
    // One key that differs from another in its parts: rows with the same parts would make up for it.
    const { uneven } = meeting;
    if (uneven) yield together(all, pattern, random, { rows: [uneven] }, () => false);
  }
}

function together(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  { rows }: Meeting,
  omit: (row: PatternRow) => boolean,
): Instance {
  const instance = emptyInstance(all.tables.length, 'values that are mistaken for each other');
  const grouped = pattern.classes.flatMap((cls, i) => (cls.grouped && cls.unique ? [i] : []));
  const first = chainValues(pattern, random, { spread: 'same', n: 0 });
  for (const [n, row] of rows.entries()) {
    const fixed = new Map<number, Cell>(grouped.map(cls => [cls, first[cls] ?? null]));
    for (const [cls, value] of row) fixed.set(cls, value);
    keepApart(pattern, fixed, n);
    addChain(instance, pattern, chainValues(pattern, random, { spread: 'same', n, fixed }), omit);
  }
  return instance;
}

/** Rows under a key of several columns need one that differs, or they are taken for one row. */
function keepApart(pattern: RowPattern, fixed: Map<number, Cell>, n: number): void {
  for (const { table, classes } of pattern.rows)
    for (const { columns } of table.keys) {
      const own = columns.map(position => classes[position] ?? -1);
      if (own.some(cls => pattern.classes[cls]?.unique && !fixed.has(cls))) continue;
      const cost = (position: number): number =>
        (pattern.classes[classes[position] ?? -1]?.grouped ? 2 : 0) +
        (table.foreignKeys.some(fk => fk.columns.includes(position)) ? 1 : 0);
      const free = columns.filter(position => !fixed.has(classes[position] ?? -1));
      const [position] = free.sort((a, b) => cost(a) - cost(b));
      const cls = position === undefined ? undefined : classes[position];
      const info = cls === undefined ? undefined : pattern.classes[cls];
      const value = info && (info.good?.[n % info.good.length] ?? numbered(info.kind, n + 1));
      if (cls !== undefined && value !== undefined) fixed.set(cls, value);
    }
}

function placesOf(pattern: RowPattern, index: number): Place[] {
  return pattern.rows.flatMap((row, at) =>
    row.classes.flatMap((cls, position): Place[] => {
      const column = row.table.columns[position];
      if (cls !== index || !column) return [];
      return [{ row: at, position, kind: column.kind, collation: column.column.collation }];
    }),
  );
}

/** A value, and another spelling of it in a text. */
function spellings(numeric: boolean): readonly (readonly [Cell, string])[] {
  return numeric
    ? [
        [1n, '01'],
        [2n, '2.0'],
        [3n, ' 3'],
        [4n, '4'],
        [5n, '5x'],
        [6n, '+6'],
        [0n, ''],
        [10n, '1e1'],
      ]
    : [
        ['abc', 'ABC'],
        ['Key', 'key'],
        ['end', 'end '],
        ['plain', 'plain'],
        ['Mix', 'MIX '],
      ];
}
