/** How the values of parameters are keyed. */

/**
 * The key of each parameter in order of the text, repetitions included: its text, and for a plain `?` its number as
 * SQLite counts it, `?3` (one more than the largest before; each new name takes a number too).
 */
export function parameterKeys(parameters: readonly { readonly text: string }[]): string[] {
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
