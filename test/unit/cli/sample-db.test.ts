import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quill } from './run-quill.ts';

describe('quill sample-db', function () {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-sample-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes the same file for the same seed, and nothing else', async () => {
    for (const name of ['a.sqlite', 'b.sqlite']) {
      const { code, stdout, stderr } = await quill(['sample-db', name], folder);
      assert.deepEqual([code, stdout], [0, ''], stderr);
    }
    assert.deepEqual(readdirSync(folder).sort(), ['a.sqlite', 'b.sqlite']);
    const [a, b] = ['a.sqlite', 'b.sqlite'].map(name => readFileSync(path.join(folder, name)));
    assert.ok(a && b && a.equals(b));
    assert.equal(a.subarray(0, 15).toString(), 'SQLite format 3');
  });

  it('replaces a file only when told to', async () => {
    const file = path.join(folder, 'mine.sqlite');
    writeFileSync(file, 'mine');
    const refused = await quill(['sample-db', 'mine.sqlite'], folder);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /mine\.sqlite is there already; add --force/);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    assert.equal((await quill(['sample-db', 'mine.sqlite', '--force'], folder)).code, 0);
    assert.ok(readFileSync(file).length > 100_000);
  });

  it('refuses sizes it does not know and folders it cannot write to', async () => {
    assert.equal((await quill(['sample-db', 'x.sqlite', '--size', 'huge'], folder)).code, 2);
    const { code, stderr } = await quill(['sample-db', 'none/x.sqlite'], folder);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^quill: none\/x\.sqlite could not be written: there is no folder .*none; create it first\.$/m,
    );
    assert.doesNotMatch(stderr, /ENOENT|\.tmp/);
  });
});
