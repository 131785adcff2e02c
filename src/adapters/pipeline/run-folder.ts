/** A run on disk: `config.json`, `events.jsonl` (append-only), `state.json` (its heartbeat), at times `schema.sql`. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { type RunConfig, runConfig } from '../../core/pipeline/config.ts';
import type { RunEvent } from '../../core/pipeline/events.ts';
import { type RunState, runState } from '../../core/pipeline/run-state.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { mendEnd } from '../files/json-lines.ts';
import { LineAppender } from '../files/line-appender.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceByCopy, writeWhole } from '../files/whole-file.ts';
import { eventsFile, readRunEvents } from './run-events.ts';

const configFile = 'config.json';
const stateFile = 'state.json';
/** The user's schema, where it came through a pipe. */
export const keptSchema = 'schema.sql';
/** Asks its process to stop: where no signal reaches it, and on Windows, where a signal would end it at once. */
const stopFile = 'stop';

/** What earlier processes of a run did, as its events tell. */
export interface RunHistory {
  readonly done: ReadonlySet<number>;
  readonly accepted: number;
  readonly items: number;
  readonly successes: number;
  readonly rejected: number;
  /** US dollars. */
  readonly cost: number;
  /** Time that its processes worked, in seconds. */
  readonly seconds: number;
}

/** The dataset that a run writes to: only its holder may write to the run's files, too. */
export interface Holder {
  /** True where a process that may yet wake up has the files open. */
  readonly isFromElsewhere: boolean;
  /** Throws QuillError where another process has taken the dataset over. */
  confirm(): Promise<void>;
}

/** A run that this process works on, under the lock of the dataset that it writes to. */
export class RunFolder {
  readonly folder: string;
  readonly id: string;
  #config: RunConfig;
  readonly #events: LineAppender;
  readonly #holder: Holder;

  private constructor(folder: string, config: RunConfig, events: LineAppender, holder: Holder) {
    this.folder = folder;
    this.id = path.basename(folder);
    this.#config = config;
    this.#events = events;
    this.#holder = holder;
  }

  /**
   * Begins a run; `ddl` is kept as `keptSchema`. Throws QuillError `usage` when there is one in the folder already,
   * `disk` when it cannot be written.
   */
  static async create(folder: string, config: RunConfig, holder: Holder, ddl?: string): Promise<RunFolder> {
    await makeFolder(folder);
    if ((await readdir(folder)).includes(configFile))
      throw new QuillError(
        'usage',
        `The run ${path.basename(folder)} is there already; add --resume to go on with it.`,
      );
    // First: with its configuration the run is one that can be resumed.
    if (ddl !== undefined) await writeWhole(path.join(folder, keptSchema), ddl);
    await writeWhole(path.join(folder, configFile), `${JSON.stringify(config, null, 2)}\n`);
    return RunFolder.#open(folder, config, holder);
  }

  /**
   * Opens a run to go on with it, and cuts a torn last event off: only the holder of the dataset's lock may do that.
   * Throws QuillError `usage` and `file` when there is none or it cannot be read.
   */
  static async resume(folder: string, holder: Holder): Promise<RunFolder> {
    return RunFolder.#open(folder, await readConfig(folder), holder);
  }

