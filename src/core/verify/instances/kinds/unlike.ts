/** Cells that a query takes for equal although they are written differently, and nearly equal ones. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { coerce, type ValueKind } from '../../../schema/value-kind.ts';
import { emptyInstance, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import type { Ingredients } from '../targeted.ts';

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
      const numeric = places.some(({ kind }) => ['integer', 'real', 'numeric'].includes(kind));
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
