/** Years, months and days in ISO text, as half-open ranges of dates. */

/** From `start` (included) to `end` (not included), both as YYYY-MM-DD. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

export type Unit = 'year' | 'month' | 'day';

const shapes: Readonly<Record<Unit, RegExp>> = {
  year: /^\d{4}$/,
  month: /^\d{4}-\d{2}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
};

/** The period that an ISO text of this unit names; undefined when it names none (`2024-13`, `2024-02-30`). */
export function periodOf(unit: Unit, text: string): Period | undefined {
  if (!shapes[unit].test(text)) return undefined;
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  const start = new Date(Date.UTC(year, month - 1, day));
  start.setUTCFullYear(year);
  const iso = isoDay(start);
  if (!iso.startsWith(text)) return undefined;
  const end = new Date(start);
  if (unit === 'year') end.setUTCFullYear(year + 1);
  else if (unit === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCDate(end.getUTCDate() + 1);
  return end.getUTCFullYear() > 9999 ? undefined : { start: iso, end: isoDay(end) };
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Periods in order, those that touch put together. */
export function joinedPeriods(periods: readonly Period[]): Period[] {
  const joined: Period[] = [];
  for (const period of [...periods].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = joined.at(-1);
    if (last && period.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: period.end > last.end ? period.end : last.end };
    } else joined.push(period);
  }
  return joined;
}
