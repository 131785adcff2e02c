/**
 * One writer a folder: a file `.lock` that names the process which writes there, and shows that it lives. A dead
 * process of this machine is told by its number; one of another machine, or whose number may be another's by now, by
 * its silence.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { Heartbeat, isSilent, type Lease, usualLease, withBeat } from './lease.ts';
import {
  isToldApart,
  ownIdentity,
  type ProcessIdentity,
  processIdentity,
  stateOf,
} from './process-identity.ts';

const lockFile = v.object({
  ...processIdentity.entries,
  /** ISO 8601, UTC: for people. */
  since: v.string(),
  /** Of this taking alone. */
  token: v.string(),
  /** Counts up while the process lives, see `withBeat`. Absent where it cannot be told from the file. */
  beat: v.optional(v.string()),
});
type LockFile = v.InferOutput<typeof lockFile>;

export interface TakeOptions {
  /** Told one sentence when it waits for another machine's process, and one when it takes its lock over. */
  readonly note?: ((message: string) => void) | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  readonly lease?: Lease | undefined;
}

/** Takeovers of dead processes' locks that are tried before another process must have been faster. */
const attempts = 5;

/**
 * Looks for a lock that is not there for a moment, because another process looks who holds it, and milliseconds
 * between.
 */
const absence = { looks: 5, every: 20 };

/** A lock that this process holds, from `take` to `release`. */
export class FolderLock {
  readonly #file: string;
  readonly #folder: string;
  readonly #own: Omit<LockFile, 'beat'>;
  readonly #options: TakeOptions;
  #heartbeat: Heartbeat | undefined;
  #fromElsewhere = false;

  private constructor(folder: string, options: TakeOptions) {
    this.#folder = folder;
    this.#file = path.join(folder, '.lock');
    this.#options = options;
    this.#own = { ...ownIdentity(), since: new Date().toISOString(), token: randomUUID() };
  }

  /**
   * Takes the lock of an existing folder, over from a process that is dead; where it may be one of another machine, or
   * its number that of a stranger, that takes a minute of watching. Throws QuillError: `locked` where another process
   * holds it, `disk` where the folder cannot be written to, `cancelled` when the signal aborts.
   */
  static async take(folder: string, options: TakeOptions = {}): Promise<FolderLock> {
    const lock = new FolderLock(folder, options);
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await lock.#create()) return lock;
      const found = await lock.#read();
      if (found !== undefined) await lock.#removeDead(found);
    }
    throw new QuillError(
      'locked',
      `Other processes take the lock of ${folder} again and again; let one of them write there.`,
    );
  }

  /**
   * True where the former holder was only silent: it may stand still and wake up. Files it may have open are then to be
   * replaced by copies, so that what it had begun to write goes nowhere.
   */
  get isFromElsewhere(): boolean {
    return this.#fromElsewhere;
  }

  /**
   * Throws unless this lock still stands: QuillError `disk` where the folder is gone, `locked` where another process
   * took it. To be called before results are believed to be kept.
   */
  async confirm(): Promise<void> {
    let found = await this.#read();
    for (let look = 0; found === undefined && look < absence.looks; look++) {
      await wait(absence.every);
      found = await this.#read();
    }
    if (this.#isOwn(found)) return;
    if (found === undefined)
      throw new QuillError(
        'disk',
        `${this.#folder} was removed, or the file .lock in it, while Quill was writing there; start again.`,
      );
    throw this.#held(found);
  }

  /** The process that a folder's lock names, dead or alive; undefined where there is none that can be read. */
  static async holder(folder: string): Promise<ProcessIdentity | undefined> {
    return parse(await readFile(path.join(folder, '.lock'), 'utf8').catch(() => ''));
  }

  async release(): Promise<void> {
    await this.#heartbeat?.end();
    if (this.#isOwn(await this.#read().catch(() => undefined))) await rm(this.#file, { force: true });
  }

  #isOwn(found: string | undefined): boolean {
    return found !== undefined && parse(found)?.token === this.#own.token;
  }

  /** A hard link appears whole or not at all. False where there is a lock. */
  async #create(): Promise<boolean> {
    const temporary = `${this.#file}.${randomUUID()}`;
    const content = withBeat(this.#own);
    let handle: FileHandle | undefined;
    try {
      handle = await open(temporary, 'wx');
      await handle.writeFile(content);
      try {
        await link(temporary, this.#file);
      } catch (error) {
        // No hard links on this file system.
        if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? ''))
          throw error;
        await handle.close();
        handle = await open(this.#file, 'wx');
        await handle.writeFile(content);
      }
      const { lease = usualLease } = this.#options;
      this.#heartbeat = new Heartbeat(handle, content, lease);
      return true;
    } catch (error) {
      await handle?.close().catch(() => {});
      if (codeOf(error) === 'EEXIST') return false;
      throw diskError(this.#folder, error);
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  async #read(): Promise<string | undefined> {
    try {
      return await readFile(this.#file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw diskError(this.#file, error);
    }
  }

  /** Removes the lock that was found, and only that one. Throws QuillError `locked` when its process may live. */
  async #removeDead(found: string): Promise<void> {
    const owner = parse(found);
    const state = owner && stateOf(owner);
    if (owner === undefined || (state === 'alive' && isToldApart(owner))) throw this.#held(found);
    if (state !== 'dead' && !(await this.#isSilent(found, owner))) return;
    const aside = `${this.#file}.${randomUUID()}`;
    try {
      await rename(this.#file, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw diskError(this.#folder, error);
    }
    const taken = await readFile(aside, 'utf8').catch(() => undefined);
    // Another process was faster, and this is its lock.
    if (taken !== found) await link(aside, this.#file).catch(() => {});
    else if (state !== 'dead') this.#fromElsewhere = true;
    await rm(aside, { force: true });
  }

  /** False where the lock was given back or taken. Throws QuillError `locked` where its holder lives. */
  async #isSilent(found: string, owner: LockFile): Promise<boolean> {
    if (owner.beat === undefined) throw this.#held(found);
    const { lease = usualLease, signal, note = () => {} } = this.#options;
    const seconds = Math.ceil((lease.looks * lease.lookEvery) / 1000);
    const silent = await isSilent(found, () => this.#read(), lease, {
      signal,
      onQuiet: () => note(`${whoIs(owner)} holds ${this.#folder}: waiting ${seconds} s for a sign of life.`),
    });
    if (silent) {
      note(
        `${whoIs(owner)} gave no sign of life for ${seconds} s: its lock of ${this.#folder} is taken over.`,
      );
      return true;
    }
    const now = await this.#read();
    if (now !== undefined && parse(now)?.token === owner.token) throw this.#held(now);
    return false;
  }

  #held(found: string): QuillError {
    const owner = parse(found);
    if (owner === undefined)
      return new QuillError(
        'locked',
        `${this.#file} cannot be read; remove it if no other Quill writes to that folder.`,
      );
    return new QuillError(
      'locked',
      owner.beat === undefined && stateOf(owner) === 'elsewhere'
        ? `${whoIs(owner)} writes to ${this.#folder}; wait for its end, write to another folder, or remove ${this.#file} if that process is gone.`
        : `${whoIs(owner)} writes to ${this.#folder}; wait for its end, stop it, or write to another folder.`,
    );
  }
}

function whoIs({ pid, host, since }: LockFile): string {
  return `Another Quill (process ${pid} on ${host} since ${since})`;
}

function parse(text: string): LockFile | undefined {
  const parsed = v.safeParse(lockFile, parsedJson(text));
  return parsed.success ? parsed.output : undefined;
}
