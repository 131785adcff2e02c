/** Why a candidate was turned down, with its witness laid out for the eye. */

import { counted, formatCount } from '../format.ts';
import type { Rejected } from '../optimize/contract.ts';
import type { Cell } from '../ports.ts';
import { cellKey } from '../verify/compare/cell.ts';
import type { DifferingRows, Witness } from '../verify/verdict.ts';
import { blocks, bullets, code, fenced } from './markdown.ts';
import { MARK, markedResults } from './marked-rows.ts';
import { verdictSentences } from './verdict-text.ts';
import { cellTable, clockSentences, insertText, parameterValues } from './witness.ts';

/** The rejected candidate, its reason and, where the judge refuted it, the smallest database that shows it. */
export function rejectionMarkdown(original: string, rejected: Rejected): string {
  const { verdict } = rejected;
  const { witness, ownRows } =
    verdict?.verdict === 'refuted' ? verdict : { witness: undefined, ownRows: undefined };
  return blocks(
    `# ${verdict?.verdict === 'refuted' ? 'Refuted' : 'Turned down'}: ${rejected.techniques.join(', ') || 'rewrite'}`,
    rejected.reason,
    // The first sentence of a verdict is the reason.
    ...(verdict ? [bullets(verdictSentences(verdict).slice(1))] : []),
    ...(witness ? witnessBlocks(witness) : []),
    ...(ownRows ? ownRowBlocks(ownRows, 'the candidate') : []),
    '## Original',
    fenced(original, 'sql'),
    '## Candidate (do not use)',
    fenced(rejected.sql, 'sql'),
  );
}

/** Rows in which two results differ on the user's own data; `other` is what the second query is called. */
export function ownRowBlocks(
  { columns, onlyOriginal, onlyRewrite }: DifferingRows,
  other: string,
  original = 'the original',
): string[] {
  return [
    ...surplusBlocks(columns, onlyOriginal, original, other),
    ...surplusBlocks(columns, onlyRewrite, other, original),
  ];
}

/** A row that both return may be among them, where one returns it more often. */
function surplusBlocks(
  columns: readonly string[],
  rows: DifferingRows['onlyOriginal'],
  name: string,
  other: string,
): string[] {
  const counts = new Map<string, { readonly row: readonly Cell[]; times: number }>();
  for (const row of rows) {
    const key = JSON.stringify(row.map(cellKey));
    const known = counts.get(key);
    if (known) known.times++;
    else counts.set(key, { row, times: 1 });
  }
  const found = [...counts.values()];
  if (found.length === 0) return [];
  // Only some of the rows are known.
  const marks = found.some(({ times }) => times > 1)
    ? found.map(({ times }) => (times > 1 ? `at least ${formatCount(times)} times more` : ''))
    : undefined;
  return [
    `On your own data, ${name} returns these rows, among others, which ${other} does not return, or not as often:`,
    cellTable(
      columns,
      found.map(({ row }) => row),
      marks,
    ),
  ];
}

function witnessBlocks(witness: Witness): string[] {
  const values = parameterValues(witness.parameters, code);
  const { original, rewrite, marked } = markedResults(witness);
  return [
    '## On this database the two differ',
    ...(witness.tables.length === 0 ? ['Every table is empty.'] : []),
    ...witness.tables.flatMap(table => [
      `${table.name} (${counted(table.rows.length, 'row')}):`,
      cellTable(table.columns, table.rows),
    ]),
    ...(values === '' ? [] : [`With ${values}.`]),
    ...clockSentences(witness),
    '### The original returns',
    original,
    '### The candidate returns',
    rewrite ?? 'An error.',
    ...(marked ? [`${MARK} marks the rows in which they differ.`] : []),
    ...(witness.inserts.length > 0 ? ['### To see for yourself', fenced(insertText(witness), 'sql')] : []),
  ];
}
