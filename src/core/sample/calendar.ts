/** Dates as SQLite's date functions write them. All in UTC. */

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2019, 0, 1) / DAY_MS;

/** Days of the calendar: six years, 2019 to 2024. */
export const CALENDAR_DAYS = 2192;

const days: string[] = [];

/** `YYYY-MM-DD` of a day of the calendar; days beyond its ends are clamped. */
export function dateOf(day: number): string {
  const index = Math.min(Math.max(Math.floor(day), 0), CALENDAR_DAYS - 1);
  days[index] ??= new Date((FIRST_DAY + index) * DAY_MS).toISOString().slice(0, 10);
  return days[index];
}

/** `YYYY-MM-DD HH:MM:SS` of a moment, in days with a fraction. */
export function timestampOf(day: number): string {
  const second = Math.floor((day - Math.floor(day)) * 86_400);
  return `${dateOf(day)} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** The day for row `i` of `n` in a table that grew over the calendar, faster towards its end, with some disorder. */
export function growingDay(i: number, n: number, jitter: number): number {
  const share = (i + 1) / (n + 1);
  return Math.min(Math.max(CALENDAR_DAYS * share ** 0.7 + (jitter - 0.5) * 20, 0), CALENDAR_DAYS - 0.001);
}
