/** Parsers of option values; commander prints their messages and the exit code is that of bad usage. */
import { InvalidArgumentError } from 'commander';
import { isSqliteVersion } from '../core/dialect/sqlite/versions.ts';

/** Both ends belong to it. */
export function wholeNumber(least: number, most = Number.POSITIVE_INFINITY): (text: string) => number {
  return text => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(
        most < Number.POSITIVE_INFINITY
          ? `It must be a whole number from ${least} to ${most}.`
          : `It must be a whole number of at least ${least}.`,
      );
    return value;
  };
}

/** Both ends belong to it. */
export function numberFrom(least: number, most = Number.POSITIVE_INFINITY): (text: string) => number {
  return text => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(
        most < Number.POSITIVE_INFINITY
          ? `It must be a number from ${least} to ${most}.`
          : `It must be a number of at least ${least}.`,
      );
    return value;
  };
}

const minutesIn: Readonly<Record<string, number>> = { '': 1, s: 1 / 60, m: 1, min: 1, h: 60 };

/** `90s`, `10m` or `2h`, in minutes; a plain number is in minutes. */
export function minutes(text: string): number {
  const [, figure = '', unit = ''] = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = minutesIn[unit.toLowerCase()];
  if (figure === '' || factor === undefined)
    throw new InvalidArgumentError('It must be a time such as 90s, 10m or 2h; a plain number is in minutes.');
  const time = Number(figure) * factor;
  if (time === 0) throw new InvalidArgumentError('It must be more than 0; leave it out for no limit.');
  return time;
}

export function sqliteVersion(text: string): string {
  if (!isSqliteVersion(text.trim()))
    throw new InvalidArgumentError('It must be a version of SQLite, such as 3.31.');
  return text.trim();
}

/** For an option that may be given several times. */
export function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
