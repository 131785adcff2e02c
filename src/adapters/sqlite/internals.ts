/**
 * Where this build of SQLite keeps what sql.js does not export. Found by measuring, not by assuming: what does not
 * come out unambiguous stays off.
 */
import type { Pointer, SqlJsModule } from './sqljs-module.ts';

export interface Internals {
  /** In a statement: the offset of the pointer to the bound values, and the size of one. */
  bindings?: { valuesAt: number; valueBytes: number };
}

/** Bytes of a statement object that are searched. */
const SEARCHED = 512;

/**
 * The statement for `findBindings`. Its cursor and its table function's arguments keep apart the pointers to the
 * bound values, to the arguments and to the cursors: they coincide where one of these lists is empty.
 */
export const twoParameters = "SELECT ?1, ?2 FROM json_each('[0]')";

/** Where bound values lie: two marked integers are bound, and the pointer to them is looked for. */
export function findBindings(module: SqlJsModule, statement: Pointer): Internals['bindings'] {
  const marks = [0x51a7b3c1, 0x2f6d0e95] as const;
  module.sql._sqlite3_bind_int(statement, 1, marks[0]);
  module.sql._sqlite3_bind_int(statement, 2, marks[1]);
  const { words } = module;
  const found: { valuesAt: number; valueBytes: number }[] = [];
  for (let valuesAt = 0; valuesAt < SEARCHED; valuesAt += 4) {
    const values = words[(statement + valuesAt) >> 2] ?? 0;
    if (values % 8 !== 0 || words[values >> 2] !== marks[0]) continue;
    for (let valueBytes = 16; valueBytes <= 128; valueBytes += 8)
      if (words[(values + valueBytes) >> 2] === marks[1]) found.push({ valuesAt, valueBytes });
  }
  return found.length === 1 ? found[0] : undefined;
}
