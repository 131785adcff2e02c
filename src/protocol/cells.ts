/** Cells and result sets as they cross a thread's edge by structured clone. */
import * as v from 'valibot';
import type { Cell, ResultSet } from '../core/ports.ts';

export const cell: v.GenericSchema<Cell> = v.union([
  v.null(),
  v.bigint(),
  v.number(),
  v.string(),
  v.instance(Uint8Array),
]);

/** Values of parameters by the parameter's text. */
export const parameters: v.GenericSchema<Record<string, Cell>> = v.record(v.string(), cell);

export const rows: v.GenericSchema<Cell[][]> = v.array(v.array(cell));

export const resultSet: v.GenericSchema<ResultSet> = v.looseObject({
  columns: v.array(v.string()),
  rows,
  truncated: v.boolean(),
});
