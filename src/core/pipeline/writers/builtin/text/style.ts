/** How people lay SQL out. */
import { isKeyword } from '../../../../dialect/sqlite/keywords.ts';
import { tokens } from '../../../../dialect/sqlite/lex.ts';
import type { Random } from '../../../../random.ts';

export interface Style {
  readonly lowerCase: boolean;
  /** Everything on one line; nested queries too. */
  readonly flat: boolean;
  /** One output a line. */
  readonly column: boolean;
  readonly leadingCommas: boolean;
  /** A line is filled up to this. */
  readonly width: number;
  readonly indent: number;
  /** `orders AS o` instead of `orders o`. */
  readonly as: boolean;
  readonly inner: boolean;
  /** AND at the start of a line instead of the end. */
  readonly leadingAnd: boolean;
  readonly semicolon: boolean;
  readonly comment: 'none' | 'line' | 'block';
}

export function styleOf(random: Random): Style {
  const flat = random.chance(0.12);
  return {
    lowerCase: random.chance(0.28),
    flat,
    column: random.chance(0.35),
    leadingCommas: !flat && random.chance(0.08),
    width: random.pick([72, 90, 100]),
    indent: random.pick([2, 2, 4]),
    as: random.chance(0.3),
    inner: random.chance(0.2),
    leadingAnd: random.chance(0.8),
    semicolon: false,
    comment: flat || random.chance(0.85) ? 'none' : random.pick(['line', 'line', 'block']),
  };
}

/** Keywords and functions, which are made in capitals, in small letters. Strings, names and comments stay. */
export function lowerCased(text: string): string {
  let result = '';
  let at = 0;
  for (const { kind, start, end } of tokens(text)) {
    const word = text.slice(start, end);
    const isCall = text.charAt(end) === '(';
    const lower = kind === 'word' && word === word.toUpperCase() && (isCall || isKeyword(word));
    result += text.slice(at, start) + (lower ? word.toLowerCase() : word);
    at = end;
  }
  return result + text.slice(at);
}
