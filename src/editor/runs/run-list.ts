/** Reads the runs of a `.quill` folder again and again, and of each only what changed. */
import { hostname } from 'node:os';
import path from 'node:path';
import { FolderLock } from '../../adapters/dataset/folder-lock.ts';
import { stateOf } from '../../adapters/dataset/process-identity.ts';
import {
  type RunTimes,
  readConfig,
  readState,
  runFolders,
  runTimes,
  workedOnAt,
} from '../../adapters/pipeline/run-folder.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import { heartbeatLimit, isAlive, type RunState } from '../../core/pipeline/run-state.ts';
import { lifeOf, type RunEntry } from './run-entry.ts';

/** Runs that are looked at, the latest first. */
const most = 100;

interface Known extends RunTimes {
  readonly config: RunConfig | undefined;
  /** When the heartbeat was seen to change, by this machine's monotonic clock: another machine's may show any time. */
  readonly beatSeenAt: number | undefined;
  readonly state: RunState | undefined;
}

export class RunList {
  readonly #known = new Map<string, Known>();

  /** The runs of one `.quill` folder, the latest first; empty where there is none. */
  async read(out: string, now = Date.now()): Promise<RunEntry[]> {
    const folders = (await runFolders(path.join(out, 'runs'))).slice(0, most);
    return Promise.all(folders.map(folder => this.#entry(out, folder, now)));
  }

  async #entry(out: string, folder: string, now: number): Promise<RunEntry> {
    const known = await this.#look(folder);
    const { state, config, configuredAt, beatSeenAt } = known;
    const isSeenAlive = beatSeenAt !== undefined && performance.now() - beatSeenAt < heartbeatLimit;
    const processGone =
      state !== undefined && (isSeenAlive || isAlive(state, now)) && (await processOf(out, state)) === 'dead';
    const life = lifeOf(state, { now, configuredAt, isSeenAlive, processGone });
    return { id: path.basename(folder), folder, workedOnAt: workedOnAt(known), out, config, state, life };
  }

  async #look(folder: string): Promise<Known> {
    const before = this.#known.get(folder);
    const { configuredAt, beatAt } = await runTimes(folder);
    if (before?.configuredAt === configuredAt && before.beatAt === beatAt) return before;
    const isNewBeat = before !== undefined && before.beatAt !== beatAt;
    const known = {
      configuredAt,
      config:
        before?.configuredAt === configuredAt
          ? before.config
          : await readConfig(folder).catch(() => undefined),
      beatAt,
      beatSeenAt: isNewBeat ? performance.now() : before?.beatSeenAt,
      state: before?.beatAt === beatAt ? before.state : await readState(folder),
    };
    this.#known.set(folder, known);
    return known;
  }
}

/**
 * Whether the process that a state names still lives, by the dataset's lock: a number alone may belong to another
 * process by now. One of this machine that does not hold the lock is dead; of another machine's that is `unknown`.
 */
export async function processOf(
  out: string,
  { pid, host }: Pick<RunState, 'pid' | 'host'>,
): Promise<'alive' | 'dead' | 'elsewhere' | 'unknown'> {
  const holder = await FolderLock.holder(path.join(out, 'dataset'));
  if (holder === undefined || holder.pid !== pid || holder.host !== host)
    return host === hostname() ? 'dead' : 'unknown';
  return stateOf(holder);
}
