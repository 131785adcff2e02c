/** Different values of several columns that make one text when they are put together: `a || b`, `a || '-' || b`. */
import type { Cell } from '../../../ports.ts';
import type { ValueKind } from '../../../schema/value-kind.ts';

/** A constant text, or the number of a column. */
export type TextPart = string | number;
/** A text put together from its parts. */
export type TextKey = readonly TextPart[];

/** What a column of a key may hold. */
export interface KeyColumn {
  readonly kind: ValueKind;
  readonly pool: readonly Cell[];
  /** A key by itself. */
  readonly unique: boolean;
  /** What the conditions on it leave; undefined when there are none. */
  readonly good: readonly Cell[] | undefined;
  readonly allows: (value: Cell) => boolean;
}

/** Values for columns by their numbers. */
export type Values = ReadonlyMap<number, Cell>;

/** Values that show a mistake beside each other. */
export interface Meeting {
  /** For one row (or one row of each table) after the other. */
  readonly rows: readonly Values[];
  /** Those at which two keys are equal whose parts are not. */
  readonly uneven?: Values;
}

const ROWS = 6;
/** Ways to read a text as a key, of all that there are. */
const READINGS = 4;
const MOST_READINGS = 80;
const letters = ['ab', 'cd', 'ef', 'gh', 'ij'] as const;
const digits = ['12', '34', '56', '78', '91'] as const;

/** For each key: rows in which all keys are one text, made in different ways; none where it can be read in one only. */
export function collidingTexts(keys: readonly TextKey[], column: (n: number) => KeyColumn): Meeting[] {
  const texts = new Set(keys.flatMap(key => (columnsOf(key).length > 0 ? textsOf(key, column) : [])));
  return [...texts].flatMap(text => {
    const readings = keys.map(key => readingsOf(key, text, column)).filter(list => list.length > 0);
    const ambiguous = readings.some(list => list.length > 1) || readings.length > 1;
    return ambiguous ? [combined(readings)] : [];
  });
}

/** All keys read the same way, then every other one differently. */
export function combined(readings: readonly (readonly Values[])[]): Meeting {
  const rows = new Map<string, Values>();
  const read = (turn: readonly [number, number]): void => {
    const row = joined(readings.map((list, i) => list[(turn[i % 2] ?? 0) % list.length] ?? new Map()));
    const text = [...(row ?? [])].map(([n, value]) => `${n} ${typeof value} ${value}`).join('\u0001');
    if (row && rows.size < ROWS) rows.set(text, row);
  };
  for (const turn of turns) read(turn);
  const uneven =
    readings.length > 1 && readings.some(list => list.length > 1)
      ? joined(readings.map((list, i) => list[(i + 1) % list.length] ?? new Map()))
      : undefined;
  return { rows: [...rows.values()], ...(uneven && { uneven }) };
}

/** Which reading the even and the odd keys take. */
const turns = [
  [0, 0],
  [1, 1],
  [0, 1],
  [1, 0],
  [2, 2],
  [2, 0],
  [3, 3],
  [0, 3],
] as const;

/** Undefined where one column would need two values. */
function joined(parts: readonly Values[]): Values | undefined {
  const row = new Map<number, Cell>();
  for (const part of parts)
    for (const [n, value] of part) {
      if (row.has(n) && row.get(n) !== value) return undefined;
      row.set(n, value);
    }
  return row;
}

function columnsOf(key: TextKey): number[] {
  return key.filter(part => typeof part === 'number');
}

/** Texts that the key may be, in which what keeps its parts apart stands within a part as well. */
function textsOf(key: TextKey, column: (n: number) => KeyColumn): string[] {
  const columns = columnsOf(key);
  const isText = (n: number): boolean => ['text', 'any'].includes(column(n).kind);
  const fresh = columns.every(isText) ? letters : digits;
  const write = (own: (n: number, place: number) => string): string => {
    let place = 0;
    return key.map(part => (typeof part === 'number' ? own(part, place++) : part)).join('');
  };
  const plain = (n: number, place: number): string => {
    const { pool, allows } = column(n);
    const text = fresh[place % fresh.length] ?? '';
    const value: Cell = isText(n) ? text : BigInt(text);
    return String(allows(value) ? value : (longest(pool.filter(allows)) ?? value));
  };
  const separators = new Set(
    key.filter((part, i) => typeof part === 'string' && part !== '' && i > 0 && i < key.length - 1),
  );
  const holders = columns.filter(isText);
  const [first] = holders;
  const last = holders.at(-1);
  const texts = [...separators].flatMap(separator =>
    [first, last].map(holder => write((n, place) => (n === holder ? `x${separator}y` : plain(n, place)))),
  );
  const wanted = columns.some(n => (column(n).good?.length ?? MANY) < MANY)
    ? [write((n, place) => String(longest(column(n).good ?? []) ?? plain(n, place)))]
    : [];
  return [...new Set([...texts, write(plain), ...wanted])].slice(0, 3);
}

/** Of a few values one that holds another at an end, so that either may be read; else the first. */
function longest(values: readonly Cell[]): Cell | undefined {
  const texts = values.filter(value => value !== null).map(String);
  const holds = (text: string): boolean =>
    texts.some(other => other !== text && other !== '' && (text.startsWith(other) || text.endsWith(other)));
  const found = values.find(value => value !== null && holds(String(value)));
  return found ?? values.find(value => value !== null);
}

/** More values than that are hardly a condition. */
const MANY = 8;

/** How the text can be read as the key, the likeliest first: what the conditions ask for, no empty parts, even ones. */
function readingsOf(key: TextKey, text: string, column: (n: number) => KeyColumn): Values[] {
  const found: { readonly row: Values; readonly cost: number }[] = [];
  const last = key.length - 1;
  const read = (place: number, rest: string, row: Values, cost: number): void => {
    if (found.length >= MOST_READINGS) return;
    const part = key[place];
    if (part === undefined) {
      if (rest === '') found.push({ row, cost });
    } else if (typeof part === 'string') {
      if (rest.startsWith(part)) read(place + 1, rest.slice(part.length), row, cost);
    } else
      for (let length = place === last ? rest.length : 0; length <= rest.length; length++) {
        const value = readAs(rest.slice(0, length), column(part));
        if (value === undefined || (row.has(part) && row.get(part) !== value)) continue;
        const unwanted = column(part).good?.includes(value) === false ? 1000 : 0;
        const more = unwanted + (length === 0 ? 100 : 0) + Math.abs(length - text.length / key.length);
        read(place + 1, rest.slice(length), new Map([...row, [part, value]]), cost + more);
      }
  };
  read(0, text, new Map(), 0);
  return found
    .sort((a, b) => a.cost - b.cost)
    .slice(0, READINGS)
    .map(({ row }) => row);
}

function readAs(text: string, { kind, allows }: KeyColumn): Cell | undefined {
  const isNumber = kind === 'integer' || kind === 'numeric';
  if (isNumber && !/^(0|-?[1-9]\d{0,14})$/.test(text)) return undefined;
  if (!isNumber && kind !== 'text' && kind !== 'any') return undefined;
  const value = isNumber ? BigInt(text) : text;
  return allows(value) ? value : undefined;
}
