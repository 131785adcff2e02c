/** A SELECT list of several columns, broken into lines where it would grow long. */
const widest = 80;

/**
 * The columns with commas: on one line while they fit, else one a line, deeper than the clauses.
 * @param line the line break that clauses of this SELECT begin with
 */
export function columnList(line: string, columns: readonly string[]): string {
  const inline = columns.join(', ');
  if (inline.length + line.length <= widest && !inline.includes('\n')) return inline;
  return columns.map(column => `${line}  ${column}`).join(',').trimStart();
}
