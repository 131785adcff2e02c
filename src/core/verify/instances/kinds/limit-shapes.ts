/** Databases for a LIMIT at the end of a query, of which some rows have lost their partners. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { type Ingredients, LARGEST_COUNT } from '../ingredients.ts';
import { emptyInstance, type FillRow, type Instance } from '../instance.ts';
import { addChain, chainValues, cloneRow } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { openLinks, removeRow } from './neighbours.ts';

/** One way in which some chains of a LIMIT shape are spoilt. */
interface Spoil {
  readonly how: 'whole' | 'unlinked' | 'missing' | 'doubled';
  /** Number of the pattern row. */
  readonly row: number;
  /** For `unlinked`: the position that becomes NULL. */
  readonly position: number;
}

/**
 * More rows than LIMIT lets through, with distinct sort values, and every third chain spoilt in one way: a link that is
 * NULL, a partner that is missing, or one too many. So a LIMIT that was moved below a join lets other rows through.
 */
export function* limitShapes(all: Ingredients, pattern: RowPattern, random: Random): Generator<Instance> {
  for (const limit of all.limits.slice(0, 2)) {
    if (limit > LARGEST_COUNT) continue;
    // A large LIMIT takes many rows: only the likeliest shapes are built for it.
    const most = limit > 120 ? 3 : limit > 30 ? 8 : 20;
    for (const spoil of spoilsOf(pattern).slice(0, most)) {
      const instance = emptyInstance(all.tables.length, 'more rows than LIMIT lets through');
      const count = limit + 2 + random.int(3);
      const order = random.shuffle(Array.from({ length: count }, (_, n) => n));
      for (const n of order) {
        const spread = limit > 30 ? 'same' : 'few';
        const values = sortedApart(pattern, chainValues(pattern, random, { spread, n }), n);
        const added = addChain(instance, pattern, values);
        if (n % 3 === 0) spoilChain(instance, pattern, added, spoil, n);
      }
      yield instance;
    }
  }
}

/** Links first, since a reference that may be NULL is where most mistakes with LIMIT show. */
function spoilsOf(pattern: RowPattern): Spoil[] {
  const rows = [...pattern.rows.keys()].filter(row => pattern.rows[row]?.anti === false);
  return [
    { how: 'whole', row: 0, position: 0 },
    ...rows.flatMap(row =>
      openLinks(pattern, row)
        .filter(position => (pattern.classes[pattern.rows[row]?.classes[position] ?? -1]?.cells ?? 0) > 1)
        .map((position): Spoil => ({ how: 'unlinked', row, position })),
    ),
    ...(rows.length > 1
      ? rows.flatMap((row): Spoil[] => [
          { how: 'missing', row, position: 0 },
          { how: 'doubled', row, position: 0 },
        ])
      : []),
  ];
}

function spoilChain(
  instance: Instance,
  pattern: RowPattern,
  added: ReadonlyMap<number, FillRow>,
  spoil: Spoil,
  n: number,
): void {
  const table = pattern.rows[spoil.row]?.table;
  const row = added.get(spoil.row);
  if (!table || !row || spoil.how === 'whole') return;
  if (spoil.how === 'doubled') instance.rows[table.index]?.push(cloneRow(table, row, n));
  else if (spoil.how === 'unlinked') row[spoil.position] = null;
  else removeRow(instance, table, row);
}

/** Gives the sort columns values that differ from chain to chain. */
function sortedApart(pattern: RowPattern, values: Cell[], n: number): Cell[] {
  return values.map((value, i) => {
    const cls = pattern.classes[i];
    if (!cls?.sorted || cls.unique) return value;
    if (cls.good) return cls.good[n % cls.good.length] ?? value;
    return numbered(cls.kind, 5 + n * 3) ?? value;
  });
}
