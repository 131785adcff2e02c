/** How figures and sentences read: few digits, units, thousands separated. */
import type { Cell } from './ports.ts';

/** `1234567` → `1,234,567`. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A count with its noun: `1 row`, `2,000 rows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** The text with a capital first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text with a small first letter, to stand within a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The text as a sentence of its own. */
export function sentence(text: string): string {
  return `${capitalised(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Milliseconds with two or three significant digits: `0.042 ms`, `3.4 ms`, `812 ms`, `1.52 s`, `2 min 5 s`. */
export function formatMs(ms: number): string {
  if (ms < 0.001) return '0 ms';
  if (ms < 10) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toPrecision(3))} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A speedup, cut and not rounded so that it never promises more than was measured: `1.1×`, `4.2×`, `38×`, `1,204×`. */
export function formatRatio(ratio: number): string {
  const cut = ratio < 10 ? Math.floor(ratio * 10 + 1e-9) / 10 : Math.floor(ratio);
  return `${formatCount(cut < 10 ? Number(cut.toFixed(1)) : cut)}×`;
}

/** A rate by the minute, always, so that two rates can be compared: `6.2`, `240`. */
export function perMinute(perSecond: number): string {
  const rate = 60 * perSecond;
  return rate < 9.95 ? rate.toFixed(1) : formatCount(Math.round(rate));
}

/** Bytes in units of 1024: `812 B`, `12 KB`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${units[unit]}`;
}

/** A share as a percentage: `3 %`. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A cell as it reads in a table: `NULL`, text in single quotes, so that `1`, `1.0` and `'1'` differ to the eye. */
export function formatCell(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return `'${cell.replaceAll("'", "''")}'`;
  if (typeof cell === 'number') return Number.isInteger(cell) ? `${cell}.0` : String(cell);
  if (typeof cell === 'bigint') return String(cell);
  const hex = Array.from(cell.slice(0, 16), byte => byte.toString(16).padStart(2, '0')).join('');
  return `x'${hex}${cell.length > 16 ? '…' : ''}'`;
}
