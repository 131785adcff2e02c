/** Whether an instance, as rows, keeps the declared references. Keys and CHECK are left to SQLite when it is loaded. */
import { copyInstance, type FillTable, type Instance, rowCount } from '../instance.ts';
import { repair } from './repair.ts';

/** True when no row would have to be dropped or changed. */
export function isLegal(tables: readonly FillTable[], instance: Instance): boolean {
  const copy = copyInstance(instance);
  repair(tables, copy, 'drop');
  if (rowCount(copy) !== rowCount(instance)) return false;
  return instance.rows.every((rows, t) =>
    rows.every((row, r) => row.every((cell, c) => copy.rows[t]?.[r]?.[c] === cell)),
  );
}
