import type { Readable } from 'node:stream';

/**
 * The lines of UTF-8 text, without a byte order mark and their line ends (LF or CRLF). Only LF ends a line: JSON may
 * hold U+2028 as it is, which `node:readline` would cut at. Memory holds one line and one chunk. Ends early where
 * `signal` aborts; throws what the stream throws.
 */
export async function* textLines(input: Readable, signal: AbortSignal): AsyncGenerator<string> {
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of split(input)) {
      if (signal.aborted) return;
      yield line;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function* split(input: Readable): AsyncGenerator<string> {
  let begun: string[] = [];
  let first = true;
  const ended = (last: string): string => {
    const line = [...begun, last].join('').replace(/\r$/, '');
    begun = [];
    const text = first ? line.replace(/^\uFEFF/, '') : line;
    first = false;
    return text;
  };
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      yield ended(chunk.slice(from, at));
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.slice(from));
  }
  if (begun.length > 0) yield ended('');
}
