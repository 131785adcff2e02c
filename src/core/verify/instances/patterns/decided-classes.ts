/** What the keys of a pattern's rows decide. */
import type { RowPattern } from './row-pattern.ts';

/** The classes with all that the rows' keys among them decide. */
export function decidedBy(pattern: RowPattern, classes: Iterable<number>): Set<number> {
  const result = new Set(classes);
  for (let size = -1; size !== result.size; ) {
    size = result.size;
    for (const row of pattern.rows)
      if (row.table.keys.some(key => key.columns.every(i => result.has(row.classes[i] ?? -1))))
        for (const cls of row.classes) result.add(cls);
  }
  return result;
}
