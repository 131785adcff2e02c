import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { replaceable, writeJsonLines, writeParquet } from '../../adapters/dataset/exported-file.ts';
import { outsideDataset } from '../../adapters/dataset/outside-dataset.ts';
import { makeFolder } from '../../adapters/files/make-folder.ts';
import { writeWhole } from '../../adapters/files/whole-file.ts';
import { type CardFile, countsText, datasetCard, readCardFiles, sameSplit } from '../../core/dataset/card.ts';
import { conversationFormats, type ExportFormat, exportFormats } from '../../core/dataset/export-rows.ts';
import { type ExampleKind, exampleKinds } from '../../core/dataset/other-examples.ts';
import { type Split, splits } from '../../core/dataset/pair.ts';
import { parquetColumns } from '../../core/dataset/parquet-rows.ts';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { promptVersion } from '../../core/prompt/optimize.ts';
import { plainPromptVersion } from '../../core/prompt/plain.ts';
import { helpText } from '../help-text.ts';
import { numberFrom } from '../option-types.ts';
import type { Session } from '../session.ts';
import { ExportedRows } from './exported-rows.ts';
import { readDataset } from './open-dataset.ts';
import { ReadableSchemas } from './readable-schemas.ts';
import { statisticsOf } from './stats.ts';

interface Options {
  readonly format: ExportFormat;
  readonly out: string;
  readonly split: Split;
  readonly variants?: boolean;
  readonly minReward: number;
  readonly with?: readonly ExampleKind[];
}

/** A row's form, told in --help in this order, and what writes a file of such rows. */
interface Form {
  readonly about: string;
  /** Returns how many rows it wrote. */
  write(file: string, rows: ExportedRows): Promise<number>;
}

const forms: Readonly<Record<ExportFormat, Form>> = {
  chat: {
    about: '{"messages"}, answered in plain SQL, CREATE INDEX statements first',
    write: (file, rows) => writeJsonLines(file, rows.conversations('chat')),
  },
  openai: {
    about: '{"messages"}, answered in the JSON that Quill asks models for',
    write: (file, rows) => writeJsonLines(file, rows.conversations('openai')),
  },
  trl: {
    about: '{"prompt", "completion"} with that JSON; only the completion is learnt',
    write: (file, rows) => writeJsonLines(file, rows.conversations('trl')),
  },
  preference: {
    about:
      '{"prompt", "chosen", "rejected"}, for queries with a refuted answer too: a model gave it, or import met it',
    write: (file, rows) => writeJsonLines(file, rows.preferences()),
  },
  parquet: {
    about: 'flat columns with the evidence',
    write: (file, rows) => writeParquet(file, parquetColumns, rows.flat()),
  },
};

const formatList = (): string =>
  Object.entries(forms)
    .map(([format, { about }]) => `  ${format.padEnd(12)}${about}`)
    .join('\n');

const examples = `
Examples:
  quill dataset export .quill --format trl --out hub/train.jsonl
  quill dataset export .quill --format trl --out hub/test.jsonl --split held-out
  quill dataset export .quill --format trl --out more/train.jsonl --with repairs,nothing-to-improve
  quill dataset export .quill --format preference --out hub/preference.jsonl --min-reward 0.3

Formats:
${formatList()}

--with adds examples to chat, trl and openai, behind the pairs: how a query that did not run was mended by its message, and queries whose right answer is
the query itself. A dataset card, README.md, is written beside the file; a README.md of your own stays as it is.`;

export function exportCommand(session: Session): Command {
  return new Command('export')
    .description('Write the pairs in the form that a trainer reads, with a dataset card.')
    .argument('<dir>', 'dataset')
    .addOption(
      new Option('--format <format>', 'form of the rows').choices(exportFormats).makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'file to write')
    .addOption(new Option('--split <split>', 'which pairs').choices(splits).default('train'))
    .option('--variants', 'the renamed and reformatted variants too')
    .option('--min-reward <x>', 'only pairs with this reward at least, 0 to 1', numberFrom(0, 1), 0)
    .addOption(
      new Option(
        '--with <kinds>',
        `other examples too: ${exampleKinds.join(', ')}; separated by commas`,
      ).argParser(kindsIn),
    )
    .addHelpText('after', helpText(examples))
    .action(async (dir: string, options: Options) => run(session, dir, options));
}

async function run(session: Session, dir: string, options: Options): Promise<void> {
  const { format, out, split, variants = false, minReward, with: beside = [] } = options;
  if (beside.length > 0 && !conversationFormats.some(one => one === format))
    throw new QuillError(
      'usage',
      `The format ${format} holds pairs alone; leave --with out, or choose ${conversationFormats.join(', ')}.`,
    );
  const dataset = await readDataset(session, dir);
  await outsideDataset(dataset.folder, out);
  const engine = await session.engine();
  const readable = new ReadableSchemas(dataset, session.openPool({ spare: false }), session.signal);
  const selection = { split, variants, minReward, beside };
  const rows = new ExportedRows(dataset, readable, engine, selection, session.signal);
  await makeFolder(path.dirname(path.resolve(out)));
  const count = await forms[format].write(out, rows);
  if (rows.withoutSchema > 0)
    session.tell(
      `${counted(rows.withoutSchema, 'example')} left out: the dataset lacks ${rows.withoutSchema === 1 ? 'its' : 'their'} schema, which older versions did not keep for examples alone.`,
    );
  const card = await writeCard(session, dataset, path.dirname(path.resolve(out)), {
    name: path.basename(out),
    format,
    split,
    counts: rows.counts,
  });
  const what = beside.length > 0 ? countsText(rows.counts) : counted(count, 'row');
  session.tell(`Written to ${out}: ${what}. ${card}`);
}

/** Throws InvalidArgumentError for a kind that is none. */
function kindsIn(text: string): ExampleKind[] {
  return text.split(',').map(word => {
    const kind = exampleKinds.find(one => one === word.trim());
    if (kind === undefined)
      throw new InvalidArgumentError(`Name some of ${exampleKinds.join(', ')}, separated by commas.`);
    return kind;
  });
}

/** Writes the card anew, with the files it spoke of that are still there; returns a sentence on where it is. */
async function writeCard(
  session: Session,
  dataset: DatasetFolder,
  folder: string,
  file: CardFile,
): Promise<string> {
  const readme = path.join(folder, 'README.md');
  const before = existsSync(readme) ? readCardFiles(await readFile(readme, 'utf8')) : [];
  const target = before === undefined ? path.join(folder, `${file.name}.card.md`) : readme;
  const others = (before ?? []).filter(
    one => one.name !== file.name && existsSync(path.join(folder, one.name)),
  );
  const facts = {
    files: [...others, file].sort((a, b) => (a.name < b.name ? -1 : 1)),
    statistics: await statisticsOf(dataset),
    heldOutSchemas: dataset.manifest.split.heldOutSchemas,
    promptVersion,
    plainPromptVersion,
  };
  await writeWhole(await replaceable(target), datasetCard(facts));
  const beside = sameSplit(file, others).map(({ name }) => name);
  if (beside.length > 0)
    session.tell(
      `${beside.join(', ')} and ${file.name} are all ${file.format} of the split ${file.split} and may hold the same pairs: the card lists each by itself; train on one of them.`,
    );
  return target === readme
    ? `The dataset card is ${target}.`
    : `${readme} is your own, so the dataset card is ${target}.`;
}
