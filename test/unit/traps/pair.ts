/** Hand-made pairs of queries with a certain label, to try the judge on. */
import type { Bindings } from '../../../src/core/ports.ts';
import type { SchemaName } from './schemas.ts';

/** Two queries that differ under their schema, with a database that shows it. */
export interface WrongPair {
  readonly id: string;
  readonly schema: SchemaName;
  readonly a: string;
  readonly b: string;
  /**
   * What differs on the witness: rows as bags (types counted in), the order ORDER BY asks for, an error in `b`; or
   * names or count of columns, which need no data.
   */
  readonly differs: 'rows' | 'types' | 'order' | 'error' | 'column names' | 'column count';
  /** INSERT statements; '' for the empty database. */
  readonly witness: string;
  readonly params?: Bindings;
}

/** Two queries that return the same rows in every legal database. */
export interface RightPair {
  readonly id: string;
  readonly schema: SchemaName;
  readonly a: string;
  readonly b: string;
  /** Why they are equal, in one line. */
  readonly because: string;
}

/** A group of wrong pairs over one schema, told by [id, a, b, witness]. */
export type WrongEntry = readonly [id: string, a: string, b: string, witness: string];

/** Wrong pairs of one schema that all differ in the same way. */
export function wrong(
  schema: SchemaName,
  differs: WrongPair['differs'],
  entries: readonly WrongEntry[],
): readonly WrongPair[] {
  return entries.map(([id, a, b, witness]) => ({ id, schema, differs, a, b, witness }));
}

/** Right pairs of one schema, told by [id, a, b, because]. */
export function right(
  schema: SchemaName,
  entries: readonly (readonly [id: string, a: string, b: string, because: string])[],
): readonly RightPair[] {
  return entries.map(([id, a, b, because]) => ({ id, schema, a, b, because }));
}

/** `INSERT INTO <into> VALUES (row), (row) …;` */
export function insert(into: string, ...rows: readonly string[]): string {
  return `INSERT INTO ${into} VALUES ${rows.map(row => `(${row})`).join(', ')};\n`;
}
