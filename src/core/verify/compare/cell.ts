/** Typed cells: equality as the judge means it, and keys for maps. */
import type { Cell } from '../../ports.ts';

/** Reals that differ by less than this, relative to max(1, |a|, |b|), are the same result of a float calculation. */
export const TOLERANCE = 1e-9;

/** `type`: equal in number, but one is an integer and the other a real. */
export type Likeness = 'same' | 'type' | 'different';

/** How alike two cells are; reals within `TOLERANCE` of each other are the same. */
export function compareCells(a: Cell, b: Cell): Likeness {
  if (a === b) return 'same'; // -0 === 0 as well
  if (typeof a === 'number' && typeof b === 'number') return closeTo(a, b) ? 'same' : 'different';
  if (typeof a === 'bigint' && typeof b === 'number') return closeTo(Number(a), b) ? 'type' : 'different';
  if (typeof a === 'number' && typeof b === 'bigint') return closeTo(a, Number(b)) ? 'type' : 'different';
  if (a instanceof Uint8Array && b instanceof Uint8Array) return sameBytes(a, b) ? 'same' : 'different';
  return 'different';
}

function closeTo(a: number, b: number): boolean {
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A text that is equal exactly for cells of the same type and value. */
export function cellKey(cell: Cell): string {
  if (cell === null) return 'n';
  if (typeof cell === 'bigint') return `i${cell}`;
  if (typeof cell === 'number') return `r${cell === 0 ? 0 : cell}`;
  if (typeof cell === 'string') return `t${cell}`;
  return `b${[...cell].map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The number that a text begins with, as SQLite reads it. */
const leadingNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;

/** True for what SQLite takes for true: a number but 0, or a text that begins with one. */
export function isTrue(cell: Cell): boolean {
  if (cell === null) return false;
  const text = cell instanceof Uint8Array ? new TextDecoder().decode(cell) : cell;
  return typeof text === 'string' ? Number(leadingNumber.exec(text)?.[0] ?? 0) !== 0 : Number(text) !== 0;
}

/** NULL first, then by value; for sorting cells of one type. Numbers of either type are compared as numbers. */
export function ascending(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if ((typeof a === 'string') !== (typeof b === 'string')) return typeof b === 'string' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
