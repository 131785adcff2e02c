import { Command, Option } from 'commander';
import { QuillError } from '../../core/errors.ts';
import { defaultOptions } from '../../core/optimize/contract.ts';
import { mostWorkers, tiers } from '../../core/pipeline/config.ts';
import { helpText } from '../help-text.ts';
import { numberFrom, wholeNumber } from '../option-types.ts';
import type { Session } from '../session.ts';
import { readDataset } from './open-dataset.ts';
import { chooseSample, type VerifyOptions } from './verify-sample.ts';
import { retimeSample } from './verify-times.ts';
import { judgeSample } from './verify-verdicts.ts';

const QUERY_LIMIT_MS = 5000;

const examples = `
Examples:
  quill dataset verify .quill
  quill dataset verify data --share 0.05 --databases 2000 --workers 4
  quill dataset verify data --retime --sample 500 --tier medium

The sample is random and the same for the same pairs and --seed; variants are not in it. Exit 1 when a pair is refuted,
3 when none could be judged.
With --retime nothing is judged: both sides are timed again, on made-up rows of that tier, one pair at a time.`;

export function verifyDatasetCommand(session: Session): Command {
  return new Command('verify')
    .description('Judge a random sample of the pairs again on more databases, or time it again on more rows.')
    .argument('<dir>', 'dataset')
    .option('--share <x>', 'part of the pairs to take', numberFrom(0.0001, 1), 0.05)
    .option('--sample <n>', 'number of pairs to take instead', wholeNumber(1))
    .option('--databases <n>', 'databases to build for a pair', wholeNumber(1), 2000)
    .option(
      '--mutants <n>',
      'deliberate mistakes to measure the databases by',
      wholeNumber(0),
      defaultOptions.mutants,
    )
    .option('--seed <s>', 'seed of the sample and of the databases', wholeNumber(0), 1)
    .option('--budget <ms>', 'time for judging one pair', wholeNumber(1), 300_000)
    .option('--retime', 'time the sample again instead of judging it')
    .addOption(new Option('--tier <tier>', 'rows to time on').choices(tiers).default('medium'))
    .option('--query-limit <ms>', 'time for one run of one query', wholeNumber(1), QUERY_LIMIT_MS)
    .option('--workers <w>', 'pairs at the same time (default: all cores)', wholeNumber(1, mostWorkers))
    .option('--json', 'print one JSON object')
    .addHelpText('after', helpText(examples))
    .action(async (dir: string, options: VerifyOptions) => run(session, dir, options));
}

async function run(session: Session, dir: string, options: VerifyOptions): Promise<void> {
  const dataset = await readDataset(session, dir);
  const { sample, total } = await chooseSample(dataset, options);
  if (sample.length === 0) throw new QuillError('usage', `${dataset.folder} has no pairs to verify yet.`);
  if (options.retime === true) await retimeSample(session, dataset, sample, total, options);
  else await judgeSample(session, dataset, sample, total, options);
  if (session.signal.aborted)
    throw new QuillError('cancelled', 'Cancelled; the figures are of what was done by then.');
}
