/** The evidence of one answer as Markdown: for the editor, the terminal and a pull request. */

import { capitalised, counted, formatBytes, formatMs, formatRatio, formatShare } from '../format.ts';
import type { IndexAdvice, OptimizeResult, Rejected, Suggestion } from '../optimize/contract.ts';
import { techniques } from '../optimize/techniques.ts';
import { gainTable, gainText, headline, nothingTitle, timeText } from './gains.ts';
import { blocks, bullets, code, fenced, indented, markdownTable } from './markdown.ts';
import { planTree } from './plan-tree.ts';
import { verdictLine, verdictSentences } from './verdict-text.ts';
import { parameterValues } from './witness.ts';

/** Where the statement stands and what it was measured on. */
export interface EvidenceContext {
  /** `report.sql, line 12`; absent when it stands nowhere. */
  readonly place?: string;
  readonly database: EvidenceDatabase;
}

export interface EvidenceDatabase {
  /** `chinook.sqlite`, `the sample database`. */
  readonly name: string;
  readonly origin: 'file' | 'sample' | 'synthetic';
}

export interface EvidenceOptions {
  /** True where the reader has no diff beside it: both texts are shown. */
  readonly withSql: boolean;
}

/** What the data was, and what the times mean. */
export function databaseSentence({ name, origin }: EvidenceDatabase): string {
  const copy =
    'Times are from a copy in memory on this machine: compare them with each other, not with production.';
  switch (origin) {
    case 'file':
      return `Measured on a copy of ${name}; the file itself is never written to. ${copy}`;
    case 'sample':
      return `Measured on ${name} that comes with Quill. ${copy}`;
    case 'synthetic':
      return `Measured on ${name}: made-up rows that obey the declared constraints, so that real data may give other gains. ${copy}`;
  }
}

/** The whole evidence of a result, with or without a suggestion. */
export function evidenceMarkdown(
  result: OptimizeResult,
  context: EvidenceContext,
  options: EvidenceOptions = { withSql: false },
): string {
  return result.suggestion
    ? suggestionMarkdown(result, result.suggestion, context, options)
    : nothingMarkdown(result, context, options);
}

function suggestionMarkdown(
  result: OptimizeResult,
  suggestion: Suggestion,
  context: EvidenceContext,
  { withSql }: EvidenceOptions,
): string {
  return blocks(
    `# ${capitalised(headline(suggestion))}`,
    placeLine(result, context),
    gainTable(suggestion),
    '## Same rows?',
    `${capitalised(verdictLine(suggestion.verdict))}.`,
    bullets(verdictSentences(suggestion.verdict)),
    ...(suggestion.techniques.length > 0 ? ['## What changed', techniqueList(suggestion)] : []),
    ...(withSql && suggestion.rewritten
      ? ['## Before', fenced(result.original.sql, 'sql'), '## After', fenced(suggestion.sql, 'sql')]
      : []),
    ...(withSql && !suggestion.rewritten ? ['## Statement', fenced(result.original.sql, 'sql')] : []),
    ...indexBlocks(suggestion.indexes),
    '## Plan before',
    indented(planTree(suggestion.plan.before)),
    '## Plan after',
    indented(planTree(suggestion.plan.after)),
    ...parameterBlocks(suggestion),
    ...alternativeBlocks(result.alternatives),
    ...rejectedBlocks(result.rejected),
    '## What it was measured on',
    `${databaseSentence(context.database)} ${triedSentence(result)}`,
  );
}

function nothingMarkdown(
  result: OptimizeResult,
  context: EvidenceContext,
  { withSql }: EvidenceOptions,
): string {
  const { original } = result;
  return blocks(
    `# ${nothingTitle(result)}`,
    placeLine(result, context),
    result.reason,
    measuredSentence(original),
    ...(withSql ? [fenced(original.sql, 'sql')] : []),
    '## Plan',
    indented(planTree(original.plan)),
    ...rejectedBlocks(result.rejected),
    '## What it was measured on',
    `${databaseSentence(context.database)} ${triedSentence(result)}`,
  );
}

