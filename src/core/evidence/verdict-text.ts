/** The verdict in words. *Survived*, *proved*, *undetermined* and *refuted* are never blurred into one another. */

import { counted, formatCount } from '../format.ts';
import type { Evidence, OwnDataCheck, Verdict } from '../verify/verdict.ts';

/** One line with its strength: `survived 412 databases, 47 of 48 deliberate mistakes caught`. */
export function verdictLine(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'survived':
      return `survived ${builtDatabases(verdict)}${isWeak(verdict) ? '; weak check: ' : ', '}${mistakes(verdict)}`;
    case 'proved':
      return `proved: ${proofLine(verdict.steps)}`;
    case 'refuted':
      return `refuted: ${verdict.explanation}`;
    case 'undetermined':
      return `undetermined: ${verdict.reason}`;
  }
}

/** Says so where the reader's own rows could not be compared. */
function builtDatabases({ databases, ownData }: Evidence): string {
  return ownData?.extent === 'skipped'
    ? `${formatCount(databases)} built ${databases === 1 ? 'database' : 'databases'} only (the rows here were not compared)`
    : counted(databases, 'database');
}

/** Fewer databases with rows to compare than one in so many say little. */
const HARDLY_ANY = 10;

/** True where the figures say little: few deliberate mistakes could be made, most went unnoticed, or rows were rare. */
function isWeak({ databases, nonEmpty, mutants }: Evidence): boolean {
  if (mutants.rewriteAmong) return true;
  return mutants.total < 5 || mutants.killed * 2 < mutants.total || nonEmpty * HARDLY_ANY < databases;
}

/** A single step says it all; several are listed beside this line. */
function proofLine(steps: readonly string[]): string {
  const [only, ...others] = steps;
  if (only === undefined || others.length > 0) return 'both have the same normal form';
  return `${only.charAt(0).toLowerCase()}${only.slice(1).replace(/\.$/, '')}`;
}

function mistakes({ mutants }: Evidence): string {
  if (mutants.unasked) return 'no deliberate mistakes asked for';
  if (mutants.total === 0) return 'no deliberate mistakes to catch';
  const caught = `${formatCount(mutants.killed)} of ${counted(mutants.total, 'deliberate mistake')} caught`;
  return mutants.rewriteAmong ? `${caught}, and the rewrite itself is one of the others` : caught;
}

/** The verdict in full: one sentence an item, for a list or for lines. */
export function verdictSentences(verdict: Verdict): string[] {
  return [
    ...headSentences(verdict),
    ...(verdict.ownData ? [ownDataSentence(verdict.ownData)] : []),
    ...verdict.notes,
  ];
}

function headSentences(verdict: Verdict): string[] {
  if (verdict.verdict === 'refuted') return [`Refuted: ${verdict.explanation}`];
  if (verdict.verdict === 'undetermined') return [`Undetermined: ${verdict.reason}`];
  // A proof of one step is told by the verdict's line.
  if (verdict.verdict === 'proved')
    return verdict.steps.length > 1
      ? ['The normal form leaves out of account what makes no difference on any database:', ...verdict.steps]
      : [];
  const head =
    `Both returned the same rows on ${counted(verdict.databases, 'database')} built to tell them apart; ` +
    `on ${formatCount(verdict.nonEmpty)} of these there were rows to compare.`;
  return [...rewriteAmong(verdict), head, ...mistakeSentences(verdict)];
}

/** What weighs more than any figure. */
function rewriteAmong({ mutants }: Evidence): string[] {
  if (!mutants.rewriteAmong) return [];
  return [
    'The rewrite itself is one of the deliberate mistakes that the databases did not expose: either it changes nothing, ' +
      'or they cannot show what it changes. Look at it yourself.',
  ];
}

function mistakeSentences({ mutants, uncaught }: Evidence): string[] {
  if (mutants.unasked) return ['No deliberate mistake was asked for, so nothing measures the databases.'];
  if (mutants.total === 0) return ['No deliberate mistake could be made, so nothing measures the databases.'];
  const what = 'A deliberate mistake is a small change to the original that the databases should expose';
  if (uncaught.length === 0)
    return [`${what}; they exposed ${formatCount(mutants.killed)} of ${formatCount(mutants.total)}.`];
  return [`${what}; not exposed: ${tallied(uncaught).join('; ')}.`];
}

/** Equal texts once, with how often they occur. */
function tallied(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text));
}

function ownDataSentence(check: OwnDataCheck): string {
  const why = check.why ? ` (${check.why.replace(/\.$/, '')})` : '';
  if (check.shared !== undefined)
    return (
      `On the data here: both are allowed answers; which rows come is open. Of ${counted(check.rows, 'result row')}, ` +
      `both returned ${formatCount(check.shared)}; the others of the rewrite were found among those that may come.`
    );
  switch (check.extent) {
    case 'full':
      return `On the data here: ${check.rows === 1 ? 'the one result row is' : `all ${counted(check.rows, 'result row')} are`} equal${why}.`;
    case 'sampled':
      return `On the data here: ${counted(check.rows, 'result row')} on both sides, of which ${formatCount(check.compared)} were compared${why}.`;
    case 'skipped':
      return `On the data here: not compared${why}.`;
  }
}
