/** The rowids of tables that have no column for it, where a query mentions them. */
import type { Random } from '../../random.ts';
import type { Column, Table } from '../../schema/model.ts';
import { sameName } from '../../sql/model.ts';
import type { FillTable, Instance } from './instance.ts';

/** A column that stands for the rowid of a table; undefined where there is none to be set. */
export function rowidOf(table: Table): Column | undefined {
  if (table.withoutRowid || table.rowidAlias !== undefined || table.virtualModule !== undefined)
    return undefined;
  const name = ['rowid', '_rowid_', 'oid'].find(
    candidate => !table.columns.some(column => sameName(column.name, candidate)),
  );
  if (name === undefined) return undefined;
  return { name, type: 'INTEGER', affinity: 'integer', notNull: true, collation: 'BINARY', hidden: true };
}

/** Share of the instances in which rowids start anywhere and have gaps. */
const GAPS = 0.4;

/** Leaves rowids to SQLite in the other instances: it numbers the rows from 1. */
export function numberRows(tables: readonly FillTable[], instance: Instance, random: Random): void {
  for (const table of tables) {
    const position = table.columns.findIndex(({ column }) => column.hidden);
    if (position < 0 || random.chance(GAPS)) continue;
    for (const row of instance.rows[table.index] ?? []) row[position] = null;
  }
}
