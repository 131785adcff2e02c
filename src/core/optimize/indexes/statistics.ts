/** Sizes and selectivities of tables, looked up once and kept. */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { Database } from '../../ports.ts';
import type { Table } from '../../schema/model.ts';

/** How many rows are looked at to judge a column. */
const sampleRows = 5000;

export class Statistics {
  readonly #db: Database;
  readonly #rows = new Map<string, number>();
  readonly #distinct = new Map<string, number>();
  readonly #shares = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  rows(table: Table): number {
    return remember(this.#rows, table.name, () =>
      this.#number(`SELECT count(*) FROM ${quoteName(table.name)}`),
    );
  }

  /** The number of different values among the first rows. */
  distinctValues(table: Table, column: string): number {
    return remember(this.#distinct, `${table.name}.${column}`, () => {
      const name = quoteName(column);
      const inner = `SELECT ${name} FROM ${quoteName(table.name)} LIMIT ${sampleRows}`;
      return this.#number(`SELECT count(DISTINCT ${name}) FROM (${inner})`);
    });
  }

  /** The share of different values among the first rows: 1 for a key, near 0 for a flag. */
  distinctness(table: Table, column: string): number {
    return this.distinctValues(table, column) / Math.max(1, Math.min(sampleRows, this.rows(table)));
  }

  /** The share of the table's rows that satisfy a condition over its bare column names. */
  share(table: Table, condition: string): number {
    return remember(this.#shares, `${table.name} ${condition}`, () => {
      const rows = this.rows(table);
      if (rows === 0) return 1;
      return this.#number(`SELECT count(*) FROM ${quoteName(table.name)} WHERE ${condition}`) / rows;
    });
  }

  #number(sql: string): number {
    return Number(this.#db.query(sql).rows[0]?.[0] ?? 0);
  }
}

function remember(map: Map<string, number>, key: string, compute: () => number): number {
  let value = map.get(key);
  if (value === undefined) {
    value = compute();
    map.set(key, value);
  }
  return value;
}
