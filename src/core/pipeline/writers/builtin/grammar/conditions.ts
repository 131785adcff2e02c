/** Conditions on columns, with values that occur: selective, but not empty. */
import { literal, quoteText } from '../../../../dialect/sqlite/quote.ts';
import {
  agreeing,
  columnPhrase,
  flagPhrase,
  moment,
  monthName,
  oneOf,
  setOrNot,
} from '../terrain/phrases.ts';
import type { Field } from '../terrain/terrain.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { ownerOf, ref, type Scene, type Use } from './scene.ts';
import { dayOf, frequent, later, occurring, quantile, roundNumber } from './values.ts';

export interface Condition {
  readonly sql: Sql;
  /** For a sentence: `status is paid`. */
  readonly says: string;
  readonly use: Use;
  readonly field: Field;
}

const chance: Readonly<Record<Field['role'], number>> = {
  key: 0.15,
  reference: 0.3,
  label: 0.7,
  category: 4,
  level: 2,
  flag: 2,
  amount: 3,
  count: 2.5,
  date: 3.5,
  epoch: 2,
  prose: 0.3,
  code: 0.5,
  json: 0,
  other: 0,
};

/** Up to `count` conditions on different columns of the uses. */
export function conditionsOn(scene: Scene, uses: readonly Use[], count: number): Condition[] {
  const found: Condition[] = [];
  const tried = new Set(scene.constrained);
  for (let i = 0; i < count * 4 && found.length < count; i++) {
    const open = uses
      .flatMap(use => use.entity.fields.map(field => ({ use, field, place: ref(use, field) })))
      .filter(({ place }) => !tried.has(place));
    const drawn = scene.random.weighted(
      open,
      ({ use, field }) => chance[field.role] * (use.padded ? 0.15 : 1),
    );
    if (!drawn) break;
    tried.add(drawn.place);
    const owner = ownerOf(drawn.use, uses[0]);
    const condition = conditionOn(scene, drawn.use, drawn.field, owner);
    if (!condition) continue;
    scene.constrained.add(drawn.place);
    found.push(condition);
  }
  return found;
}

/** `owner`: whose column it is, where that must be said: `station's `. */
export function conditionOn(scene: Scene, use: Use, field: Field, owner = ''): Condition | undefined {
  const { random } = scene;
  const own = field.column.name;
  const name = `${owner}${field.role === 'flag' ? flagPhrase(own) : columnPhrase(own)}`;
  const column = ref(use, field);
  const made = (text: Sql, says: string): Condition => ({
    sql: text,
    says: agreeing(name, says.slice(name.length + 1)),
    use,
    field,
  });
  const nulls = field.profile.nulls;
  if ((nulls > 0.03 || !field.column.notNull) && random.chance(nulls > 0.03 ? 0.25 : 0.05)) {
    const absent = nulls > 0.1 && random.chance(0.5);
    return absent
      ? made(sql`${column} IS NULL`, `${name} is missing`)
      : made(sql`${column} IS NOT NULL`, `${name} is filled in`);
  }
  switch (field.role) {
    case 'category':
    case 'level':
    case 'flag':
      return among(scene, field, column, name, made);
    case 'amount':
    case 'count':
    case 'epoch':
      return between(scene, field, column, name, made);
    case 'date':
      return inPeriod(scene, field, column, name, made);
    case 'label':
    case 'code':
    case 'prose':
      return matching(scene, field, column, name, made);
    default: {
      const border = quantile(field, random.next() * 0.5);
      return border === undefined
        ? undefined
        : made(sql`${column} > ${literal(border)}`, `${name} is above ${border}`);
    }
  }
}

type Make = (text: Sql, says: string) => Condition;

function among(
  { random }: Scene,
  field: Field,
  column: string,
  name: string,
  made: Make,
): Condition | undefined {
  const values = frequent(random, field, 4);
  const [first, second] = values;
  if (first === undefined) return undefined;
  const several = values.slice(0, 2 + random.int(2));
  const some = several.join(', ');
  const isNot = field.role === 'flag' ? setOrNot(first, true) : `is not ${first}`;
  const isNumber = field.role !== 'category';
  const fallback = isNumber ? '0' : quoteText('');
  const drawn = second === undefined || field.role === 'flag' ? 0 : random.int(isNumber ? 8 : 7);
  // NOT IN must leave something.
  const kind = drawn === 6 && field.profile.distinct < 5 ? 5 : drawn;
  if (!field.column.notNull && field.profile.distinct > 1 && random.chance(0.25))
    return made(sql`COALESCE(${column}, ${fallback}) <> ${first}`, `${name} ${isNot}`);
  switch (kind) {
    case 3:
    case 4:
      return made(sql`${column} IN (${some})`, `${name} is ${oneOf(several)}`);
    case 5:
      return made(sql`${column} <> ${first}`, `${name} ${isNot}`);
    case 6:
      return made(sql`${column} NOT IN (${some})`, `${name} is not ${oneOf(several)}`);
    case 7:
      return made(sql`${column} >= ${first}`, `${name} is at least ${first}`);
    default:
      return made(
        sql`${column} = ${first}`,
        `${name} ${field.role === 'flag' ? setOrNot(first) : `is ${first}`}`,
      );
  }
}

