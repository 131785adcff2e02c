/** Made-up texts: by the name of their column, by a pattern, of a length. */
import type { Random } from '../random.ts';
import { CALENDAR_DAYS, dateOf, timestampOf } from './calendar.ts';
import type { Domain } from './check-domain.ts';
import { zipfPick } from './skew.ts';
import { CITIES, COUNTRIES, FIRST_NAMES, LAST_NAMES, TOPICS, WORDS } from './words.ts';

/** A text for row `i`; different for different `i` where `distinct` was asked for. */
export type TextMaker = (i: number) => string;

const STATES = ['active', 'pending', 'done', 'new', 'archived', 'cancelled', 'Active', 'failed'];
const KINDS = ['standard', 'premium', 'basic', 'internal', 'Standard', 'trial', 'legacy'];

/** Texts that suit a column's name (lower case). `pool`: how many different ones a column without a known name has. */
export function textMaker(random: Random, name: string, distinct: boolean, pool: number): TextMaker {
  const first = zipfPick(random, FIRST_NAMES, 0.5);
  const last = zipfPick(random, LAST_NAMES, 0.5);
  const word = zipfPick(random, WORDS, 0.6);
  const words = (count: number): string => Array.from({ length: count }, word).join(' ');
  const tail = (i: number): string =>
    distinct ? `${i + 1}` : `${Math.floor(pool * random.next() ** 2) + 1}`;
  const suffix = (i: number): string => (distinct ? ` ${i + 1}` : '');
  const listed = (items: readonly string[]): TextMaker => {
    const pick = zipfPick(random, items);
    return i => pick() + suffix(i);
  };
  const makers: [RegExp, TextMaker][] = [
    [/e_?mail/, i => `${first()}.${last()}${tail(i)}@example.com`.toLowerCase().replace("'", '')],
    [/uuid|guid/, i => hex(random, 8, i, distinct, '-4000-8000-') + hex(random, 12, i, false)],
    [/sha|hash|token|digest|secret|password/, i => hex(random, 32, i, distinct)],
    [/url|uri|link|website|homepage/, i => `https://example.com/${word()}/${tail(i)}`],
    [/phone|mobile|fax/, i => `+49 30 ${String(1_000_000 + (distinct ? i : random.int(9_000_000)))}`],
    [/first_?name|given|forename/, i => first() + suffix(i)],
    [/last_?name|surname|family/, i => last() + suffix(i)],
    [/country|nation/, listed(COUNTRIES)],
    [/city|town|place|location/, listed(CITIES)],
    [/currency/, listed(['EUR', 'USD', 'GBP', 'CHF', 'JPY'])],
    [/lang|locale/, listed(['en', 'de', 'fr', 'es', 'pt', 'EN', 'ja'])],
    [/colou?r/, listed(['red', 'blue', 'green', 'black', 'white', 'Red', 'grey'])],
    [/gender|sex/, listed(['F', 'M', 'X', 'f'])],
    [/status|state|phase/, listed(STATES)],
    [/type|kind|category|class|level|tier|plan|role|priority|group/, listed(KINDS)],
    [/tag|topic|genre|subject|department/, listed(TOPICS)],
    [
      /json|payload|metadata|settings|config|properties|attributes/,
      i => `{"id":${i + 1},"word":"${word()}"}`,
    ],
    [/file/, i => `${word()}-${tail(i)}.pdf`],
    [/slug|path|key|handle|login|user_?name|nick/, i => `${word()}-${word()}-${tail(i)}`],
    [/address|street/, i => `${word()} street ${tail(i)}`],
    [/zip|postal|postcode/, i => String(10_000 + (distinct ? i : random.int(300)))],
    [/version/, i => `${random.int(4)}.${random.int(10)}.${tail(i)}`],
    [/(?:^|_)ip(?:_|$)|ip_?addr/, i => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`],
    [
      /body|text|content|description|comment|note|message|bio|summary/,
      i => words(4 + random.int(10)) + suffix(i),
    ],
    [/title|headline|caption|label/, i => words(2 + random.int(3)) + suffix(i)],
    [/name|(?:^|_)nm(?:_|$)|author|owner|person|contact/, i => `${first()} ${last()}${suffix(i)}`],
    [/code|sku|number|(?:^|_)no$|ref/, i => `${word().slice(0, 3).toUpperCase()}-${tail(i)}`],
  ];
  const found = makers.find(([pattern]) => pattern.test(name))?.[1];
  return found ?? (i => `${word()} ${tail(i)}`);
}

/** Dates by the declared type and the name: with time, some without; distinct ones go by minutes. */
export function dateMaker(random: Random, dateOnly: boolean, distinct: boolean): TextMaker {
  if (distinct)
    return dateOnly
      ? i => farDate(i)
      : i => timestampOf((i / 1440) % CALENDAR_DAYS).slice(0, 17) + secondsOf(i);
  return () => {
    const day = CALENDAR_DAYS * random.next() ** 0.7;
    return dateOnly || random.chance(0.04) ? dateOf(day) : timestampOf(day);
  };
}

function farDate(i: number): string {
  return new Date(Date.UTC(1970, 0, 1) + (i % 2_900_000) * 86_400_000).toISOString().slice(0, 10);
}

function secondsOf(i: number): string {
  return String(Math.floor(i / 1440 / CALENDAR_DAYS) % 60).padStart(2, '0');
}

/** A text that matches a LIKE or GLOB pattern. */
export function matching(random: Random, pattern: NonNullable<Domain['pattern']>): string {
  const [many, one] = pattern.operator === 'like' ? ['%', '_'] : ['*', '?'];
  let text = '';
  for (let at = 0; at < pattern.text.length; at++) {
    const character = pattern.text[at]!;
    const close = pattern.operator === 'glob' && character === '[' ? pattern.text.indexOf(']', at + 2) : -1;
    if (character === many) text += random.pick(WORDS).slice(0, 1 + random.int(5));
    else if (character === one) text += String.fromCharCode(97 + random.int(26));
    else if (close > 0) {
      text += fromClass(random, pattern.text.slice(at + 1, close));
      at = close;
    } else text += character;
  }
  return text;
}

function fromClass(random: Random, body: string): string {
  const negated = body.startsWith('^');
  const members: string[] = [];
  const listed = negated ? body.slice(1) : body;
  for (let at = 0; at < listed.length; at++) {
    const first = listed.charCodeAt(at);
    const isRange = listed[at + 1] === '-' && at + 2 < listed.length;
    const last = isRange ? listed.charCodeAt(at + 2) : first;
    for (let code = first; code <= last && members.length < 300; code++)
      members.push(String.fromCharCode(code));
    if (isRange) at += 2;
  }
  if (!negated) return members.length > 0 ? random.pick(members) : '';
  return random.pick([...'aZ5-x '].filter(character => !members.includes(character)).concat('q'));
}

/** The text cut or filled up to a length within the bounds; its end is kept, which makes texts distinct. */
export function fitted(text: string, minLength: number, maxLength: number): string {
  const filled =
    text.length < minLength ? 'x'.repeat(Math.min(minLength, 10_000) - text.length) + text : text;
  return filled.length > maxLength ? filled.slice(filled.length - Math.max(maxLength, 0)) : filled;
}

function hex(random: Random, length: number, i: number, distinct: boolean, end = ''): string {
  let text = distinct ? i.toString(16).padStart(8, '0') : '';
  while (text.length < length) text += random.int(16).toString(16);
  return text.slice(0, length) + end;
}
