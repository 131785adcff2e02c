/** Appends lines to a file so that they stay: what waits is written and put on disk together. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { QuillError } from '../../core/errors.ts';
import { diskError } from './disk-error.ts';
import { syncFolder } from './whole-file.ts';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: QuillError) => void;
}

export class LineAppender {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #confirm: () => Promise<void>;
  /** Bytes that are on disk. */
  #size: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: QuillError | undefined;

  private constructor(file: string, handle: FileHandle, size: number, confirm: () => Promise<void>) {
    this.#file = file;
    this.#handle = handle;
    this.#size = size;
    this.#confirm = confirm;
  }

  /**
   * Opens a file that is empty, ends in a line feed, or is not there yet. `confirm` throws when it is no longer ours.
   */
  static async open(file: string, confirm: () => Promise<void>): Promise<LineAppender> {
    try {
      const handle = await open(file, 'a');
      await syncFolder(path.dirname(file));
      return new LineAppender(file, handle, (await handle.stat()).size, confirm);
    } catch (error) {
      throw diskError(file, error);
    }
  }

  /**
   * The line, without a line feed in it, is on disk when the promise is fulfilled. After an error nothing is written
   * any more: every later call fails with the same QuillError.
   */
  append(line: string): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Waits for what was appended and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    this.#broken ??= new QuillError('internal', `${this.#file} is closed already.`);
    await this.#handle.close();
  }

  async #writeAll(): Promise<void> {
    // Lines appended in the same turn go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#broken !== undefined) throw this.#broken;
        await this.#write(Buffer.from(batch.map(one => `${one.line}\n`).join('')));
        for (const one of batch) one.resolve();
      } catch (error) {
        this.#broken ??= diskError(this.#file, error);
        for (const one of batch) one.reject(this.#broken);
      }
    }
    this.#writing = undefined;
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#confirm();
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done);
        done += bytesWritten;
      }
      await this.#handle.datasync();
      await this.#checkInPlace();
      this.#size += bytes.length;
    } catch (error) {
      // Half a line must not stay; where this fails too, the next to open the file cuts it off.
      await this.#handle.truncate(this.#size).catch(() => {});
      throw error;
    }
  }

  /** A file that was removed can still be written to, and nobody would find it. */
  async #checkInPlace(): Promise<void> {
    const [named, held] = await Promise.all([
      stat(this.#file, { bigint: true }).catch(() => undefined),
      this.#handle.stat({ bigint: true }),
    ]);
    if (named === undefined || named.ino !== held.ino || named.dev !== held.dev)
      throw new QuillError(
        'disk',
        `${this.#file} was removed or replaced while Quill was writing to it; start again.`,
      );
  }
}
