import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFolder } from '../../../src/adapters/files/make-folder.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('making a folder', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-folder-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const refused = (folder: string, message: RegExp): Promise<void> =>
    assert.rejects(makeFolder(folder), (error: unknown) => {
      assert.ok(QuillError.is(error, 'disk'), String(error));
      assert.match(error.message, message);
      return true;
    });

  it('makes those above it, and is content with one that is there', async () => {
    const folder = path.join(root, 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 5 }, () => makeFolder(folder)));
    await makeFolder(folder);
    assert.ok(statSync(folder).isDirectory());
    const linked = path.join(root, 'linked');
    symlinkSync(path.join(root, 'a'), linked, 'junction');
    await makeFolder(path.join(linked, 'd'));
    assert.ok(statSync(path.join(root, 'a', 'd')).isDirectory());
  });

  it('says in one sentence where none can be made', async function () {
    this.timeout(5000);
    writeFileSync(path.join(root, 'file'), '');
    await refused(path.join(root, 'file'), /file is a file; choose another place\.$/);
    await refused(path.join(root, 'file', 'a', 'b'), /what should be its folder is a file; choose/);
    mkdirSync(path.join(root, 'gone'));
    symlinkSync(path.join(root, 'gone'), path.join(root, 'link'), 'junction');
    rmSync(path.join(root, 'gone'), { recursive: true });
    await refused(path.join(root, 'link', 'a'), /could not be written|takes no new folders/);
    if (!existsSync('/proc/self')) return;
    await refused('/proc/quill/data', /^\/proc\/quill\/data could not be made: \/proc takes no new folders/);
  });
});
