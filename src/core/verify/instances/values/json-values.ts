/** JSON texts on which it shows what a query asks of documents. */
import type { JsonPart } from './json-parts.ts';

/** Texts of one document. */
const MOST = 64;
/** Texts of one place below it. */
const MOST_BELOW = 20;
const DEPTH = 8;

/** A key that is missing. */
const absent = undefined;
type Text = string | undefined;

/** The texts of documents, those that give most of what is asked first; each is legal JSON. */
export function jsonDocuments(root: JsonPart): string[] {
  const found = textsOf(root, 0, MOST).filter(text => text !== absent);
  const [first] = found;
  const more = root.anywhere || root.keys.size > 0 ? found.slice(0, 1).map(text => `{"z":${text}}`) : [];
  const spaced = first?.replaceAll(/(?<="):/g, ': ');
  return distinct([...found, ...more, ...(spaced ? [spaced] : []), '{}', '[]', '{"a":1}', 'null']).flatMap(
    text => text ?? [],
  );
}

/** What may stand at a place, the most wanted first. */
function textsOf(part: JsonPart, depth: number, most = MOST_BELOW): Text[] {
  const streams: Text[][] = [];
  if (part.keys.size > 0 && depth < DEPTH) streams.push(objects(part, depth, most));
  if ((part.elements || part.reach > 0 || part.lengths.size > 0) && depth < DEPTH)
    streams.push(lists(part, depth));
  if (streams.length === 0 || part.values.length > 0) streams.push(scalars(part));
  else if (depth > 0) streams.push(['null', absent, '{}', '1']);
  return distinct(inTurn(streams)).slice(0, most);
}

function scalars({ values }: JsonPart): Text[] {
  const around = values.map(value => (value.startsWith('"') ? aroundText(value) : aroundNumber(value)));
  return [...inTurn(around), '1', '2', '"x"', 'null', absent, '3', '"1"', 'true', '[1,2]', '{"k":1}'];
}

function aroundNumber(value: string): Text[] {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return [value];
  const [number, isWhole] = [Number(value), Number.isSafeInteger(Number(value))];
  return [
    value,
    String(number + 1),
    String(number - 1),
    `"${value}"`,
    ...(isWhole ? [value.includes('.') ? String(number) : `${value}.0`] : []),
    absent,
    String(number + 0.5),
    ...(number === 1 ? ['true'] : number === 0 ? ['false'] : []),
    String(number * 10 + 1),
    String(-number),
  ];
}

function aroundText(value: string): Text[] {
  const text = String(JSON.parse(value));
  const otherCase = text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
  const result: Text[] = [text, `${text}x`, otherCase, `x ${text}`].map(each => JSON.stringify(each));
  if (/^-?[1-9]\d{0,14}$/.test(text)) result.splice(1, 0, text, `${text}.0`);
  if (text === 'true' || text === 'false') result.splice(1, 0, text);
  return [...result, absent];
}

/** All keys together, then each by itself at what else may stand there, then the keys at other depths. */
function objects({ keys, elements }: JsonPart, depth: number, most: number): Text[] {
  const names = [...keys.keys()];
  const texts = [...keys.values()].map(part => {
    // What any value is compared with, `value = 1 AND key = 'x'`, may be asked of those named.
    const values = part.values.length > 0 ? part.values : (elements?.values ?? []);
    return textsOf({ ...part, values }, depth + 1);
  });
  const made = (pick: (own: readonly Text[], i: number) => Text): string => {
    const entries = texts.flatMap((own, i) => {
      const text = pick(own, i);
      return text === absent ? [] : [`${JSON.stringify(names[i])}:${text}`];
    });
    return `{${entries.join(',')}}`;
  };
  const others = texts.map(own => own.slice(1, 1 + Math.ceil(most / texts.length)));
  const rounds = inTurn(
    others.map((own, at) => own.map(text => made((all, i) => (i === at ? text : all[0])))),
  );
  const shifted = [1, 2].map(n => made(all => (isNumber(all[0]) ? all[n] : all[0])));
  const nested = texts.length === 1 ? [] : [made(all => all[1]), made(all => all[2])];
  const first = made(all => all[0]);
  return [
    first,
    ...(texts.length > 1 ? shifted : []),
    ...rounds.slice(0, 6),
    ...nested,
    ...elsewhere(keys, first),
    ...rounds.slice(6),
  ];
}

function isNumber(text: Text): boolean {
  return text !== absent && /^-?\d/.test(text);
}

/** For `$.o.x`: the key x beside o, within another key, and within a list. */
function elsewhere(keys: ReadonlyMap<string, JsonPart>, whole: string): Text[] {
  const result: Text[] = [];
  for (const [name, { keys: inner }] of keys)
    for (const [key, part] of inner) {
      const entry = `${JSON.stringify(key)}:${scalars(part)[0] ?? 1}`;
      result.push(`{${entry}}`, `{"z":{${entry}},${JSON.stringify(name)}:{}}`, `[{${entry}}]`);
    }
  return [...result.slice(0, 4), `{"z":${whole}}`];
}

/** Lists with a wanted element once, again, first, later and last, and of the lengths that are asked for. */
function lists({ elements, reach, lengths }: JsonPart, depth: number): Text[] {
  const own = elements ? textsOf(elements, depth + 1) : [];
  const isDocument = (elements?.keys.size ?? 0) > 0;
  const plain = ['1', '2', '"x"', '3'];
  const [a = '1', b = '2', c = '3', ...more] = distinct(
    [...own, ...(isDocument ? [] : plain)].filter(text => text !== absent),
  );
  const others = [b, c, ...more].slice(0, 6);
  const listed = (texts: readonly Text[]): string => `[${texts.join(',')}]`;
  const around = (place: number, length: number): string =>
    listed(Array.from({ length }, (_, i) => (i === place ? a : others[i % others.length])));
  const asked = [...lengths].flatMap(length => [length, length + 1, length - 1]);
  const sized = [...asked, ...(reach > 0 ? [reach, reach + 1] : [])].filter(length => length >= 0);
  const scalar = isDocument ? '1' : a;
  return [
    listed([a, a]),
    ...(elements ? apart(elements, depth).map(listed) : []),
    listed(['null']),
    listed([b, `[${a},${c}]`]),
    listed([c, b, a]),
    listed(['null', a]),
    listed([b, c, a]),
    ...sized.slice(0, 6).map(length => around(0, length)),
    ...Array.from({ length: Math.min(reach, 4) }, (_, i) => around(reach - i, reach + 1)),
    listed([]),
    listed([a]),
    `{"k":${a},"j":${b}}`,
    listed([b, b]),
    listed([a, b, a]),
    scalar,
    listed([b, `{"k":${a}}`]),
    listed([b, b, c]),
    listed([c, a]),
    listed([a, b]),
    listed([b, a]),
    listed([b]),
    listed([c, c]),
    listed([a, 'null']),
    listed([`[${a}]`, a]),
    listed([a, a, b, c]),
    ...more.slice(0, 4).map(text => listed([text, a])),
    listed([c, b]),
    ...(elements && elements.keys.size === 0 ? [`{"k":${a}}`] : []),
  ];
}

/** Elements that each have one of the keys as it is wanted: no element has all, and the list does. */
function apart({ keys }: JsonPart, depth: number): Text[][] {
  if (keys.size < 2) return [];
  const names = [...keys.keys()].map(name => JSON.stringify(name));
  const texts = [...keys.values()].map(part => textsOf(part, depth + 2).filter(text => text !== absent));
  const ways: readonly (readonly [place: number, other: Text])[] = [
    [0, absent],
    [0, '0'],
    // Where more than a number is asked for, the next one is wanted; another constant may stand before it.
    [1, absent],
    [2, absent],
  ];
  return ways.map(([place, other]) =>
    names.map((_, own) => {
      const entries = names.flatMap((name, i) => {
        const wanted = texts[i]?.[isNumber(texts[i]?.[0]) ? place : 0] ?? '1';
        const text = i === own ? wanted : other;
        return text === absent ? [] : [`${name}:${text}`];
      });
      return `{${entries.join(',')}}`;
    }),
  );
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** The first of each, the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap(list => list.slice(i, i + 1))).flat();
}
