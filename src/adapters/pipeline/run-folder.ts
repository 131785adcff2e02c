/** A run on disk: `config.json`, `events.jsonl` (append-only), `state.json` (its heartbeat). */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { type RunConfig, runConfig } from '../../core/pipeline/config.ts';
import type { RunEvent } from '../../core/pipeline/events.ts';
import { type RunState, runState } from '../../core/pipeline/run-state.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { jsonLines, mendEnd } from '../files/json-lines.ts';
import { LineAppender } from '../files/line-appender.ts';
import { writeWhole } from '../files/whole-file.ts';

const configFile = 'config.json';
const eventsFile = 'events.jsonl';
const stateFile = 'state.json';

/** What earlier processes of a run did, as its events tell. */
export interface RunHistory {
  readonly done: ReadonlySet<number>;
  readonly accepted: number;
  readonly items: number;
  readonly successes: number;
  readonly rejected: number;
  /** US dollars. */
  readonly cost: number;
}

/** What is read of an `item` event. */
const itemEvent = v.looseObject({
  type: v.literal('item'),
  index: v.number(),
  pairs: v.array(v.string()),
  rejected: v.array(v.string()),
  cost: v.number(),
});
/** What an item had cost that was given up. */
const spentEvent = v.looseObject({ type: v.literal('spent'), cost: v.number() });

export class RunFolder {
  readonly folder: string;
  readonly id: string;
  readonly config: RunConfig;
  readonly #events: LineAppender;

  private constructor(folder: string, config: RunConfig, events: LineAppender) {
    this.folder = folder;
    this.id = path.basename(folder);
    this.config = config;
    this.#events = events;
  }

  /** Begins a run. Throws QuillError `usage` when there is one in the folder already, `disk` when it cannot be written. */
  static async create(folder: string, config: RunConfig): Promise<RunFolder> {
    await mkdir(folder, { recursive: true }).catch(error => {
      throw diskError(folder, error);
    });
    if ((await readdir(folder)).includes(configFile))
      throw new QuillError(
        'usage',
        `The run ${path.basename(folder)} is there already; add --resume to go on with it.`,
      );
    await writeWhole(path.join(folder, configFile), `${JSON.stringify(config, null, 2)}\n`);
    return RunFolder.#open(folder, config);
  }

  /**
   * Opens a run to go on with it, and cuts a torn last event off: only the holder of the dataset's lock may do that.
   * Throws QuillError `usage` and `file` when there is none or it cannot be read.
   */
  static async resume(folder: string): Promise<RunFolder> {
    return RunFolder.#open(folder, await readConfig(folder));
  }

  static async #open(folder: string, config: RunConfig): Promise<RunFolder> {
    const file = path.join(folder, eventsFile);
    await mendEnd(file, isJson).catch(error => {
      throw diskError(file, error);
    });
    const events = await LineAppender.open(file, async () => {});
    return new RunFolder(folder, config, events);
  }

  /** Keeps a changed goal or limit. */
  async reconfigure(config: RunConfig): Promise<RunFolder> {
    await writeWhole(path.join(this.folder, configFile), `${JSON.stringify(config, null, 2)}\n`);
    return new RunFolder(this.folder, config, this.#events);
  }

  log(event: RunEvent): Promise<void> {
    return this.#events.append(JSON.stringify(event));
  }

  async writeState(state: RunState): Promise<void> {
    await writeWhole(path.join(this.folder, stateFile), `${JSON.stringify(state, null, 2)}\n`);
  }

  async history(): Promise<RunHistory> {
    const done = new Set<number>();
    let [accepted, successes, rejected, cost] = [0, 0, 0, 0];
    for await (const { text } of jsonLines(path.join(this.folder, eventsFile))) {
      const value = parsedJson(text);
      if (v.is(spentEvent, value)) cost += value.cost;
      const event = v.safeParse(itemEvent, value);
      if (!event.success || done.has(event.output.index)) continue;
      done.add(event.output.index);
      accepted += event.output.pairs.length;
      if (event.output.pairs.length > 0) successes++;
      rejected += event.output.rejected.length;
      cost += event.output.cost;
    }
    return { done, accepted, items: done.size, successes, rejected, cost };
  }

  async close(): Promise<void> {
    await this.#events.close();
  }
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

/** Folders of runs, the one that was last worked on first: a name may be any, and tells no time. */
export async function runFolders(runs: string): Promise<string[]> {
  const names = await readdir(runs).catch(() => []);
  const found: { readonly folder: string; readonly at: number }[] = [];
  for (const name of names) {
    const folder = path.join(runs, name);
    const configuredAt = await changedAt(path.join(folder, configFile));
    if (configuredAt === undefined) continue;
    const beatAt = await changedAt(path.join(folder, stateFile));
    found.push({ folder, at: Math.max(configuredAt, beatAt ?? 0) });
  }
  return found.sort((a, b) => b.at - a.at || (a.folder < b.folder ? 1 : -1)).map(({ folder }) => folder);
}

/** Unix time in milliseconds; undefined where there is no such file. */
async function changedAt(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.mtimeMs;
}

function isJson(text: string): boolean {
  return parsedJson(text) !== undefined;
}
