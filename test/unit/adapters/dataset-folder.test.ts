import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetFolder } from '../../../src/adapters/dataset/dataset-folder.ts';
import type { Pair } from '../../../src/core/dataset/pair.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { madePair, madeRejected } from '../dataset/made-pair.ts';

const split = { seed: 3, heldOutSchemas: ['library', 'zoo'] };
const fixture = path.join(path.dirname(fileURLToPath(import.meta.url)), 'dataset-writer.ts');

function numbered(n: number): Pair {
  return madePair({ slow: `SELECT ${n} FROM orders` });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('the dataset folder', () => {
  let root = '';
  let folder = '';
  let pairsFile = '';
  let notes: string[] = [];
  const note = (message: string): void => void notes.push(message);
  const open = (write: boolean): Promise<DatasetFolder> => DatasetFolder.open(folder, { write, split, note });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'quill-dataset-'));
    folder = path.join(root, 'dataset');
    pairsFile = path.join(folder, 'pairs.jsonl');
    notes = [];
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function filled(...pairs: Pair[]): Promise<void> {
    const dataset = await open(true);
    for (const pair of pairs) await dataset.addPair(pair);
    await dataset.close();
  }

  it('gives back what was added, in order', async () => {
    const dataset = await open(true);
    const pairs = [numbered(1), numbered(2), numbered(3)];
    await Promise.all(pairs.map(pair => dataset.addPair(pair)));
    await dataset.addRejected(madeRejected());
    await dataset.addSchema('shop', 'CREATE TABLE orders (id INTEGER)');
    await dataset.close();
    const reader = await open(false);
    assert.deepEqual(await all(reader.pairs()), pairs);
    assert.deepEqual(await all(reader.rejected()), [madeRejected()]);
    assert.deepEqual(await all(reader.repairs()), []);
    assert.deepEqual(await reader.schemas(), ['shop']);
    assert.equal(await reader.schema('shop'), 'CREATE TABLE orders (id INTEGER)\n');
    assert.deepEqual(reader.manifest.split, split);
    assert.deepEqual(reader.manifest.counts, {
      pairs: 3,
      variants: 0,
      train: 3,
      heldOut: 0,
      rejected: 1,
      repairs: 0,
    });
    assert.equal(existsSync(path.join(folder, '.lock')), false);
    assert.deepEqual(notes, []);
  });

  it('a line is in the file when the promise is fulfilled', async () => {
    const dataset = await open(true);
    await dataset.addPair(numbered(1));
    assert.deepEqual(JSON.parse(readFileSync(pairsFile, 'utf8')), numbered(1));
    await dataset.close();
  });

  it('does not write a pair twice, in one run or in the next', async () => {
    await filled(numbered(1), numbered(1));
    const dataset = await open(true);
    await Promise.all([
      dataset.addPair(numbered(1)),
      dataset.addPair(numbered(2)),
      dataset.addPair(numbered(2)),
    ]);
    assert.ok(dataset.hasPair(numbered(2).id));
    assert.equal(dataset.manifest.counts.pairs, 2);
    await dataset.close();
    assert.equal((await all((await open(false)).pairs())).length, 2);
  });

  it('keeps the split it was begun with', async () => {
    await filled();
    const other = await DatasetFolder.open(folder, { write: true, split: { seed: 9, heldOutSchemas: [] } });
    assert.deepEqual(other.manifest.split, split);
    await other.close();
  });

  it('is not taken for a new one where its manifest is lost', async () => {
    await filled(numbered(1));
    rmSync(path.join(folder, 'manifest.json'));
    for (const write of [true, false])
      await assert.rejects(open(write), /manifest\.json is missing, which says what is held out; restore it/);
    writeFileSync(pairsFile, '');
    await filled(numbered(2));
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(2)]);
  });

  it('a torn last line is left out by readers and cut off by the next writer, at every length', async function () {
    this.timeout(20_000);
    await filled(numbered(1), numbered(2));
    const whole = readFileSync(pairsFile);
    const second = whole.indexOf(10) + 1;
    for (let size = second; size < whole.length - 1; size += 61) {
      writeFileSync(pairsFile, whole);
      truncateSync(pairsFile, size);
      notes = [];
      assert.deepEqual(await all((await open(false)).pairs()), [numbered(1)]);
      assert.deepEqual(notes, [], 'its writer may be at it');
      await filled(numbered(3));
      assert.equal(notes.length, size === second ? 0 : 1);
      assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(3)]);
    }
  });

  it('a whole last line without its line feed is kept', async () => {
    await filled(numbered(1), numbered(2));
    truncateSync(pairsFile, readFileSync(pairsFile).length - 1);
    assert.equal((await all((await open(false)).pairs())).length, 2);
    await filled(numbered(2), numbered(3));
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(2), numbered(3)]);
    assert.deepEqual(notes, []);
  });

  it('zeros that a power cut left behind are cut off', async () => {
    await filled(numbered(1));
    appendFileSync(pairsFile, Buffer.alloc(100_000));
    await filled(numbered(2));
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(2)]);
    assert.match(notes[0] ?? '', /torn last line \(100,000 bytes\)/);
  });

  it('a line longer than any that it writes is left out by readers, and cut off at the end', async function () {
    this.timeout(20_000);
    await filled(numbered(1));
    const { size } = statSync(pairsFile);
    truncateSync(pairsFile, size + 70_000_000);
    notes = [];
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1)]);
    appendFileSync(pairsFile, `\n${JSON.stringify(numbered(2))}\n`);
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(2)]);
    assert.match(notes[0] ?? '', /pairs\.jsonl: Line 2 is longer than 67,108,864 bytes\.$/);
    truncateSync(pairsFile, size + 70_000_000);
    notes = [];
    await filled(numbered(3));
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(3)]);
    assert.match(notes[0] ?? '', /torn last line \(70,000,000 bytes\) was cut off/);
  });

  it('a line broken in the middle is named by its number and left out', async () => {
    await filled(numbered(1));
    appendFileSync(pairsFile, `{"id": "a\n\n${JSON.stringify({ ...numbered(2), reward: 2 })}\n`);
    await filled(numbered(3));
    notes = [];
    assert.deepEqual(await all((await open(false)).pairs()), [numbered(1), numbered(3)]);
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? '', /pairs\.jsonl: Line 2: It is no pair: it is not JSON\.$/);
    assert.match(notes[1] ?? '', /pairs\.jsonl: Line 4: It is no pair: "reward" is 2 where <=1 belongs\.$/);
  });

  it('takes no other DDL for a schema it has', async () => {
    const dataset = await open(true);
    await dataset.addSchema('shop', 'CREATE TABLE a (x)');
    await dataset.addSchema('shop', 'CREATE TABLE a (x)\r\n');
    const isRefused = (error: unknown): boolean => QuillError.is(error, 'schema');
    await assert.rejects(dataset.addSchema('shop', 'CREATE TABLE b (x)'), isRefused);
    await assert.rejects(dataset.addSchema('../shop', 'CREATE TABLE b (x)'), isRefused);
    assert.equal(await dataset.schema('shop'), 'CREATE TABLE a (x)\n');
    await dataset.close();
  });

  it('many accepted at once: every schema and pair is kept, and the manifest names them all', async () => {
    const dataset = await open(true);
    const ids = Array.from({ length: 30 }, (_, n) => `shop-${String(n).padStart(2, '0')}`);
    await Promise.all(
      ids.flatMap((id, n) => [
        dataset.addSchema(id, `CREATE TABLE t${n} (x)`),
        dataset.addSchema(id, `CREATE TABLE t${n} (x)`),
        dataset.addPair(madePair({ schema: id, slow: `SELECT ${n} FROM t${n}` })),
      ]),
    );
    const twice = await Promise.allSettled(
      ['a', 'b'].map(t => dataset.addSchema('own', `CREATE TABLE ${t} (x)`)),
    );
    assert.deepEqual(
      twice.map(one => one.status),
      ['fulfilled', 'rejected'],
    );
    const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
    assert.deepEqual(Object.keys(manifest.schemas).sort(), ['own', ...ids]);
    assert.equal(manifest.counts.pairs, 30);
    await dataset.close();
    const reader = await open(false);
    assert.deepEqual(await reader.schemas(), ['own', ...ids]);
    assert.equal(reader.manifest.counts.pairs, 30);
    assert.deepEqual(
      readdirSync(folder, { recursive: true }).filter(name => String(name).endsWith('.tmp')),
      [],
    );
  });

  it('says so where there is no dataset, or a newer one', async () => {
    await assert.rejects(open(false), (error: unknown) => QuillError.is(error, 'usage'));
    await filled();
    const manifest = path.join(folder, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"format": 1', '"format": 2'));
    for (const write of [false, true])
      await assert.rejects(open(write), (error: unknown) => QuillError.is(error, 'unsupported'));
    writeFileSync(manifest, '{');
    await assert.rejects(open(true), (error: unknown) => QuillError.is(error, 'file'));
    assert.equal(existsSync(path.join(folder, '.lock')), false);
  });

  it('a second writer is refused with the process to look for, a reader is not', async () => {
    const first = await open(true);
    await first.addPair(numbered(1));
    await assert.rejects(open(true), (error: unknown) => {
      assert.ok(QuillError.is(error, 'locked'));
      assert.match(error.message, new RegExp(`process ${process.pid} on ${hostname()} since .*stop it`));
      return true;
    });
    assert.equal((await all((await open(false)).pairs())).length, 1);
    await first.close();
    await filled(numbered(2));
  });

  it('takes the lock over from a dead process, and only from one', async () => {
    await filled();
    const lock = path.join(folder, '.lock');
    const first = await open(true);
    const own = JSON.parse(readFileSync(lock, 'utf8'));
    await first.close();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const refused = (error: unknown): boolean => QuillError.is(error, 'locked');
    const cases: [change: object, taken: boolean][] = [
      [{ pid: dead }, true],
      [{ ticks: '1' }, true],
      // Of older versions, which give no sign of life.
      [{ pid: dead, host: 'elsewhere', beat: undefined }, false],
      [{ pid: dead, namespace: 'pid:[1]', beat: undefined }, false],
      [{ pid: 1, ticks: null, beat: undefined }, false],
    ];
    for (const [change, taken] of cases) {
      if (process.platform !== 'linux' && !('pid' in change)) continue;
      writeFileSync(lock, JSON.stringify({ ...own, ...change }));
      if (taken) await filled();
      else await assert.rejects(open(true), refused, JSON.stringify(change));
      rmSync(lock, { force: true });
    }
    writeFileSync(lock, '{"pid"');
    await assert.rejects(open(true), refused);
  });

  it('of many that take over at once, one wins', async function () {
    this.timeout(20_000);
    await filled();
    const first = await open(true);
    const lock = path.join(folder, '.lock');
    const own = readFileSync(lock, 'utf8');
    await first.close();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    for (let round = 0; round < 5; round++) {
      writeFileSync(lock, JSON.stringify({ ...JSON.parse(own), pid: dead }));
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => open(true)));
      const won = tried.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
      const working = await Promise.allSettled(won.map(one => one.addPair(numbered(round))));
      assert.equal(working.filter(one => one.status === 'fulfilled').length, 1);
      for (const one of won) await one.close().catch(() => {});
      rmSync(lock, { force: true });
    }
    assert.equal((await all((await open(false)).pairs())).length, 5);
  });

  it('killed at any moment: every pair it reported is there once, and the next one goes on', async function () {
    this.timeout(60_000);
    const reported = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, ['--import=tsx', fixture, folder, String(round)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.setEncoding('utf8');
      let text = '';
      child.stdout.on('data', (more: string) => {
        text += more;
      });
      await once(child.stdout, 'data');
      await new Promise(resolve => setTimeout(resolve, 5 + 17 * round));
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
      for (const line of text.split('\n').slice(0, -1)) reported.add(line);
    }
    await filled();
    const ids = (await all((await open(false)).pairs())).map(pair => pair.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(reported.size > 5);
    assert.deepEqual(
      [...reported].filter(id => !ids.includes(id)),
      [],
    );
  });
});
