/** The parameters of a statement's text, and values for them as people type them. */
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
 * stands. An integer past 64 bits is a real, as in SQL.
 */
export function readValue(typed: string): Cell {
  const text = typed.trim();
  if (/^null$/i.test(text)) return null;
  if (/^[+-]?\d+$/.test(text)) {
    const integer = BigInt(text.replace(/^\+/, ''));
    return BigInt.asIntN(64, integer) === integer ? integer : Number(text);
  }
  if (/^[+-]?(\d+\.\d*|\.\d+|\d+(?=e))(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^'([^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  const blob = /^x'((?:[0-9a-f]{2})*)'$/i.exec(text);
  if (blob === null) return typed;
  const pairs = blob[1]?.match(/../g) ?? [];
  return Uint8Array.from(pairs, pair => Number.parseInt(pair, 16));
}
