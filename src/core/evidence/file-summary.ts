/** One page over all statements of a file. */

import { counted } from '../format.ts';
import type { OptimizeResult } from '../optimize/contract.ts';
import { gainText, headline, timeText } from './gains.ts';
import { blocks, bullets, markdownTable } from './markdown.ts';
import { databaseSentence, type EvidenceDatabase } from './report.ts';
import { verdictLine } from './verdict-text.ts';

/** What became of one statement: an answer, or one sentence why there is none. */
export interface SummaryEntry {
  /** Counted from 1. */
  readonly line: number;
  readonly sql: string;
  readonly outcome: { readonly result: OptimizeResult } | SummaryProblem;
}

/** Why a statement was not optimized: one sentence, and the line of the file that it is about where it differs. */
export interface SummaryProblem {
  readonly message: string;
  readonly line?: number | undefined;
}

/** The heading of an entry; editors hang their actions on it. */
export function entryHeading(entry: SummaryEntry): string {
  return `## Line ${entry.line}: ${entryTitle(entry)}`;
}

/** The summary of a file: a table, then what each faster statement rests on. */
export function summaryMarkdown(
  file: string,
  entries: readonly SummaryEntry[],
  database: EvidenceDatabase,
): string {
  const faster = entries.filter(isFaster);
  const rows = entries.map(entry => [
    String(entry.line),
    firstWords(entry.sql),
    timeOf(entry),
    shortResult(entry),
  ]);
  return blocks(
    `# ${file}: ${faster.length} of ${counted(entries.length, 'statement')} can be faster`,
    markdownTable(['line', 'statement', 'time', 'result'], rows, ['right', 'left', 'right', 'left']),
    ...problemBlocks(entries),
    ...entries.filter(isFaster).flatMap(entry => [entryHeading(entry), restsOn(entry)]),
    '## What it was measured on',
    databaseSentence(database),
  );
}

/** Below the table, whose columns a long sentence would spread. */
function problemBlocks(entries: readonly SummaryEntry[]): string[] {
  const problems = entries.flatMap(({ line, outcome }) =>
    'message' in outcome ? [`Line ${outcome.line ?? line}: ${outcome.message}`] : [],
  );
  return problems.length === 0 ? [] : ['## Not optimized', bullets(problems)];
}

function isFaster({ outcome }: SummaryEntry): boolean {
  return 'result' in outcome && outcome.result.suggestion !== null;
}

function entryTitle({ outcome }: SummaryEntry): string {
  if ('message' in outcome) return 'not optimized, see below';
  const { suggestion, original } = outcome.result;
  if (suggestion) return headline(suggestion);
  return original.timedOut ? 'stopped, nothing faster found' : 'nothing to improve';
}

function shortResult(entry: SummaryEntry): string {
  const { outcome } = entry;
  if ('message' in outcome || !outcome.result.suggestion) return entryTitle(entry);
  const { suggestion } = outcome.result;
  const indexes =
    suggestion.indexes.length > 0 ? `, ${counted(suggestion.indexes.length, 'index', 'indexes')}` : '';
  return `${gainText(suggestion)} faster${indexes}`;
}

function restsOn({ outcome }: SummaryEntry): string {
  if (!('result' in outcome) || !outcome.result.suggestion) return '';
  const { suggestion } = outcome.result;
  const how = suggestion.techniques.length > 0 ? ` (${suggestion.techniques.join(', ')})` : '';
  const { before, after } = suggestion.timing;
  return `${timeText(before)} → ${timeText(after)}, ${gainText(suggestion)}${how}; ${verdictLine(suggestion.verdict)}.`;
}

function timeOf({ outcome }: SummaryEntry): string {
  if ('message' in outcome) return '';
  return timeText(outcome.result.original);
}

function firstWords(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim();
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}
