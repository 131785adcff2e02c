/** Random rows with few values in each column, the same in columns that are compared with each other. */
import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { Domains } from '../constraints/domains.ts';
import type { FillColumn, FillRow, FillTable } from '../instance.ts';
import { cloneRow } from '../patterns/chain.ts';

/** How such rows are made; shares are from 0 to 1. */
export interface FewValuesOptions {
  /** One of these is the number of values for columns that are compared with each other. */
  readonly counts: readonly number[];
  /** How often what the queries compare with first is among the values. */
  readonly first: number;
  /** Share of the cells of unique columns that are simply numbered. */
  readonly numbered: number;
  readonly nulls: number;
  /** Share of the rows that are followed by a copy. */
  readonly copied: number;
}

/** Draws the values of one instance, and rows of them. */
export class FewValues {
  readonly #domains: Domains;
  readonly #random: Random;
  readonly #options: FewValuesOptions;
  /** By what groups of columns compared with each other hold. */
  readonly #chosen = new Map<object, Map<FillColumn['kind'], readonly Cell[]>>();
  readonly #byColumn = new Map<FillColumn, readonly Cell[]>();

  constructor(domains: Domains, random: Random, options: FewValuesOptions) {
    this.#domains = domains;
    this.#random = random;
    this.#options = options;
  }

  row(table: FillTable): FillRow {
    const random = this.#random;
    const { numbered: share, nulls } = this.#options;
    return table.columns.map((column): Cell => {
      if (column.unique && random.chance(share))
        return numbered(column.kind, random.int(9)) ?? this.#one(column);
      return column.nullable && random.chance(nulls) ? null : this.#one(column);
    });
  }

  /** Adds a row to those of its table, now and then with a copy. */
  add(table: FillTable, rows: FillRow[], row: FillRow): void {
    rows.push(row);
    if (this.#random.chance(this.#options.copied)) rows.push(cloneRow(table, row, 300 + rows.length));
  }

  #one(column: FillColumn): Cell {
    return this.#random.pick(this.#byColumn.get(column) ?? this.#choose(column));
  }

  #choose(column: FillColumn): readonly Cell[] {
    const group = this.#domains.groupOf(column);
    const known = this.#chosen.get(group) ?? new Map<FillColumn['kind'], readonly Cell[]>();
    this.#chosen.set(group, known);
    const values = known.get(column.kind) ?? this.#beside(column, [...known.values()].flat());
    known.set(column.kind, values);
    this.#byColumn.set(column, values);
    return values;
  }

  /** What columns of another kind hold, as far as this one can, and one value that they may be unable to hold. */
  #beside(column: FillColumn, others: readonly Cell[]): readonly Cell[] {
    if (others.length === 0) return this.#draw(column);
    const pool = this.#domains.pool(column);
    const keys = new Set(others.map(cellKey));
    return [...pool.filter(value => keys.has(cellKey(value))), this.#random.pick(pool)];
  }

  #draw(column: FillColumn): readonly Cell[] {
    const random = this.#random;
    const pool = this.#domains.pool(column);
    const { counts, first } = this.#options;
    const [best] = pool;
    const values: Cell[] = [];
    for (let left = random.pick(counts); left > 0; left--)
      values.push(
        values.length === 0 && best !== undefined && random.chance(first) ? best : random.pick(pool),
      );
    return values;
  }
}
