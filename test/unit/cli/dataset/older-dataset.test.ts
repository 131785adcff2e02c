import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { madeRejected, madeRepair } from '../../dataset/made-pair.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { writeShop } from './shop-dataset.ts';

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
});
