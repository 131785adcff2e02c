import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { isPipe } from '../../adapters/files/pipe.ts';
import { type OwnSource, ownSchema } from '../../adapters/pipeline/own-schema.ts';
import { PoolBench } from '../../adapters/pipeline/pool-bench.ts';
import {
  keptSchema,
  RunFolder,
  readConfig,
  readState,
  runFolders,
} from '../../adapters/pipeline/run-folder.ts';
import { SchemaLibrary, type Shelved } from '../../adapters/pipeline/schema-library.ts';
import type { SqlPool } from '../../adapters/sqlite/sql-pool.ts';
import type { NamedDdl } from '../../core/dataset/ddl-identity.ts';
import { chooseHeldOut } from '../../core/dataset/split.ts';
import { QuillError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { type RunConfig, tierRows } from '../../core/pipeline/config.ts';
import { KnownPairs } from '../../core/pipeline/known-pairs.ts';
import { isPriced } from '../../core/pipeline/models/prices.ts';
import { Run } from '../../core/pipeline/run.ts';
import { isComplete, type RunState } from '../../core/pipeline/run-state.ts';
import { CANCELLED, FAILED } from '../exit-codes.ts';
import { heldOutSchemas } from '../held-out-schemas.ts';
import { helpText } from '../help-text.ts';
import { readSchemaFile } from '../input-file.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Session } from '../session.ts';
import { whyEmpty } from './empty-schema.ts';
import { settleHeldOut } from './held-out.ts';
import { addGenerateOptions, configOf, type GenerateOptions, requireAskedEndpoint } from './options.ts';
import { progressLine } from './progress.ts';
import { type Providers, providersOf } from './providers.ts';
import { resumeCommand } from './resume-command.ts';
import {
  isEndpointNamed,
  isStillUsedUp,
  notAnew,
  requireConsent,
  resumedConfig,
  withOwnSchema,
} from './resumed.ts';
import { SetUpLimit } from './set-up-limit.ts';
import { whatIsSent } from './what-is-sent.ts';

/** How often the state is written and shown, in milliseconds. */
const HEARTBEAT = 1000;

/** For building the user's own schema with its rows and reading them, in milliseconds. */
const OWN_LIMIT_MS = 60_000;

const examples = `
Examples:
  quill generate --count 500
  quill generate --out data --count 20000 --workers 8 --max-time 2h
  quill generate --db shop.sqlite --count 200
  quill generate --provider openai --base-url http://localhost:8000/v1 --model qwen2.5-coder --count 100
  quill generate --out shard2 --shard 2/8 --count 2500      then: quill dataset merge all shard*
  quill generate --resume
  quill generate --resume --count 1000

Pairs go to OUT/dataset, the run to OUT/runs/ID. A run that was stopped or killed goes on with --resume; no pair is lost
or doubled; a finished one goes on where --count asks for more pairs than it has. Further runs add to the same dataset,
whatever their schemas; one writes to it at a time. Where query after query gives nothing before there are as many
pairs as asked for, the run ends with exit code 1; at --max-time or --max-cost with 0, as that was asked for.`;

export function generateCommand(session: Session): Command {
  return addGenerateOptions(
    new Command('generate').description(
      'Write slow queries, find faster ones, judge and time them, and keep what held as a dataset.',
    ),
  )
    .addHelpText('after', helpText(examples))
    .action(async (options: GenerateOptions, command: Command) => generate(session, options, command));
}

async function generate(session: Session, options: GenerateOptions, command: Command): Promise<void> {
  const out = path.resolve(options.out);
  const resumed = options.resume === true ? await folderToResume(out, options) : undefined;
  const asked =
    resumed === undefined ? configOf(options) : resumedConfig(await readConfig(resumed), options, command);
  if (resumed === undefined) requireAskedEndpoint(asked, command);
  else requireConsent(asked, options);
  const runFolder = resumed ?? path.join(out, 'runs', options.run ?? runName());
  const { config, piped } = await withoutPipe(asked, runFolder, session.signal);
  const limit = new SetUpLimit(config.maxMinutes, session.signal);
  const ignored = resumed === undefined ? [] : notAnew(config, options, command);
  if (ignored.length > 0)
    session.tell(`A resumed run keeps what it was begun with; not used: ${ignored.join(', ')}.`);
  const { endpoint } = config;
  if (endpoint !== null && !isPriced(endpoint))
    session.tell(`The price of ${endpoint.model} is unknown, so its cost counts as $0; add --price IN/OUT.`);
  const providers = providersOf(
    config,
    resumed === undefined || isEndpointNamed(config, options),
    resumed !== undefined,
  );
  const engine = await session.engine();
  const pool = session.openPool({ size: config.workers, spare: false });
  const own = await ownSchemaOf(session, config, piped, limit, pool);
  const kept = withOwnSchema(config, own?.id);
  const sent = own && whatIsSent(config);
  if (sent !== undefined) session.tell(sent);
  const shipped = session.shippedSchemas();
  const library = SchemaLibrary.open(engine, shipped, config, own);
  const dataset = await limit.during('the dataset was opened', signal =>
    DatasetFolder.open(path.join(out, 'dataset'), {
      write: true,
      split: { seed: config.seed, heldOutSchemas: chooseHeldOut(library.origins, config.seed) },
      note: message => session.tell(message),
      signal,
    }),
  );
  let folder: RunFolder | undefined;
  try {
    await settleHeldOut(session, dataset, library, config, shipped);
    // Only now: whoever holds the lock may be appending to the run's events.
    folder =
      resumed === undefined
        ? await RunFolder.create(runFolder, kept, dataset, piped)
        : await RunFolder.resume(resumed, dataset);
    if (resumed !== undefined) {
      if (isStillUsedUp(await readState(resumed), folder.config, kept)) providers.allowance?.close();
      await folder.reconfigure(kept);
    }
    session.tell(`Run ${folder.id}: ${path.relative('.', folder.folder) || '.'}`);
    const state = await work(session, pool, folder, providers, library, dataset, limit);
    session.tell(`${progressLine(state)}. ${state.reason}`.trim());
    const command = resumeCommand(state, options, config, process.platform === 'win32');
    if (command !== undefined) session.tell(`To go on: ${command}`);
    if (state.state === 'stopped') session.exitCode = CANCELLED;
    if (state.state === 'exhausted') session.exitCode = FAILED;
  } finally {
    await folder?.close();
    await dataset.close();
  }
}

/** A pipe gives its DDL once: the run keeps it in a file of its own, to go on with. */
async function withoutPipe(
  config: RunConfig,
  runFolder: string,
  signal: AbortSignal,
): Promise<{ readonly config: RunConfig; readonly piped?: string }> {
  const { own } = config;
  if (own?.kind !== 'ddl' || !isPipe(own.path)) return { config };
  const piped = await readSchemaFile(own.path, signal);
  return { config: { ...config, own: { kind: 'ddl', path: path.join(runFolder, keptSchema) } }, piped };
}

/**
 * `piped`: its DDL, which is in no file yet. One without rows is left out where there are other schemas; throws
 * QuillError `file` where there are none.
 */
async function ownSchemaOf(
  { tell }: Pick<Session, 'tell'>,
  { own, tier, schemas, endpoint, sendValues }: RunConfig,
  piped: string | undefined,
  limit: SetUpLimit,
  pool: SqlPool,
): Promise<Shelved | undefined> {
  if (own === null) return undefined;
  const { path: file } = own;
  const smaller = tier === 'small' ? '' : ', or fewer rows by --tier small';
  const remedy =
    own.kind === 'database' ? 'give a smaller database' : `leave out what takes so long${smaller}`;
  const shelved = await limit.during(`${path.basename(file)} was read`, async signal => {
    // Whether there are tables in it is said the same way by all commands.
    const source: OwnSource =
      own.kind === 'database'
        ? { kind: 'database', path: file }
        : { kind: 'ddl', path: file, ddl: piped ?? (await readSchemaFile(path.relative('.', file) || '.')) };
    const hideValues = endpoint !== null && !sendValues;
    return ownSchema(source, {
      pool,
      signal,
      rows: tierRows[tier],
      remedy,
      limitMs: OWN_LIMIT_MS,
      hideValues,
    });
  });
  const empty = whyEmpty(own, path.basename(file), shelved.read);
  if (empty === undefined) return shelved;
  if (schemas.length === 0) throw new QuillError('file', `${empty.why}; ${empty.remedy}.`);
  tell(`${empty.why}; queries are written over ${schemas.join(', ')} alone.`);
  return undefined;
}

/** A held-out schema stays one when it is given as the user's own. */
async function ownDdl(library: SchemaLibrary): Promise<NamedDdl[]> {
  const own = library.origins.filter(({ origin }) => origin === 'own');
  return Promise.all(own.map(({ id }) => library.load(id)));
}

async function work(
  session: Session,
  pool: SqlPool,
  folder: RunFolder,
  providers: Providers,
  library: SchemaLibrary,
  dataset: DatasetFolder,
  limit: SetUpLimit,
): Promise<RunState> {
  const { config } = folder;
  const history = await folder.history();
  const known = new KnownPairs(library.ids);
  const done = new Set(history.done);
  let accepted = 0;
  for await (const pair of dataset.pairs()) {
    known.add(pair);
    providers.writer.learn?.(pair);
    if (pair.provenance.run !== folder.id || pair.variantOf !== null) continue;
    accepted++;
    // Its process was killed between the pair and the note that the item is done.
    done.add(pair.provenance.item);
  }
  providers.allowance?.pay(history.cost);
  const run = new Run({
    config,
    run: folder.id,
    schemas: library,
    ...providers,
    bench: new PoolBench(pool, config, id => library.source(id)),
    sink: dataset,
    known,
    heldOutSchemas: await heldOutSchemas(session, dataset, await ownDdl(library)),
    done,
    before: { ...history, accepted },
    setUpSeconds: limit.seconds,
    clock: performance,
    process: { pid: process.pid, host: hostname() },
    now: () => new Date(),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, { signal }).catch(() => {
        throw new QuillError('cancelled', 'Cancelled.');
      });
    },
    log: event => folder.log(event),
  });
  const line = new ProgressLine(process.stderr);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  if (session.signal.aborted) abort();
  session.signal.addEventListener('abort', abort, { once: true });
  const beat = async (): Promise<void> => {
    const state = run.state();
    line.write(progressLine(state));
    if (await folder.isAskedToStop()) abort();
    await folder.writeState(state);
  };
  let beating: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A heartbeat that cannot be written is no reason to stop; the dataset tells when the disk is full.
    beating ??= beat()
      .catch(() => {})
      .finally(() => {
        beating = undefined;
      });
  }, HEARTBEAT);
  try {
    return await run.execute(stop.signal);
  } finally {
    clearInterval(timer);
    session.signal.removeEventListener('abort', abort);
    await beating;
    line.end();
    await folder.writeState(run.state()).catch(() => {});
  }
}

/** The run to go on with. Throws QuillError `usage` when there is none. */
async function folderToResume(
  out: string,
  { run: name, count }: Pick<GenerateOptions, 'run' | 'count'>,
): Promise<string> {
  const runs = path.join(out, 'runs');
  if (name !== undefined) return path.join(runs, name);
  const folders = await runFolders(runs);
  for (const folder of folders) {
    if (!isComplete(await readState(folder))) return folder;
  }
  const begin = 'leave out --resume to begin one';
  const [latest] = folders;
  if (latest === undefined) throw new QuillError('usage', `There is no run in ${runs}; ${begin}.`);
  const accepted = (await readState(latest))?.accepted ?? 0;
  if (count !== undefined && count > accepted) return latest;
  throw new QuillError(
    'usage',
    `${counted(folders.length, 'run')} in ${runs}, and none is unfinished; ${begin}, or extend the latest, which has ${counted(accepted, 'pair')}, by a larger --count.`,
  );
}

/** Sorts by time, and differs between machines that begin at once: `20261121-165801-3f2a`. */
function runName(): string {
  const time = new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${randomBytes(2).toString('hex')}`;
}
