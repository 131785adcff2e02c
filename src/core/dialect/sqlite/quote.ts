/** Names and values as SQL text. */

import { QuillError } from '../../errors.ts';
import type { Cell } from '../../ports.ts';
import { isReserved } from './keywords.ts';

/** An identifier, quoted only where SQLite would not read it as that name otherwise. */
export function quoteName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) && !isReserved(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** A string literal. Throws QuillError `unsupported` for a NUL character, at which SQLite would stop reading. */
export function quoteText(text: string): string {
  if (text.includes('\0')) {
    throw new QuillError(
      'unsupported',
      'A text with a NUL character cannot be written in SQL; bind it as a parameter.',
    );
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/** A typed cell as a literal that SQLite reads back as the same value of the same type. */
export function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number') return realLiteral(cell);
  if (typeof cell === 'string') {
    // NUL ends SQL text: such a string is written through its bytes.
    return cell.includes('\0')
      ? `CAST(${blobLiteral(new TextEncoder().encode(cell))} AS TEXT)`
      : quoteText(cell);
  }
  return blobLiteral(cell);
}

/** A real; infinities are numbers too large to hold, NaN is stored as NULL by SQLite. */
export function realLiteral(value: number): string {
  if (Number.isNaN(value)) return 'NULL';
  if (value === Infinity) return '9e999';
  if (value === -Infinity) return '-9e999';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function blobLiteral(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return `X'${hex}'`;
}
