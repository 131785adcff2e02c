/** Markdown that also reads well as plain text: tables are padded so that their columns line up. */

type Align = 'left' | 'right';

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

/** A table of at least one column. Rows may be shorter than the header. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): string {
  const cells = [header, ...rows].map(row => header.map((_, i) => inCell(row[i] ?? '')));
  const widths = header.map((_, i) => Math.max(3, ...cells.map(row => [...(row[i] ?? '')].length)));
  const pad = (text: string, i: number): string => {
    const blanks = ' '.repeat((widths[i] ?? 3) - [...text].length);
    return align[i] === 'right' ? blanks + text : text + blanks;
  };
  const line = (row: readonly string[]): string => `| ${row.map(pad).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    align[i] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [first, ...others] = cells;
  return [line(first ?? []), `| ${rule.join(' | ')} |`, ...others.map(line)].join('\n');
}

/** A fenced block, with a fence longer than any run of backticks inside. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A block of code by indentation, which leaves plain text without fences. */
export function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

/** Text as inline code, whatever backticks are in it. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
  if (longest === 0) return `\`${text}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

export function bullets(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

/** The blocks that are there, apart by an empty line, ending in one line feed. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return `${parts.filter(part => part !== undefined && part !== '').join('\n\n')}\n`;
}
