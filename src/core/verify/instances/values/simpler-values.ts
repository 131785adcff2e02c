/** Values in place of another one with which a witness is easier to read. */
import type { Cell } from '../../../ports.ts';
import { coerce, numbered, plainValues } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { FillColumn } from '../instance.ts';

/** Weights above those of plain values, which stand by their place in the list. */
const NULL_WEIGHT = 8;
const OTHER_WEIGHT = 10;

/** Candidates for one cell: each costs a run of both queries. */
const MOST = 6;

/**
 * How hard a cell is to read: plain values first, then NULL, which makes a reader think that it matters, then others by
 * how much there is to read. Making a cell simpler always lowers it, so that it comes to an end.
 */
function weight(cell: Cell, { kind }: FillColumn): number {
  const plain = plainValues(kind).findIndex(value => cellKey(value) === cellKey(cell));
  if (plain >= 0) return plain;
  if (cell === null) return NULL_WEIGHT;
  if (typeof cell === 'string') return OTHER_WEIGHT + cell.length;
  if (cell instanceof Uint8Array) return OTHER_WEIGHT + 2 * cell.length;
  const text = String(cell);
  return OTHER_WEIGHT + text.length + text.replace(/^-?0*|\D|0+$/g, '').length;
}

/** Simpler values for the cell, the simplest first; `taken`: the values that a unique column holds. */
export function simplerValues(column: FillColumn, cell: Cell, taken: ReadonlySet<string>): Cell[] {
  const now = weight(cell, column);
  const seen = new Set<string>();
  return [...(column.unique ? first(column) : plainValues(column.kind).slice(0, 2)), ...roundings(cell)]
    .filter(value => {
      const key = cellKey(value);
      // The beginning of a date with a time may be no date.
      if (column.kind === 'date' && coerce(value, 'date') === undefined) return false;
      if (seen.has(key) || (column.unique && taken.has(key))) return false;
      seen.add(key);
      return weight(value, column) < now;
    })
    .sort((a, b) => weight(a, column) - weight(b, column))
    .slice(0, MOST);
}

/** The first values of a key: 1, 2, 3, …, or letters. */
function first({ kind }: FillColumn): Cell[] {
  const count = 12;
  return Array.from({ length: count }, (_, n): Cell | undefined =>
    kind === 'text' ? String.fromCharCode(97 + n) : numbered(kind, n + 1),
  ).filter(value => value !== undefined);
}

/** A number with fewer digits, the beginning of a text, the day of a time. */
function roundings(cell: Cell): Cell[] {
  if (typeof cell === 'string')
    return [cell.slice(0, 1), cell.slice(0, 10), cell.slice(0, cell.length >> 1), cell.slice(0, -1)];
  if (typeof cell === 'bigint') {
    const size = 10n ** BigInt(Math.max(0, String(cell < 0n ? -cell : cell).length - 1));
    const down = (cell / size) * size;
    return [down, down + (cell < 0n ? -size : size)];
  }
  if (typeof cell === 'number' && Number.isFinite(cell) && cell !== 0) {
    const size = 10 ** Math.floor(Math.log10(Math.abs(cell)));
    const down = Math.trunc(cell / size) * size;
    return [down, down + Math.sign(cell) * size, Math.trunc(cell), Math.trunc(cell) + Math.sign(cell)];
  }
  return [];
}
