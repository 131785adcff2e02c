/** Dates at which a condition on a part of a date, a difference of dates or a shifted date changes. */
import { isIsoDate } from '../../../schema/value-kind.ts';
import { monthEdges, yearEdges } from './near-values.ts';

const DAY = 86_400_000;
/** The Julian day of 1970-01-01 00:00. */
const JULIAN_EPOCH = 2_440_587.5;
/** A date that dates without constants are measured from. */
const BASE = Date.UTC(2024, 0, 15);

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function moment(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** The date with this Julian day, and one with the time of day where it is not midnight. */
export function ofJulianDay(julian: number): string[] {
  const time = Math.round((julian - JULIAN_EPOCH) * DAY);
  if (!Number.isFinite(time) || julian < 1_800_000 || julian > 5_000_000) return [];
  return time % DAY === 0 ? [day(time), moment(time)] : [moment(time), day(time)];
}

/** Dates with this time of day, a second before and after, and a minute later. */
export function ofTime(text: string): string[] {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(text);
  if (!match) return [];
  const [, hours, minutes, seconds] = match;
  const time = BASE + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  return [0, 1, -1, 30, 60].map(later => moment(time + later * 1000));
}

/** The moment so many seconds after 1970-01-01; none where the number is hardly meant as a moment. */
export function ofUnixTime(seconds: number): string[] {
  return Math.abs(seconds) < 1e11 && seconds > 1e6 ? [moment(seconds * 1000)] : [];
}

/** Pairs of dates so many days apart, and a day and some hours more. */
export function daysApart(days: number): string[] {
  if (!Number.isFinite(days) || Math.abs(days) > 40_000) return [];
  const later = BASE + Math.round(days * DAY);
  return [
    day(BASE),
    days % 1 === 0 ? day(later) : moment(later),
    `${day(BASE)} 08:00:00`,
    moment(later + 8 * 3_600_000),
    moment(later + 9 * 3_600_000),
    day(later + DAY),
    day(later - DAY),
  ];
}

/**
 * Pairs of dates so many months apart, out of short and long months, and from the end of one: what is beyond the end of
 * the later month is in the next one, so that a day of the later month itself stands beside.
 */
function monthsApart(months: number): string[] {
  const ends = [Date.UTC(2023, 0, 31), Date.UTC(2024, 1, 29)].flatMap(time => {
    const date = new Date(time);
    const within = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 10);
    return [day(time), day(within)];
  });
  const far = [Date.UTC(2024, 3, 10), Date.UTC(2023, 1, 10), Date.UTC(2024, 0, 31)].flatMap(time => {
    const later = new Date(time);
    later.setUTCMonth(later.getUTCMonth() + months);
    return [day(time), day(later.getTime()), day(later.getTime() + DAY)];
  });
  return [...ends.slice(0, 2), ...far, ...ends.slice(2)];
}

/** Days. */
const SHORTEST_MONTH = 28;
/** Where months and years are not so many days: after a leap day, on it, and in a century's year without one. */
const leapEdges = ['2024-03-31', '2024-02-29', '1900-02-15'] as const;

/** Dates that a modifier like `+3 months` leads from one to the other; none for other modifiers. */
export function shiftedBy(modifier: string): string[] {
  const match = /^\s*([+-]?\d+(?:\.\d+)?)\s+(second|minute|hour|day|month|year)s?\s*$/i.exec(modifier);
  const count = Number(match?.[1]);
  if (!match || !Number.isFinite(count)) return [];
  const unit = match[2]?.toLowerCase();
  const days =
    { second: 1 / 86_400, minute: 1 / 1440, hour: 1 / 24, day: 1, month: 0, year: 0 }[unit ?? 'day'] ?? 1;
  if (days !== 0)
    return [...daysApart(count * days), ...(Math.abs(count * days) >= SHORTEST_MONTH ? leapEdges : [])];
  const months = count * (unit === 'year' ? 12 : 1);
  const later = new Date(BASE);
  later.setUTCMonth(later.getUTCMonth() + months);
  const [end = '', within = '', ...others] = monthsApart(months);
  return [end, within, ...daysApart((later.getTime() - BASE) / DAY), ...others, ...leapEdges];
}

/** Seconds since 1970-01-01, for columns that hold moments as numbers. */
export function unixSeconds(date: string): bigint[] {
  const time = Date.parse(`${date.length > 10 ? date.replace(' ', 'T') : `${date}T00:00:00`}Z`);
  return Number.isNaN(time) ? [] : [BigInt(Math.floor(time / 1000))];
}

/** A date for each value of a part: all months with their last days, all hours, all days of a week or month. */
export function ofEachPart(format: string): string[] {
  const two = (n: number): string => String(n).padStart(2, '0');
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
  const months = upTo(12).map(month => `2023-${two(month)}-15`);
  const ends = upTo(12).flatMap(month => [
    day(Date.UTC(2024, month, 0)),
    day(Date.UTC(2024, month, 1)),
    `${day(Date.UTC(2024, month, -1))} 10:30:00`,
  ]);
  const parts: string[] = [];
  if (/%[mjU]/.test(format) || format.includes('%d')) parts.push(...months, ...ends);
  if (/%[HMIT]/.test(format))
    parts.push(...upTo(24).map(hour => `2024-01-15 ${two(hour - 1)}:30:00`), '2024-01-15 12:00:00');
  if (/%[wuWV]/.test(format))
    parts.push(...upTo(7).flatMap(n => [`2024-01-${two(n)}`, `2024-01-${two(n)} 10:30:00`]));
  if (format.includes('%d')) parts.push(...upTo(31).map(n => `2024-01-${two(n)}`));
  return [...new Set(parts)];
}

/** Dates of which `strftime` with this format gives the value. */
export function ofFormat(format: string, value: string): string[] {
  const two = value.padStart(2, '0');
  const isTwo = /^\d\d$/.test(two);
  if (format === '%Y' && /^\d{4}$/.test(value)) return yearEdges(Number(value));
  if (format === '%Y-%m' && /^\d{4}-\d\d$/.test(value))
    return monthEdges(Number(value.slice(0, 4)), Number(value.slice(5)));
  if (format === '%m' && isTwo && Number(two) >= 1 && Number(two) <= 12)
    return [...monthEdges(2024, Number(two)), ...monthEdges(2023, Number(two)).slice(0, 2)];
  if (format === '%d' && isTwo) return [`2024-01-${two}`, `2024-03-${two} 10:00:00`, '2024-01-16'];
  if (format === '%H' && isTwo)
    return [`2024-01-15 ${two}:30:00`, `2024-01-15 ${two}:00:00`, `2024-01-15 ${two}:59:59`];
  if (format === '%M' && isTwo) return [`2024-01-15 10:${two}:00`, `2024-01-15 11:${two}:30`];
  if (format === '%S' && isTwo) return [`2024-01-15 10:30:${two}`, `2024-01-15 11:00:${two}`];
  return isIsoDate(value) ? [value, `${value.slice(0, 10)} 10:00:00`] : [];
}

/** A date whose text has the value at the given place (1: first), as when substr() takes it apart. */
export function withPart(value: string, start: number, length: number): string[] {
  const whole = '2024-01-15 10:30:00';
  if (start < 1 || length < 1 || start + length - 1 > whole.length || value.length > length) return [];
  const text = `${whole.slice(0, start - 1)}${value.padStart(length, '0')}${whole.slice(start - 1 + length)}`;
  return isIsoDate(text) ? [text, text.slice(0, 10)] : [];
}
