/** Reads names and strings as SQLite writes them. */

/** The name that an identifier's text stands for: `"a""b"`, `[a]`, `` `a` ``, `'a'` or the word itself. */
export function unquoteName(text: string): string {
  const first = text.charAt(0);
  if (first === '[') return text.slice(1, -1);
  if (first === '"' || first === '`' || first === "'")
    return text.slice(1, -1).replaceAll(first + first, first);
  return text;
}
