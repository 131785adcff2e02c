/** An instance: a small database, as rows for each table that is filled. */
import type { Cell } from '../../ports.ts';
import type { Column, Table } from '../../schema/model.ts';
import { coerce, type ValueKind } from '../../schema/value-kind.ts';

/** A row of a filled table: one cell for each of its `columns`. */
export type FillRow = Cell[];

/** What instances are built for. */
export type InstanceKind =
  | 'a boundary value in one column'
  | 'a chain of references'
  | 'a group of some size'
  | 'a group whose rows differ in one column'
  | 'a random mix'
  | 'a row that should not match'
  | 'all rows that should not match'
  | 'amounts that rise and fall'
  | 'another row with other values'
  | 'combinations of values that one expression mixes'
  | 'equal values that are written differently'
  | 'groups and ties'
  | 'groups that just meet and just miss what is asked of them'
  | 'groups at what their sums and sizes are compared with'
  | 'many values in one column'
  | 'matching rows that differ only in their keys'
  | 'matching rows with distinct values'
  | 'more rows than LIMIT lets through'
  | 'no partner'
  | 'no rows at all'
  | 'no rows in one table'
  | 'NULL or a value of its own for one parameter'
  | 'NULL in one column'
  | 'NULL in what ties rows together'
  | 'one matching row'
  | 'one row at which the queries part'
  | 'rows at which the queries part'
  | 'one row in each table, all of them tied together'
  | 'rows in a row'
  | 'rows that differ in one column'
  | 'rows that differ in one part of their key'
  | 'rows that each meet another condition'
  | 'rows that several partners repeat'
  | 'rows that tie before a LIMIT inside the query'
  | 'small random tables'
  | 'the same members in several groups'
  | 'the same partners in two ways'
  | 'two groups alike'
  | 'two partners'
  | 'values at the boundaries'
  | 'values that are mistaken for each other'
  | 'values at which a condition on several columns changes';

/** Rows by the index of the filled table. */
export interface Instance {
  readonly rows: FillRow[][];
  readonly kind: InstanceKind;
}

export interface FillTable {
  readonly index: number;
  readonly table: Table;
  /** The columns that get values; the others stay at `INSERT`'s constants. */
  readonly columns: readonly FillColumn[];
  /** The primary key first, then the UNIQUE sets, as positions in `columns`. */
  readonly keys: readonly FillKey[];
  readonly foreignKeys: readonly FillForeignKey[];
  /** NOT NULL columns no query looks at, with the constant that fills them, as SQL. */
  readonly rest: readonly { readonly name: string; readonly value: string }[];
  /** `INSERT INTO t (…) VALUES (?, …)`. */
  readonly insert: string;
  /** Constraints that only SQLite can evaluate (CHECK, unique expressions, generated columns) may refuse a row. */
  readonly guarded: boolean;
}

export interface FillKey {
  readonly columns: readonly number[];
  readonly primary: boolean;
}

export interface FillForeignKey {
  readonly columns: readonly number[];
  /** Index of the filled parent table. */
  readonly parent: number;
  readonly references: readonly number[];
}

export interface FillColumn {
  readonly column: Column;
  readonly kind: ValueKind;
  readonly nullable: boolean;
  /** A key by itself: the whole primary key, or the whole of a UNIQUE set. */
  readonly unique: boolean;
  /** Other texts that a column of dates may hold: the queries ask for them. */
  readonly asked?: ReadonlySet<string>;
}

/** The cell as the column holds it, or undefined when it cannot hold such a value. */
export function heldIn({ kind, asked }: FillColumn, cell: Cell): Cell | undefined {
  const held = coerce(cell, kind);
  return held === undefined && typeof cell === 'string' && asked?.has(cell) ? cell : held;
}

/** An instance of so many tables without rows. */
export function emptyInstance(tables: number, kind: InstanceKind): Instance {
  const rows: FillRow[][] = [];
  for (let n = 0; n < tables; n++) rows.push([]);
  return { rows, kind };
}

/** A copy whose rows can be changed. */
export function copyInstance(instance: Instance): Instance {
  return { ...instance, rows: instance.rows.map(rows => rows.map(row => [...row])) };
}

/** The rows of all its tables together. */
export function rowCount(instance: Instance): number {
  let count = 0;
  for (const rows of instance.rows) count += rows.length;
  return count;
}
