import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { textLines } from '../../../src/cli/text-lines.ts';

const never = new AbortController().signal;

async function linesOf(chunks: readonly Uint8Array[]): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const line of textLines(Readable.from(chunks, { objectMode: false }), never, 'a.jsonl'))
    lines.push(line);
  return lines;
}

describe('the lines of a text', () => {
  it('are the same however the bytes come', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '😀', '\u2028', '\u0085', '\t', '\r', '\n', '\r\n'))
      .map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (content, size) => {
        const bytes = new TextEncoder().encode(content);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
        const expected = content.split('\n').map(line => line.replace(/\r$/, ''));
        if (content === '' || content.endsWith('\n')) expected.pop();
        assert.deepEqual(await linesOf(chunks), expected);
      }),
    );
  });

  it('begin behind a byte order mark', async () => {
    const bytes = new TextEncoder().encode('\uFEFFa\n\uFEFFb\n');
    assert.deepEqual(await linesOf([bytes.slice(0, 2), bytes.slice(2)]), ['a', '\uFEFFb']);
  });

  it('are undefined where they are not UTF-8', async () => {
    const bytes = Buffer.from('caf\xe9\ncafé\n', 'latin1');
    const lines = await linesOf([bytes]);
    assert.deepEqual(lines, [undefined, undefined]);
    assert.deepEqual(await linesOf([Buffer.from('é\n'), Buffer.from([0xe9, 10]), Buffer.from('z')]), [
      'é',
      undefined,
      'z',
    ]);
  });

  it('are refused in UTF-16', async () => {
    await assert.rejects(
      linesOf([Buffer.from('\uFEFF{}\n', 'utf16le')]),
      /a\.jsonl is UTF-16; save it as UTF-8/,
    );
  });

  it('end when the signal aborts, though the stream goes on', async () => {
    const input = new PassThrough();
    const cancel = new AbortController();
    input.write('one\ntwo');
    const lines: (string | undefined)[] = [];
    for await (const line of textLines(input, cancel.signal, 'a.jsonl')) {
      lines.push(line);
      setImmediate(() => cancel.abort());
    }
    assert.deepEqual(lines, ['one']);
  });
});
