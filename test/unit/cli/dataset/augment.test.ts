import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { pairId } from '../../../../src/core/dataset/ids.ts';
import type { Pair } from '../../../../src/core/dataset/pair.ts';
import { type Outcome, outcomeOf, quill, startQuill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, soundPair } from './shop-dataset.ts';

describe('quill dataset augment', function () {
  this.timeout(60_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> =>
    quill(['dataset', 'augment', 'a', '--databases', '20', '--mutants', '4', ...args], root);

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-cli-augment-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function write(...pairs: Pair[]): Promise<void> {
    const dataset = await DatasetFolder.open(path.join(root, 'a'), { write: true, split: plan });
    await dataset.addSchema('shop', shopDdl);
    await Promise.all(pairs.map(pair => dataset.addPair(pair)));
    await dataset.close();
  }

  /** Joins, a correlated subquery and an index beside plain queries. */
  async function shop(): Promise<Pair[]> {
    const join = `SELECT u.name, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users AS u
      WHERE u.city = 'city' -- orders`;
    const onlyIndex = 'SELECT id, total FROM orders WHERE user_id = 4 AND total > 1';
    const indexes = ['CREATE INDEX idx_orders_user_id ON orders (user_id, total DESC) WHERE total > 1'];
    return [
      await shopPair(join, { fast: join.replace('count(*)', 'count(1)') }),
      await shopPair(onlyIndex, { fast: onlyIndex, indexes, techniques: ['index'] }),
      ...(await Promise.all([1, 2, 3].map(soundPair))),
    ];
  }

  async function rows(): Promise<Pair[]> {
    const dataset = await DatasetFolder.open(path.join(root, 'a'), { write: false });
    const all: Pair[] = [];
    for await (const pair of dataset.pairs()) all.push(pair);
    return all;
  }

  it('adds judged variants that follow their original, once', async () => {
    const originals = await shop();
    await write(...originals);
    const first = await run('--variants', '3');
    assert.equal(first.code, 0, first.stderr);
    const all = await rows();
    const variants = all.filter(pair => pair.variantOf !== null);
    assert.ok(variants.length >= 2 * originals.length, String(variants.length));
    assert.match(first.stdout, new RegExp(`^${variants.length} new variants \\(.*rename.*\\), .*/min; `));
    for (const variant of variants) {
      const original = originals.find(pair => pair.id === variant.variantOf)!;
      assert.equal(variant.id, pairId(variant.schema, variant.slow, variant.fast));
      assert.equal(variant.split, original.split);
      const { timing, reward, speedup, techniques, difficulty } = original;
      assert.deepEqual(
        [variant.timing, variant.reward, variant.speedup, variant.techniques, variant.difficulty],
        [timing, reward, speedup, techniques, difficulty],
      );
      assert.equal(variant.verdict.databases <= 20, true);
      assert.equal(variant.slow === variant.fast, original.slow === original.fast);
    }
    const renamed = variants.filter(pair => pair.schema === 'shop-v1');
    assert.equal(renamed.length, originals.length);
    const [withIndex] = renamed.filter(pair => pair.indexes.length > 0);
    assert.doesNotMatch(`${withIndex!.slow} ${withIndex!.indexes}`, /orders|user_id/);
    assert.match(withIndex!.indexes[0]!, /^CREATE INDEX \w+ ON \w+ \(\w+, \w+ DESC\) WHERE \w+ > 1$/);
    const [withString] = renamed.filter(pair => pair.slow.includes('count'));
    assert.match(withString!.slow, /= 'city'/);
    const again = await run('--variants', '3');
    assert.match(again.stdout, new RegExp(`^0 new variants; ${variants.length} variants there before`));
    assert.equal((await rows()).length, all.length);
    assert.equal((await quill(['dataset', 'split', 'a'], root)).code, 0);
    const otherSeed = await run('--kinds', 'rename', '--seed', '9');
    assert.equal(otherSeed.code, 2, `${otherSeed.stdout}${otherSeed.stderr}`);
    assert.match(otherSeed.stderr, /--seed/);
  });

  it('keeps to kinds and to a number', async () => {
    await write(...(await shop()));
    const { code } = await run('--kinds', 'format', '--max', '2');
    assert.equal(code, 0);
    const variants = (await rows()).filter(pair => pair.variantOf !== null);
    assert.equal(variants.length, 2);
    assert.ok(variants.every(pair => pair.schema === 'shop'));
    assert.equal((await run('--kinds', 'formats')).code, 2);
    assert.equal((await quill(['dataset', 'augment', 'nowhere'], root)).code, 2);
  });

  it('drops variants of a pair that does not hold, and tells', async () => {
    const wrong = await shopPair('SELECT name FROM users WHERE id > 1', {
      fast: 'SELECT name FROM users WHERE id >= 1',
    });
    await write(wrong);
    const { code, stdout, stderr } = await run('--kinds', 'rename,format');
    assert.equal(code, 0, stderr);
    assert.equal((await rows()).length, 1);
    assert.match(stdout, /1 {2}rename: the judge refuted it/);
    assert.match(stderr, new RegExp(`of pair ${wrong.id} was refuted`));
  });

  it('goes on after a kill with what is missing, and stops when told to', async () => {
    await write(...(await Promise.all(Array.from({ length: 12 }, (_, n) => soundPair(n)))));
    const args = [
      'dataset',
      'augment',
      'a',
      '--kinds',
      'rename,format',
      '--variants',
      '2',
      '--databases',
      '60',
    ];
    const file = path.join(root, 'a', 'pairs.jsonl');
    const lines = (): number => readFileSync(file, 'utf8').split('\n').length - 1;
    const until = async (count: number): Promise<void> => {
      while (lines() < count) await wait(10);
    };
    const killed = startQuill(args, root);
    const ended = outcomeOf(killed);
    await until(15);
    killed.kill('SIGKILL');
    await ended;
    appendFileSync(file, '{"id":"torn');
    const stopped = startQuill(args, root);
    const outcome = outcomeOf(stopped);
    await until(20);
    stopped.kill('SIGINT');
    const { code, stdout } = await outcome;
    assert.equal(code, 130);
    assert.match(stdout, /new variant/);
    const last = await quill(args, root);
    assert.equal(last.code, 0, last.stderr);
    const all = await rows();
    assert.equal(new Set(all.map(pair => pair.id)).size, all.length);
    assert.equal(all.length, 36, last.stdout);
  });
});
