/** The statistics of a dataset as tables of text, for the terminal and for the dataset card. */
import { formatCount, formatRatio, perMinute } from '../format.ts';
import { dollars, duration, entropyText, exactShare, shareOf } from './figures.ts';
import { originalFigures } from './original-figures.ts';
import { type Difficulty, difficulties } from './pair.ts';
import type { Cell, DatasetStatistics } from './statistics.ts';

/** Fewer pairs say nothing of rates and shares beside those of a large dataset. */
const comparable = 1000;

export interface TextTable {
  readonly title: string;
  readonly header: readonly string[];
  /** The first cell names the row; the others are figures. */
  readonly rows: readonly (readonly string[])[];
}

/** Everything but the histograms, in the order it is read. */
export function statisticsTables(figures: DatasetStatistics): TextTable[] {
  return [
    overview(figures),
    ...(figures.pairs >= comparable ? [comparison(figures)] : []),
    ...(figures.stages.length > 0 ? [stageTable(figures)] : []),
    byDifficulty(
      'Technique by difficulty (a pair may use several)',
      'technique',
      figures,
      cell => cell.technique,
    ),
    schemaTable(figures),
    ...named('Anti-patterns', 'anti-pattern', figures.antiPatterns, figures.pairs),
    ...named('Writers', 'writer', figures.writers, figures.pairs),
    ...named('Optimizers', 'optimizer', figures.optimizers, figures.pairs),
    ...named('Rejected candidates', 'why', figures.rejected, sum(figures.rejected)),
  ];
}

function overview(figures: DatasetStatistics): TextTable {
  const { pairs, variants, train, heldOut, reward, speedup, entropy, mutants } = figures;
  return {
    title: 'Dataset',
    header: ['', ''],
    rows: [
      ['pairs', formatCount(pairs)],
      ['in training', `${formatCount(train)} (${shareOf(train, pairs)})`],
      ['held out', `${formatCount(heldOut)} (${shareOf(heldOut, pairs)})`],
      ['variants, not counted as pairs', formatCount(variants)],
      [
        'unique templates',
        `${formatCount(figures.templates)} (${shareOf(figures.templates, pairs)} of pairs)`,
      ],
      ['schemas', formatCount(figures.schemas.length)],
      ['techniques', formatCount(figures.techniques.length)],
      [
        'technique named by a model, not by the rules',
        `${formatCount(figures.claimed)} (${shareOf(figures.claimed, pairs)} of pairs)`,
      ],
      ['rejected candidates', formatCount(sum(figures.rejected))],
      ['repair examples', formatCount(figures.repairs)],
      ['largest technique', largestText(figures)],
      ['time of the runs', timeText(figures)],
      ['pairs/min of a run', rateText(figures)],
      ['cost', dollars(figures.cost)],
      ['proved equal', `${formatCount(figures.proved)} (${shareOf(figures.proved, pairs)})`],
      [
        'judged on fewer databases than asked for',
        figures.databases.known === 0
          ? '–'
          : `${formatCount(figures.databases.fewer)} (${shareOf(figures.databases.fewer, figures.databases.known)})`,
      ],
      ['deliberate mistakes exposed', shareOf(mutants.killed, mutants.total)],
      ['median speedup', pairs === 0 ? '–' : formatRatio(speedup.median)],
      ['speedups that are lower bounds', shareOf(speedup.lowerBounds, pairs)],
      ['returned no row when timed', noRowsText(figures)],
      ['mean reward', pairs === 0 ? '–' : reward.mean.toFixed(3)],
      ['rewards of at least 0.95 × the largest', pairs === 0 ? '–' : exactShare(reward.shareNearLargest)],
      [
        'rewards in the most frequent step of 0.05',
        reward.fullestBin === null
          ? '–'
          : `${exactShare(reward.fullestBin.share)} (${reward.fullestBin.label})`,
      ],
      ['entropy of techniques', entropyText(entropy.techniques, figures.techniques.length)],
      ['entropy of schemas', entropyText(entropy.schemas, figures.schemas.length)],
      ['entropy of templates', entropyText(entropy.templates, figures.templates)],
    ],
  };
}

