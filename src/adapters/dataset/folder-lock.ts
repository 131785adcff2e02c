/** One writer a folder: a file `.lock` that names the process which writes there. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { ownIdentity, type ProcessIdentity, processIdentity, stateOf } from './process-identity.ts';

const lockFile = v.object({
  ...processIdentity.entries,
  /** ISO 8601, UTC: for people. */
  since: v.string(),
  /** Of this taking alone. */
  token: v.string(),
});
type LockFile = v.InferOutput<typeof lockFile>;

/** Takeovers of dead processes' locks that are tried before another process must have been faster. */
const attempts = 5;

export class FolderLock {
  readonly #file: string;
  readonly #folder: string;
  readonly #content: string;

  private constructor(folder: string, file: string, content: string) {
    this.#folder = folder;
    this.#file = file;
    this.#content = content;
  }

  /**
   * Takes the lock of an existing folder, over from a process that is dead. Throws QuillError: `locked` where another
   * process holds it, `disk` where the folder cannot be written to.
   */
  static async take(folder: string): Promise<FolderLock> {
    const file = path.join(folder, '.lock');
    const own: LockFile = { ...ownIdentity(), since: new Date().toISOString(), token: randomUUID() };
    const lock = new FolderLock(folder, file, JSON.stringify(own));
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
   * Throws unless this lock still stands: QuillError `disk` where the folder is gone, `locked` where another process
   * took it. To be called before results are believed to be kept.
   */
  async confirm(): Promise<void> {
    const found = await this.#read();
    if (found === this.#content) return;
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
    if ((await this.#read().catch(() => undefined)) === this.#content) await rm(this.#file, { force: true });
  }

  /** A hard link appears whole or not at all. False where there is a lock. */
  async #create(): Promise<boolean> {
    const temporary = `${this.#file}.${randomUUID()}`;
    try {
      await writeFile(temporary, this.#content, { flag: 'wx' });
      try {
        await link(temporary, this.#file);
      } catch (error) {
        // No hard links on this file system.
        if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? ''))
          throw error;
        await writeFile(this.#file, this.#content, { flag: 'wx' });
      }
      return true;
    } catch (error) {
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
    if (owner === undefined || stateOf(owner) !== 'dead') throw this.#held(found);
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
    await rm(aside, { force: true });
  }

  #held(found: string): QuillError {
    const owner = parse(found);
    if (owner === undefined)
      return new QuillError(
        'locked',
        `${this.#file} cannot be read; remove it if no other Quill writes to that folder.`,
      );
    const who = `process ${owner.pid} on ${owner.host} since ${owner.since}`;
    return new QuillError(
      'locked',
      stateOf(owner) === 'elsewhere'
        ? `Another Quill (${who}) writes to ${this.#folder}; wait for its end, write to another folder, or remove ${this.#file} if that process is gone.`
        : `Another Quill (${who}) writes to ${this.#folder}; wait for its end, stop it, or write to another folder.`,
    );
  }
}

function parse(text: string): LockFile | undefined {
  const parsed = v.safeParse(lockFile, parsedJson(text));
  return parsed.success ? parsed.output : undefined;
}
