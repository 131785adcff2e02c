import path from 'node:path';
import { Command } from 'commander';
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { replaceable } from '../../adapters/dataset/exported-file.ts';
import { outsideDataset } from '../../adapters/dataset/outside-dataset.ts';
import { writeWhole } from '../../adapters/files/whole-file.ts';
import { readRunFigures, runIds } from '../../adapters/pipeline/run-figures.ts';
import { histogramSvg } from '../../core/dataset/histogram-svg.ts';
import { type DatasetStatistics, StatisticsBuilder } from '../../core/dataset/statistics.ts';
import { statisticsText } from '../../core/dataset/statistics-text.ts';
import { counted } from '../../core/format.ts';
import { originalReward, rewardCap } from '../../core/pipeline/reward.ts';
import { helpText } from '../help-text.ts';
import { toJson } from '../json.ts';
import { collected } from '../option-types.ts';
import type { Session } from '../session.ts';
import { forTerminal } from '../terminal-text.ts';
import { readDataset } from './open-dataset.ts';
import { statisticsObject } from './statistics-object.ts';

interface Options {
  readonly svg?: string;
  readonly json?: boolean;
  readonly runs?: readonly string[];
}

const examples = `
Examples:
  quill dataset stats .quill
  quill dataset stats all --runs shard1/runs --runs shard2/runs --svg histograms.svg
  quill dataset stats .quill --json | jq '.techniques[] | select(.count < 10)'

A try is one item of a run: a query written, searched and judged. Entropy says how evenly pairs are spread over techniques,
schemas and templates: 0 bits where all are of one kind.

Success rates and times come from the runs that the pairs name, found in the folder runs beside the dataset and in
--runs; the cost counts the other runs of these folders, which gave no pair, too. From 1,000 pairs on, a table compares with the project that Quill
follows.`;

export function statsCommand(session: Session): Command {
  return new Command('stats')
    .description('Count pairs, templates, techniques, rewards, speedups and cost.')
    .argument('<dir>', 'dataset')
    .option('--svg <out>', 'write the histograms of reward and speedup as a picture')
    .option('--runs <folder>', 'folder with the runs of a merged dataset; may be repeated', collected)
    .option('--json', 'print one JSON object')
    .addHelpText('after', helpText(examples))
    .action(async (dir: string, options: Options) => run(session, dir, options));
}

async function run(session: Session, dir: string, options: Options): Promise<void> {
  const dataset = await readDataset(session, dir);
  const figures = await statisticsOf(dataset, options.runs, missing => {
    session.tell(
      `${counted(missing, 'run')} that pairs name ${missing === 1 ? 'was' : 'were'} not found, so success and times lack ${missing === 1 ? 'it' : 'them'}; name the folder with --runs, as often as there are folders.`,
    );
  });
  if (options.svg !== undefined) {
    const picture = histogramSvg([
      { title: 'Reward', bins: figures.reward.bins },
      { title: 'Speedup', bins: figures.speedup.bins },
    ]);
    await outsideDataset(dataset.folder, options.svg);
    await writeWhole(await replaceable(options.svg), picture);
  }
  process.stdout.write(
    options.json ? `${toJson(statisticsObject(figures), 2)}\n` : forTerminal(statisticsText(figures)),
  );
}

/**
 * Reads the whole dataset, and its runs: beside it and in the given folders, of which those count that hold a run that
 * pairs name. `onMissing` is told how
 * many of them were not there, where any was not.
 */
export async function statisticsOf(
  dataset: DatasetFolder,
  runsFolders: readonly string[] = [],
  onMissing?: (runs: number) => void,
): Promise<DatasetStatistics> {
  const builder = new StatisticsBuilder({ rewardCap, originalReward });
  const runs = new Set<string>();
  for await (const pair of dataset.pairs()) {
    builder.addPair(pair);
    // An import is no run.
    if (pair.provenance.writer !== 'import') runs.add(pair.provenance.run);
  }
  for await (const rejected of dataset.rejected()) builder.addRejected(rejected);
  for await (const _ of dataset.repairs()) builder.addRepair();
  const folders = [path.join(dataset.folder, '..', 'runs'), ...runsFolders].map(folder =>
    path.resolve(folder),
  );
  const found = new Set<string>();
  for (const folder of new Set(folders)) {
    const ids = await runIds(folder);
    // A run that gave no pair cost money all the same.
    const isOfDataset = ids.some(id => runs.has(id)) || isBeside(folder, dataset.folder);
    for (const id of isOfDataset ? ids : []) {
      const { items, cost, seconds } = await readRunFigures(folder, id);
      builder.addRunCost(id, cost);
      if (!runs.has(id)) continue;
      found.add(id);
      for (const item of items) builder.addItem(item);
      builder.addSeconds(seconds);
    }
  }
  if (found.size < runs.size) onMissing?.(runs.size - found.size);
  return builder.result();
}

/** True for the runs beside a dataset that `quill generate` writes, which are all its own. */
function isBeside(runs: string, dataset: string): boolean {
  const folder = path.resolve(dataset);
  return path.basename(folder) === 'dataset' && path.resolve(runs) === path.join(folder, '..', 'runs');
}
