import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { madeRejected } from '../../dataset/made-pair.ts';
import { type Outcome, quill } from '../run-quill.ts';
import { plan, shopDdl, shopPair, slowQuery, writeShop } from './shop-dataset.ts';

describe('where quill dataset export writes', function () {
  this.timeout(30_000);
  let root = '';
  const run = (...args: string[]): Promise<Outcome> => quill(['dataset', ...args], root);

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-cli-export-'));
    await writeShop(path.join(root, 'a'), 0, 3);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('takes the place of no file of the dataset', async () => {
    const pairs = path.join(root, 'a', 'pairs.jsonl');
    const file = existsSync(pairs) ? pairs : path.join(root, 'a', 'dataset', 'pairs.jsonl');
    const before = readFileSync(file, 'utf8');
    for (const args of [
      ['export', 'a', '--format', 'chat', '--out', path.relative(root, file)],
      [
        'export',
        'a',
        '--format',
        'chat',
        '--out',
        path.join(path.dirname(path.relative(root, file)), 'new', 'rows.jsonl'),
      ],
      ['stats', 'a', '--svg', path.relative(root, file)],
    ]) {
      const { code, stderr } = await run(...args);
      assert.equal(code, 2, stderr);
      assert.match(
        stderr,
        /would stand among the files of the dataset in .*; name a file outside that folder\./,
      );
    }
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.deepEqual(
      readdirSync(path.dirname(file)).filter(name => name === 'README.md' || name === 'new'),
      [],
    );
  });

  it('follows a link, and takes the place of no device, pipe or folder', async function () {
    if (process.platform === 'win32') return this.skip();
    const at = (...names: string[]): string => path.join(root, ...names);
    mkdirSync(at('links'));
    mkdirSync(at('real'));
    writeFileSync(at('real/rows.jsonl'), '');
    symlinkSync(at('real/rows.jsonl'), at('links/rows.jsonl'));
    symlinkSync(at('nowhere'), at('links/broken.jsonl'));
    symlinkSync(at('links/pipe.jsonl'), at('links/linked.jsonl'));
    execFileSync('mkfifo', [at('links/pipe.jsonl')]);
    const exported = (out: string): Promise<Outcome> => run('export', 'a', '--format', 'chat', '--out', out);
    const { code, stderr } = await exported('links/rows.jsonl');
    assert.equal(code, 0, stderr);
    assert.ok(lstatSync(at('links/rows.jsonl')).isSymbolicLink());
    assert.notEqual(readFileSync(at('real/rows.jsonl'), 'utf8'), '');
    rmSync(at('links/README.md'));
    for (const [name, why] of [
      ['broken.jsonl', /it is a link to nothing; name a file\./],
      ['linked.jsonl', /it is a device or a pipe; name an ordinary file\./],
      ['pipe.jsonl', /it is a device or a pipe/],
      ['.', /it is a folder/],
    ] as const) {
      const refused = await exported(path.join('links', name));
      assert.equal(refused.code, 3, refused.stderr);
      assert.match(refused.stderr, why);
    }
    assert.deepEqual(readdirSync(at('links')).sort(), [
      ...['broken.jsonl', 'linked.jsonl', 'pipe.jsonl', 'rows.jsonl'],
    ]);
    assert.ok(lstatSync(at('links/pipe.jsonl')).isFIFO());
  });

  it('makes the folder, and says so where no answer is worse than another', async () => {
    const { code, stderr } = await run('export', 'a', '--format', 'chat', '--out', 'new/hub/rows.jsonl');
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(path.join(root, 'new/hub')).sort(), ['README.md', 'rows.jsonl']);
    const dataset = await DatasetFolder.open(path.join(root, 'b'), { write: true, split: plan });
    await dataset.addSchema('shop', shopDdl);
    const pair = await shopPair(slowQuery(1));
    await dataset.addPair(pair);
    // Another query's answer, and one that is the pair's own.
    await dataset.addRejected(madeRejected({ slow: slowQuery(2), candidate: 'SELECT 1' }));
    await dataset.addRejected(madeRejected({ slow: pair.slow, candidate: pair.fast }));
    await dataset.close();
    const none = await run('export', 'b', '--format', 'preference', '--out', 'other/rows.jsonl');
    assert.equal(none.code, 2);
    assert.match(
      none.stderr,
      /^quill: None of the 1 pair that fit has a refuted or slower answer to be preferred to; nothing was written\. Such answers come of runs/,
    );
    assert.equal(existsSync(path.join(root, 'other/rows.jsonl')), false);
  });
});
