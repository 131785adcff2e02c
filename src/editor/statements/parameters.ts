import { tokens } from '../../core/dialect/sqlite/lex.ts';
import type { Cell } from '../../core/ports.ts';

/** The parameters of a statement in order of appearance, once each; a plain `?` is named by its number: `?1`. */
export function parameterNames(sql: string): string[] {
  let highest = 0;
  const names = tokens(sql)
    .filter(token => token.kind === 'parameter')
    .map(token => {
      const text = sql.slice(token.start, token.end);
      const number = text === '?' ? highest + 1 : /^\?\d+$/.test(text) ? Number(text.slice(1)) : undefined;
      highest = Math.max(highest, number ?? highest);
      return text === '?' ? `?${number}` : text;
    });
  return [...new Set(names)];
}

/** A typed value: `NULL`, `42`, `4.5`, `'text'`; anything else is text as it stands. */
export function readValue(typed: string): Cell {
  const text = typed.trim();
  if (/^null$/i.test(text)) return null;
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, ''));
  if (/^[+-]?(\d+\.\d*|\.\d+|\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^'([^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  return typed;
}
