/** Values around a constant, at which a wrong comparison shows. */
import type { Cell } from '../../../ports.ts';
import { coerce, isIsoDate, type ValueKind } from '../../../schema/value-kind.ts';

/** The constant itself first, then its neighbours, as far as a column of this kind can hold them. */
export function around(constant: Cell, kind: ValueKind): Cell[] {
  const found: Cell[] = [];
  for (const value of neighbours(constant, kind)) {
    const cell = coerce(value, kind);
    if (cell !== undefined && cell !== null) found.push(cell);
  }
  return found;
}

function neighbours(constant: Cell, kind: ValueKind): Cell[] {
  if (constant === null || constant instanceof Uint8Array) return [constant];
  if (typeof constant === 'string' && kind === 'date' && !isIsoDate(constant)) return prefixEdges(constant);
  if (typeof constant === 'string' && (kind === 'text' || kind === 'date' || kind === 'any'))
    return isIsoDate(constant) ? dates(constant) : texts(constant);
  if (kind === 'text') return numericTexts(constant);
  if (kind === 'date') return years(constant);
  const exact = coerce(constant, 'numeric');
  if (exact === undefined || exact === null) return [constant];
  return numbers(exact, kind);
}

function numbers(constant: Cell, kind: ValueKind): Cell[] {
  if (typeof constant === 'bigint')
    return kind === 'real' || kind === 'numeric'
      ? [constant, constant + 1n, constant - 1n, Number(constant) + 0.5, -constant, Number(constant) - 0.5]
      : [constant, constant + 1n, constant - 1n, -constant];
  const n = Number(constant);
  const whole = BigInt(Math.floor(n));
  return [n, n + halfUnit(n), whole, whole + 1n, n + 0.01, n - 0.01, whole - 1n];
}

/** Half of what the last digit counts: 9.99 as the end of a range leaves out 9.995. */
function halfUnit(n: number): number {
  const digits = /\.(\d+)$/.exec(String(n))?.[1]?.length ?? 0;
  return 5 * 10 ** -(digits + 1);
}

function texts(constant: string): string[] {
  const result = [constant];
  if (/[a-z]/.test(constant)) result.push(constant.toUpperCase());
  if (/[A-Z]/.test(constant)) result.push(constant.toLowerCase());
  result.push(`${constant}x`, `${constant} `, '');
  // After the constant where case does not matter, before it where it does.
  if (/[a-z]/.test(constant)) result.push(`${constant.toUpperCase()}X`);
  if (constant.length > 1) result.push(constant.slice(0, -1), `x${constant}`);
  // Before the constant, though longer: a CHECK may ask for a length.
  if (constant !== '') result.push(`${constant.slice(0, -1)}${before(constant.slice(-1))}zz`);
  if (/^\d+$/.test(constant)) result.push(String(BigInt(constant) + 1n), `0${constant}`);
  return result;
}

/** The character before, as far as it can be seen. */
function before(character: string): string {
  const code = character.charCodeAt(0);
  return code > 0x21 && code < 0x7f ? String.fromCharCode(code - 1) : '!';
}

function numericTexts(constant: Cell): string[] {
  const text = String(constant);
  if (typeof constant === 'bigint')
    return [text, String(constant + 1n), String(constant - 1n), `0${text}`, `${text}.0`, `${text}x`, ''];
  return [text, `0${text}`, `${text}0`, ''];
}

/** A year stands for its first and last moment; the day before and after catch ranges cut short. */
function years(constant: Cell): string[] {
  const year = Number(constant);
  if (!Number.isInteger(year) || year < 1000 || year > 9998) return [];
  return yearEdges(year);
}

/** A day within the year, its first and last day and moment, and what lies just outside it. */
export function yearEdges(year: number): string[] {
  return [
    `${year}-06-15`,
    `${year}-01-01`,
    `${year}-12-31`,
    `${year}-12-31 23:59:59`,
    `${year + 1}-01-01`,
    `${year - 1}-12-31 10:00:00`,
  ];
}

/** The same for a month, 1 to 12. */
export function monthEdges(year: number, month: number): string[] {
  const first = Date.UTC(year, month - 1, 1);
  const next = Date.UTC(year, month, 1);
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return [
    day(first + 14 * 86_400_000),
    day(first),
    day(next - 1),
    `${day(next - 1)} 23:59:59`,
    day(next),
    `${day(first - 1)} 10:00:00`,
  ];
}

/**
 * Days just below, at and beyond the beginning of a date, `2100` or `2024-03`, as a bound: it comes before all days that
 * begin with it. None for other texts.
 */
export function prefixEdges(text: string): string[] {
  const [, year, month] = /^((?:19|20|21)\d\d)(?:-(0[1-9]|1[0-2])?)?-?$/.exec(text) ?? [];
  if (year === undefined) return [];
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, 1);
  const [before, at, after] = [-1, 0, month ? 14 : 45].map(days =>
    new Date(first + days * 86_400_000).toISOString().slice(0, 10),
  );
  return [`${at}`, `${before}`, `${after}`, `${before} 23:59:59`];
}

function dates(constant: string): string[] {
  const day = constant.slice(0, 10);
  const time = Date.parse(day);
  const shifted = (days: number): string => new Date(time + days * 86_400_000).toISOString().slice(0, 10);
  const result = [constant, `${day} 10:00:00`, shifted(1), shifted(-1), `${day} 23:59:59`, `${day} 00:00:00`];
  if (constant.length > 10) result.push(day, `${shifted(-1)} 23:59:59`);
  return result;
}
