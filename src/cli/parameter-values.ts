/** `--param NAME=VALUE`. */
import { tokens } from '../core/dialect/sqlite/lex.ts';
import { QuillError } from '../core/errors.ts';
import type { Cell } from '../core/ports.ts';

/**
 * Values by the parameter's text. NAME may leave out its mark (`id` for `:id`); a plain `?` is named by its position,
 * `1` or `?1`. Throws QuillError `parameter`.
 */
export function readParameters(sql: string, given: readonly string[]): Record<string, Cell> {
  const known = parameterNames(sql);
  return Object.fromEntries(
    given.map(text => {
      const at = text.indexOf('=');
      if (at < 1) throw new QuillError('parameter', `--param ${text} has no value; write NAME=VALUE.`);
      const name = text.slice(0, at);
      const parameter = known.find(one => one === name) ?? known.find(one => one.slice(1) === name);
      if (parameter === undefined)
        throw new QuillError(
          'parameter',
          known.length === 0
            ? `The statement has no parameters, so --param ${name} has no place.`
            : `The statement has no parameter ${name}; it has ${known.join(', ')}.`,
        );
      return [parameter, readValue(text.slice(at + 1))];
    }),
  );
}

/** The parameters of a statement, once each; SQLite numbers a plain `?` one above the highest before it. */
export function parameterNames(sql: string): string[] {
  const names = new Map<string, number>();
  let highest = 0;
  for (const token of tokens(sql)) {
    if (token.kind !== 'parameter') continue;
    const text = sql.slice(token.start, token.end);
    const number = /^\?\d+$/.test(text) ? Number(text.slice(1)) : undefined;
    const name = text === '?' ? `?${highest + 1}` : text;
    if (names.has(name)) continue;
    names.set(name, number ?? highest + 1);
    highest = Math.max(highest, number ?? highest + 1);
  }
  return [...names.keys()];
}

/** `NULL`, `42`, `4.5`, `'text'`, `x'00ff'`; anything else is text as it stands. */
export function readValue(text: string): Cell {
  if (/^null$/i.test(text)) return null;
  if (/^[+-]?\d+$/.test(text)) {
    const integer = BigInt(text.replace(/^\+/, ''));
    return BigInt.asIntN(64, integer) === integer ? integer : Number(text);
  }
  if (/^[+-]?(\d+\.\d*|\.\d+|\d+(?=e))(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^'([^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  const blob = /^x'((?:[0-9a-f]{2})*)'$/i.exec(text);
  return blob === null ? text : new Uint8Array(Buffer.from(blob[1] ?? '', 'hex'));
}
