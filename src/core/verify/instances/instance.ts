/** An instance: a small database, as rows for each table that is filled. */
import type { Cell } from '../../ports.ts';
import type { Column, Table } from '../../schema/model.ts';
import type { ValueKind } from '../../schema/value-kind.ts';

/** A row of a filled table: one cell for each of its `columns`. */
export type FillRow = Cell[];

/** Rows by the index of the filled table. */
export interface Instance {
  readonly rows: FillRow[][];
  /** What the instance was built for, in a few words. */
  readonly purpose: string;
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
}

export function emptyInstance(tables: number, purpose: string): Instance {
  return { rows: Array.from({ length: tables }, () => []), purpose };
}

export function copyInstance(instance: Instance, purpose = instance.purpose): Instance {
  return { rows: instance.rows.map(rows => rows.map(row => [...row])), purpose };
}

export function rowCount(instance: Instance): number {
  return instance.rows.reduce((sum, rows) => sum + rows.length, 0);
}
