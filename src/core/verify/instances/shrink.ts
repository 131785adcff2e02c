/** Makes a witness small: whole tables emptied, rows dropped one by one, values made plain. */
import type { Cell } from '../../ports.ts';
import { cellKey } from '../compare/cell.ts';
import { isLegal } from './constraints/legality.ts';
import { type MissingParent, repair } from './constraints/repair.ts';
import { copyInstance, type FillRow, type FillTable, type Instance, rowCount } from './instance.ts';
import { simplerValues } from './values/simpler-values.ts';

const MOST_TRIALS = 1500;
/** Rows loaded over all trials: keeps witnesses that need a thousand rows from taking long. */
const MOST_ROWS = 150_000;
/** For queries that are slow even on few rows. */
const MOST_MS = 3000;

/** What a difference still shows on; `holds` is asked about legal instances only. */
type Holds = (instance: Instance) => boolean;

/**
 * The instance without what the difference does not need: no row can be taken out of it together with the rows that
 * refer to it, nor with their references set to NULL, unless the difference goes, or the trials are used up. `holds`
 * says whether the difference is still there; it is asked about legal instances only.
 */
export function shrink(tables: readonly FillTable[], instance: Instance, holds: Holds): Instance {
  const shrinking = new Shrinking(tables, instance, holds);
  shrinking.dropTables();
  shrinking.dropBlocks();
  do while (shrinking.dropRows());
  while (shrinking.simplify());
  return shrinking.best;
}

class Shrinking {
  best: Instance;
  readonly #tables: readonly FillTable[];
  readonly #holds: Holds;
  readonly #end = performance.now() + MOST_MS;
  #trials = 0;
  #rows = 0;
  /** On which the difference does not show, or that are not legal. */
  readonly #failed = new Set<string>();

  constructor(tables: readonly FillTable[], instance: Instance, holds: Holds) {
    this.#tables = tables;
    this.best = copyInstance(instance);
    this.#holds = holds;
  }

  dropTables(): void {
    for (const table of this.#tables)
      if (this.#rowsOf(table).length > 0) this.#drop(table, 0, this.#rowsOf(table).length);
  }

  /** Large tables first lose whole blocks of rows. */
  dropBlocks(): void {
    for (const table of [...this.#tables].reverse())
      for (let size = this.#rowsOf(table).length >> 1; size >= 4; size >>= 1)
        for (let start = 0; start < this.#rowsOf(table).length; )
          if (!this.#drop(table, start, size)) start += size;
  }

  /** True when a row has gone. */
  dropRows(): boolean {
    const before = rowCount(this.best);
    // Children first: most parents can only go after them.
    for (const table of [...this.#tables].reverse())
      for (let i = this.#rowsOf(table).length - 1; i >= 0; i--)
        if (!this.#drop(table, i, 1)) this.#merge(table, i);
    return rowCount(this.best) < before;
  }

  /** True when a value has become simpler. */
  simplify(): boolean {
    const before = this.best;
    for (const table of this.#tables)
      for (const position of table.columns.keys())
        for (let r = 0; r < this.#rowsOf(table).length; r++) this.#simplifyCell(table, position, r);
    return this.best !== before;
  }

  #rowsOf(table: FillTable): readonly FillRow[] {
    return this.best.rows[table.index] ?? [];
  }

  #attempt(candidate: Instance): boolean {
    if (this.#trials >= MOST_TRIALS || this.#rows >= MOST_ROWS || performance.now() > this.#end) return false;
    const key = keyOf(candidate);
    if (this.#failed.has(key)) return false;
    this.#rows += rowCount(candidate);
    if (isLegal(this.#tables, candidate)) {
      this.#trials++;
      if (this.#holds(candidate)) {
        this.best = candidate;
        return true;
      }
    }
    this.#failed.add(key);
    return false;
  }

  /** Takes rows out, with those that refer to them; else the references become NULL. */
  #drop(table: FillTable, start: number, count: number): boolean {
    const without = (missing: MissingParent): Instance => {
      const candidate = copyInstance(this.best);
      candidate.rows[table.index]?.splice(start, count);
      repair(this.#tables, candidate, missing);
      return candidate;
    };
    const [all, few] = [without('drop'), without('null')];
    return this.#attempt(all) || (rowCount(few) > rowCount(all) && this.#attempt(few));
  }

  /** Takes one row out and lets those that refer to it refer to another. */
  #merge(table: FillTable, i: number): boolean {
    const candidate = copyInstance(this.best);
    const [gone] = candidate.rows[table.index]?.splice(i, 1) ?? [];
    const [other] = candidate.rows[table.index] ?? [];
    if (!gone || !other) return false;
    let moved = false;
    for (const child of this.#tables)
      for (const { columns, parent, references } of child.foreignKeys) {
        if (parent !== table.index) continue;
        const refersTo = (row: FillRow): boolean =>
          columns.every((position, n) => sameCell(row[position], gone[references[n] ?? -1]));
        for (const row of candidate.rows[child.index] ?? []) {
          if (!refersTo(row)) continue;
          for (const [n, position] of columns.entries()) row[position] = other[references[n] ?? -1] ?? null;
          moved = true;
        }
      }
    return moved && this.#attempt(candidate);
  }

  #simplifyCell(table: FillTable, position: number, r: number): void {
    const column = table.columns[position];
    const now = this.#rowsOf(table)[r]?.[position] ?? null;
    // A reference that is NULL needs no parent.
    if (!column || (now === null && table.foreignKeys.some(fk => fk.columns.includes(position)))) return;
    const taken = new Set(this.#rowsOf(table).map(row => cellKey(row[position] ?? null)));
    for (const value of simplerValues(column, now, taken)) {
      const alone = copyInstance(this.best);
      const row = alone.rows[table.index]?.[r];
      if (row) row[position] = value;
      if (this.#attempt(alone) || (now !== null && this.#attempt(renamed(this.best, now, value)))) return;
    }
  }
}

/** With `value` wherever `now` stands: what is tied together by equal values stays so. */
function renamed(instance: Instance, now: Cell, value: Cell): Instance {
  const key = cellKey(now);
  const rows = instance.rows.map(all =>
    all.map(row => row.map(cell => (cellKey(cell) === key ? value : cell))),
  );
  return { ...instance, rows };
}

function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return cellKey(a ?? null) === cellKey(b ?? null);
}

function keyOf({ rows }: Instance): string {
  return rows.map(all => all.map(row => row.map(cellKey).join('\u0001')).join('\u0002')).join('\u0003');
}
