import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRunFigures } from '../../../src/adapters/pipeline/run-figures.ts';
import { RunFolder, readConfig, runFolders } from '../../../src/adapters/pipeline/run-folder.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { Run } from '../../../src/core/pipeline/run.ts';
import { shopSchema } from './models/schema.ts';
import { runConfig, runParts, soleHolder } from './run-parts.ts';

const at = '2026-01-02T03:04:05.678Z';

describe('a run on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('comes first when it was last worked on, whatever its name', async () => {
    const ages = { 'shard-1': 30, '20261121-165801-3f2a': 20, 'a-run': 10 };
    for (const [name, age] of Object.entries(ages)) {
      const run = await RunFolder.create(path.join(folder, name), runConfig, soleHolder);
      await run.close();
      const time = Date.now() / 1000 - age;
      utimesSync(path.join(folder, name, 'config.json'), time, time);
    }
    const names = async () => (await runFolders(folder)).map(one => path.basename(one));
    assert.deepEqual(await names(), ['a-run', '20261121-165801-3f2a', 'shard-1']);
    writeFileSync(path.join(folder, 'shard-1', 'state.json'), '{}');
    assert.equal((await names())[0], 'shard-1');
  });

  it('remembers what was paid for items that were given up', async () => {
    const run = await RunFolder.create(path.join(folder, 'r'), runConfig, soleHolder);
    const item = { type: 'item', at, index: 0, stage: 2, schema: 's', pairs: ['p'], techniques: [] } as const;
    await run.log({ ...item, rejected: [], ms: { write: 0, propose: 0, bench: 0, store: 0 }, cost: 1 });
    await run.log({ type: 'spent', at, index: 1, cost: 0.25 });
    await run.log({ type: 'spent', at, index: 1, cost: 0.5 });
    const { cost, done, accepted } = await run.history();
    assert.deepEqual([cost, [...done], accepted], [1.75, [0], 1]);
    await run.close();
  });

  it('counts every dollar of a process that was killed, and none twice', async () => {
    const run = await RunFolder.create(path.join(folder, 'r'), runConfig, soleHolder);
    const item = { type: 'item', at, index: 0, stage: 2, schema: 's', pairs: ['p'], techniques: [] } as const;
    const ms = { write: 0, propose: 0, bench: 0, store: 0 };
    // An older version told no answers.
    await run.log({ type: 'start', at, pid: 1, resumed: false });
    await run.log({ ...item, rejected: [], ms, cost: 1 });
    // Killed while a second item was under way.
    await run.log({ type: 'start', at, pid: 2, resumed: true });
    for (const cost of [0.25, 0.25, 0.5]) await run.log({ type: 'paid', at, cost });
    await run.log({ ...item, index: 1, rejected: [], ms, cost: 0.5 });
    await run.log({ type: 'start', at, pid: 3, resumed: true });
    await run.log({ type: 'paid', at, cost: 2 });
    assert.equal((await run.history()).cost, 4);
    await run.close();
  });

  it('counts the most that a request may have cost whose process was killed before the answer', async () => {
    const run = await RunFolder.create(path.join(folder, 'r'), runConfig, soleHolder);
    await run.log({ type: 'start', at, pid: 1, resumed: false });
    await run.log({ type: 'asked', at, request: 1, cost: 0.5 });
    await run.log({ type: 'asked', at, request: 2, cost: 0.5 });
    await run.log({ type: 'asked', at, request: 3, cost: 0.5 });
    await run.log({ type: 'paid', at, request: 2, cost: 0.125 });
    // It came to nothing.
    await run.log({ type: 'paid', at, request: 3, cost: 0 });
    assert.equal((await run.history()).cost, 0.625);
    await run.log({ type: 'start', at, pid: 2, resumed: true });
    await run.log({ type: 'asked', at, request: 1, cost: 0.5 });
    await run.log({ type: 'paid', at, request: 1, cost: 0.25 });
    assert.equal((await run.history()).cost, 0.875);
    await run.close();
  });

  it('tells its history and its figures by one reading of its events', async () => {
    const run = await RunFolder.create(path.join(folder, 'r'), runConfig, soleHolder);
    await run.close();
    const item = { type: 'item', at, stage: 2, pairs: ['p', 'q'], rejected: ['slower'], cost: 1 };
    const lines = [
      { ...item, index: 0 },
      { ...item, index: 1, stage: 1, pairs: [], miss: 'failed' },
      // Told of twice, and what no reader knows.
      { ...item, index: 0, pairs: ['r'] },
      { type: 'tea', at },
      'no event',
      { type: 'spent', at, index: 2, cost: 0.5 },
      { type: 'item', at, index: 3, pairs: ['s'] },
    ].map(line => `${JSON.stringify(line)}\n`);
    writeFileSync(path.join(folder, 'r/events.jsonl'), `${lines.join('')}{"type":"item","index":4`);
    const figures = await readRunFigures(folder, 'r');
    const again = await RunFolder.resume(path.join(folder, 'r'), soleHolder);
    const { done, ...history } = await again.history();
    await again.close();
    assert.deepEqual([...done], [0, 1, 3]);
    assert.deepEqual(history, { accepted: 3, items: 3, successes: 2, rejected: 2, cost: 2.5, seconds: 0 });
    // Without its stage an item counts in no table of stages.
    assert.deepEqual(figures, {
      items: [
        { stage: 2, pairs: 2 },
        { stage: 1, pairs: 0, miss: 'failed' },
      ],
      cost: 2.5,
      seconds: 0,
    });
  });

  it('is written by nobody but the holder of the dataset', async () => {
    let lost = false;
    const taken = new QuillError('locked', 'Another Quill writes there.');
    const holder = {
      isFromElsewhere: false,
      confirm: async () => {
        if (lost) throw taken;
      },
    };
    const run = path.join(folder, 'r');
    const former = await RunFolder.create(run, runConfig, holder);
    await former.log({ type: 'note', at, message: 'one' });
    await former.writeState(new Run(runParts(await shopSchema(), async () => assert.fail()).parts).state());
    const files = ['events.jsonl', 'state.json'].map(name => path.join(run, name));
    const before = files.map(file => readFileSync(file, 'utf8'));
    lost = true;
    await assert.rejects(former.log({ type: 'note', at, message: 'two' }), taken);
    await assert.rejects(former.reconfigure({ ...runConfig, count: 9 }), taken);
    assert.deepEqual([await readConfig(run), former.config], [runConfig, runConfig]);
    await assert.rejects(former.writeState({ ...JSON.parse(before[1] ?? ''), accepted: 9 }), taken);
    assert.deepEqual(
      files.map(file => readFileSync(file, 'utf8')),
      before,
    );
    const { ino } = statSync(files[0] ?? '');
    const next = await RunFolder.resume(run, { isFromElsewhere: true, confirm: async () => {} });
    assert.notEqual(statSync(files[0] ?? '').ino, ino, 'who had the file open writes to another one');
    await next.log({ type: 'note', at, message: 'three' });
    const more = { ...runConfig, count: 9 };
    await next.reconfigure(more);
    assert.deepEqual([await readConfig(run), next.config], [more, more]);
    await next.close();
    assert.match(readFileSync(files[0] ?? '', 'utf8'), /one.*three/s);
  });

  it('is refused where its configuration asks for more than any machine has', async () => {
    for (const [key, value] of [
      ['workers', 1e9],
      ['concurrency', 1e9],
    ] as const) {
      const run = path.join(folder, key);
      await (await RunFolder.create(run, runConfig, soleHolder)).close();
      writeFileSync(path.join(run, 'config.json'), JSON.stringify({ ...runConfig, [key]: value }));
      await assert.rejects(readConfig(run), new RegExp(`no configuration of a run \\(${key}\\)`));
    }
  });

  it('is read where an older version wrote it', async () => {
    const { judgeReadability: _, ...older } = runConfig;
    const run = path.join(folder, 'r');
    await (await RunFolder.create(run, runConfig, soleHolder)).close();
    writeFileSync(path.join(run, 'config.json'), JSON.stringify(older));
    assert.deepEqual(await readConfig(run), runConfig);
  });
});
