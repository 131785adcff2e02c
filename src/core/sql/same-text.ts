/** Texts of SQL compared without what carries no meaning; what stands in quotes is left alone. */

const quoted = /('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])/;

/** With one blank for any run of them. */
export function squeezed(text: string): string {
  return outsideQuotes(text, part => part.replace(/\s+/g, ' '));
}

/** Equal for texts that differ in blanks and in the case of names and keywords only. */
export function sameText(text: string): string {
  return outsideQuotes(text, part =>
    part
      .replace(/\s+/g, ' ')
      .replace(/ ?([^\w\s]) ?/g, '$1')
      .toLowerCase(),
  );
}

function outsideQuotes(text: string, change: (part: string) => string): string {
  // Every second part is one in quotes.
  return text
    .split(quoted)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');
}
