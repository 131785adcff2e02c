/** Made-up values for one column. */
import type { Cell } from '../ports.ts';
import type { Random } from '../random.ts';
import type { Column } from '../schema/model.ts';
import { kindOf } from '../schema/value-kind.ts';
import { CALENDAR_DAYS } from './calendar.ts';
import type { Domain } from './check-domain.ts';
import { dateMaker, fitted, matching, textMaker } from './made-text.ts';
import { zipf, zipfPick } from './skew.ts';

/** The value for row `i`. With `distinct`, values of different rows differ as far as the domain allows. */
export type ValueMaker = (i: number) => Cell;

export interface ValueWish {
  readonly column: Column;
  /** Rows that the table is to have. */
  readonly rows: number;
  readonly distinct: boolean;
  readonly domain: Domain;
  /** Rows of the table that an undeclared reference (`user_id` beside a table `users`) seems to mean. */
  readonly meant?: number;
}

/**
 * The maker of a column's values: from its CHECK where that lists or shapes them, else by its name and declared type.
 */
export function valueMaker(random: Random, wish: ValueWish): ValueMaker {
  const { domain, column, distinct } = wish;
  if (domain.values !== undefined && domain.values.length > 0) return listed(random, domain.values, distinct);
  const kind = kindOf(column);
  const name = spelledOut(column.name);
  if (kind === 'blob') return i => bytes(random, i, distinct);
  if (kind === 'boolean') return distinct ? i => BigInt(i) : () => (random.chance(0.2) ? 1n : 0n);
  const isText = kind === 'text' || kind === 'date' || kind === 'time' || /JSON|UUID/i.test(column.type);
  if (!isText && domain.pattern === undefined && domain.format === undefined)
    return numberMaker(random, wish, name);
  return textValue(random, wish, name, kind);
}

/** `createdAt` and `Created at` as `created_at`, which the patterns of names know. */
function spelledOut(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .toLowerCase();
}

function listed(random: Random, values: readonly Cell[], distinct: boolean): ValueMaker {
  if (distinct) return i => values[i % values.length]!;
  return zipfPick(random, values, 0.7);
}

const DATE_NAME =
  /(?:^|_)(?:date|at|on|time|timestamp|since|until|birthday|day|deadline|dt|seen)$|^date|^(?:valid|available|effective)_(?:from|to)$|birth|created|updated/;

/** What is said of a moment when it is the last word of a text's name; a number of that name may count something. */
const MOMENT_NAME =
  /(?:^|_)(?:start|end|started|ended|begun|finished|completed|opened|closed|expires|expired|due|joined|left|hired|born|died|founded|issued|booked|ordered|shipped|delivered|returned|paid|sent|received|published|registered|admitted|discharged|signed_?up)$/;
/** `is_closed` tells whether, not when. */
const FLAG_NAME = /^(?:is|has|can|was)_/;

function isMomentName(name: string): boolean {
  return DATE_NAME.test(name) || (MOMENT_NAME.test(name) && !FLAG_NAME.test(name));
}

function textValue(random: Random, wish: ValueWish, name: string, kind: string): ValueMaker {
  const { domain, column, rows, distinct } = wish;
  const type = column.type.toUpperCase();
  const { pattern } = domain;
  const declared = /CHAR\w*\s*\(\s*(\d+)\s*\)/.exec(type)?.[1];
  const maxLength = Math.min(domain.maxLength ?? 1e6, declared === undefined ? 1e6 : Number(declared));
  const minLength = Math.min(domain.minLength ?? 0, maxLength);
  if (pattern !== undefined) return () => fitted(matching(random, pattern), minLength, maxLength);
  if (kind === 'time') return i => `${two(i % 24)}:${two(random.int(60))}:00`;
  if (kind === 'date' || domain.format === 'date' || isMomentName(name)) {
    const dateOnly =
      /^DATE$/.test(type) ||
      (maxLength >= 10 && maxLength < 19) ||
      /_on$|birth|_date$|^date$|(?:^|_)(?:day|dt)$|_(?:from|to)$/.test(name);
    const make = dateMaker(random, dateOnly, distinct);
    if (maxLength >= 10) return make;
  }
  // Texts of one length are codes.
  if (minLength === maxLength && minLength > 0)
    return i =>
      fitted(String(distinct ? i + 1 : random.int(rows) + 1).padStart(minLength, '0'), 0, maxLength);
  const named =
    domain.format === 'json' || type.includes('JSON') ? 'json' : type.includes('UUID') ? 'uuid' : name;
  const make = textMaker(random, named, distinct, Math.ceil(Math.sqrt(rows) * 2));
  return i => fitted(make(i), minLength, maxLength);
}

