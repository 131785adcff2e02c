/** Makes a witness small: whole tables emptied, rows dropped one by one, values made plain. */
import type { Cell } from '../../ports.ts';
import { plainValues } from '../../schema/value-kind.ts';
import { cellKey } from '../compare/cell.ts';
import { copyInstance, type FillTable, type Instance, rowCount } from './instance.ts';
import { isLegal } from './legality.ts';

const MOST_TRIALS = 600;
/** Rows loaded over all trials: keeps witnesses that need a thousand rows from taking long. */
const MOST_ROWS = 150_000;

/** `holds` says whether the difference is still there; it is asked about legal instances only. */
export function shrink(
  tables: readonly FillTable[],
  instance: Instance,
  holds: (instance: Instance) => boolean,
): Instance {
  let trials = 0;
  let rows = 0;
  let best = copyInstance(instance);
  const attempt = (candidate: Instance): boolean => {
    if (trials >= MOST_TRIALS || rows >= MOST_ROWS) return false;
    rows += rowCount(candidate);
    if (!isLegal(tables, candidate)) return false;
    trials++;
    if (!holds(candidate)) return false;
    best = candidate;
    return true;
  };
  for (const table of tables) {
    if ((best.rows[table.index]?.length ?? 0) === 0) continue;
    const emptied = copyInstance(best);
    emptied.rows[table.index] = [];
    attempt(emptied);
  }
  halve(tables, () => best, attempt);
  for (let before = -1; before !== rowCount(best); ) {
    before = rowCount(best);
    // Children first: parents can only go after them.
    for (const table of [...tables].reverse())
      for (let i = (best.rows[table.index]?.length ?? 0) - 1; i >= 0; i--) {
        const candidate = copyInstance(best);
        candidate.rows[table.index]?.splice(i, 1);
        attempt(candidate);
      }
  }
  simplify(tables, () => best, attempt);
  return best;
}

/** Large tables first lose whole blocks of rows. */
function halve(
  tables: readonly FillTable[],
  best: () => Instance,
  attempt: (candidate: Instance) => boolean,
): void {
  for (const table of [...tables].reverse())
    for (let size = (best().rows[table.index]?.length ?? 0) >> 1; size >= 4; size >>= 1)
      for (let start = 0; start < (best().rows[table.index]?.length ?? 0); ) {
        const candidate = copyInstance(best());
        candidate.rows[table.index]?.splice(start, size);
        if (!attempt(candidate)) start += size;
      }
}

function simplify(
  tables: readonly FillTable[],
  best: () => Instance,
  attempt: (candidate: Instance) => boolean,
): void {
  for (const table of tables)
    for (const [c, column] of table.columns.entries())
      for (const r of (best().rows[table.index] ?? []).keys()) {
        const now = best().rows[table.index]?.[r]?.[c] ?? null;
        const simpler: Cell[] = column.unique ? [BigInt(r + 1)] : [...plainValues(column.kind).slice(0, 1)];
        if (column.unique && column.kind !== 'integer') simpler.pop();
        for (const value of simpler) {
          if (cellKey(value) === cellKey(now) || now === null) continue;
          const candidate = copyInstance(best());
          const row = candidate.rows[table.index]?.[r];
          if (row) row[c] = value;
          if (attempt(candidate)) break;
        }
      }
}
