/** Exports as their readers see them: hyparquet here, `datasets` and pyarrow in Python where it is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import type { Pair } from '../../../../src/core/dataset/pair.ts';
import { parquetColumns, parquetRow } from '../../../../src/core/dataset/parquet-rows.ts';
import { quill } from '../run-quill.ts';
import { shopDdl, writeShop } from './shop-dataset.ts';

/** Prints what it sees of the exports in the folder it is given, as JSON. */
const script = `
import json, sys, os
os.environ['HF_HUB_OFFLINE'] = '1'
os.environ['HF_HOME'] = sys.argv[1] + '/home'
import datasets, pyarrow.parquet
folder = sys.argv[1]
seen = {}
for name in ['chat', 'trl', 'openai', 'preference']:
    rows = datasets.load_dataset('json', data_files=f'{folder}/{name}.jsonl', split='train')
    seen[name] = {'rows': len(rows), 'first': rows[0]}
table = pyarrow.parquet.read_table(f'{folder}/pairs.parquet')
first = {key: str(value) for key, value in table.slice(0, 1).to_pylist()[0].items()}
seen['parquet'] = {'rows': table.num_rows, 'first': first}
both = datasets.load_dataset(folder, 'trl')
seen['card'] = {split: len(rows) for split, rows in both.items()}
print(json.dumps(seen))
`;

/** An executable with the packages; in continuous integration they are installed when they can be. */
function findPython(): { python?: string; missing: string } {
  const setup = fileURLToPath(new URL('../../../../scripts/setup-python.mjs', import.meta.url));
  const args = /^(true|1)$/i.test(process.env['CI'] ?? '') ? [] : ['--check'];
  const { stdout, stderr } = spawnSync(process.execPath, [setup, ...args], { encoding: 'utf8' });
  const python = /^export QUILL_PYTHON='(.+)'$/m.exec(stdout)?.[1];
  return { missing: stderr.trim().split('\n').at(-1) ?? '', ...(python !== undefined && { python }) };
}

describe('exports opened by their readers', function () {
  this.timeout(240_000);
  let folder = '';
  let train: Pair[] = [];
  let heldOut: Pair[] = [];

  before(async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'quill-exports-'));
    folder = path.join(root, 'hub');
    mkdirSync(folder);
    const pairs = await writeShop(path.join(root, 'dataset'), 0, 30);
    train = pairs.filter(pair => pair.split === 'train');
    heldOut = pairs.filter(pair => pair.split === 'held-out');
    for (const [format, file, ...more] of [
      ['chat', 'chat.jsonl'],
      ['openai', 'openai.jsonl'],
      ['preference', 'preference.jsonl'],
      ['parquet', 'pairs.parquet'],
      ['trl', 'trl.jsonl'],
      ['trl', 'trl-test.jsonl', '--split', 'held-out'],
    ] as const) {
      const out = path.join(folder, file);
      const { code, stderr } = await quill(
        ['dataset', 'export', root, '--format', format, '--out', out, ...more],
        root,
      );
      assert.equal(code, 0, stderr);
    }
  });
  after(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it('Parquet gives every column back', async () => {
    const file = await asyncBufferFromFile(path.join(folder, 'pairs.parquet'));
    const rows = await parquetReadObjects({ file });
    assert.deepEqual(
      Object.keys(rows[0]!),
      parquetColumns.map(column => column.name),
    );
    assert.deepEqual(
      rows,
      train.map(pair => parquetRow(pair, shopDdl)),
    );
  });

  it('datasets.load_dataset and pyarrow open them', function () {
    const { python, missing } = findPython();
    if (python === undefined) {
      console.log(`      skipped: ${missing}`);
      this.skip();
    }
    const { status, stdout, stderr } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const seen = JSON.parse(stdout.trim().split('\n').at(-1)!);
    for (const format of ['chat', 'trl', 'openai', 'preference', 'parquet'])
      assert.equal(seen[format].rows, train.length, format);
    const roles = (messages: { role: string }[]): string[] => messages.map(message => message.role);
    assert.deepEqual(roles(seen.chat.first.messages), ['system', 'user', 'assistant']);
    assert.deepEqual(roles(seen.trl.first.prompt), ['system', 'user']);
    assert.deepEqual(roles(seen.trl.first.completion), ['assistant']);
    assert.deepEqual(roles(seen.preference.first.chosen), ['assistant']);
    assert.equal(seen.parquet.first.slow, train[0]!.slow);
    assert.equal(seen.parquet.first.variant_of, 'None');
    assert.deepEqual(seen.card, { train: train.length, test: heldOut.length });
  });
});
