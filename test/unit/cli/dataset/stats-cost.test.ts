import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { madePair } from '../../dataset/made-pair.ts';
import { quill } from '../run-quill.ts';
import { shopPair, slowQuery, writeShop } from './shop-dataset.ts';

describe('the cost that quill dataset stats tells', function () {
  this.timeout(30_000);
  let root: string;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-stats-cost-'));
    await writeShop(path.join(root, 'q/dataset'), 0, 1);
    await writeShop(path.join(root, 'other/all'), 0, 1);
    const events = (id: string, cost: number, pairs: readonly string[]): string =>
      [
        { at: '2026-01-02T03:04:05Z', after: 0, type: 'start' },
        { at: '2026-01-02T03:04:09Z', after: 4, type: 'item', index: 0, stage: 2, pairs, rejected: [], cost },
      ]
        .map(event => `${JSON.stringify({ ...event, run: id })}\n`)
        .join('');
    const { id } = await shopPair(slowQuery(0));
    const named = madePair().provenance.run;
    for (const folder of ['q', 'other']) {
      const runs = folder === 'q' ? [named, 'fruitless'] : ['elsewhere'];
      for (const run of runs) {
        mkdirSync(path.join(root, folder, 'runs', run), { recursive: true });
        const isNamed = run === named;
        writeFileSync(
          path.join(root, folder, 'runs', run, 'events.jsonl'),
          events(run, isNamed ? 1 : 2.5, isNamed ? [id] : []),
        );
      }
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const costOf = async (...args: string[]): Promise<number> => {
    const { code, stdout, stderr } = await quill(['dataset', 'stats', ...args, '--json'], root);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout).cost;
  };

  it('is that of runs without a pair, too, and of no other dataset’s', async () => {
    assert.equal(await costOf('q/dataset'), 3.5);
    assert.equal(await costOf('other/all'), 0);
    assert.equal(await costOf('other/all', '--runs', 'q/runs'), 3.5);
    assert.equal(await costOf('other/all', '--runs', 'other/runs'), 0);
  });

  it('is there for a dataset that no run has given a pair', async () => {
    rmSync(path.join(root, 'q/dataset/pairs.jsonl'));
    assert.equal(await costOf('q/dataset'), 3.5);
  });
});
