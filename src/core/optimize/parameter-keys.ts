/** How the values of parameters are keyed. */
import type { Parameter } from '../sql/model.ts';

/**
 * The key of each parameter in order of the text: its text, and for a plain `?` its number as SQLite counts it (one
 * more than the largest before).
 */
export function parameterKeys(parameters: readonly Parameter[]): string[] {
  let largest = 0;
  const seen = new Set<string>();
  return parameters.map(({ text }) => {
    if (text === '?') return `?${++largest}`;
    const number = /^\?(\d+)$/.exec(text);
    if (number) largest = Math.max(largest, Number(number[1]));
    else if (!seen.has(text)) largest++;
    seen.add(text);
    return number ? `?${Number(number[1])}` : text;
  });
}
