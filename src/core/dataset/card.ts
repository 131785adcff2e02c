/** The dataset card that lies beside exported files: Markdown with the front matter that Hugging Face reads. */
import { counted } from '../format.ts';
import type { ExportFormat } from './export-rows.ts';
import type { ExampleCounts } from './other-examples.ts';
import type { Split } from './pair.ts';
import type { DatasetStatistics } from './statistics.ts';
import { statisticsTables, type TextTable } from './statistics-tables.ts';
import { histogramText } from './statistics-text.ts';

/** A file that the card speaks of. */
export interface CardFile {
  /** The name in the card's folder. */
  readonly name: string;
  readonly format: ExportFormat;
  readonly split: Split;
  /** Absent in cards of older versions. */
  readonly counts?: ExampleCounts;
}

export interface CardFacts {
  readonly files: readonly CardFile[];
  readonly statistics: DatasetStatistics;
  readonly heldOutSchemas: readonly string[];
  readonly promptVersion: string;
  /** Of the format `chat`. */
  readonly plainPromptVersion: string;
}

const title = 'Verified SQL optimizations for SQLite';

/** In the front matter: says that the card may be written anew. */
const mark = '# Written by `quill dataset export`; remove this line to keep your own text.';

/** Names of splits hold no hyphen there. */
const hubSplits: Readonly<Record<Split, string>> = { train: 'train', 'held-out': 'test' };

const rowForms: Readonly<Record<ExportFormat, string>> = {
  chat: '`{"messages": [system, user, assistant]}`, answered in plain SQL: indexes, then the query',
  trl: '`{"prompt": [system, user], "completion": [assistant]}`: the loss falls on the completion alone',
  openai: '`{"messages": [system, user, assistant]}`, answered in JSON, as OpenAI takes it for fine-tuning',
  preference:
    '`{"prompt", "chosen", "rejected"}`: rejected is a rewrite of the same query that was refuted or slower',
  parquet: 'flat columns: both queries, indexes, evidence, times, provenance',
};

/** The card as text. */
export function datasetCard(facts: CardFacts): string {
  const { statistics, heldOutSchemas } = facts;
  const bySchema =
    heldOutSchemas.length > 0 ? `, and the schemas ${heldOutSchemas.join(' and ')} as a whole` : '';
  return [
    frontMatter(facts),
    `# ${title}`,
    'Slow SQLite queries and faster ones that return the same rows. Every pair was judged by running both queries on ' +
      'databases built to tell them apart (`survived`), or shown equal by a normal form (`proved`); its times were ' +
      'measured. `survived` is strong evidence and no proof.',
    '## Files',
    facts.files.map(fileLine).join('\n'),
    ...besideThePairs(facts.files),
    ...ownValuesText(statistics),
    `The text of the messages is that of the prompt \`${facts.promptVersion}\`, in the format chat of \`${facts.plainPromptVersion}\`.`,
    '## Split',
    `One template in ten is held out${bySchema}. A template is a query without its names, values and layout. The split ` +
      'was decided by a hash when a pair was written; variants stay on the side of their original.',
    '## Statistics',
    ...statisticsTables(statistics).flatMap(table => [`### ${table.title}`, markdownTable(table)]),
    '### Histograms',
    `\`\`\`text\n${histogramText('Reward', statistics.reward.bins)}\n${histogramText('Speedup', statistics.speedup.bins)}\`\`\``,
    `${timesText(statistics)} A speedup elsewhere differs. Speedups of slow queries that ` +
      'were stopped at their time limit are lower bounds.\n',
  ].join('\n\n');
}

function ownValuesText({ ownValues }: DatasetStatistics): string[] {
  if (ownValues === 0) return [];
  return [
    `The queries of ${counted(ownValues, 'pair')} in the dataset may hold values of rows of somebody's own database in their literals, as all that were imported may, ` +
      'and so may other examples over the same schemas, whose ids begin with `own-` or `import-`: look before you publish them.',
  ];
}

/** Where and on what the times were measured, as far as it is known. */
function timesText({ timedOn: { own, madeUp, unknown }, runs }: DatasetStatistics): string {
  const kinds = [
    ...(madeUp > 0 ? [`of ${counted(madeUp, 'pair')} on made-up rows`] : []),
    ...(own > 0 ? [`of ${counted(own, 'pair')} on rows of somebody's own database`] : []),
    ...(unknown > 0 ? [`of ${counted(unknown, 'pair')} on rows of which nothing is noted`] : []),
  ];
  const by = runs > 1 ? ` by ${runs} runs, which may have been on different machines` : '';
  return `Times were measured${by}${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}.`;
}

