import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import type { SqlPool } from '../../adapters/sqlite/sql-pool.ts';
import { Augmenter, type Variant } from '../../core/dataset/augment/augmenter.ts';
import { SplitGuard } from '../../core/dataset/augment/split-guard.ts';
import { type VariantKind, VariantWriter, variantKinds } from '../../core/dataset/augment/variants.ts';
import type { Pair } from '../../core/dataset/pair.ts';
import { Tally } from '../../core/dataset/tally.ts';
import { QuillError } from '../../core/errors.ts';
import { FirstFew } from '../../core/first-few.ts';
import { counted, formatCount } from '../../core/format.ts';
import { mostWorkers } from '../../core/pipeline/config.ts';
import { rateText } from '../../core/pipeline/run-progress.ts';
import { hashText } from '../../core/random.ts';
import { helpText } from '../help-text.ts';
import { wholeNumber } from '../option-types.ts';
import { inOrder } from '../ordered-window.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Session } from '../session.ts';
import { datasetFolderOf, readDataset, told } from './open-dataset.ts';
import { ReadableSchemas } from './readable-schemas.ts';

/** Pairs held for each worker, so that none idles while the oldest is judged. */
const WINDOW_PER_WORKER = 4;
const BUDGET_MS = 30_000;
const QUERY_LIMIT_MS = 5000;

interface Options {
  readonly variants: number;
  readonly kinds: readonly VariantKind[];
  readonly seed: number;
  readonly workers?: number;
  readonly max?: number;
  readonly databases: number;
  readonly mutants: number;
}

const examples = `
Examples:
  quill dataset augment .quill
  quill dataset augment data --variants 3 --workers 8
  quill dataset augment data --kinds rename --max 5000

Kinds: rename gives tables, columns, aliases and indexes other names, under a schema named SCHEMA-v1, -v2 …; format
changes layout, the case of keywords and optional words; equivalent writes the slow query in another equal form. Each
variant is judged like a new pair; times and reward are its original's, and so is the split. Run again it goes on where
it was stopped, and adds nothing that is there. Keep to one --seed for a dataset.`;

export function augmentCommand(session: Session): Command {
  return new Command('augment')
    .description('Add renamed, reformatted and rephrased variants of the pairs, each judged anew.')
    .argument('<dir>', 'dataset')
    .option('--variants <n>', 'the most variants of a pair', wholeNumber(1), 1)
    .addOption(
      new Option('--kinds <list>', 'kinds of variants, with commas between them')
        .argParser(kindList)
        .default([...variantKinds], variantKinds.join(',')),
    )
    .option('--seed <s>', 'seed of names, layouts and forms', wholeNumber(0), 1)
    .option(
      '--workers <w>',
      'variants judged at the same time (default: all cores)',
      wholeNumber(1, mostWorkers),
    )
    .option('--max <n>', 'stop after so many new variants', wholeNumber(1))
    .option('--databases <n>', 'databases to judge a variant on', wholeNumber(1), 200)
    .option('--mutants <n>', 'deliberate mistakes to measure the databases by', wholeNumber(0), 24)
    .addHelpText('after', helpText(examples))
    .action(async (dir: string, options: Options) => run(session, dir, options));
}

function kindList(text: string): VariantKind[] {
  const kinds = text.split(',').map(word => variantKinds.find(kind => kind === word.trim()));
  if (kinds.some(kind => kind === undefined))
    throw new InvalidArgumentError(`Known kinds are ${variantKinds.join(', ')}.`);
  return [...new Set(kinds.filter(kind => kind !== undefined))];
}

async function run(session: Session, dir: string, options: Options): Promise<void> {
  // Opened for writing, a folder without a dataset would become one.
  await readDataset(session, dir);
  const dataset = await DatasetFolder.open(datasetFolderOf(dir), {
    write: true,
    note: told(session),
    signal: session.signal,
  });
  try {
    await augment(session, dataset, options);
  } finally {
    await dataset.close();
  }
}

