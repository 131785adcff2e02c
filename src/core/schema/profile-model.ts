/** What is known of a database's rows beyond its schema: for writing queries that select something, and for prompts. */
import type { Cell } from '../ports.ts';

export interface SchemaProfile {
  readonly tables: readonly TableProfile[];
}

export interface TableProfile {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

export interface ColumnProfile {
  readonly name: string;
  /** Distinct values that are not NULL. */
  readonly distinct: number;
  /** Share of NULLs, 0 to 1. */
  readonly nulls: number;
  readonly min: Cell;
  readonly max: Cell;
  /** The most frequent values, at most 12, the most frequent first; text longer than 80 characters is left out. */
  readonly common: readonly Cell[];
  /** A few values as they occur, at most 8, spread over the rows. */
  readonly sample: readonly Cell[];
}
