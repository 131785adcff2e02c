/**
 * A lock's sign of life. Its holder counts up in the lock file again and again; who waits for it watches whether the
 * count changes. No two clocks are compared: those of two machines may differ by any amount, and either may jump.
 */
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { QuillError } from '../../core/errors.ts';

export interface Lease {
  /** Milliseconds between two beats of a holder. */
  readonly beatEvery: number;
  /** Milliseconds between two looks of a watcher. */
  readonly lookEvery: number;
  /** Looks in a row without a change, after which a holder counts as dead. */
  readonly looks: number;
}

/** Longer than the caches of network file systems keep a file, and than a server's short absence. */
export const usualLease: Lease = { beatEvery: 3000, lookEvery: 1000, looks: 60 };

/**
 * A look that comes so many times later than it should says that this machine or the disk stood still, not the holder.
 */
const late = 3;

const digits = 12;

/** What stands before and behind the count in a lock file. */
const [before, behind] = [',"beat":"', '"}'];

/**
 * The text of a lock file that a Heartbeat can count up in: JSON of an object with some key, and `beat` as its last.
 */
export function withBeat(fields: object): string {
  return `${JSON.stringify(fields).slice(0, -'}'.length)}${before}${beatText(0)}${behind}`;
}

/** Of a fixed length. */
function beatText(count: number): string {
  return String(count).padStart(digits, '0');
}

/**
 * Counts up at the end of a lock file, in that very file: one that another process has put in its place stays as it is.
 */
export class Heartbeat {
  readonly #handle: FileHandle;
  readonly #position: number;
  readonly #timer: NodeJS.Timeout;
  #count = 0;
  #beating: Promise<void> | undefined;

  /** The handle becomes the heartbeat's; `content`: what the file holds, made by `withBeat`. */
  constructor(handle: FileHandle, content: string, { beatEvery }: Lease) {
    if (!content.endsWith(`${before}${beatText(0)}${behind}`))
      throw new QuillError('internal', 'A lock file does not end with its count; write it by withBeat.');
    this.#handle = handle;
    this.#position = Buffer.byteLength(content) - digits - behind.length;
    this.#timer = setInterval(() => {
      // A beat that cannot be written is no reason to stop: before each line its writer looks for its lock.
      this.#beating ??= this.#beat()
        .catch(() => {})
        .finally(() => {
          this.#beating = undefined;
        });
    }, beatEvery).unref();
  }

  async #beat(): Promise<void> {
    await this.#handle.write(beatText(++this.#count), this.#position);
    // Elsewhere a file is seen as its server has it.
    await this.#handle.datasync();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#handle.close().catch(() => {});
  }
}

/**
 * Looks at something until it is no longer `before` or was silent for long enough: true for silent. Looks that come
 * late count for nothing. Throws QuillError `cancelled` when the signal aborts.
 */
export async function isSilent(
  before: string,
  read: () => Promise<string | undefined>,
  { lookEvery, looks }: Lease,
  { signal, onQuiet }: { readonly signal?: AbortSignal | undefined; readonly onQuiet: () => void },
): Promise<boolean> {
  let last = performance.now();
  let told = false;
  for (let quiet = 0; quiet < looks; ) {
    await wait(lookEvery, undefined, signal && { signal }).catch(() => {
      throw new QuillError('cancelled', 'Cancelled.');
    });
    if ((await read()) !== before) return false;
    const now = performance.now();
    quiet = now - last > late * lookEvery ? 0 : quiet + 1;
    last = now;
    // A living holder shows itself sooner, and then there is nothing to wait for.
    if (!told && quiet >= looks / 6) {
      told = true;
      onQuiet();
    }
  }
  return true;
}
