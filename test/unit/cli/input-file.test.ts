import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isPipe, readPipe } from '../../../src/adapters/files/pipe.ts';
import { readInput, readSchemaFile } from '../../../src/cli/input-file.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('a text that an argument names', function () {
  this.timeout(10_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-input-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const at = (name: string): string => path.join(folder, name);
  const pipe = (name: string): string => {
    execFileSync('mkfifo', [at(name)]);
    return at(name);
  };

  it('is refused where it is a folder, a device, too long, or not UTF-8', async function () {
    await assert.rejects(readInput(folder), /cannot be read: it is a folder; name a file/);
    await assert.rejects(readInput(at('none')), /there is no such file/);
    writeFileSync(at('long.sql'), '');
    truncateSync(at('long.sql'), 65 * 1024 * 1024);
    await assert.rejects(readInput(at('long.sql')), /long\.sql cannot be read: it is longer than 64 MB/);
    writeFileSync(at('latin.sql'), Buffer.from('CREATE TABLE t (a TEXT);\n-- Gr\xfc\xdfe\n', 'latin1'));
    await assert.rejects(readSchemaFile(at('latin.sql')), /Line 2 of .*latin\.sql is not UTF-8/);
    if (process.platform === 'win32') return this.skip();
    await assert.rejects(readInput('/dev/zero'), /\/dev\/zero cannot be read: it is a device; name/);
  });

  it('is read from a pipe, in whatever pieces it comes', async function () {
    if (process.platform === 'win32') return this.skip();
    const file = pipe('pieces.sql');
    assert.ok(isPipe(file) && !isPipe(folder) && !isPipe(at('none')));
    const sql = `CREATE TABLE t (a TEXT);\n${'-- ä\n'.repeat(50_000)}`;
    const writer = spawn('bash', ['-c', `sleep 0.2; cat > '${file}'`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    writer.stdin.write(sql.slice(0, 70_000));
    setTimeout(() => writer.stdin.end(sql.slice(70_000)), 400);
    assert.equal(await readSchemaFile(file), sql);
  });

  it('is refused from a pipe without an end, or of no sensible length', async function () {
    if (process.platform === 'win32') return this.skip();
    const silent = pipe('silent.sql');
    await assert.rejects(
      readPipe(silent, { limitMs: 100 }),
      (error: unknown) =>
        QuillError.is(error, 'usage') && /silent\.sql .* end within 0\.1 s; name/.test(error.message),
    );
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(readPipe(silent, { signal: stop.signal }), (error: unknown) =>
      QuillError.is(error, 'cancelled'),
    );
    const endless = pipe('endless.sql');
    const written = writeFile(endless, Buffer.alloc(5 * 1024 * 1024)).catch(() => {});
    await assert.rejects(
      readPipe(endless, { mostBytes: 1024 * 1024 }),
      /longer than 1 MB; name a file of SQL/,
    );
    await written;
  });
});
