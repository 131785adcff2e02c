/** The lexer: SQLite's tokens with offsets, after its tokenize.c. It never throws. */
import type { Span } from '../../sql/span.ts';
import { isDigit, isHexDigit, isIdentifierPart, isIdentifierStart, isSpace } from './characters.ts';
import { recoveryPoint } from './recover.ts';

export type TokenKind =
  | 'word' // keywords and names without quotes
  | 'name' // "x", [x], `x`
  | 'string'
  | 'blob'
  | 'number'
  | 'parameter'
  | 'operator' // also ( ) , ; .
  | 'comment'
  | 'bad'; // an unclosed quote, a malformed number or blob, a character SQLite does not know

export interface Token extends Span {
  readonly kind: TokenKind;
}

export interface LexOptions {
  /**
   * For text that is being typed: an unclosed quote ends at a blank line followed by a statement keyword instead of
   * swallowing the rest of the file. Off: exactly what SQLite reads.
   */
  readonly recover?: boolean;
}

/** All tokens of a text, comments included, blanks left out, in order. Offsets are UTF-16. Never throws. */
export function tokens(text: string, options: LexOptions = {}): Token[] {
  const found: Token[] = [];
  const recover = options.recover === true;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
      continue;
    }
    const token = tokenAt(text, at, code, recover);
    found.push(token);
    at = token.end;
  }
  return found;
}

/** The token that begins at `start`, which must not be a blank. Never throws. */
export function tokenFrom(text: string, start: number, options: LexOptions = {}): Token {
  return tokenAt(text, start, text.charCodeAt(start), options.recover === true);
}

function tokenAt(text: string, start: number, code: number, recover: boolean): Token {
  if ((code === 0x78 || code === 0x58) && text.charCodeAt(start + 1) === QUOTE) return blob(text, start);
  if (isIdentifierStart(code)) return { kind: 'word', start, end: wordEnd(text, start + 1) };
  if (isDigit(code) || (code === DOT && isDigit(text.charCodeAt(start + 1)))) return number(text, start);
  switch (code) {
    case QUOTE:
      return quoted(text, start, QUOTE, 'string', recover);
    case 0x22: // "
    case 0x60: // `
      return quoted(text, start, code, 'name', recover);
    case 0x5b: // [
      return bracketed(text, start, recover);
    case 0x2d: // -
      if (text.charCodeAt(start + 1) === 0x2d) return { kind: 'comment', start, end: lineEnd(text, start) };
      break;
    case 0x2f: // /
      if (text.charCodeAt(start + 1) === 0x2a) {
        const close = text.indexOf('*/', start + 2);
        return { kind: 'comment', start, end: close < 0 ? text.length : close + 2 };
      }
      break;
    case 0x3f: {
      // ?
      let end = start + 1;
      while (isDigit(text.charCodeAt(end))) end++;
      return { kind: 'parameter', start, end };
    }
    case 0x3a: // :
    case 0x40: // @
    case 0x24: // $
    case 0x23: // #
      return variable(text, start);
  }
  return operator(text, start);
}

const QUOTE = 0x27;
const DOT = 0x2e;

const LONG_OPERATORS = ['->>', '->', '||', '<=', '<>', '<<', '>=', '>>', '==', '!='] as const;
const SINGLE_OPERATORS = new Set('()+-*/%<>=,;.&|~');

function operator(text: string, start: number): Token {
  for (const long of LONG_OPERATORS) {
    if (text.startsWith(long, start)) return { kind: 'operator', start, end: start + long.length };
  }
  const character = text.charAt(start);
  return { kind: SINGLE_OPERATORS.has(character) ? 'operator' : 'bad', start, end: start + 1 };
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isIdentifierPart(text.charCodeAt(end))) end++;
  return end;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function quoted(text: string, start: number, quote: number, kind: TokenKind, recover: boolean): Token {
  const mark = String.fromCharCode(quote);
  let close = text.indexOf(mark, start + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf(mark, close + 2);
  if (recover) {
    const stop = recoveryPoint(text, start, close < 0 ? text.length : close, mark, close >= 0);
    if (stop !== undefined) return { kind: 'bad', start, end: stop };
  }
  return close < 0 ? { kind: 'bad', start, end: text.length } : { kind, start, end: close + 1 };
}

function bracketed(text: string, start: number, recover: boolean): Token {
  const close = text.indexOf(']', start + 1);
  if (recover) {
    const stop = recoveryPoint(text, start, close < 0 ? text.length : close, ']', false);
    if (stop !== undefined) return { kind: 'bad', start, end: stop };
  }
  return close < 0 ? { kind: 'bad', start, end: text.length } : { kind: 'name', start, end: close + 1 };
}

function blob(text: string, start: number): Token {
  let end = start + 2;
  while (isHexDigit(text.charCodeAt(end))) end++;
  const closed = text.charCodeAt(end) === QUOTE;
  if (closed && (end - start) % 2 === 0) return { kind: 'blob', start, end: end + 1 };
  if (closed) return { kind: 'bad', start, end: end + 1 };
  // As SQLite does: the malformed literal reaches to the closing quote.
  const close = text.indexOf("'", end);
  const line = lineEnd(text, end);
  return { kind: 'bad', start, end: close < 0 || close > line ? line : close + 1 };
}

function number(text: string, start: number): Token {
  let end = start;
  const second = text.charCodeAt(start + 1);
  if (text.charCodeAt(start) === 0x30 && (second === 0x78 || second === 0x58)) {
    if (isHexDigit(text.charCodeAt(start + 2))) end = digits(text, start + 2, isHexDigit);
    else end = start + 1;
  } else {
    end = digits(text, end, isDigit);
    if (text.charCodeAt(end) === DOT) end = digits(text, end + 1, isDigit);
    end = exponent(text, end);
  }
  const after = wordEnd(text, end);
  return { kind: after > end ? 'bad' : 'number', start, end: after };
}

/** Digits with single underscores between them, as SQLite has them since 3.46. */
function digits(text: string, from: number, allowed: (code: number) => boolean): number {
  let end = from;
  for (;;) {
    const code = text.charCodeAt(end);
    const separator =
      code === 0x5f && end > from && allowed(text.charCodeAt(end - 1)) && allowed(text.charCodeAt(end + 1));
    if (!allowed(code) && !separator) return end;
    end++;
  }
}

function exponent(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code !== 0x65 && code !== 0x45) return from;
  const sign = text.charCodeAt(from + 1);
  const first = sign === 0x2b || sign === 0x2d ? from + 2 : from + 1;
  return isDigit(text.charCodeAt(first)) ? digits(text, first, isDigit) : from;
}

/** `:a`, `@a`, `$a::b(c)` and `#a`: names may hold `::` and end in parentheses, a heritage of Tcl. */
function variable(text: string, start: number): Token {
  let end = start + 1;
  let length = 0;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (isIdentifierPart(code)) {
      length++;
      end++;
    } else if (code === 0x28 && length > 0) {
      const close = tclParenthesisEnd(text, end);
      if (close === undefined) return { kind: 'bad', start, end: lineEnd(text, end) };
      end = close;
      break;
    } else if (code === 0x3a && text.charCodeAt(end + 1) === 0x3a) {
      end += 2;
    } else break;
  }
  return { kind: length > 0 ? 'parameter' : 'bad', start, end };
}

function tclParenthesisEnd(text: string, open: number): number | undefined {
  let end = open + 1;
  while (end < text.length && !isSpace(text.charCodeAt(end)) && text.charCodeAt(end) !== 0x29) end++;
  return text.charCodeAt(end) === 0x29 ? end + 1 : undefined;
}
