import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { quill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, slowQuery, writeShop } from './shop-dataset.ts';

/** The tables of `zoo`, written otherwise. */
const sameTables = `create table animals(id integer primary key, kind text); -- ours
CREATE TABLE orders ( id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), total REAL, created_at TEXT );
${shopDdl.slice(0, shopDdl.indexOf('CREATE TABLE orders'))}`;

describe('quill dataset merge of the same tables under two names', function () {
  this.timeout(30_000);
  let root = '';
  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-merge-names-'));
    await writeShop(path.join(root, 'a'), 0, 3);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** A dataset of one training pair over a schema of the user's. */
  async function own(folder: string, ddl: string): Promise<void> {
    const dataset = await DatasetFolder.open(path.join(root, folder), { write: true, split: plan });
    await dataset.addSchema('own-zoo', ddl);
    await dataset.addPair(await shopPair(slowQuery(7), { schema: 'own-zoo', split: 'train' }));
    await dataset.close();
  }

  it('is refused where one is held out, in either order, and writes nothing', async () => {
    await own('b', sameTables);
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const { code, stderr } = await quill(['dataset', 'merge', 'all', ...order], root);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /is in training and reads the held-out schema own-zoo\./);
      assert.match(stderr, /Nothing was written: 1 row of the joined dataset breaks its split/);
      assert.deepEqual(readdirSync(root).sort(), ['a', 'b']);
    }
  });

  it('goes well where the tables differ in a column', async () => {
    await own('b', sameTables.replace('kind text', 'kind integer'));
    const { code, stderr } = await quill(['dataset', 'merge', 'all', 'a', 'b'], root);
    assert.equal(code, 0, stderr);
    assert.ok(existsSync(path.join(root, 'all/schemas/own-zoo.sql')));
  });
});
