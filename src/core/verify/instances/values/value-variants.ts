/** Values like given ones: candidates where few values satisfy a CHECK. */

import type { Cell } from '../../../ports.ts';
import { coerce, numbered, plainValues, type ValueKind } from '../../../schema/value-kind.ts';
import type { Expr } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';

const MOST = 600;
const LONGEST = 130;

/** The integers a condition names that may be lengths of texts. */
export function lengthsIn(expr: Expr): number[] {
  const found = new Set<number>();
  walk(expr, node => {
    if (node.kind === 'literal' && typeof node.value === 'bigint' && node.value > 0n && node.value <= LONGEST)
      for (const length of [node.value, node.value + 1n, node.value - 1n]) found.add(Number(length));
  });
  return [...found];
}

/** Candidates of the kind, those that change the values least first. */
export function variantsOf(values: readonly Cell[], kind: ValueKind, lengths: readonly number[]): Cell[] {
  const found = new Set<Cell>();
  const add = (value: Cell | undefined): void => {
    const cell = value === undefined ? undefined : coerce(value, kind);
    if (cell !== undefined && cell !== null && found.size < MOST) found.add(cell);
  };
  for (const value of values) {
    if (typeof value === 'string') for (const text of ofLengths(value, lengths)) add(text);
    if (typeof value === 'string') for (const text of sameShape(value)) add(text);
    if (typeof value === 'bigint') for (const number of nearIntegers(value)) add(number);
    if (typeof value === 'number') for (const step of [0.5, 1, 2, 3, 5, 10]) add(value + step);
  }
  for (const length of lengths) for (const char of 'xXaA01 ') add(char.repeat(length));
  for (let n = 0; n < 40; n++) add(numbered(kind, n));
  for (const value of plainValues(kind)) add(value);
  return [...found];
}

/** The text cut or filled up to each length, and in other letters. */
function ofLengths(text: string, lengths: readonly number[]): string[] {
  const result = [text.toUpperCase(), text.toLowerCase(), text.trim()];
  const [first = 'x', last = 'x'] = [text.at(0), text.at(-1)];
  for (const length of lengths) {
    if (text.length >= length) result.push(text.slice(0, length));
    else for (const pad of new Set([last, first, '0', 'x', 'A'])) result.push(text.padEnd(length, pad));
  }
  return result;
}

const alphabets = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'] as const;

/** The text with one character exchanged for another letter or digit of its sort, the last characters first. */
function sameShape(text: string): string[] {
  const result: string[] = [];
  for (let at = text.length - 1; at >= 0 && at >= text.length - 6; at--) {
    const alphabet = alphabets.find(chars => chars.includes(text.charAt(at)));
    for (const char of (alphabet ?? '').slice(0, 10))
      if (char !== text.charAt(at)) result.push(text.slice(0, at) + char + text.slice(at + 1));
  }
  return result;
}

function nearIntegers(value: bigint): bigint[] {
  const result: bigint[] = [];
  for (let step = 1n; step <= 12n; step++) result.push(value + step, value - step, value * step);
  return result;
}
