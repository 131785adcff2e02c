/**
 * Small random tables without a plan: a few values in each column, the same in columns that are compared, and references
 * to rows that are there. What nobody thought of shows here.
 */
import type { Cell } from '../../ports.ts';
import type { Random } from '../../random.ts';
import { numbered } from '../../schema/value-kind.ts';
import { cloneRow } from './chain.ts';
import type { Domains } from './domains.ts';
import { emptyInstance, type FillColumn, type FillRow, type FillTable, type Instance } from './instance.ts';

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
  const numberedShare = random.pick(numberedShares);
  const values = new FewValues(domains, random);
  for (const table of tables) {
    const rows = instance.rows[table.index] ?? [];
    for (let n = random.int(most + 1); n > 0; n--) {
      const row: FillRow = table.columns.map((column): Cell => {
        if (column.unique && random.chance(numberedShare))
          return numbered(column.kind, random.int(9)) ?? values.one(column);
        return column.nullable && random.chance(nulls) ? null : values.one(column);
      });
      for (const { columns, references, parent } of table.foreignKeys) {
        const parents = instance.rows[parent] ?? [];
        if (parents.length === 0 || !random.chance(TIED)) continue;
        if (columns.some(position => row[position] === null)) continue;
        const target = random.pick(parents);
        for (const [i, position] of columns.entries()) row[position] = target[references[i] ?? -1] ?? null;
      }
      rows.push(row);
      if (random.chance(COPIED)) rows.push(cloneRow(table, row, 300 + rows.length));
    }
  }
  return instance;
}

class FewValues {
  readonly #domains: Domains;
  readonly #random: Random;
  readonly #chosen = new Map<object, readonly Cell[]>();

  constructor(domains: Domains, random: Random) {
    this.#domains = domains;
    this.#random = random;
  }

  one(column: FillColumn): Cell {
    const group = this.#domains.groupOf(column);
    const known = this.#chosen.get(group);
    if (known) return this.#random.pick(known);
    const pool = this.#domains.pool(column);
    const size = this.#random.pick(valueCounts);
    const values = Array.from({ length: size }, (_, i) =>
      i === 0 && pool[0] !== undefined && this.#random.chance(FIRST) ? pool[0] : this.#random.pick(pool),
    );
    this.#chosen.set(group, values);
    return this.#random.pick(values);
  }
}