/** Older pairs do not say how many rows came. */
function noRowsText({ resultRows: { none, known }, pairs }: DatasetStatistics): string {
  if (known === 0) return '–';
  const base = known < pairs ? ` pairs of which it is known` : '';
  return `${formatCount(none)} (${shareOf(none, known)} of ${formatCount(known)}${base})`;
}

function largestText({ largestTechnique }: DatasetStatistics): string {
  return largestTechnique === null
    ? '–'
    : `${exactShare(largestTechnique.share)} (${largestTechnique.technique})`;
}

function timeText({ seconds }: DatasetStatistics): string {
  return seconds > 0 ? duration(seconds) : '–';
}

function rateText({ pairsPerSecond }: DatasetStatistics): string {
  return pairsPerSecond === null ? '–' : perMinute(pairsPerSecond);
}

function comparison(figures: DatasetStatistics): TextTable {
  const { pairs } = figures;
  const theirs = originalFigures;
  const { wrong, total } = theirs.handWritten;
  return {
    title:
      'Compared with the project that Quill follows, whose 15,408 examples a model wrote (its figures as it states them; they do not fit one another)',
    header: ['', 'this dataset', 'that project'],
    rows: [
      ['examples', formatCount(pairs), formatCount(theirs.examples)],
      ['time of the runs', timeText(figures), duration(theirs.hours * 3600)],
      ['pairs/min of a run', rateText(figures), perMinute(theirs.pairsPerSecond)],
      ['cost', dollars(figures.cost), dollars(theirs.cost)],
      ['largest technique', largestText(figures), exactShare(theirs.largestTechniqueShare)],
      [
        'at the cap of the reward',
        pairs === 0 ? '–' : exactShare(figures.reward.shareAtCap),
        pairs === 0 ? '–' : `${exactShare(figures.reward.originalShareAtCap)} of these pairs by its formula`,
      ],
      ['pairs that return other rows', 'none known: each was judged', `${wrong} of ${total} looked at`],
    ],
  };
}

function stageTable(figures: DatasetStatistics): TextTable {
  return {
    title: 'Success by stage',
    header: ['stage', 'tries', 'gave a pair', 'why the others did not'],
    rows: figures.stages.map(({ stage, items, successes, misses }) => [
      String(stage),
      formatCount(items),
      shareOf(successes, items),
      misses.map(([miss, count]) => `${miss} ${shareOf(count, items)}`).join(', '),
    ]),
  };
}

function byDifficulty(
  title: string,
  what: string,
  figures: DatasetStatistics,
  key: (cell: Cell) => string,
): TextTable {
  const rows = new Map<string, Map<Difficulty, number>>();
  for (const cell of figures.cells) {
    const row = rows.get(key(cell)) ?? new Map<Difficulty, number>();
    rows.set(key(cell), row);
    row.set(cell.difficulty, (row.get(cell.difficulty) ?? 0) + cell.count);
  }
  const total = (row: Map<Difficulty, number>): number => [...row.values()].reduce((a, b) => a + b, 0);
  return {
    title,
    header: [what, ...difficulties, 'pairs', 'share'],
    rows: [...rows]
      .sort(([, a], [, b]) => total(b) - total(a))
      .map(([name, row]) => [
        name,
        ...difficulties.map(difficulty => formatCount(row.get(difficulty) ?? 0)),
        formatCount(total(row)),
        shareOf(total(row), figures.pairs),
      ]),
  };
}

function schemaTable(figures: DatasetStatistics): TextTable {
  const used = new Map<string, Set<string>>();
  for (const { schema, technique } of figures.cells)
    used.set(schema, (used.get(schema) ?? new Set<string>()).add(technique));
  return {
    title: 'Schemas',
    header: ['schema', 'pairs', 'share', 'techniques'],
    rows: figures.schemas.map(([schema, count]) => [
      schema,
      formatCount(count),
      shareOf(count, figures.pairs),
      formatCount(used.get(schema)?.size ?? 0),
    ]),
  };
}

function named(
  title: string,
  what: string,
  counts: readonly (readonly [string, number])[],
  whole: number,
): TextTable[] {
  if (counts.length === 0) return [];
  const rows = counts.map(([name, count]) => [name, formatCount(count), shareOf(count, whole)]);
  return [{ title, header: [what, 'count', 'share'], rows }];
}

function sum(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}