  static async #open(folder: string, config: RunConfig, holder: Holder): Promise<RunFolder> {
    const file = path.join(folder, eventsFile);
    // Meant for the process before.
    await rm(path.join(folder, stopFile), { force: true });
    if (holder.isFromElsewhere) await replaceByCopy(file);
    await mendEnd(file, isJson).catch(error => {
      throw diskError(file, error);
    });
    const events = await LineAppender.open(file, () => holder.confirm());
    return new RunFolder(folder, config, events, holder);
  }

  get config(): RunConfig {
    return this.#config;
  }

  /**
   * Keeps a changed goal or limit. Throws QuillError `locked` or `disk` where another process has taken the run over.
   */
  async reconfigure(config: RunConfig): Promise<void> {
    await this.#holder.confirm();
    await writeWhole(path.join(this.folder, configFile), `${JSON.stringify(config, null, 2)}\n`);
    this.#config = config;
  }

  log(event: RunEvent): Promise<void> {
    return this.#events.append(JSON.stringify(event));
  }

  /** Throws QuillError `locked` or `disk` where another process has taken the run over. */
  async writeState(state: RunState): Promise<void> {
    await this.#holder.confirm();
    await writeWhole(path.join(this.folder, stateFile), `${JSON.stringify(state, null, 2)}\n`);
  }

  /** True when somebody asked this process to stop. */
  async isAskedToStop(): Promise<boolean> {
    return (await changedAt(path.join(this.folder, stopFile))) !== undefined;
  }

  async history(): Promise<RunHistory> {
    const { items, cost, seconds } = await readRunEvents(path.join(this.folder, eventsFile));
    let [accepted, successes, rejected] = [0, 0, 0];
    for (const item of items.values()) {
      accepted += item.pairs;
      if (item.pairs > 0) successes++;
      rejected += item.rejected;
    }
    return { done: new Set(items.keys()), accepted, items: items.size, successes, rejected, cost, seconds };
  }

  async close(): Promise<void> {
    await this.#events.close();
  }
}

/** Asks the process of a run to stop; within a second or two it does. Throws QuillError `disk`. */
export async function askToStop(folder: string): Promise<void> {
  await writeWhole(path.join(folder, stopFile), '');
}

/** Throws QuillError `usage` when there is no such run, `file` when its configuration cannot be read. */
export async function readConfig(folder: string): Promise<RunConfig> {
  const file = path.join(folder, configFile);
  const text = await readFile(file, 'utf8').catch(error => {
    if (codeOf(error) === 'ENOENT')
      throw new QuillError('usage', `There is no run in ${folder}; begin one without --resume.`);
    throw new QuillError('file', `${file} cannot be read (${codeOf(error)}); check its permissions.`);
  });
  const config = v.safeParse(runConfig, parsedJson(text));
  if (!config.success)
    throw new QuillError(
      'file',
      `${file} is no configuration of a run (${v.getDotPath(config.issues[0]) ?? 'JSON'}); begin another run.`,
    );
  return config.output;
}

/** The last state of a run; undefined where there is none to be read. */
export async function readState(folder: string): Promise<RunState | undefined> {
  const text = await readFile(path.join(folder, stateFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const state = v.safeParse(runState, parsedJson(text));
  return state.success ? state.output : undefined;
}

/** When a run's files were written, as Unix times in milliseconds; 0 for one that is not there. */
export interface RunTimes {
  readonly configuredAt: number;
  /** Of its heartbeat. */
  readonly beatAt: number;
}

/** Looks at a run's files; never throws. */
export async function runTimes(folder: string): Promise<RunTimes> {
  const [configuredAt, beatAt] = await Promise.all(
    [configFile, stateFile].map(name => changedAt(path.join(folder, name))),
  );
  return { configuredAt: configuredAt ?? 0, beatAt: beatAt ?? 0 };
}

/** A run with the time at which it was last worked on. */
export interface Worked {
  readonly folder: string;
  /** Unix time in milliseconds, by the clock of its disk: those of several machines may differ. */
  readonly workedOnAt: number;
}

/** When a run was last worked on: Unix time in milliseconds. */
export function workedOnAt({ configuredAt, beatAt }: RunTimes): number {
  return Math.max(configuredAt, beatAt);
}

/** Orders runs by when they were last worked on: a name may be any, and tells no time. */
export function latestFirst(a: Worked, b: Worked): number {
  return b.workedOnAt - a.workedOnAt || (a.folder < b.folder ? 1 : -1);
}

/** Folders of runs, the latest first. */
export async function runFolders(runs: string): Promise<string[]> {
  const names = await readdir(runs).catch(() => []);
  const found: Worked[] = [];
  for (const name of names) {
    const folder = path.join(runs, name);
    const times = await runTimes(folder);
    if (times.configuredAt > 0) found.push({ folder, workedOnAt: workedOnAt(times) });
  }
  return found.sort(latestFirst).map(({ folder }) => folder);
}

/** Unix time in milliseconds; undefined where there is no such file. */
async function changedAt(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.mtimeMs;
}

function isJson(text: string): boolean {
  return parsedJson(text) !== undefined;
}
