/** Columns, values and figures as a colleague would say them. */
import { enumeration, singular, words } from './wording.ts';

const units: Readonly<Record<string, string>> = {
  cents: 'cents',
  cm: 'cm',
  hpa: 'hPa',
  kg: 'kg',
  km: 'km',
  kva: 'kVA',
  kwh: 'kWh',
  m: 'metres',
  mg: 'mg',
  mm: 'mm',
  ms: 'milliseconds',
  percent: 'percent',
};

const starts: Readonly<Record<string, string>> = {
  arrives: 'arrival',
  begins: 'start',
  born: 'birth',
  came: 'arrival',
  ends: 'end',
  expires: 'expiry',
  leaves: 'departure',
  starts: 'start',
};

/** `admitted_at` → `time admitted`, `starts_on` → `start date`, `is_chronic` → `chronic flag`, `dose_mg` → `dose in mg`. */
export function columnPhrase(name: string): string {
  const text = words(name);
  if (text === 'since') return 'start date';
  const flag = /^(?:is|has) (.+)$/.exec(text)?.[1];
  if (flag !== undefined) return `${flag} flag`;
  const until = /^valid (from|to|until)$/.exec(text)?.[1];
  if (until !== undefined) return `valid-${until} date`;
  const by = /^(\S+ed) by$/.exec(text)?.[1];
  if (by !== undefined) return `${by}-by id`;
  const [, what = '', when] = /^(\S+) (at|on)$/.exec(text) ?? [];
  const kind = when === 'at' ? 'time' : 'date';
  if (starts[what] !== undefined) return `${starts[what]} ${kind}`;
  if (/(?:ed|en|ld|wn|nt|de|pt|ft|id|ut|un)$/.test(what)) return `${kind} ${what}`;
  if (what !== '') return `${what} ${kind}`;
  const [, measured, unit = ''] = /^(.*\S) (\S+)$/.exec(text) ?? [];
  const known = units[unit];
  return measured === undefined || known === undefined || /\b(?:per|in)$/.test(measured)
    ? text
    : `${measured} in ${known}`;
}

/** What a column of zeros and ones is called. */
export function flagPhrase(name: string): string {
  const phrase = columnPhrase(name);
  return phrase.endsWith(' flag') ? phrase : `${phrase} flag`;
}

/** `is set` for a flag of 1, `is not set` for one of 0. */
export function setOrNot(value: string, negated = false): string {
  return (value === '1') === negated ? 'is not set' : 'is set';
}

/** `1`, `1 or 2`, `1, 2 or 3`. */
export function oneOf(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** `warehouse's ` before a column of another table than the one that is asked for; `related part's ` of the same one. */
export function possessive(table: string, asked: string): string {
  const thing = `${table === asked ? 'related ' : ''}${singular(words(table))}`;
  return `${thing}${thing.endsWith('s') ? "'" : "'s"} `;
}

/** `votes are above 3`: the verb fits the number of what is spoken of. */
export function agreeing(name: string, predicate: string): string {
  const last = name.split(' ').at(-1) ?? '';
  const isPlural = last.length > 3 && /[^sui]s$/.test(last) && !name.includes(' in ');
  return `${name} ${isPlural ? predicate.replace(/^is /, 'are ') : predicate}`;
}

/** ` whose total is above 3 and whose status is 'paid'`; nothing without conditions. */
export function whose(conditions: readonly { readonly says: string }[]): string {
  return conditions.map((condition, i) => `${i === 0 ? '' : ' and'} whose ${condition.says}`).join('');
}

/** The place of each month in a year. */
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `01` → `January`. */
export function monthName(number: string): string {
  return months[Number(number) - 1] ?? number;
}

/** Unix seconds as people read them: `2023-02-02 08:13:20 UTC`. */
export function moment(seconds: string): string {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? seconds : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/**
 * Figures of the rows of a table: `the number of orders, how many of them have status 'paid' and the highest total among
 * them`. `things` may say which rows: `their orders whose status is 'paid'`.
 */
export function figuresPhrase(figures: readonly string[], table: string, things = words(table)): string {
  const plain = [...new Set(figures.map(figure => figure.replace(/^the /, '')))];
  const count = `number of ${words(table)}`;
  const isCounted = plain.includes(count);
  const having = plain.filter(figure => figure.startsWith('how many have '));
  const nouns = plain.filter(figure => figure !== count && !having.includes(figure));
  const parts: string[] = isCounted ? [`the number of ${things}`] : [];
  for (const [i, noun] of nouns.entries()) {
    const end = i < nouns.length - 1 ? '' : isCounted ? ' among them' : ` of ${things}`;
    parts.push(`${i === 0 ? 'the ' : ''}${noun}${end}`);
  }
  for (const figure of having) {
    const whom = parts.length > 0 ? 'of them' : `of ${/^their\b/.test(things) ? '' : 'the '}${things}`;
    parts.push(figure.replace('how many have ', `how many ${whom} have `));
  }
  return enumeration(parts);
}
