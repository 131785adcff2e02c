import type { Readable } from 'node:stream';
import { longestLine } from '../adapters/files/json-lines.ts';
import { QuillError } from '../core/errors.ts';
import { formatCount } from '../core/format.ts';
import { isUtf16, utf8Text, utf16 } from '../core/utf8.ts';

const lineFeed = 10;
const carriageReturn = 13;

/**
 * The lines of UTF-8 text, without a byte order mark and their line ends (LF or CRLF); undefined for a line that is not
 * UTF-8. Only LF ends a line: JSON may hold U+2028 as it is, which `node:readline` would cut at. Memory holds one line
 * and one chunk. Ends early where `signal` aborts; throws what the stream throws, and QuillError `usage` for UTF-16 and
 * for a line of more than `longestLine` bytes.
 * `name` is what messages call the text.
 */
export async function* textLines(
  input: Readable,
  signal: AbortSignal,
  name: string,
): AsyncGenerator<string | undefined> {
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let first = true;
  try {
    for await (const line of split(input, name)) {
      if (signal.aborted) return;
      if (first && isUtf16(line)) throw utf16(name);
      yield utf8Text(line, first ? 'leave out' : 'keep');
      first = false;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function* split(input: Readable, name: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  let number = 1;
  const ended = (last: Buffer): Buffer => {
    const line = begun.length === 0 ? last : Buffer.concat([...begun, last]);
    begun = [];
    length = 0;
    number++;
    return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
  };
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      yield ended(chunk.subarray(from, at));
      from = at + 1;
    }
    if (from === chunk.length) continue;
    begun.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine)
      throw new QuillError(
        'usage',
        `Line ${number} of ${name} is longer than ${formatCount(longestLine)} bytes; break it up.`,
      );
  }
  if (begun.length > 0) yield ended(Buffer.alloc(0));
}