/** A run as short as this is over before the spread of its times says anything. */
const UNSTEADY_MS = 0.05;

function measuredSentence({ timedOut, ms, spread, samples = 2 }: OptimizeResult['original']): string {
  if (timedOut) return `Measured: stopped at the limit for one run, ${formatMs(ms)}.`;
  const howSure =
    samples < 2
      ? 'measured once'
      : ms < UNSTEADY_MS
        ? 'too short for a steady time'
        : `spread ${formatShare(spread)}`;
  return `Measured: ${formatMs(ms)}, ${howSure}.`;
}

function placeLine({ original }: OptimizeResult, { place, database }: EvidenceContext): string {
  const rows = original.timedOut
    ? `original stopped after ${formatMs(original.ms)}`
    : counted(original.rows, 'row');
  return [place, database.name, rows].filter(part => part !== undefined).join(' · ');
}

function techniqueList(suggestion: Suggestion): string {
  return bullets(suggestion.techniques.map(name => `${name}: ${techniques[name]}`));
}

function indexBlocks(indexes: readonly IndexAdvice[]): string[] {
  if (indexes.length === 0) return [];
  const tables = [...new Set(indexes.map(index => code(index.table)))].join(', ');
  return [
    `## ${indexes.length === 1 ? 'New index' : 'New indexes'}`,
    fenced(indexes.map(index => `${index.sql};`).join('\n'), 'sql'),
    markdownTable(
      ['index', 'size', 'built in'],
      indexes.map(index => [index.name, formatBytes(index.bytes), formatMs(index.buildMs)]),
      ['left', 'right', 'right'],
    ),
    `An index takes this space and slows down every INSERT, UPDATE and DELETE on ${tables}.`,
  ];
}

function parameterBlocks({ parameterCases, timing }: Suggestion): string[] {
  if (parameterCases.length === 0) return [];
  const { before } = timing;
  const rows = parameterCases.map((one): string[] => {
    const timedOut = before.timedOut && one.before >= before.ms;
    return [
      one.label,
      parameterValues(one.values),
      timeText({ ms: one.before, timedOut }),
      formatMs(one.after),
      (timedOut ? '≥ ' : '') + formatRatio(one.speedup),
    ];
  });
  return [
    '## Parameter values',
    'The gain above is that of the first row: the worst of the cases that take time.',
    markdownTable(['case', 'values', 'before', 'after', 'gain'], rows, [
      'left',
      'left',
      'right',
      'right',
      'right',
    ]),
  ];
}

function alternativeBlocks(alternatives: readonly Suggestion[]): string[] {
  if (alternatives.length === 0) return [];
  const line = (one: Suggestion): string =>
    `${gainText(one)} faster, ${one.techniques.join(', ') || 'indexes'}` +
    (one.indexes.length > 0
      ? ` with ${counted(one.indexes.length, 'new index', 'new indexes')}`
      : ' without a new index');
  return ['## Other verified gains', bullets(alternatives.map(line))];
}

function rejectedBlocks(rejected: readonly Rejected[]): string[] {
  if (rejected.length === 0) return [];
  const shown = rejected.slice(0, 12);
  const lines = shown.map(one => `${one.techniques.join(', ') || 'rewrite'}: ${one.reason}`);
  if (rejected.length > shown.length) lines.push(`and ${rejected.length - shown.length} more`);
  return ['## Tried and turned down', bullets(lines)];
}

function triedSentence({ tried, ms }: OptimizeResult): string {
  return (
    `Tried ${counted(tried.rewrites, 'rewrite')} and ${counted(tried.indexes, 'index', 'indexes')}, ` +
    `judged ${tried.judged}, in ${formatMs(ms)}.`
  );
}
