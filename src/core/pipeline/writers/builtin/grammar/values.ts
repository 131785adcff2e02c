/** Values to compare with, taken from those that occur. */

import { fold } from '../../../../dialect/sqlite/collation.ts';
import { literal } from '../../../../dialect/sqlite/quote.ts';
import type { Cell } from '../../../../ports.ts';
import type { Random } from '../../../../random.ts';
import type { Field } from '../terrain/terrain.ts';

/** What can be written on one line and read by people. */
function isWritable(cell: Cell): boolean {
  if (cell === null || cell instanceof Uint8Array) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  return typeof cell !== 'string' || (cell.length <= 60 && !/[\x00-\x1f\x7f]/.test(cell));
}

/** Each value once, in one of the spellings that the column takes for the same. */
export function occurring({ column, profile: { common, sample } }: Field): Cell[] {
  const seen = new Set<Cell>();
  return [...common, ...sample].filter(cell => {
    const value = typeof cell === 'string' ? fold(cell, column.collation) : cell;
    return isWritable(cell) && !seen.has(value) && seen.add(value) !== undefined;
  });
}

/** Up to `count` different values, the frequent ones preferred, as literals. */
export function frequent(random: Random, field: Field, count: number): string[] {
  const cells = occurring(field).slice(0, Math.max(count + 2, 6));
  return random.shuffle(cells).slice(0, count).map(literal);
}

/** Values in order: numbers by size, texts by bytes. */
function ordered(field: Field): Cell[] {
  return occurring(field).sort((a, b) => (less(a, b) ? -1 : less(b, a) ? 1 : 0));
}

function less(a: Cell, b: Cell): boolean {
  return a !== null && b !== null && typeof a !== 'object' && typeof b !== 'object' && a < b;
}

/** The value at a share (0 to 1) of the occurring ones; undefined when there is none. */
export function quantile(field: Field, share: number): Cell | undefined {
  const cells = ordered(field);
  return cells[Math.min(cells.length - 1, Math.max(0, Math.floor(share * cells.length)))];
}

/** A number as people write it: whole, or with at most two digits after the point. */
export function roundNumber(cell: Cell): string | undefined {
  if (typeof cell === 'bigint') {
    const step = cell > 2000n ? 100n : cell > 200n ? 10n : 1n;
    return ((cell / step) * step).toString();
  }
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return undefined;
  if (Math.abs(cell) > 20) return String(Math.round(cell));
  return String(Math.round(cell * 100) / 100);
}

/** The day of an ISO date. */
export function dayOf(cell: Cell | undefined): string | undefined {
  return typeof cell === 'string' && /^\d{4}-\d\d-\d\d/.test(cell) ? cell.slice(0, 10) : undefined;
}

/** A month or a year later, as an ISO date. */
export function later(day: string, months: number): string {
  const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const month = String((total % 12) + 1).padStart(2, '0');
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${month}-01`;
}
