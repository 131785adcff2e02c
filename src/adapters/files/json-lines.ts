/** Files with a JSON object a line, read and mended by bytes: a line is what ends in a line feed. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from './disk-error.ts';

const lineFeed = 10;
const chunkSize = 65_536;
/** No line that Quill writes is as long, in bytes; what is torn may be. */
export const longestLine = 64 * 1024 * 1024;

export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  /** False for a last line without a line feed, which may be torn. */
  readonly ended: boolean;
  /** True for a line of more than `longestLine` bytes, whose text is left out. */
  readonly tooLong: boolean;
}

/** The lines of a UTF-8 file, blank ones left out; none where there is no file. Memory holds one line and one chunk. */
export async function* jsonLines(file: string): AsyncGenerator<Line> {
  let begun: Buffer[] = [];
  let length = 0;
  let number = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= longestLine) begun.push(part);
    else begun = [];
  };
  const line = (ended: boolean): Line | undefined => {
    const tooLong = length > longestLine;
    const text = Buffer.concat(begun).toString('utf8');
    begun = [];
    length = 0;
    number++;
    if (!tooLong && text.trim() === '') return undefined;
    return { text: number === 1 ? text.replace(/^\uFEFF/, '') : text, number, ended, tooLong };
  };
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkSize }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
        add(chunk.subarray(from, at));
        from = at + 1;
        const one = line(true);
        if (one !== undefined) yield one;
      }
      if (from < chunk.length) add(chunk.subarray(from));
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const last = length === 0 ? undefined : line(false);
  if (last !== undefined) yield last;
}

/**
 * Makes a file end in a line feed, so that lines can be appended: a last line that is `whole` gets one, any other is
 * cut off, also one of more than `longestLine` bytes. Returns the number of bytes cut off; 0 where there is no file.
 */
export async function mendEnd(file: string, whole: (text: string) => boolean): Promise<number> {
  const handle = await open(file, 'r+').catch(error => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return 0;
  try {
    const { size } = await handle.stat();
    let tail: Buffer[] = [];
    let start = size;
    for (let found = false; !found && start > 0; ) {
      const from = Math.max(0, start - chunkSize);
      const chunk = Buffer.alloc(start - from);
      await handle.read(chunk, 0, chunk.length, from);
      const at = chunk.lastIndexOf(lineFeed);
      found = at >= 0;
      start = from + at + 1;
      tail.unshift(chunk.subarray(at + 1));
      if (size - start > longestLine) tail = [];
    }
    if (start === size) return 0;
    if (size - start <= longestLine && whole(Buffer.concat(tail).toString('utf8'))) {
      await handle.write('\n', size);
      await handle.sync();
      return 0;
    }
    await handle.truncate(start);
    await handle.sync();
    return size - start;
  } finally {
    await handle.close();
  }
}
