/** Files with a JSON object a line, read and mended by bytes: a line is what ends in a line feed. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from './disk-error.ts';

const lineFeed = 10;
const chunkSize = 65_536;

export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  /** False for a last line without a line feed, which may be torn. */
  readonly ended: boolean;
}

/** The lines of a UTF-8 file, blank ones left out; none where there is no file. Memory holds one line and one chunk. */
export async function* jsonLines(file: string): AsyncGenerator<Line> {
  let begun: Buffer[] = [];
  let number = 0;
  const ended = (last: Buffer): string => {
    const text = (begun.length === 0 ? last : Buffer.concat([...begun, last])).toString('utf8');
    begun = [];
    number++;
    return number === 1 ? text.replace(/^\uFEFF/, '') : text;
  };
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkSize }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
        const text = ended(chunk.subarray(from, at));
        from = at + 1;
        if (text.trim() !== '') yield { text, number, ended: true };
      }
      if (from < chunk.length) begun.push(chunk.subarray(from));
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  if (begun.length === 0) return;
  const text = ended(Buffer.alloc(0));
  if (text.trim() !== '') yield { text, number, ended: false };
}

/**
 * Makes a file end in a line feed, so that lines can be appended: a last line that is `whole` gets one, any other is
 * cut off. Returns the number of bytes cut off; 0 where there is no file.
 */
export async function mendEnd(file: string, whole: (text: string) => boolean): Promise<number> {
  const handle = await open(file, 'r+').catch(error => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return 0;
  try {
    const { size } = await handle.stat();
    const tail: Buffer[] = [];
    let start = size;
    for (let found = false; !found && start > 0; ) {
      const from = Math.max(0, start - chunkSize);
      const chunk = Buffer.alloc(start - from);
      await handle.read(chunk, 0, chunk.length, from);
      const at = chunk.lastIndexOf(lineFeed);
      found = at >= 0;
      start = from + at + 1;
      tail.unshift(chunk.subarray(at + 1));
    }
    if (start === size) return 0;
    if (whole(Buffer.concat(tail).toString('utf8'))) {
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