async function augment(session: Session, dataset: DatasetFolder, options: Options): Promise<void> {
  const guard = new SplitGuard(dataset.manifest.split);
  let originals = 0;
  for await (const pair of dataset.pairs()) {
    guard.note(pair);
    if (pair.variantOf === null) originals++;
  }
  const engine = await session.engine();
  const workers = options.workers ?? availableParallelism();
  const pool = session.openPool({ size: workers, spare: false });
  const readable = new ReadableSchemas(dataset, pool, session.signal);
  const doubts = new FirstFew(session.tell, 'more doubt');
  const augmenter = new Augmenter(options, {
    writer: new VariantWriter(engine, options.seed, id => readable.ddl(id)),
    guard,
    judge: async draft => {
      await requireSameNames(dataset, draft);
      return judge(pool, draft, options, session.signal);
    },
    has: id => dataset.hasPair(id),
    now: () => new Date(),
    doubt: sentence => doubts.add(sentence),
  });
  const added = new Tally<VariantKind>();
  const progress = new ProgressLine(process.stderr);
  const begin = performance.now();
  const most = options.max ?? Number.POSITIVE_INFINITY;
  let done = 0;
  const keep = async (found: readonly Variant[]): Promise<void> => {
    for (const { pair, draft } of found) {
      // One that was made at the same time may have brought its template to the other side.
      if (added.total >= most || !guard.allows(pair, draft.template)) continue;
      if (draft.kind === 'rename') await dataset.addSchema(draft.schema, draft.ddl);
      await dataset.addPair(pair);
      guard.note(pair);
      added.add(draft.kind);
    }
    done++;
    const perSecond = added.total / ((performance.now() - begin) / 1000);
    const rate = added.total === 0 ? '' : `, ${rateText(perSecond, '')}`;
    progress.write(
      `${formatCount(done)} of ${counted(originals, 'pair')}, ${counted(added.total, 'new variant')}${rate}`,
    );
  };
  try {
    await inOrder(
      waiting(dataset, () => session.signal.aborted || added.total >= most),
      workers * WINDOW_PER_WORKER,
      pair => unlessCancelled(augmenter.variantsOf(pair), session.signal),
      keep,
    );
  } finally {
    progress.end();
    doubts.end();
    process.stdout.write(report(added, augmenter, (performance.now() - begin) / 1000));
  }
  if (session.signal.aborted) throw new QuillError('cancelled', 'Cancelled; run it again to go on.');
}

async function* waiting(dataset: DatasetFolder, isOver: () => boolean): AsyncGenerator<Pair> {
  for await (const pair of dataset.pairs()) {
    if (isOver()) return;
    if (pair.variantOf === null) yield pair;
  }
}

/** What is judged already is kept. */
async function unlessCancelled(work: Promise<Variant[]>, signal: AbortSignal): Promise<Variant[]> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted && QuillError.is(error)) return [];
    throw error;
  }
}

async function judge(
  pool: SqlPool,
  { id, ddl, slow, fast }: Variant['draft'],
  { databases, mutants }: Options,
  signal: AbortSignal,
) {
  const options = {
    databases,
    mutants,
    // Other databases than those that the original was judged on.
    seed: hashText(id),
    budgetMs: BUDGET_MS,
    queryLimitMs: QUERY_LIMIT_MS,
  };
  return (await pool.verify({ schema: { kind: 'ddl', ddl }, a: slow, b: fast, options }, { signal })).verdict;
}

/** Throws QuillError `usage` where the renamed schema has other names already: that of another seed. */
async function requireSameNames(
  dataset: DatasetFolder,
  { kind, schema, ddl }: Variant['draft'],
): Promise<void> {
  if (kind !== 'rename' || !(await dataset.schemas()).includes(schema)) return;
  const there = await dataset.schema(schema);
  if (there.trimEnd() === ddl.replaceAll('\r\n', '\n').trimEnd()) return;
  throw new QuillError(
    'usage',
    `${dataset.folder} has a schema ${schema} with other names; augment it with the --seed that it was augmented with before.`,
  );
}

function report(added: Tally<VariantKind>, augmenter: Augmenter, seconds: number): string {
  const kinds = added.entries().map(([kind, count]) => `${formatCount(count)} ${kind}`);
  const { dropped, known } = augmenter;
  const lines = [
    `${counted(added.total, 'new variant')}${kinds.length === 0 ? '' : ` (${kinds.join(', ')}), ${rateText(added.total / Math.max(seconds, 0.001), '')}`}; ${counted(known, 'variant')} there before.`,
  ];
  if (dropped.total > 0) lines.push('Not made, or not kept:');
  for (const [reason, count] of dropped.entries())
    lines.push(`  ${formatCount(count).padStart(7)}  ${reason}`);
  return `${lines.join('\n')}\n`;
}
