import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { Batch } from '../../adapters/dataset/batch.ts';
import { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { diskError } from '../../adapters/files/disk-error.ts';
import { makeFolder } from '../../adapters/files/make-folder.ts';
import { findLeaks, type LeakageRow, leakageRow } from '../../core/dataset/leakage.ts';
import { MergeSelection } from '../../core/dataset/merge-selection.ts';
import type { SplitPlan } from '../../core/dataset/split.ts';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { calledAs } from '../called-as.ts';
import { FAILED } from '../exit-codes.ts';
import { heldOutSchemas } from '../held-out-schemas.ts';
import { helpText } from '../help-text.ts';
import type { Session } from '../session.ts';
import { readDataset } from './open-dataset.ts';

const mostNamed = 20;

const examples = `
Example:
  quill dataset merge all shard1 shard2 shard3

OUT is a new folder. All datasets hold out the same whole schemas, as shards over the same schemas do; one over your own
tables alone holds none out. A template is kept once, with one slow query: a held-out one before one in training, then that with
the smaller id; so the order of the folders does not matter. Exit 1, and nothing is written, when a training row of the
joined dataset would leak what is held out.`;

export function mergeCommand(session: Session): Command {
  return new Command('merge')
    .description('Join datasets, such as those of shards, into a new one.')
    .argument('<out>', 'folder for the joined dataset')
    .argument('<dirs...>', 'datasets')
    .addHelpText('after', helpText(examples))
    .action(async (out: string, dirs: string[]) => run(session, out, dirs));
}

async function run(session: Session, out: string, dirs: readonly string[]): Promise<void> {
  const present = await readdir(out).catch(() => []);
  if (present.length > 0)
    throw new QuillError('usage', `${out} is not empty; name a new folder for the joined dataset.`);
  const datasets: DatasetFolder[] = [];
  for (const dir of dirs) datasets.push(await readDataset(session, dir));
  const split = commonPlan(datasets);
  const parent = path.dirname(path.resolve(out));
  await makeFolder(parent);
  const temporary = path.join(parent, `.quill-merge-${randomUUID()}`);
  try {
    const target = await DatasetFolder.open(temporary, { write: true, split });
    try {
      await join(session, datasets, target);
      if (await leaks(session, target)) return;
    } finally {
      await target.close();
    }
    // It appears whole or not at all. An empty folder gives way.
    await rename(temporary, out).catch(error => {
      throw diskError(out, error);
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function join(
  session: Session,
  datasets: readonly DatasetFolder[],
  target: DatasetFolder,
): Promise<void> {
  const selection = new MergeSelection();
  for (const dataset of datasets) for await (const pair of dataset.pairs()) selection.consider(pair);
  for (const dataset of datasets)
    for (const id of await dataset.schemas()) await target.addSchema(id, await dataset.schema(id));
  // Originals first, so that a variant's line is behind that of its original.
  for (const variants of [false, true])
    for (const dataset of datasets) {
      const batch = new Batch();
      for await (const pair of dataset.pairs()) {
        if (session.signal.aborted) throw new QuillError('cancelled', 'Cancelled.');
        if ((pair.variantOf !== null) === variants && selection.keeps(pair))
          await batch.add(target.addPair(pair));
      }
      await batch.end();
    }
  for (const dataset of datasets) {
    const batch = new Batch();
    for await (const rejected of dataset.rejected()) await batch.add(target.addRejected(rejected));
    for await (const repair of dataset.repairs()) await batch.add(target.addRepair(repair));
    await batch.end();
  }
  const { pairs, variants } = target.manifest.counts;
  const { sameId, sameTemplate, lostVariants } = selection.leftOut;
  session.tell(
    `${counted(pairs, 'pair')} and ${counted(variants, 'variant')} of ${counted(datasets.length, 'dataset')}; left out: ` +
      `${counted(sameTemplate, 'pair')} with a template that another has, ${counted(sameId, 'row')} that were there twice, ` +
      `${counted(lostVariants, 'variant')} of pairs left out or with a held-out template.`,
  );
}

/** Tells of rows that break the split, as they say themselves; templates are computed anew by `dataset split`. */
async function leaks(session: Session, target: DatasetFolder): Promise<boolean> {
  const rows: LeakageRow[] = [];
  for await (const pair of target.pairs()) rows.push(leakageRow(pair));
  const found = findLeaks(rows, {
    ...target.manifest.split,
    heldOutSchemas: await heldOutSchemas(session, target),
  });
  if (found.length === 0) return false;
  for (const { sentence } of found.slice(0, mostNamed)) session.tell(sentence);
  const broken = new Set(found.map(leak => leak.id)).size;
  session.tell(
    `Nothing was written: ${counted(broken, 'row')} of the joined dataset ${broken === 1 ? 'breaks its' : 'break their'} split; ${calledAs()} dataset split tells which dataset they come from.`,
  );
  session.exitCode = FAILED;
  return true;
}

/** The one plan of all. Throws QuillError `usage` where they were split in different ways. */
function commonPlan(datasets: readonly DatasetFolder[]): SplitPlan {
  const [first, ...others] = datasets;
  if (first === undefined) throw new QuillError('usage', 'Name at least one dataset to join.');
  const plan = first.manifest.split;
  const schemas = (one: SplitPlan): string => [...one.heldOutSchemas].sort().join(', ') || 'none';
  for (const { folder, manifest } of others) {
    if (manifest.split.seed !== plan.seed)
      throw new QuillError(
        'usage',
        `${first.folder} was split with seed ${plan.seed} and ${folder} with ${manifest.split.seed}, so they cannot be joined; generate the shards with the same --seed.`,
      );
    if (schemas(manifest.split) !== schemas(plan))
      throw new QuillError(
        'usage',
        `${first.folder} holds out the schemas ${schemas(plan)} and ${folder} ${schemas(manifest.split)}, so they cannot be joined; generate the shards over the same schemas.`,
      );
  }
  return plan;
}
