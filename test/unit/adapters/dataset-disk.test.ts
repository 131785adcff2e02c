/** What a dataset does when its disk does not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../src/adapters/dataset/dataset-folder.ts';
import type { Pair } from '../../../src/core/dataset/pair.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { madePair } from '../dataset/made-pair.ts';

const split = { seed: 1, heldOutSchemas: [] };
const numbered = (n: number, length = 0): Pair =>
  madePair({ slow: `SELECT ${n} FROM orders WHERE note = '${'x'.repeat(length)}'` });

describe('a dataset whose disk fails', () => {
  let root = '';
  const open = (folder = root): Promise<DatasetFolder> => DatasetFolder.open(folder, { write: true, split });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-disk-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function idsIn(folder: string): Promise<string[]> {
    const ids: string[] = [];
    const dataset = await DatasetFolder.open(folder, { write: false, note: message => assert.fail(message) });
    for await (const { id } of dataset.pairs()) ids.push(id);
    return ids;
  }

  it('folder removed: every further line fails with one sentence', async () => {
    const folder = path.join(root, 'dataset');
    const dataset = await open(folder);
    await dataset.addPair(numbered(1));
    rmSync(folder, { recursive: true });
    const results = await Promise.allSettled([2, 3, 4].map(n => dataset.addPair(numbered(n))));
    const messages = new Set(results.map(one => (one.status === 'rejected' ? one.reason.message : 'kept')));
    assert.equal(messages.size, 1);
    assert.match([...messages].join(), /dataset was removed.* start again/);
    assert.ok(results.every(one => one.status === 'rejected' && QuillError.is(one.reason, 'disk')));
    await assert.rejects(dataset.close(), (error: unknown) => QuillError.is(error, 'disk'));
  });

  it('a file replaced by another: the line is not believed to be kept', async () => {
    const file = path.join(root, 'pairs.jsonl');
    const dataset = await open();
    await dataset.addPair(numbered(1));
    renameSync(file, `${file}.old`);
    writeFileSync(file, '');
    await assert.rejects(dataset.addPair(numbered(2)), /was removed or replaced/);
    await dataset.close();
  });

  it('lock taken by another process: it stops with its name', async () => {
    const dataset = await open();
    const lock = path.join(root, '.lock');
    writeFileSync(
      lock,
      JSON.stringify({ ...JSON.parse(readFileSync(lock, 'utf8')), token: 'other', host: 'box7' }),
    );
    await assert.rejects(dataset.addPair(numbered(1)), (error: unknown) => {
      assert.ok(QuillError.is(error, 'locked'));
      assert.match(error.message, /on box7 since/);
      return true;
    });
    await assert.rejects(dataset.close(), (error: unknown) => QuillError.is(error, 'locked'));
    assert.match(readFileSync(lock, 'utf8'), /box7/, 'the other lock stands');
  });

  it('a place where no folder can be made', async () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    await assert.rejects(open(path.join(file, 'dataset')), (error: unknown) => {
      assert.ok(QuillError.is(error, 'disk'));
      assert.match(error.message, /could not be written: what should be its folder is a file; choose/);
      return true;
    });
  });

  /** A file system of its own, where that is allowed. */
  function mounted(test: Mocha.Context, options: string): string {
    const folder = path.join(root, 'disk');
    mkdirSync(folder);
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    if (status !== 0) test.skip();
    return folder;
  }

  it('disk full: one sentence, what was kept stays whole, and it goes on when there is room', async function () {
    const disk = mounted(this, 'size=96k');
    try {
      const folder = path.join(disk, 'dataset');
      const dataset = await open(folder);
      const kept: string[] = [];
      let failure: unknown;
      for (let n = 0; failure === undefined && n < 1000; n++)
        await dataset.addPair(numbered(n, 3000)).then(
          () => kept.push(numbered(n, 3000).id),
          error => {
            failure = error;
          },
        );
      assert.ok(QuillError.is(failure, 'disk'));
      assert.match(failure.message, /pairs\.jsonl could not be written: the disk is full; free some space/);
      assert.ok(kept.length > 3);
      await assert.rejects(dataset.addPair(numbered(5000)), failure);
      await dataset.close().catch(error => assert.ok(QuillError.is(error, 'disk')));
      assert.deepEqual(await idsIn(folder), kept);
      assert.equal(spawnSync('mount', ['-o', 'remount,size=1m', disk]).status, 0);
      const again = await open(folder);
      await again.addPair(numbered(5000));
      await again.close();
      assert.deepEqual(await idsIn(folder), [...kept, numbered(5000).id]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('read-only: it can be read, and writing is refused with a sentence', async function () {
    const disk = mounted(this, 'size=1m');
    try {
      const folder = path.join(disk, 'dataset');
      const dataset = await open(folder);
      await dataset.addPair(numbered(1));
      await dataset.close();
      assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0);
      assert.deepEqual(await idsIn(folder), [numbered(1).id]);
      await assert.rejects(open(folder), (error: unknown) => {
        assert.ok(QuillError.is(error, 'disk'));
        assert.match(error.message, /the disk is read-only; choose another folder/);
        return true;
      });
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('reads many lines in little memory', async function () {
    this.timeout(60_000);
    const dataset = await open();
    await dataset.close();
    const line = `${JSON.stringify(numbered(1, 2000))}\n`;
    writeFileSync(path.join(root, 'pairs.jsonl'), line.repeat(30_000));
    const reader = await DatasetFolder.open(root, { write: false });
    let [count, most] = [0, 0];
    const before = process.memoryUsage();
    for await (const _ of reader.pairs())
      if (++count % 1000 === 0) {
        const now = process.memoryUsage();
        most = Math.max(most, now.heapUsed - before.heapUsed + now.external - before.external);
      }
    assert.equal(count, 30_000);
    assert.ok(most < 60e6, `it took ${most} bytes for a file of ${line.length * 30_000}`);
  });
});
