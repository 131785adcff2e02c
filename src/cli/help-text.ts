/** What stands below the options in the help of a command. */

/** No paragraph is wider, however wide the terminal is: long lines are hard to read. */
const WIDEST = 100;

/**
 * Fits paragraphs to a terminal of so many columns. Lines that end in a colon or are indented, such as examples, stay
 * as they are.
 */
export function helpText(text: string, columns = process.stdout.columns ?? 80): string {
  const width = Math.min(WIDEST, Math.max(40, columns));
  const lines: string[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    lines.push(...wrapped(paragraph.join(' '), width));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    if (line !== '' && !line.startsWith(' ') && !line.endsWith(':')) {
      paragraph.push(line);
      continue;
    }
    endParagraph();
    lines.push(line);
  }
  endParagraph();
  return lines.join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== '') lines.push(word);
  }
  return lines;
}
