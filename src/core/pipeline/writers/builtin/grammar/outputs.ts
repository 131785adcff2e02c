/** What a query shows: names, states, amounts and dates, plain or worked on a little. */

import { isKeyword } from '../../../../dialect/sqlite/keywords.ts';
import { quoteText } from '../../../../dialect/sqlite/quote.ts';
import { columnPhrase, flagPhrase } from '../terrain/phrases.ts';
import type { Field } from '../terrain/terrain.ts';
import { identifier, singular, words } from '../terrain/wording.ts';
import type { Output, OutputKind } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { ownerOf, ref, type Scene, type Use } from './scene.ts';
import { frequent, quantile, roundNumber } from './values.ts';

const interest: Readonly<Record<Field['role'], number>> = {
  key: 0.6,
  reference: 0.4,
  label: 5,
  category: 2.5,
  level: 1,
  flag: 0.7,
  amount: 3,
  count: 2,
  date: 3,
  epoch: 1,
  prose: 0.4,
  code: 1.2,
  json: 0.1,
  other: 0,
};

/** Names that leave a query, no two alike. */
export class OutputNames {
  readonly #taken = new Set<string>();

  claim(wish: string): string {
    const plain = identifier(wish);
    const base = isKeyword(plain) ? `${plain}_value` : plain;
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}_${n}`;
    this.#taken.add(name);
    return name;
  }

  /** True, and claimed, when it was free. */
  claimExact(name: string): boolean {
    if (this.#taken.has(name.toLowerCase())) return false;
    this.#taken.add(name.toLowerCase());
    return true;
  }
}

/** Up to `count` outputs of different columns; the key of the first use comes first where it is asked for. */
export function outputsOf(
  scene: Scene,
  uses: readonly Use[],
  count: number,
  { names = new OutputNames(), withKey = scene.random.chance(0.75), plain = false } = {},
): Output[] {
  const [root] = uses;
  const outputs: Output[] =
    root && withKey ? root.entity.key.map(field => plainOutput(names, root, field)) : [];
  const wanted = outputs.length + count;
  const shown = new Set(root && withKey ? root.entity.key.map(field => ref(root, field)) : []);
  while (outputs.length < wanted) {
    const open = uses
      .flatMap(use => use.entity.fields.map(field => ({ use, field, place: ref(use, field) })))
      .filter(({ place }) => !shown.has(place));
    const drawn = scene.random.weighted(open, ({ field }) => interest[field.role]);
    if (!drawn) break;
    shown.add(drawn.place);
    const owner = ownerOf(drawn.use, root);
    const worked =
      plain || scene.random.chance(0.62) ? undefined : workedOn(scene, names, drawn.use, drawn.field, owner);
    outputs.push(worked ?? plainOutput(names, drawn.use, drawn.field, owner));
  }
  return outputs;
}

const kinds: Partial<Readonly<Record<Field['role'], OutputKind>>> = {
  key: 'key',
  reference: 'key',
  category: 'category',
  level: 'category',
  flag: 'category',
  amount: 'number',
  count: 'number',
  date: 'date',
  label: 'text',
};

/** `owner`: whose column it is, where that must be said: `station's `. */
export function plainOutput(names: OutputNames, use: Use, field: Field, owner = ''): Output {
  const own = field.column.name;
  const thing = singular(use.entity.table.name);
  const free = names.claimExact(own) && field.name === own;
  const name = free ? own : names.claim(`${thing}_${own}`);
  return {
    sql: sql`${ref(use, field)}`,
    name,
    aliased: !free,
    kind: kinds[field.role] ?? 'other',
    says: `${owner}${phraseOf(field)}`,
  };
}

function phraseOf({ role, column: { name } }: Field): string {
  return role === 'flag' ? flagPhrase(name) : columnPhrase(name);
}

/** A small expression over a column; undefined where none suits. */
function workedOn(
  scene: Scene,
  names: OutputNames,
  use: Use,
  field: Field,
  owner: string,
): Output | undefined {
  const { random } = scene;
  const column = ref(use, field);
  const own = words(field.column.name);
  const phrase = `${owner}${phraseOf(field)}`;
  const named = (text: Sql, wish: string, kind: OutputKind, says = phrase): Output => ({
    sql: text,
    name: names.claim(wish),
    aliased: true,
    kind,
    says,
  });
  switch (field.role) {
    case 'amount':
    case 'count': {
      const border = roundNumber(quantile(field, 0.3 + random.next() * 0.4) ?? 0n) ?? '0';
      return random.pick<() => Output>([
        () => named(sql`ROUND(${column}, 1)`, `${own} rounded`, 'number', `rounded ${phrase}`),
        () => named(sql`${column} * 100`, `${own} times hundred`, 'number', `${phrase} times 100`),
        () => named(sql`COALESCE(${column}, 0)`, own, 'number'),
        () =>
          named(
            sql`CASE WHEN ${column} >= ${border} THEN 'high' ELSE 'low' END`,
            `${own} band`,
            'category',
            `${phrase} as high or low`,
          ),
        () =>
          named(
            sql`CASE WHEN ${column} IS NULL THEN 'unknown' WHEN ${column} > ${border} THEN 'above' ELSE 'below' END`,
            `${own} class`,
            'category',
            `${phrase} as above or below ${border}`,
          ),
        () => named(sql`${column} - ${border}`, `${own} difference`, 'number', `${phrase} less ${border}`),
      ])();
    }
    case 'date':
      return random.pick<() => Output>([
        () => named(sql`substr(${column}, 1, 10)`, `${own} day`, 'date', `day of the ${phrase}`),
        () => named(sql`strftime('%Y-%m', ${column})`, `${own} month`, 'date', `month of the ${phrase}`),
        () => named(sql`strftime('%Y', ${column})`, `${own} year`, 'date', `year of the ${phrase}`),
        () =>
          field.column.notNull
            ? named(sql`date(${column})`, `${own} date`, 'date')
            : named(sql`COALESCE(${column}, 'open')`, own, 'date'),
        () =>
          named(
            sql`CAST(strftime('%m', ${column}) AS INTEGER)`,
            `${own} month number`,
            'category',
            `calendar month of the ${phrase}`,
          ),
      ])();
    case 'epoch':
      return named(sql`datetime(${column}, 'unixepoch')`, `${own} time`, 'date', phrase);
    case 'label':
    case 'code':
      return random.pick<() => Output>([
        () => named(sql`UPPER(${column})`, own, 'text', `${phrase} in capitals`),
        () => named(sql`trim(${column})`, own, 'text'),
        () => named(sql`length(${column})`, `${own} length`, 'number', `length of the ${phrase}`),
        () => named(sql`COALESCE(${column}, '-')`, own, 'text'),
      ])();
    case 'category':
    case 'level':
    case 'flag':
      return choiceOutput(scene, field, column, own, named);
    case 'prose':
      return random.chance(0.5)
        ? named(sql`substr(${column}, 1, 40)`, `${own} start`, 'text', `beginning of the ${phrase}`)
        : named(sql`length(${column})`, `${own} length`, 'number', `length of the ${phrase}`);
    default:
      return undefined;
  }
}

function choiceOutput(
  { random }: Scene,
  field: Field,
  column: string,
  own: string,
  named: (text: Sql, wish: string, kind: OutputKind, says?: string) => Output,
): Output | undefined {
  const [first, second] = frequent(random, field, 2);
  if (first === undefined) return undefined;
  const label = (text: string): string =>
    quoteText(identifier(text.replaceAll("'", '')).replaceAll('_', ' '));
  return random.pick<() => Output>([
    () => named(sql`COALESCE(${column}, ${field.role === 'category' ? "'none'" : '0'})`, own, 'category'),
    () =>
      named(
        sql`CASE WHEN ${column} = ${first} THEN 1 ELSE 0 END`,
        `is ${first.replaceAll("'", '')}`,
        'number',
      ),
    () =>
      second === undefined
        ? named(sql`CASE ${column} WHEN ${first} THEN 'yes' ELSE 'no' END`, `${own} flag`, 'category')
        : named(
            sql`CASE ${column} WHEN ${first} THEN ${label(first)} WHEN ${second} THEN ${label(second)} ELSE 'other' END`,
            `${own} group`,
            'category',
          ),
    () => named(sql`${column} = ${first}`, `matches ${own}`, 'category'),
  ])();
}
