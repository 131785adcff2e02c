/** The parameters of a statement's text, and values for them as people type them. */
import { QuillError } from '../../errors.ts';
import type { Cell } from '../../ports.ts';
import { parameterKeys } from '../../sql/parameter-keys.ts';
import { tokens } from './lex.ts';

/** The keys of a statement's parameters in order of appearance, once each; see `parameterKeys`. Never throws. */
export function parameterNames(sql: string): string[] {
  const parameters = tokens(sql).filter(token => token.kind === 'parameter');
  return [...new Set(parameterKeys(parameters.map(({ start, end }) => ({ text: sql.slice(start, end) }))))];
}

/**
 * A typed value: `NULL`, `42`, `4.5`, `'text'`, `x'00ff'`, blanks around it ignored; anything else is text as it
 * stands. Throws QuillError `parameter` for what is begun as one of these and is none: an integer past 64 bits, a text
 * or blob that is not closed, a blob of odd digits.
 */
export function readValue(typed: string): Cell {
  const text = typed.trim();
  if (/^null$/i.test(text)) return null;
  if (/^[+-]?\d+$/.test(text)) {
    const integer = BigInt(text.replace(/^\+/, ''));
    if (BigInt.asIntN(64, integer) === integer) return integer;
    throw malformed(text, `does not fit in 64 bits; write ${text}.0 for a real or '${text}' for a text`);
  }
  if (/^[+-]?(\d+\.\d*|\.\d+|\d+(?=e))(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^'([^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (text.startsWith("'"))
    throw malformed(text, `is no text; write 'it''s', with each quote inside doubled`);
  const blob = /^x'((?:[0-9a-f]{2})*)'$/i.exec(text);
  if (blob === null) {
    if (!/^x'/i.test(text)) return typed;
    throw malformed(text, "is no blob; write x'00ff', two hexadecimal digits a byte");
  }
  const pairs = blob[1]?.match(/../g) ?? [];
  return Uint8Array.from(pairs, pair => Number.parseInt(pair, 16));
}

function malformed(text: string, why: string): QuillError {
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return new QuillError('parameter', `The value ${short} ${why}.`);
}