function numberMaker(
  random: Random,
  { column, rows, distinct, domain, meant }: ValueWish,
  name: string,
): ValueMaker {
  const whole = column.affinity === 'integer' || column.affinity === 'any' || column.affinity === 'blob';
  const cell = (value: number): Cell => (whole ? BigInt(Math.floor(value)) : Math.round(value * 100) / 100);
  const { min, max } = domain;
  if (distinct) return i => cell((min ?? (max === undefined ? 1 : max - rows)) + i);
  if (min !== undefined || max !== undefined) {
    const low = min ?? Math.min(0, (max ?? 0) - 1000);
    const high = max ?? low + 1000;
    // The bounds themselves are allowed and likely where queries go wrong.
    return () =>
      random.chance(0.02)
        ? cell(random.chance(0.5) ? low : high)
        : cell(low + (high - low) * random.next() ** 2);
  }
  if (meant !== undefined) {
    const draw = zipf(random, Math.max(meant, 1), 0.8);
    return () => cell(draw() + 1);
  }
  const [low, high, skew] = numberRange(name, rows);
  return () => cell(low + (high - low + (whole ? 1 : 0)) * random.next() ** skew);
}

/** Lowest and highest value and the exponent of the skew towards the lowest, by the column's name. */
function numberRange(name: string, rows: number): [number, number, number] {
  if (
    /^(?:is|has|can|was)_|flag|(?:^|_)flg|active|enabled|deleted|public|visible|confirmed|closed/.test(name)
  )
    return [0, 1, 2];
  if (/_at$|timestamp|epoch|_unix$|_ts$/.test(name))
    return [1_546_300_800, 1_546_300_800 + CALENDAR_DAYS * 86_400, 0.7];
  if (/year|^(?:born|died|built|founded)$/.test(name)) return [1990, 2024, 0.5];
  if (/month/.test(name)) return [1, 12, 1];
  if (/(?:^|_)day/.test(name)) return [1, 28, 1];
  if (/(?:^|_)age(?:_|$)/.test(name)) return [18, 90, 1.5];
  if (/rating|stars/.test(name)) return [1, 5, 0.6];
  if (/percent|pct|ratio|score/.test(name)) return [0, 100, 1];
  if (/(?:^|_)lat(?:itude)?$/.test(name)) return [-90, 90, 1];
  if (/(?:^|_)(?:lon|lng|longitude)$/.test(name)) return [-180, 180, 1];
  if (/(?:^|_)cents/.test(name)) return [0, 500_000, 3];
  if (
    /price|amount|(?:^|_)amt|total|cost|salary|wage|revenue|income|expense|premium|charge|pay|balance|budget|deposit|donation|_value|fee|sum/.test(
      name,
    )
  )
    return [0, 5000, 3];
  if (/count|views|likes|hits|visits|downloads|size|bytes|duration|length$/.test(name)) return [0, 50_000, 5];
  if (/quantity|qty|stock|num|number/.test(name)) return [1, 50, 3];
  if (/(?:^|_)id$|_no$|ref/.test(name)) return [1, Math.max(10, rows / 10), 2];
  if (/status|state|type|kind|level|priority|rank|position|order/.test(name)) return [0, 6, 2];
  return [0, Math.max(20, Math.sqrt(rows) * 4), 2];
}

function bytes(random: Random, i: number, distinct: boolean): Uint8Array {
  const seed = distinct ? i : random.int(1000);
  return Uint8Array.of(seed >>> 24, (seed >>> 16) & 255, (seed >>> 8) & 255, seed & 255, 0xff, 0x00);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
