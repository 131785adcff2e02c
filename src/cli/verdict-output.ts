/** A verdict of `quill verify`, as JSON and as text. */

import { blocks, bullets } from '../core/evidence/markdown.ts';
import { MARK, markedResults } from '../core/evidence/marked-rows.ts';
import { ownRowBlocks } from '../core/evidence/rejection.ts';
import { verdictLine, verdictSentences } from '../core/evidence/verdict-text.ts';
import { clockSentences, insertText, parameterValues } from '../core/evidence/witness.ts';
import { capitalised, counted } from '../core/format.ts';
import type { Cell, ResultSet } from '../core/ports.ts';
import type { Verdict, Witness } from '../core/verify/verdict.ts';

/** What a line of a batch and `verify --json` print. `witness` may be "": the empty database. */
export interface VerdictObject {
  readonly id?: string | number;
  readonly verdict: Verdict['verdict'] | 'error';
  readonly reason?: string;
  readonly explanation?: string;
  readonly databases: number;
  readonly mutants: {
    readonly killed: number;
    readonly total: number;
    /** The rewrite itself is one of the mistakes that were not exposed. */
    readonly rewriteAmong?: true;
  };
  readonly witness?: string;
  /** Values of parameters in the witness. */
  readonly parameters?: Readonly<Record<string, Cell>>;
  /** What 'now' and CURRENT_TIMESTAMP stood for in the witness; UTC. */
  readonly clock?: string;
  readonly [more: string]: unknown;
  readonly ms: number;
}

/** `ms` is the time of the whole judgement. */
export function verdictObject(verdict: Verdict, ms: number): VerdictObject {
  const { databases, nonEmpty, mutants, uncaught, notes, ownData } = verdict;
  const { witness, ownRows } =
    verdict.verdict === 'refuted' ? verdict : { witness: undefined, ownRows: undefined };
  const reason = 'reason' in verdict ? verdict.reason : undefined;
  return {
    verdict: verdict.verdict,
    ...(reason !== undefined && { reason }),
    ...(verdict.verdict === 'refuted' && { explanation: verdict.explanation }),
    databases,
    mutants: {
      killed: mutants.killed,
      total: mutants.total,
      ...(mutants.rewriteAmong && { rewriteAmong: true }),
    },
    ...(witness !== undefined && { witness: insertText(witness) }),
    ...(ownRows !== undefined && { ownRows }),
    ...(witness !== undefined &&
      Object.keys(witness.parameters).length > 0 && { parameters: witness.parameters }),
    ...(witness?.clock !== undefined && { clock: witness.clock }),
    nonEmpty,
    // Of a refuted rewrite, only the databases up to the witness were tried on them.
    ...(verdict.verdict !== 'refuted' && { uncaught }),
    ...(ownData !== undefined && { ownData }),
    ...(verdict.enoughBudgetMs !== undefined && { enoughBudgetMs: verdict.enoughBudgetMs }),
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

/** The verdict in sentences, and the witness with what each query returns on it. */
export function verdictText(verdict: Verdict, names: { readonly a: string; readonly b: string }): string {
  const { witness, ownRows } =
    verdict.verdict === 'refuted' ? verdict : { witness: undefined, ownRows: undefined };
  return blocks(
    capitalised(verdictLine(verdict)),
    // The line has told the reason already.
    bullets(verdictSentences(verdict).slice('reason' in verdict ? 1 : 0)),
    ...(witness === undefined ? [] : witnessBlocks(witness, names)),
    ...(ownRows === undefined ? [] : ownRowBlocks(ownRows, names.b, names.a)),
    ...limitsToRaise(verdict),
  );
}

/** Which options let more be compared. */
function limitsToRaise({ enoughBudgetMs, ownData }: Verdict): string[] {
  const enoughLimitMs = ownData?.enoughLimitMs;
  const options = [
    ...(enoughBudgetMs === undefined ? [] : [`--budget ${enoughBudgetMs}`]),
    ...(enoughLimitMs === undefined ? [] : [`--query-limit ${enoughLimitMs}`]),
  ];
  return options.length === 0 ? [] : [`To compare more, add ${options.join(' ')} (milliseconds).`];
}

function witnessBlocks(witness: Witness, names: { readonly a: string; readonly b: string }): string[] {
  const values = parameterValues(witness.parameters);
  const { original, rewrite, marked } = markedResults(witness);
  return [
    witness.inserts.length === 0
      ? 'They differ on empty tables.'
      : `They differ on:\n\n${insertText(witness)}`,
    ...(values === '' ? [] : [`with ${values}`]),
    ...clockSentences(witness),
    `${atBegin(names.a)} returns ${resultText(witness.original, original)}`,
    witness.rewrite === undefined || rewrite === undefined
      ? `${atBegin(names.b)} fails.`
      : `${atBegin(names.b)} returns ${resultText(witness.rewrite, rewrite)}`,
    ...(marked ? [`${MARK} marks the rows in which they differ.`] : []),
  ];
}

/** A file's name stays as it is. */
function atBegin(name: string): string {
  return name.startsWith('the ') ? capitalised(name) : name;
}

function resultText({ rows }: ResultSet, table: string): string {
  return rows.length === 0 ? 'no rows.' : `${counted(rows.length, 'row')}:\n\n${table}`;
}
