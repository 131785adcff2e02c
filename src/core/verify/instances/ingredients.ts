/** What instances for a purpose are built from. */
import type { Cell } from '../../ports.ts';
import type { Column } from '../../schema/model.ts';
import type { SolvedGroups } from './groups/solved-groups.ts';
import type { FillColumn, FillTable } from './instance.ts';
import type { RowPattern } from './patterns/row-pattern.ts';

/** Groups, and rows under a LIMIT, beyond this number take too long to load: none are built. */
export const LARGEST_COUNT = 1200;

export interface Ingredients {
  readonly tables: readonly FillTable[];
  /** Those of the original first. */
  readonly patterns: readonly RowPattern[];
  /** Of the rows at which original and rewrite part, where they have the same build. */
  readonly sharpened: readonly RowPattern[];
  /** Numbers that counts are compared with. */
  readonly counts: readonly number[];
  /** Groups at which comparisons of aggregates turn. */
  readonly solved: SolvedGroups | undefined;
  /** What sums and averages of a column are compared with. */
  readonly sums: ReadonlyMap<Column, readonly Cell[]>;
  /** Lengths of chains of references within a table, where a query recurses. */
  readonly depths: readonly number[];
  /** Equal for columns that are compared with each other. */
  readonly groupOf: (column: FillColumn) => object;
  /** Numbers of rows that a LIMIT lets through (with its OFFSET). */
  readonly limits: readonly number[];
  /** The same for each LIMIT that is not at a query's end. */
  readonly nestedLimits: readonly number[];
}
