/**
 * Small random tables without a plan: a few values in each column, the same in columns that are compared, and references
 * to rows that are there. What nobody thought of shows here.
 */
import type { Random } from '../../../random.ts';
import type { Domains } from '../constraints/domains.ts';
import { emptyInstance, type FillTable, type Instance } from '../instance.ts';
import { FewValues } from './few-values.ts';

/** One of these is the most rows that a table gets. */
const mostRows = [1, 2, 3, 5, 7] as const;
/** So many values for columns that are compared with each other. */
const valueCounts = [1, 2, 2, 3, 3, 4, 6] as const;
const nullShares = [0, 0.1, 0.3] as const;
/** Share of the unique cells that are simply numbered: where few are, equal keys leave few rows. */
const numberedShares = [0.1, 0.1, 0.7] as const;
/** Share of the references that lead to a row that is there. */
const TIED = 0.8;
const COPIED = 0.1;
/** How often what the queries compare with first is among the values. */
const FIRST = 0.4;

/** Not yet legal: see `repair`. */
export function plainRows(tables: readonly FillTable[], domains: Domains, random: Random): Instance {
  const instance = emptyInstance(tables.length, 'small random tables');
  const nulls = random.pick(nullShares);
  const most = random.pick(mostRows);
  const numbered = random.pick(numberedShares);
  const values = new FewValues(domains, random, {
    counts: valueCounts,
    first: FIRST,
    numbered,
    nulls,
    copied: COPIED,
  });
  for (const table of tables) {
    const rows = instance.rows[table.index] ?? [];
    for (let n = random.int(most + 1); n > 0; n--) {
      const row = values.row(table);
      for (const { columns, references, parent } of table.foreignKeys) {
        const parents = instance.rows[parent] ?? [];
        if (parents.length === 0 || !random.chance(TIED)) continue;
        if (columns.some(position => row[position] === null)) continue;
        const target = random.pick(parents);
        for (const [i, position] of columns.entries()) row[position] = target[references[i] ?? -1] ?? null;
      }
      values.add(table, rows, row);
    }
  }
  return instance;
}
