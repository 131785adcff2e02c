/** JSON texts that hold given values at given paths. */
import type { Cell } from '../../ports.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The keys of a path like `$.a.b[0]` or of a bare key; undefined for other paths. */
function keysOf(path: string): (string | number)[] | undefined {
  if (!path.startsWith('$')) return /^[\w ]+$/.test(path) ? [path] : undefined;
  const keys: (string | number)[] = [];
  const rest = path
    .slice(1)
    .replace(/\.("?)([^."[]+)\1|\[(\d+)\]/g, (_, _quote, key: string, index: string) => {
      keys.push(index === undefined ? key : Number(index));
      return '';
    });
  return rest === '' ? keys : undefined;
}

function put(into: Json, keys: readonly (string | number)[], value: Json): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(into) ? [...into] : [];
    while (list.length < key) list.push(null);
    list[key] = put(list[key] ?? null, rest, value);
    return list;
  }
  const object = into !== null && typeof into === 'object' && !Array.isArray(into) ? into : {};
  return { ...object, [key]: put(object[key] ?? null, rest, value) };
}

/** A text with each value at its path; undefined when a path cannot be followed. */
export function jsonWith(values: Iterable<readonly [path: string, value: Json]>): string | undefined {
  let whole: Json = {};
  for (const [path, value] of values) {
    const keys = keysOf(path);
    if (!keys) return undefined;
    whole = put(whole, keys, value);
  }
  return JSON.stringify(whole);
}

/** Texts with usual values at the paths: one path each, all together, and none. */
export function jsonTexts(paths: readonly string[]): string[] {
  const usual: Json[] = [1, 'x', [1, 2], null, '1', { k: 1 }];
  const texts: (string | undefined)[] = [];
  for (const value of usual) texts.push(jsonWith(paths.map(path => [path, value])));
  for (const path of paths) texts.push(jsonWith([[path, 1]]), jsonWith([[path, 'x']]));
  return [...new Set(texts.filter(text => text !== undefined)), '{}'];
}

/** Texts of which the path gives the value, or nearly so. */
export function jsonAt(path: string, cell: Cell, others: readonly string[]): string[] {
  const value = fromCell(cell);
  if (value === undefined) return [];
  const near: Json[] =
    typeof value === 'number' ? [value, String(value), value + 1, value * 10 + 1] : [value, `${value}x`];
  const texts = near.map(json => jsonWith([[path, json]]));
  texts.push(jsonWith([[path, value], ...others.map(other => [other, 1] as const)]));
  const plain = texts[0];
  return [...texts.filter(text => text !== undefined), ...(plain ? [plain.replaceAll(':', ': ')] : [])];
}

/** Lists just below, at and above a length. */
export function jsonLists(path: string, length: number): string[] {
  return [length, length + 1, Math.max(0, length - 1)].flatMap(count => {
    if (!Number.isInteger(count) || count < 0 || count > 50) return [];
    const list = Array.from({ length: count }, (_, i) => i + 1);
    return jsonWith([[path, list]]) ?? [];
  });
}

/** Lists with and without the elements, first, later and twice. */
export function jsonListsOf(path: string, elements: readonly (string | number)[]): string[] {
  const lists: Json[][] = [[1, 1], [1, 2, 1], [], ['x', null]];
  for (const element of elements)
    lists.push(
      [element],
      [element, element],
      ['z', element],
      [element, 'z'],
      [String(element), 0],
      ...(typeof element === 'number' ? [[element + 1, element + 2, element - 1], [element - 1]] : []),
    );
  return lists.flatMap(list => (path === '$' ? JSON.stringify(list) : jsonWith([[path, list]])) ?? []);
}

function fromCell(cell: Cell): Json | undefined {
  if (typeof cell === 'bigint') return Number(cell);
  if (cell instanceof Uint8Array) return undefined;
  return typeof cell === 'string' && /^[[{"]/.test(cell) ? parsed(cell) : cell;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
