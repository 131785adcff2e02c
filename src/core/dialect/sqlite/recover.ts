/** Where an unclosed quote ends while somebody is typing. */

// A run of blanks is tried from its beginning alone: from each of its lines, many of them would take for ever.
const BLANK_LINE_AND_STATEMENT =
  /(?<!\s)([ \t\r]*)\n[ \t\r]*\n\s*(?=(?:select|with|insert|update|delete|replace|create|drop|alter|explain|pragma|begin|commit|values)\b)/i;

/**
 * The end of an unclosed quote, before the blank line above a statement it must not swallow, or undefined when the
 * quote is well closed. `close` is the offset of the closing quote, or the end of the text. A literal may well hold a
 * blank line and a keyword; then the quotes on the rest of that statement's text up to the line of `close` are odd in
 * number, because the last one closes the literal. Where they are even, that text has its own pairs, and the quote was
 * open.
 */
export function recoveryPoint(
  text: string,
  start: number,
  close: number,
  quote: string,
  closed: boolean,
): number | undefined {
  // Only the quoted text itself is searched: a scan to the end of the file for each quote would be quadratic.
  const inside = text.slice(start, close);
  if (!inside.includes('\n')) return undefined;
  const found = BLANK_LINE_AND_STATEMENT.exec(inside);
  if (found === null) return undefined;
  const stop = start + found.index + found[1]!.length;
  if (!closed) return stop;
  const keyword = start + found.index + found[0].length;
  const line = text.indexOf('\n', close);
  const end = line < 0 ? text.length : line;
  let quotes = 0;
  for (let at = text.indexOf(quote, keyword); at >= 0 && at < end; at = text.indexOf(quote, at + 1)) quotes++;
  return quotes % 2 === 0 ? stop : undefined;
}
