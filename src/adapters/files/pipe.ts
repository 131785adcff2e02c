/** Text that comes through a pipe, as that of `<(…)` in a shell does. */
import { constants, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { QuillError } from '../../core/errors.ts';
import { longestText } from './ordinary-file.ts';

/** For a pipe to come to its end, in milliseconds. */
const usualLimitMs = 30_000;

export interface PipeLimits {
  readonly mostBytes?: number;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/** False also where there is nothing. Links are followed. */
export function isPipe(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

/**
 * All that comes through a pipe; it can be read only once. Throws QuillError `usage` where that is more than
 * `mostBytes` or does not end within `limitMs`, `cancelled`.
 */
export async function readPipe(
  file: string,
  { mostBytes = longestText, limitMs = usualLimitMs, signal }: PipeLimits = {},
): Promise<Buffer> {
  const refused = (why: string, cause?: unknown): QuillError =>
    new QuillError('usage', `${file} cannot be read: ${why}.`, { cause });
  const time = AbortSignal.timeout(limitMs);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // A thread that waits for the other end of a pipe could not be stopped; a socket can.
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const socket = new Socket({ fd, readable: true, writable: false });
    addAbortSignal(signal === undefined ? time : AbortSignal.any([time, signal]), socket);
    for await (const part of socket as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > mostBytes)
        throw refused(
          `what comes through it is longer than ${Math.round(mostBytes / 1024 / 1024)} MB; name a file of SQL`,
        );
      parts.push(part);
    }
  } catch (error) {
    if (QuillError.is(error)) throw error;
    if (signal?.aborted) throw new QuillError('cancelled', 'Cancelled.');
    if (time.aborted)
      throw refused(`it has not come to its end within ${limitMs / 1000} s; name an ordinary file`, error);
    throw refused(error instanceof Error ? error.message : String(error), error);
  }
  return Buffer.concat(parts);
}
