/** A SELECT list of several columns, broken into lines where it would grow long. */
const widest = 80;

/**
 * `SELECT a, b` on one line while it fits, else one column a line.
 * @param words `SELECT` in the author's letter case
 * @param line the line break that clauses of this SELECT begin with
 */
export function selectList(words: string, line: string, columns: readonly string[]): string {
  const inline = columns.join(', ');
  if (inline.length + line.length <= widest && !inline.includes('\n')) return `${words} ${inline}`;
  return `${words}${columns.map(column => `${line}  ${column}`).join(',')}`;
}
