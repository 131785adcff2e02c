/** Texts of which a part, as `substr` takes it out, has a certain value. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';

/** A value at a place in a text, counted from 1. */
export interface TextPart {
  readonly start: number;
  readonly text: string;
}

/** Where something longer stands, a text is not worth building. */
const LONGEST = 60;
/** Texts of one column that the parts are set into, and texts that come of it. */
const MOST_BASES = 8;
const MOST_SPLICED = 10;

/** Texts that have the part at `start` (negative: counted from the end), behind and before different neighbours. */
export function textsWithPart(part: string, start: number): string[] {
  if (Math.abs(start) > LONGEST || !Number.isInteger(start)) return [part];
  if (start < 0) {
    const behind = 'x'.repeat(Math.max(0, -start - part.length));
    return [...new Set([`x${part}${behind}`, `${part}${behind}`, `12${part}${behind}`, part])];
  }
  if (start < 2) {
    const texts = [part, `${part}x`, `${part}-1`, `${part}1234`, `x${part}`, `0${part}`, part.toLowerCase()];
    return [...new Set(texts)];
  }
  const [letters, digits] = ['x'.repeat(start - 1), '0'.repeat(start - 1)];
  const own = part === '' ? letters : part.repeat(start).slice(0, start - 1);
  const texts = [
    `${letters}${part}`,
    `${digits}${part}12`,
    `${own}${part}`,
    `${letters}x${part}`,
    `x${part}`,
    part,
  ];
  return [...new Set(texts)];
}

/** Whether the value, or its digits, can stand at this place of an ISO date of our days. */
export function isPartOfDate(value: Cell, start: number, length: number): boolean {
  if (typeof value !== 'string' && typeof value !== 'bigint') return false;
  const text = typeof value === 'bigint' ? String(value).padStart(length, '0') : value;
  if (text.length !== length) return false;
  switch (`${start} ${length}`) {
    case '1 4':
      return /^(19|20|21)\d\d$/.test(text);
    case '1 7':
      return /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text);
    case '6 2':
      return /^(0[1-9]|1[0-2])$/.test(text);
    case '6 5':
      return /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text);
    case '9 2':
      return /^(0[1-9]|[12]\d|3[01])$/.test(text);
    case '12 2':
      return /^([01]\d|2[0-3])$/.test(text);
    case '12 5':
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
    case '15 2':
    case '18 2':
      return /^[0-5]\d$/.test(text);
    default:
      return false;
  }
}

/** Whether an ISO date with a time can have such characters there, whatever their meaning. */
export function looksLikeDateAt(text: string, start: number): boolean {
  const shape = '0000-00-00 00:00:00';
  if (start < 1 || start + text.length - 1 > shape.length) return false;
  return text.replace(/\d/g, '0').replaceAll('T', ' ') === shape.slice(start - 1, start - 1 + text.length);
}

/**
 * Texts with all parts at once that are asked for in a column, set into texts that the queries and CHECKs name for it:
 * `substr(code, 3, 2) = '00'` beside `code LIKE 'C-%'` needs `C-00`.
 */
export function splicedTexts(parts: readonly TextPart[], named: readonly Cell[]): string[] {
  const places = new Map<number, string[]>();
  for (const { start, text } of parts) places.set(start, [...(places.get(start) ?? []), text]);
  const starts = [...places].sort(([a], [b]) => a - b);
  const [first] = starts;
  if (!first || first[0] > LONGEST) return [];
  const texts = named.filter(value => value !== null && !(value instanceof Uint8Array)).map(String);
  const bases = [...new Set(texts)]
    .filter(text => text !== '' && text.length <= LONGEST)
    .slice(0, MOST_BASES);
  const found = new Set<string>();
  for (const base of bases)
    for (const turn of [0, 1]) {
      let text = base;
      for (const [start, values] of starts) {
        const part = values[turn % values.length] ?? '';
        const head = text.slice(0, start - 1);
        text = `${fill(head, start - 1)}${part}${text.slice(start - 1 + part.length)}`;
      }
      if (text !== base && text.length <= LONGEST) found.add(text);
    }
  return [...found].slice(0, MOST_SPLICED);
}

/** The beginning of a text made longer: `1` to `1.`, as the parts of versions stand. */
function fill(head: string, length: number): string {
  return head.padEnd(length, /\d$/.test(head) ? '.' : 'x');
}

/** Adds the spliced texts of each column behind the first values that are used as they are. */
export function addSplicedTexts(
  parts: ReadonlyMap<Column, readonly TextPart[]>,
  constants: ReadonlyMap<Column, readonly Cell[]>,
  exact: Map<Column, Cell[]>,
): void {
  for (const [column, own] of parts) {
    const known = exact.get(column) ?? [];
    const texts = splicedTexts(own, [...(constants.get(column) ?? []), ...known]);
    const fresh = texts.filter(text => !known.includes(text));
    exact.set(column, [...known.slice(0, 4), ...fresh, ...known.slice(4)]);
  }
}
