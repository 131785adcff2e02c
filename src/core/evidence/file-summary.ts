/** One page over all statements of a file. */

import { counted, formatMs } from '../format.ts';
import type { OptimizeResult } from '../optimize/contract.ts';
import { gainText, headline } from './gains.ts';
import { blocks, code, markdownTable } from './markdown.ts';
import { databaseSentence, type EvidenceDatabase } from './report.ts';
import { verdictLine } from './verdict-text.ts';

/** What became of one statement: an answer, or one sentence why there is none. */
export interface SummaryEntry {
  /** Counted from 1. */
  readonly line: number;
  readonly sql: string;
  readonly outcome: { readonly result: OptimizeResult } | { readonly message: string };
}

/** The heading of an entry; editors hang their actions on it. */
export function entryHeading(entry: SummaryEntry): string {
  return `### Line ${entry.line}: ${entryTitle(entry)}`;
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
    code(firstWords(entry.sql)),
    timeOf(entry),
    shortResult(entry),
  ]);
  return blocks(
    `# ${file}: ${faster.length} of ${counted(entries.length, 'statement')} can be faster`,
    markdownTable(['line', 'statement', 'time', 'result'], rows, ['right', 'left', 'right', 'left']),
    ...entries.filter(isFaster).flatMap(entry => [entryHeading(entry), restsOn(entry)]),
    '## What it was measured on',
    databaseSentence(database),
  );
}

function isFaster({ outcome }: SummaryEntry): boolean {
  return 'result' in outcome && outcome.result.suggestion !== null;
}

function entryTitle({ outcome }: SummaryEntry): string {
  if ('message' in outcome) return outcome.message;
  const { suggestion } = outcome.result;
  return suggestion ? headline(suggestion) : 'nothing to improve';
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
  return `${formatMs(before.ms)} → ${formatMs(after.ms)}, ${gainText(suggestion)}${how}; ${verdictLine(suggestion.verdict)}.`;
}

function timeOf({ outcome }: SummaryEntry): string {
  if ('message' in outcome) return '';
  const { original } = outcome.result;
  return original.timedOut ? `> ${formatMs(original.ms)}` : formatMs(original.ms);
}

function firstWords(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim();
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}
