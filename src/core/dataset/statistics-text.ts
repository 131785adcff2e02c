/** The statistics of a dataset for a terminal. */
import { formatCount } from '../format.ts';
import { shareOf } from './figures.ts';
import type { Bin } from './histogram.ts';
import type { DatasetStatistics } from './statistics.ts';
import { statisticsTables, type TextTable } from './statistics-tables.ts';

const barWidth = 40;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Tables and two histograms, each line ending in a line feed. */
export function statisticsText(figures: DatasetStatistics): string {
  return [
    ...statisticsTables(figures).map(tableText),
    histogramText('Reward', figures.reward.bins),
    histogramText('Speedup', figures.speedup.bins),
  ].join('\n');
}

/** Names to the left, figures to the right; the last column, which may be words, is not padded. */
function tableText({ title, header, rows }: TextTable): string {
  const lines = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...lines.map(line => line[i]?.length ?? 0)));
  const text = (line: readonly string[]): string =>
    line
      .map((cell, i) =>
        i === 0 || isWords(rows, i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const head = header.every(cell => cell === '') ? [] : [text(header)];
  return `${[title, ...[...head, ...rows.map(text)].map(line => `  ${line}`)].join('\n')}\n`;
}

/** Bars in eighths of a character, with counts and shares. */
export function histogramText(title: string, bins: readonly Bin[]): string {
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const labels = Math.max(...bins.map(bin => bin.label.length));
  const counts = Math.max(...bins.map(bin => formatCount(bin.count).length));
  const lines = bins.map(({ label, count }) => {
    const share = count === 0 ? '' : `  ${shareOf(count, total)}`;
    return `  ${label.padEnd(labels)}  ${formatCount(count).padStart(counts)}  ${bar(count / most)}${share}`.trimEnd();
  });
  return `${[title, ...lines].join('\n')}\n`;
}

function bar(share: number): string {
  // What is there shows, however little it is.
  const units = share === 0 ? 0 : Math.max(1, Math.round(share * barWidth * 8));
  return '█'.repeat(Math.floor(units / 8)) + (eighths[units % 8] ?? '');
}

function isWords(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.some(row => /[a-z]{3}/.test(row[column] ?? ''));
}
