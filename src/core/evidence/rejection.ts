/** Why a candidate was turned down, with its witness laid out for the eye. */

import { counted, formatCell } from '../format.ts';
import type { Rejected } from '../optimize/contract.ts';
import type { Cell, ResultSet } from '../ports.ts';
import type { Witness } from '../verify/verdict.ts';
import { blocks, bullets, fenced, markdownTable } from './markdown.ts';
import { verdictSentences } from './verdict-text.ts';

const MAX_ROWS = 50;

/** The rejected candidate, its reason and, where the judge refuted it, the smallest database that shows it. */
export function rejectionMarkdown(original: string, rejected: Rejected): string {
  const { verdict } = rejected;
  const witness = verdict?.verdict === 'refuted' ? verdict.witness : undefined;
  return blocks(
    `# ${verdict?.verdict === 'refuted' ? 'Refuted' : 'Turned down'}: ${rejected.techniques.join(', ') || 'rewrite'}`,
    rejected.reason,
    ...(verdict ? [bullets(verdictSentences(verdict))] : []),
    ...(witness ? witnessBlocks(witness) : []),
    '## Original',
    fenced(original, 'sql'),
    '## Candidate (do not use)',
    fenced(rejected.sql, 'sql'),
  );
}

function witnessBlocks(witness: Witness): string[] {
  const parameters = Object.entries(witness.parameters);
  const { rewrite } = witness;
  return [
    '## On this database the two differ',
    ...(witness.tables.length === 0 ? ['Every table is empty.'] : []),
    ...witness.tables.flatMap(table => [
      `**${table.name}** (${counted(table.rows.length, 'row')})`,
      cellTable(table.columns, table.rows),
    ]),
    ...(parameters.length > 0
      ? [`With ${parameters.map(([name, value]) => `\`${name}\` = ${formatCell(value)}`).join(', ')}.`]
      : []),
    '### The original returns',
    resultTable(witness.original),
    '### The candidate returns',
    rewrite ? resultTable(rewrite) : 'An error.',
    ...(witness.inserts.length > 0
      ? [
          '### To see for yourself',
          fenced(witness.inserts.map(line => line.replace(/;?\s*$/, ';')).join('\n'), 'sql'),
        ]
      : []),
  ];
}

function resultTable(result: ResultSet): string {
  return result.rows.length === 0 ? 'No rows.' : cellTable(result.columns, result.rows);
}

function cellTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const shown = rows.slice(0, MAX_ROWS).map(row => row.map(formatCell));
  const table = markdownTable(columns, shown);
  return rows.length > MAX_ROWS ? `${table}\n\n… and ${rows.length - MAX_ROWS} more rows.` : table;
}
