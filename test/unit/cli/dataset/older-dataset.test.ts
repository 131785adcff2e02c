import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { splitOf } from '../../../../src/core/dataset/split.ts';
import { madeRejected, madeRepair } from '../../dataset/made-pair.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { olderTemplate, shopPair, writeShop } from './shop-dataset.ts';

describe('a dataset of an older version', function () {
  this.timeout(30_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> => quill(['dataset', ...args], root);

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-older-dataset-'));
    await writeShop(path.join(root, 'a', 'dataset'), 0, 5);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is checked and exported without the examples whose schema it did not keep, with their number', async () => {
    const facts = { schema: 'lost', kind: 'nothing-to-improve', candidate: null } as const;
    const dataset = await DatasetFolder.open(path.join(root, 'a/dataset'), { write: true });
    await dataset.addRejected(madeRejected({ ...facts, slow: 'SELECT 1' }));
    await dataset.addRepair(madeRepair({ schema: 'lost' }));
    await dataset.close();
    const split = await run('split', 'a');
    assert.equal(split.code, 0, split.stderr);
    assert.match(split.stdout, /2 examples left out: the dataset lacks their schema/);
    const both = ['--with', 'repairs,nothing-to-improve'];
    const exported = await run('export', 'a', '--format', 'trl', '--out', 'rows.jsonl', ...both);
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(exported.stderr, /2 examples left out: the dataset lacks their schema/);
  });

  it('is checked by the templates that it was split by, where only their rule has changed', async () => {
    const folder = path.join(root, 'a/dataset');
    const dataset = await DatasetFolder.open(folder, { write: true });
    let [n, before] = [0, 'held-out'];
    // One that is in training by its old template, and would be held out today.
    const signed = (at: number): string =>
      `SELECT id FROM orders WHERE total > -1${' AND user_id > TRUE'.repeat(at % 40)}${' AND id < 9'.repeat(at / 40)}`;
    for (; before !== 'train' || (await shopPair(signed(n))).split !== 'held-out'; n++)
      before = splitOf(await olderTemplate(signed(n + 1)), 'shop', []);
    const template = await olderTemplate(signed(n));
    await dataset.addPair(await shopPair(signed(n), { fast: 'SELECT 1', template, split: 'train' }));
    await dataset.close();
    const clean = await run('split', 'a');
    assert.equal(clean.code, 0, clean.stderr);
    assert.match(clean.stdout, /No leak: 7 rows checked/);
    assert.match(clean.stderr, /^1 row states its template as older versions of Quill computed it/m);
    const later = await DatasetFolder.open(folder, { write: true });
    const sibling = await shopPair(signed(n).replace('-1', '1'), { fast: 'SELECT 1' });
    assert.equal(sibling.split, 'held-out');
    await later.addPair(sibling);
    await later.close();
    const leaking = await run('split', 'a');
    assert.equal(leaking.code, 1);
    assert.match(leaking.stderr, /is in training and has the template \w+ of the held-out pair/);
    assert.match(leaking.stdout, /1 problem in 8 rows/);
  });
});
