/** The gains of a suggestion: rewrite and indexes apart. */

import { counted, formatMs, formatRatio, formatShare } from '../format.ts';
import type { OptimizeResult, Suggestion, Timing } from '../optimize/contract.ts';
import { isBound } from '../optimize/timing.ts';
import { markdownTable } from './markdown.ts';

/** The ratio with "at least" where the original was stopped at its limit or measured once. */
export function gainText(suggestion: Suggestion): string {
  const ratio = formatRatio(suggestion.speedup);
  return isBound(suggestion.timing.before) ? `at least ${ratio}` : ratio;
}

/**
 * `38× faster`, `38× faster with 1 new index`, `12× faster: 4.2× by the rewrite, 2.8× by 1 new index`; where the
 * rewrite gains nothing by itself, `12× faster by a rewrite with 1 new index`.
 */
export function headline(suggestion: Suggestion): string {
  const gain = gainText(suggestion);
  const indexes = counted(suggestion.indexes.length, 'new index', 'new indexes');
  if (suggestion.indexes.length === 0) return `${gain} faster`;
  if (!suggestion.rewritten) return `${gain} faster with ${indexes}`;
  if (!hasShares(suggestion)) return `${gain} faster by a rewrite with ${indexes}`;
  return `${gain} faster: ${formatRatio(suggestion.rewriteSpeedup)} by the rewrite, ${formatRatio(suggestion.indexSpeedup)} by ${indexes}`;
}

/** `812 ms`; `> 10 s` for a run that was stopped at its limit. */
export function timeText({ ms, timedOut }: Pick<Timing, 'ms' | 'timedOut'>): string {
  return timedOut ? `> ${formatMs(ms)}` : formatMs(ms);
}

/** What a result without a suggestion comes to: an original without end is not called fine. */
export function nothingTitle({ original }: Pick<OptimizeResult, 'original'>): string {
  return original.timedOut
    ? `Stopped after ${formatMs(original.ms)}, nothing faster found`
    : 'Nothing to improve';
}

const once =
  'The original is too slow to be repeated: it was measured once, by a first run, which may be slower than the next ones. The gain is a careful lower bound.';

/** True when the rewrite pays without the indexes, so that it may be applied alone. */
export function rewriteAlonePays(suggestion: Suggestion): boolean {
  return suggestion.rewritten && suggestion.rewriteSpeedup >= 1.1;
}

/** True when rewrite and indexes each have a share of the gain that can be told. */
function hasShares(suggestion: Suggestion): boolean {
  return suggestion.rewriteSpeedup >= 1.05 && !isBound(suggestion.timing.before);
}

/** Time, spread and gain of each step from the original to the suggestion. */
export function gainTable(suggestion: Suggestion): string {
  const { before, after, rewriteOnly } = suggestion.timing;
  const indexes = counted(suggestion.indexes.length, 'new index', 'new indexes');
  const rows = [timingRow('original', before, '')];
  const least = isBound(before) ? '≥ ' : '';
  if (suggestion.rewritten && suggestion.indexes.length > 0 && hasShares(suggestion)) {
    const alone = rewriteOnly
      ? timingRow('rewrite alone', rewriteOnly, least + formatRatio(suggestion.rewriteSpeedup))
      : ['rewrite alone', '', '', '', least + formatRatio(suggestion.rewriteSpeedup)];
    rows.push(alone, [`the share of ${indexes}`, '', '', '', formatRatio(suggestion.indexSpeedup)]);
  }
  const last = suggestion.rewritten
    ? suggestion.indexes.length > 0
      ? `rewrite and ${indexes}`
      : 'rewrite'
    : `same text, ${indexes}`;
  rows.push(timingRow(last, after, least + formatRatio(suggestion.speedup)));
  const table = markdownTable(['', 'time', 'spread', 'runs', 'gain'], rows, [
    'left',
    'right',
    'right',
    'right',
    'right',
  ]);
  return before.timedOut || !isBound(before) ? table : `${table}\n\n${once}`;
}

function timingRow(label: string, timing: Timing, gain: string): string[] {
  return [label, timeText(timing), spreadText(timing), String(timing.samples), gain];
}

function spreadText({ timedOut, samples, spread }: Timing): string {
  if (timedOut) return 'stopped';
  return samples > 1 ? formatShare(spread) : '–';
}
