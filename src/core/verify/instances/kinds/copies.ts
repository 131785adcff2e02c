/** Rows that are alike in all but one part of each key: NULL where a key allows it. */
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type FillRow, type FillTable, type Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';

/** For each row of the pattern whose copies a fresh value in every key would tell apart needlessly. */
export function* copies(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const [index, { table, anti }] of pattern.rows.entries()) {
    if (anti) continue;
    const { open, closed } = otherKeys(table);
    const parts = changeable(table);
    // Elsewhere a plain copy with fresh keys is the same.
    if (open.length === 0 && parts.length < 2) continue;
    for (const part of parts.length === 0 ? [[]] : parts.map(position => [position])) {
      const instance = emptyInstance(all.tables.length, 'rows that differ in one part of their key');
      const added = addChain(instance, pattern, chainValues(pattern, random, { spread: 'few', n: 0 }));
      const cells = added.get(index);
      if (!cells) continue;
      for (const position of open) cells[position] = null;
      for (let n = 0; n < 2; n++)
        instance.rows[table.index]?.push(copyOf(table, cells, [...part, ...closed], n));
      yield instance;
    }
  }
}

function copyOf(table: FillTable, row: FillRow, fresh: readonly number[], n: number): FillRow {
  return row.map((cell, i) =>
    fresh.includes(i) ? (numbered(table.columns[i]?.kind ?? 'integer', 200 + n) ?? cell) : cell,
  );
}

/** Of each UNIQUE set a column that may be NULL; of those that have none, one that needs another value. */
function otherKeys(table: FillTable): { open: number[]; closed: number[] } {
  const open: number[] = [];
  const closed: number[] = [];
  for (const { primary, columns } of table.keys) {
    if (primary) continue;
    const nullable = columns.find(position => table.columns[position]?.nullable);
    const own = columns.find(position => !table.foreignKeys.some(fk => fk.columns.includes(position)));
    if (nullable !== undefined) open.push(nullable);
    else if (own !== undefined) closed.push(own);
  }
  return { open, closed };
}

/** Parts of the primary key that refer to no parent. */
function changeable(table: FillTable): number[] {
  const primary = table.keys.find(key => key.primary);
  return (primary?.columns ?? []).filter(
    position => !table.foreignKeys.some(fk => fk.columns.includes(position)),
  );
}
