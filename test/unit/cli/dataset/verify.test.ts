import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, soundPair } from './shop-dataset.ts';

describe('quill dataset verify', function () {
  this.timeout(60_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> => quill(['dataset', 'verify', 'a', ...args], root);

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-cli-verify-'));
    const dataset = await DatasetFolder.open(path.join(root, 'a'), { write: true, split: plan });
    for (const id of ['shop', 'zoo']) await dataset.addSchema(id, shopDdl);
    for (let n = 1; n <= 12; n++) await dataset.addPair(await soundPair(n));
    await dataset.addPair(
      await shopPair('SELECT name FROM users WHERE id = 1', { schema: 'zoo', fast: 'SELECT 1' }),
    );
    await dataset.close();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('judges a fixed sample again, and fails where a pair is refuted', async () => {
    const quick = ['--databases', '40', '--mutants', '4', '--json'];
    const all = await run('--share', '1', ...quick);
    const figures = JSON.parse(all.stdout);
    // Of the zoo: SELECT name … against SELECT 1.
    assert.equal(figures.refuted, 1);
    assert.equal(figures.survived + figures.proved, 12);
    assert.equal(figures.refutedPairs[0].fast, 'SELECT 1');
    assert.match(figures.refutedPairs[0].id, /^[0-9a-f]{32}$/);
    assert.equal(all.code, 1);
    const text = await run('--sample', '13', '--databases', '40', '--mutants', '0');
    assert.equal(text.code, 1);
    assert.match(text.stdout, new RegExp(`Pair ${figures.refutedPairs[0].id} \\(zoo\\):`));
    assert.match(text.stdout, /13 of 13 pairs judged on up to 40 databases/);
    const one = await run(...quick);
    assert.equal(JSON.parse(one.stdout).sample, 1);
    assert.equal((await run('--share', '2')).code, 2);
  });

  it('says by its exit code that no pair could be judged or timed', async () => {
    const broken = 'CREATE TABLE orders (id INTEGER PRIMARY KEY,);';
    writeFileSync(path.join(root, 'a/schemas/shop.sql'), broken);
    const dataset = await DatasetFolder.open(path.join(root, 'b'), { write: true, split: plan });
    await dataset.addSchema('shop', broken);
    await dataset.addPair(await soundPair(1));
    await dataset.close();
    const [judged, timed] = await Promise.all(
      [[], ['--retime', '--tier', 'small']].map(more =>
        quill(['dataset', 'verify', 'b', '--share', '1', ...more], root),
      ),
    );
    assert.equal(judged?.code, 3, judged?.stderr);
    assert.match(judged.stderr, /Pair \w+ cannot be judged: Line 1 of the schema, .*is refused by SQLite/);
    assert.match(
      judged.stdout,
      /^0 of 1 pair judged .*: none\.\n {2}1 pair could not be judged because of errors\.\n$/,
    );
    assert.equal(timed?.code, 3, timed?.stderr);
    assert.match(timed.stdout, /1 not timed: Line 1 of the schema/);
    // One that could be judged makes it a result.
    assert.equal((await run('--share', '1', '--databases', '10', '--mutants', '0', '--json')).code, 1);
  });

  it('times both sides again, with the indexes of the pair', async () => {
    const dataset = await DatasetFolder.open(path.join(root, 'a'), { write: true });
    const sql = 'SELECT id FROM orders WHERE user_id = 4';
    const indexes = ['CREATE INDEX i ON orders (user_id)'];
    await dataset.addPair(await shopPair(sql, { fast: sql, indexes, techniques: ['index'] }));
    await dataset.addPair(await shopPair('SELECT id FROM orders WHERE id = :id'));
    await dataset.close();
    const { code, stdout, stderr } = await run('--share', '1', '--retime', '--tier', 'small', '--json');
    assert.equal(code, 0, stderr);
    const figures = JSON.parse(stdout);
    assert.equal(figures.timed, 14);
    assert.deepEqual(Object.values(figures.failures), [1]);
    const retimed = new Map<string, number>(
      figures.retimed.map((one: { id: string; speedup: number }) => [one.id, one.speedup]),
    );
    const byIndex = await shopPair(sql, { fast: sql });
    assert.ok((retimed.get(byIndex.id) ?? 0) > 1.5, String(retimed.get(byIndex.id)));
    assert.ok(figures.ratio.p5 <= figures.ratio.median && figures.ratio.median <= figures.ratio.p95);
    const text = await run('--sample', '3', '--retime', '--tier', 'small');
    assert.match(
      text.stdout,
      /^\d of 15 pairs timed again on 1,000 rows \(small\):\n {2}still at least 1\.1×/,
    );
    assert.match(text.stdout, /new speedup +median [\d.,]+×; from [\d.,]+× to [\d.,]+×\n/);
  });
});
