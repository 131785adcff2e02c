/** Why a candidate was turned down, with its witness laid out for the eye. */

import { counted } from '../format.ts';
import type { Rejected } from '../optimize/contract.ts';
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
  const side = (name: string, rows: DifferingRows['onlyOriginal']): string[] =>
    rows.length === 0
      ? []
      : [`On your own data, only ${name} returns, among others:`, cellTable(columns, rows)];
  return [...side(original, onlyOriginal), ...side(other, onlyRewrite)];
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
