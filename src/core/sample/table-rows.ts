/** Writing generated rows into a table. */
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Cell, Database } from '../ports.ts';

export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly count: number;
  /** The cells of row `i` (from 0), in the order of `columns`. Called once a row, in order. */
  row(i: number): Cell[];
}

/** Inserts all rows with one prepared statement, within the caller's transaction. */
export function insertRows(db: Database, rows: TableRows): void {
  const names = rows.columns.map(quoteName).join(', ');
  const marks = rows.columns.map(() => '?').join(', ');
  const statement = db.prepare(`INSERT INTO ${quoteName(rows.table)} (${names}) VALUES (${marks})`);
  try {
    for (let i = 0; i < rows.count; i++) statement.run(rows.row(i));
  } finally {
    statement.free();
  }
}
