import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { replaceable } from '../adapters/dataset/exported-file.ts';
import { whyNotWritten } from '../adapters/files/write-errors.ts';
import { QuillError } from '../core/errors.ts';
import { formatBytes } from '../core/format.ts';
import { type SampleSize, sampleSizes } from '../core/sample/size.ts';
import { helpText } from './help-text.ts';
import { wholeNumber } from './option-types.ts';
import type { Session } from './session.ts';

interface Options {
  readonly size: SampleSize;
  readonly seed: number;
  readonly force?: boolean;
}

const examples = `
Examples:
  quill sample-db sample.sqlite
  quill sample-db sample.sqlite --size medium --seed 7 --force

small has about 20 thousand rows, medium 300 thousand, large 2 million. The same size and seed give the same rows.`;

export function sampleDbCommand(session: Session): Command {
  return new Command('sample-db')
    .description(
      'Write a sample database: users, orders, posts, comments, employees, events, articles, tags.',
    )
    .argument('<out.sqlite>', 'file to write')
    .addOption(new Option('--size <size>', 'how many rows').choices(sampleSizes).default('small'))
    .option('--seed <s>', 'seed of the rows', wholeNumber(0), 1)
    .option('--force', 'replace the file if it is there')
    .addHelpText('after', helpText(examples))
    .action(async (out: string, options: Options) => run(session, out, options));
}

async function run(session: Session, out: string, options: Options): Promise<void> {
  if (!options.force && existsSync(out))
    throw new QuillError('usage', `${out} is there already; add --force to replace it.`);
  for (const side of ['-wal', '-journal'])
    if (existsSync(out + side))
      throw new QuillError(
        'usage',
        `${out}${side} lies beside the file and would be mixed into it; remove it first.`,
      );
  const folder = path.dirname(path.resolve(out));
  if (!existsSync(folder))
    throw new QuillError(
      'usage',
      `${out} could not be written: there is no folder ${folder}; create it first.`,
    );
  const bytes = await session
    .openPool({ spare: false })
    .buildSample(options.size, options.seed, session.signal);
  await writeWhole(await replaceable(out), bytes);
  session.tell(`Wrote ${out}: the ${options.size} sample database, ${formatBytes(bytes.length)}.`);
}

/** Writes under a temporary name and renames, so that nobody finds half a file. Throws QuillError `usage`. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const folder = path.dirname(path.resolve(file));
    throw new QuillError('usage', `${file} could not be written to ${folder}: ${whyNotWritten(error)}.`, {
      cause: error,
    });
  }
}