/** The counts are kept in this line alone, where `countsIn` finds them again. */
function fileLine({ name, split, counts, format }: CardFile): string {
  return `- \`${name}\` (${split}): ${counts === undefined ? '' : `${countsText(counts)}; `}${rowForms[format]}`;
}

/** How many examples of each kind, as words. */
export function countsText(counts: ExampleCounts): string {
  const { pairs, repairs, 'nothing-to-improve': unchanged } = counts;
  return [
    counted(pairs, 'pair'),
    ...(repairs > 0 ? [counted(repairs, 'repair')] : []),
    ...(unchanged > 0 ? [`${counted(unchanged, 'query', 'queries')} with nothing to improve`] : []),
  ].join(', ');
}

function countsIn(card: string, name: string): ExampleCounts | undefined {
  const line = card.split('\n').find(one => one.startsWith(`- \`${name}\` (`));
  if (line === undefined) return undefined;
  const before = (word: RegExp): number | undefined => {
    const digits = new RegExp(`[ ]([\\d,]+) ${word.source}[,;]`).exec(line)?.[1];
    return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
  };
  const pairs = before(/pairs?/);
  if (pairs === undefined) return undefined;
  return {
    pairs,
    repairs: before(/repairs?/) ?? 0,
    'nothing-to-improve': before(/quer(?:y|ies) with nothing to improve/) ?? 0,
  };
}

function besideThePairs(files: readonly CardFile[]): string[] {
  const total = (kind: keyof ExampleCounts): number =>
    files.reduce((sum, { counts }) => sum + (counts?.[kind] ?? 0), 0);
  if (total('repairs') + total('nothing-to-improve') === 0) return [];
  return [
    'Repairs and queries with nothing to improve are no pairs; the figures of pairs below leave them out. A repair mends a query that ' +
      'did not run by the message it failed with. A query with nothing to improve is its own answer, without indexes: the ' +
      'search found nothing faster on the rows that it was timed on.',
  ];
}

/**
 * The files that a card speaks of, when it was written by `datasetCard` and not taken over by its readers; else
 * undefined.
 */
export function readCardFiles(card: string): CardFile[] | undefined {
  if (!card.includes(mark)) return undefined;
  const files: CardFile[] = [];
  let format: string | undefined;
  let split: string | undefined;
  for (const line of card.split('\n')) {
    format = /^ *- config_name: (\S+)$/.exec(line)?.[1] ?? format;
    split = /^ *- split: (\S+)$/.exec(line)?.[1] ?? split;
    const path = /^ *path: (".*")$/.exec(line)?.[1];
    const [ofName] = format?.split('-') ?? [];
    const known = Object.keys(rowForms).find(one => one === ofName) as ExportFormat | undefined;
    if (path === undefined || known === undefined) continue;
    const name: string = JSON.parse(path);
    const counts = countsIn(card, name);
    files.push({
      name,
      format: known,
      split: split === 'train' ? 'train' : 'held-out',
      ...(counts && { counts }),
    });
  }
  return files;
}

function frontMatter({ files, statistics }: CardFacts): string {
  const names = [...new Set(files.map(file => configName(file, files)))].sort();
  const configs = names.flatMap(name => [
    `  - config_name: ${name}`,
    '    data_files:',
    ...files
      .filter(file => configName(file, files) === name)
      .flatMap(file => [
        `      - split: ${hubSplits[file.split]}`,
        `        path: ${JSON.stringify(file.name)}`,
      ]),
  ]);
  return [
    '---',
    mark,
    `pretty_name: ${title}`,
    'language:',
    '  - en',
    'tags:',
    '  - sql',
    '  - sqlite',
    '  - query-optimization',
    'task_categories:',
    '  - text-generation',
    'size_categories:',
    `  - ${sizeCategory(statistics.pairs)}`,
    'configs:',
    ...configs,
    '---',
  ].join('\n');
}

/**
 * Of a file's format; one of several files of the same format and split has a configuration of its own, since they may
 * hold the same pairs, and a configuration's splits are told apart by name.
 */
function configName(file: CardFile, files: readonly CardFile[]): string {
  if (sameSplit(file, files).length === 0) return file.format;
  return `${file.format}-${file.name.replaceAll(/\W+/g, '-')}`;
}

/** The other files of this one's format and split. */
export function sameSplit(file: CardFile, files: readonly CardFile[]): CardFile[] {
  return files.filter(
    ({ name, format, split }) => name !== file.name && format === file.format && split === file.split,
  );
}

function sizeCategory(rows: number): string {
  const steps: [below: number, name: string][] = [
    [1000, 'n<1K'],
    [10_000, '1K<n<10K'],
    [100_000, '10K<n<100K'],
    [1_000_000, '100K<n<1M'],
  ];
  return steps.find(([below]) => rows < below)?.[1] ?? '1M<n<10M';
}

function markdownTable({ header, rows }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${header.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
