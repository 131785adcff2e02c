/**
 * Databases for a LIMIT inside a query: as many rows as it lets through tie with a matching one in what they are
 * sorted by, so that the order among them alone decides which reach the rest of the query.
 */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import type { Ingredients } from '../ingredients.ts';
import { emptyInstance, type FillRow, type Instance } from '../instance.ts';
import { addChain, cellOf, chainValues } from '../patterns/chain.ts';
import type { PatternRow, RowPattern } from '../patterns/row-pattern.ts';

/** Larger ones take many rows, and are rare inside a query. */
const LARGEST = 20;

/** Such databases, for each small LIMIT inside the query. */
export function* crowds(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const limit of all.nestedLimits) {
    if (limit > LARGEST) continue;
    const anti = pattern.rows.some(row => row.anti);
    for (const [sortedNull, linksNull, withAnti] of [
      [true, true, true],
      [false, false, true],
      [true, false, true],
      [false, true, true],
      [true, true, false],
      [false, false, false],
      [true, false, false],
    ] as const) {
      // Rows that should be missing may be what the LIMIT cuts.
      if (withAnti && !anti) continue;
      const fixed = new Map<number, Cell>();
      for (const [cls, info] of pattern.classes.entries())
        if (sortedNull && info.sorted && info.nullable && !info.good) fixed.set(cls, null);
      const instance = emptyInstance(all.tables.length, 'rows that tie before a LIMIT inside the query');
      const values = chainValues(pattern, random, { spread: 'few', n: 0, fixed });
      addChain(instance, pattern, values, row => row.anti && !withAnti);
      const rowOf = new Map(pattern.rows.filter(row => withAnti || !row.anti).map(row => [row.table, row]));
      for (const row of rowOf.values())
        for (let n = 0; n < limit; n++)
          instance.rows[row.table.index]?.push(tiedRow(pattern, row, values, n, linksNull));
      yield instance;
    }
  }
}

/** Like the chain's row in what is sorted, and unlike it elsewhere. */
function tiedRow(
  pattern: RowPattern,
  row: PatternRow,
  values: readonly Cell[],
  n: number,
  linksNull: boolean,
): FillRow {
  return row.table.columns.map((column, i): Cell => {
    const cls = row.classes[i] ?? -1;
    const info = pattern.classes[cls];
    const own = row.table.keys.some(key => key.columns.includes(i));
    if (!own && info?.sorted) return cellOf(column, values[cls] ?? null);
    const reference = row.table.foreignKeys.some(fk => fk.columns.includes(i));
    if (linksNull && column.nullable && (reference || (info?.cells ?? 1) > 1)) return null;
    if (reference || (info?.good && !own)) return cellOf(column, values[cls] ?? null);
    return numbered(column.kind, 60 + n * 7 + i) ?? cellOf(column, values[cls] ?? null);
  });
}
