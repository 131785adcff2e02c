/** Databases in which one row of what satisfies a query is missing, doubled, untied or out of place. */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import {
  emptyInstance,
  type FillRow,
  type FillTable,
  type Instance,
  type InstanceKind,
} from '../instance.ts';
import { addChain, cellOf, chainValues, cloneRow } from '../patterns/chain.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';

/** For each row of the pattern: missing, doubled, unlinked, and for rows that should be missing: there. */
export function* rowNeighbours(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  if (pattern.rows.filter(row => row.anti).length > 1)
    yield variant(all, pattern, random, 'all rows that should not match', () => undefined, 'all');
  const negates = pattern.rows.some(row => row.anti);
  for (const [index, row] of pattern.rows.entries()) {
    if (row.anti) {
      yield variant(all, pattern, random, 'a row that should not match', (_, added) => added, index);
      continue;
    }
    yield variant(all, pattern, random, 'no partner', (instance, added) => {
      const cells = added.get(index);
      if (cells) removeRow(instance, row.table, cells);
    });
    yield variant(all, pattern, random, 'two partners', (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(cloneRow(row.table, cells, 1));
    });
    yield variant(all, pattern, random, 'another row with other values', (instance, added) => {
      const cells = added.get(index);
      if (cells) instance.rows[row.table.index]?.push(otherRow(pattern, row, cells, random));
    });
    const links = openLinks(pattern, index);
    for (const position of links.slice(0, 3))
      yield variant(all, pattern, random, 'NULL in what ties rows together', (_, added) => {
        const cells = added.get(index);
        if (cells) cells[position] = null;
      });
    if (!negates) continue;
    for (const position of links.slice(0, 3))
      yield variant(
        all,
        pattern,
        random,
        'NULL in what ties rows together',
        (_, added) => {
          const cells = added.get(index);
          if (cells) cells[position] = null;
        },
        'all',
      );
  }
}

/** A partner with the same links but other free values. */
function otherRow(pattern: RowPattern, row: PatternRow, cells: FillRow, random: Random): FillRow {
  const copy = cloneRow(row.table, cells, 2);
  for (const [i, cls] of row.classes.entries()) {
    const info = pattern.classes[cls];
    if (!info || info.unique || info.cells > 1) continue;
    const values = info.good && info.good.length > 1 && random.chance(0.6) ? info.good : info.pool;
    const column = row.table.columns[i];
    if (column) copy[i] = cellOf(column, random.pick(values));
  }
  return copy;
}

/** Two chains of which the second is changed. */
function variant(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
  kind: InstanceKind,
  change: (instance: Instance, added: Map<number, FillRow>) => unknown,
  include?: number | 'all',
): Instance {
  const instance = emptyInstance(all.tables.length, kind);
  const spread = random.chance(0.5) ? 'few' : 'distinct';
  addChain(instance, pattern, chainValues(pattern, random, { spread, n: 0 }));
  const added = addChain(
    instance,
    pattern,
    chainValues(pattern, random, { spread, n: 1 }),
    (row, index) => row.anti && include !== 'all' && index !== include,
  );
  change(instance, added);
  return instance;
}

/** Positions of a row's nullable cells that are tied to other cells. */
export function openLinks(pattern: RowPattern, index: number): number[] {
  const row = pattern.rows[index];
  return (row?.table.columns ?? []).flatMap((column, i) => {
    const cls = pattern.classes[row?.classes[i] ?? -1];
    const reference = row?.table.foreignKeys.some(fk => fk.columns.includes(i)) ?? false;
    return column.nullable && cls && (cls.cells > 1 || reference) ? [i] : [];
  });
}

/** Takes `row` itself, not one equal to it, out of the table; without effect where it is not there. */
export function removeRow(instance: Instance, table: FillTable, row: FillRow): void {
  const rows = instance.rows[table.index];
  const at = rows?.indexOf(row) ?? -1;
  if (at >= 0) rows?.splice(at, 1);
}
