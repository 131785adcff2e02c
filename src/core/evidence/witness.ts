/** The parts of a witness as text. */
import { formatCell, formatCount } from '../format.ts';
import type { Cell, ResultSet } from '../ports.ts';
import type { Witness } from '../verify/verdict.ts';
import { markdownTable } from './markdown.ts';

const MAX_ROWS = 50;

/** The statements that rebuild the database, a line each; '' for the empty database. */
export function insertText({ inserts }: Witness): string {
  return inserts.map(insert => insert.replace(/;?\s*$/, ';')).join('\n');
}

/** `:a = 1, ?2 = NULL`; '' where there are none. `written` is how a name stands in the text. */
export function parameterValues(
  values: Readonly<Record<string, Cell>>,
  written: (name: string) => string = name => name,
): string {
  return Object.entries(values)
    .map(([name, value]) => `${written(name)} = ${formatCell(value)}`)
    .join(', ');
}

/** At which time the clock was held, where a query reads it. */
export function clockSentences({ clock }: Witness): string[] {
  if (clock === undefined) return [];
  return [
    `The clock was held at ${clock} UTC: put that text in place of 'now', its day in place of CURRENT_DATE, and so on.`,
  ];
}

/** The rows a query returned; `marks` has a text to stand before each of them. */
export function resultTable({ columns, rows }: ResultSet, marks?: readonly string[]): string {
  return rows.length === 0 ? 'No rows.' : cellTable(columns, rows, marks);
}

/** The first 50 rows, and how many more there are. */
export function cellTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  marks?: readonly string[],
): string {
  const before = (text: string): string[] => (marks === undefined ? [] : [text]);
  const shown = rows
    .slice(0, MAX_ROWS)
    .map((row, i) => [...before(marks?.[i] ?? ''), ...row.map(formatCell)]);
  const table = markdownTable([...before(''), ...columns], shown);
  return rows.length > MAX_ROWS
    ? `${table}\n\n… and ${formatCount(rows.length - MAX_ROWS)} more rows.`
    : table;
}
