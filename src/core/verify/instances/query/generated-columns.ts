/** What generated columns are calculated by, bound to the columns of their tables. */
import { analyze } from '../../../dialect/sqlite/analyze.ts';
import { quoteName } from '../../../dialect/sqlite/quote.ts';
import { QuillError } from '../../../errors.ts';
import type { Column, Schema } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Expr } from '../../../sql/model.ts';

export interface Calculation {
  readonly bound: BoundQuery;
  readonly expr: Expr;
}

/** A schema's other tables and views are seen, too. */
const known = new WeakMap<Schema, Map<Column, Calculation | 'unreadable'>>();

/** Undefined for a column that is stored as it is, and for a calculation that cannot be read. */
export function calculationOf(schema: Schema, column: Column): Calculation | undefined {
  if (column.expression === undefined) return undefined;
  const ofSchema = known.get(schema) ?? new Map<Column, Calculation | 'unreadable'>();
  known.set(schema, ofSchema);
  const found = ofSchema.get(column) ?? bind(schema, column, column.expression);
  ofSchema.set(column, found);
  return found === 'unreadable' ? undefined : found;
}

function bind(schema: Schema, column: Column, expression: string): Calculation | 'unreadable' {
  const table = schema.tables.find(({ columns }) => columns.includes(column));
  if (!table) return 'unreadable';
  try {
    const bound = analyze(`SELECT (${expression}) FROM ${quoteName(table.name)}`, schema);
    const expr = bound.outputsOf(bound.query)[0]?.expr;
    return expr ? { bound, expr } : 'unreadable';
  } catch (error) {
    if (error instanceof QuillError) return 'unreadable';
    throw error;
  }
}
