/** A verdict of `quill verify`, as JSON and as text. */

import { blocks, bullets, markdownTable } from '../core/evidence/markdown.ts';
import { verdictLine, verdictSentences } from '../core/evidence/verdict-text.ts';
import { counted, formatCell } from '../core/format.ts';
import type { Cell, ResultSet } from '../core/ports.ts';
import type { Verdict, Witness } from '../core/verify/verdict.ts';

const MAX_ROWS = 50;

/** What a line of a batch and `verify --json` print. `witness` may be "": the empty database. */
export interface VerdictObject {
  readonly id?: string | number;
  readonly verdict: Verdict['verdict'] | 'error';
  readonly reason?: string;
  readonly explanation?: string;
  readonly databases: number;
  readonly mutants: { readonly killed: number; readonly total: number };
  readonly witness?: string;
  /** Values of parameters in the witness. */
  readonly parameters?: Readonly<Record<string, Cell>>;
  readonly [more: string]: unknown;
  readonly ms: number;
}

/** `ms` is the time of the whole judgement. */
export function verdictObject(verdict: Verdict, ms: number): VerdictObject {
  const { databases, nonEmpty, mutants, uncaught, notes, ownData } = verdict;
  const witness = verdict.verdict === 'refuted' ? verdict.witness : undefined;
  const reason = 'reason' in verdict ? verdict.reason : undefined;
  return {
    verdict: verdict.verdict,
    ...(reason !== undefined && { reason }),
    ...(verdict.verdict === 'refuted' && { explanation: verdict.explanation }),
    databases,
    mutants: { killed: mutants.killed, total: mutants.total },
    ...(witness !== undefined && { witness: insertText(witness) }),
    ...(witness !== undefined &&
      Object.keys(witness.parameters).length > 0 && { parameters: witness.parameters }),
    nonEmpty,
    uncaught,
    ...(ownData !== undefined && { ownData }),
    ...(verdict.verdict === 'proved' && { steps: verdict.steps }),
    notes,
    ms: Math.round(ms * 10) / 10,
  };
}

/** A pair that could not be judged. */
export function errorObject(reason: string, ms: number): VerdictObject {
  return {
    verdict: 'error',
    reason,
    databases: 0,
    mutants: { killed: 0, total: 0 },
    ms: Math.round(ms * 10) / 10,
  };
}

function insertText(witness: Witness): string {
  return witness.inserts.map(insert => insert.replace(/;?\s*$/, ';')).join('\n');
}

/** The verdict in sentences, and the witness with what each query returns on it. */
export function verdictText(verdict: Verdict, names: { readonly a: string; readonly b: string }): string {
  const witness = verdict.verdict === 'refuted' ? verdict.witness : undefined;
  const line = verdictLine(verdict);
  return blocks(
    line.charAt(0).toUpperCase() + line.slice(1),
    bullets(verdictSentences(verdict).slice(verdict.verdict === 'survived' ? 0 : 1)),
    ...(witness === undefined ? [] : witnessBlocks(witness, names)),
  );
}

function witnessBlocks(witness: Witness, names: { readonly a: string; readonly b: string }): string[] {
  const parameters = Object.entries(witness.parameters);
  return [
    witness.inserts.length === 0
      ? 'They differ on empty tables.'
      : `They differ on:\n\n${insertText(witness)}`,
    ...(parameters.length > 0
      ? [`with ${parameters.map(([name, value]) => `${name} = ${formatCell(value)}`).join(', ')}`]
      : []),
    `${names.a} returns ${resultText(witness.original)}`,
    `${names.b} ${witness.rewrite === undefined ? 'fails.' : `returns ${resultText(witness.rewrite)}`}`,
  ];
}

function resultText({ columns, rows }: ResultSet): string {
  if (rows.length === 0) return 'no rows.';
  const shown = rows.slice(0, MAX_ROWS).map(row => row.map(formatCell));
  const rest = rows.length > MAX_ROWS ? `\n… and ${rows.length - MAX_ROWS} more` : '';
  return `${counted(rows.length, 'row')}:\n\n${markdownTable(columns, shown)}${rest}`;
}