const numberWords = { above: 'above', least: 'at least', below: 'below', most: 'at most' };
const timeWords = { above: 'after', least: 'at the earliest', below: 'before', most: 'at the latest' };

function between(
  { random }: Scene,
  field: Field,
  column: string,
  name: string,
  made: Make,
): Condition | undefined {
  const [low, high] = [quantile(field, random.next() * 0.45), quantile(field, 0.55 + random.next() * 0.4)];
  const from = low === undefined ? undefined : roundNumber(low);
  const to = high === undefined ? undefined : roundNumber(high);
  if (from === undefined || to === undefined) return undefined;
  const isTime = field.role === 'epoch';
  const words = isTime ? timeWords : numberWords;
  const said = (value: string): string => (isTime ? moment(value) : value);
  switch (random.int(field.column.notNull ? 7 : 8)) {
    case 0:
    case 1:
      return made(sql`${column} > ${from}`, `${name} is ${words.above} ${said(from)}`);
    case 2:
      return made(sql`${column} >= ${from}`, `${name} is ${words.least} ${said(from)}`);
    case 3:
      return made(sql`${column} < ${to}`, `${name} is ${words.below} ${said(to)}`);
    case 4:
      return made(sql`${column} <= ${to}`, `${name} is ${words.most} ${said(to)}`);
    case 5:
      return made(
        sql`${column} BETWEEN ${from} AND ${to}`,
        `${name} is between ${said(from)} and ${said(to)}`,
      );
    case 6:
      return made(sql`NOT ${column} < ${from}`, `${name} is ${words.least} ${said(from)}`);
    default:
      return made(sql`COALESCE(${column}, 0) > ${from}`, `${name} is ${words.above} ${said(from)}`);
  }
}

function inPeriod(
  { random }: Scene,
  field: Field,
  column: string,
  name: string,
  made: Make,
): Condition | undefined {
  const day = dayOf(quantile(field, random.next() * 0.6));
  const last = dayOf(quantile(field, 0.6 + random.next() * 0.4));
  if (day === undefined || last === undefined) return undefined;
  const months = random.pick([3, 6, 12, 12, 24]);
  const begin = `${day.slice(0, 7)}-01`;
  const end = later(day, months);
  switch (random.int(7)) {
    case 0:
    case 1:
      return made(sql`${column} >= '${day}'`, `${name} is ${day} or later`);
    case 2:
      return made(sql`${column} < '${last}'`, `${name} is before ${last}`);
    case 3:
      return made(
        sql`${column} >= '${begin}' AND ${column} < '${end}'`,
        `${name} is within the ${months} months from ${begin}`,
      );
    case 4:
      return made(sql`${column} BETWEEN '${day}' AND '${last}'`, `${name} is between ${day} and ${last}`);
    case 5: {
      const months = random.pick([
        "'01', '02', '03'",
        "'06', '07', '08'",
        "'11', '12'",
        "'03', '06', '09', '12'",
      ]);
      return made(
        sql`strftime('%m', ${column}) IN (${months})`,
        `${name} is in ${oneOf(months.replaceAll("'", '').split(', ').map(monthName))} of any year`,
      );
    }
    default:
      return made(sql`strftime('%w', ${column}) IN ('0', '6')`, `${name} falls on a weekend`);
  }
}

function matching(
  { random }: Scene,
  field: Field,
  column: string,
  name: string,
  made: Make,
): Condition | undefined {
  const texts = occurring(field)
    .filter(cell => typeof cell === 'string')
    .filter(text => /^[\w .@-]{2,}$/.test(text));
  if (texts.length === 0) return undefined;
  const text = random.pick(texts);
  const part =
    text
      .split(/[^A-Za-z0-9]+/)
      .find(word => word.length > 1)
      ?.slice(0, 2 + random.int(2)) ?? text.slice(0, 2);
  switch (random.int(5)) {
    case 0:
      return made(sql`${column} LIKE '%${part}%'`, `${name} contains '${part}'`);
    case 1:
      return made(
        sql`lower(${column}) LIKE '%${part.toLowerCase()}%'`,
        `${name} contains '${part}' in upper or lower case`,
      );
    case 2:
      return made(
        sql`length(${column}) > ${Math.max(1, Math.floor(text.length / 2))}`,
        `${name} is longer than ${Math.max(1, Math.floor(text.length / 2))} characters`,
      );
    case 3:
      return made(sql`${column} NOT LIKE '%${part}'`, `${name} does not end with '${part}'`);
    default:
      return made(
        sql`${column} >= ${quoteText(text.slice(0, 1))}`,
        `${name} is '${text.slice(0, 1)}' or later in the alphabet`,
      );
  }
}
