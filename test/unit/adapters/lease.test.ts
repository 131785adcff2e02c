/** A dataset's lock whose holder is on another machine: here a process whose lock file names another one. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DatasetFolder } from '../../../src/adapters/dataset/dataset-folder.ts';
import { Heartbeat, isSilent, withBeat } from '../../../src/adapters/dataset/lease.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { madePair } from '../dataset/made-pair.ts';

const split = { seed: 3, heldOutSchemas: [] };
const quick = { beatEvery: 30, lookEvery: 10, looks: 40 };
const fixture = path.join(path.dirname(fileURLToPath(import.meta.url)), 'dataset-writer.ts');
const isLocked = (error: unknown): boolean => QuillError.is(error, 'locked');

describe('a lock of another machine', function () {
  this.timeout(20_000);
  let folder = '';
  let notes: string[] = [];
  const children: ChildProcess[] = [];
  const open = (more: { signal?: AbortSignal } = {}): Promise<DatasetFolder> =>
    DatasetFolder.open(folder, {
      write: true,
      split,
      lease: quick,
      note: message => void notes.push(message),
      ...more,
    });
  const lock = (): string => path.join(folder, '.lock');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-lease-'));
    notes = [];
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** In the same file and of the same length, so that its holder's heartbeat goes on in it. */
  function moveElsewhere(): void {
    const name = hostname();
    const text = readFileSync(lock(), 'utf8');
    const other = `${name.startsWith('x') ? 'y' : 'x'}${name.slice(1)}`;
    writeFileSync(lock(), text.replace(`"host":"${name}"`, `"host":"${other}"`), { flag: 'r+' });
    assert.notEqual(readFileSync(lock(), 'utf8'), text);
  }

  /** The lock of a machine that died, as it would stand there. */
  async function silentLock(change: object = { host: 'box7' }): Promise<void> {
    const dataset = await open();
    const text = readFileSync(lock(), 'utf8');
    await dataset.close();
    writeFileSync(lock(), JSON.stringify({ ...JSON.parse(text), ...change }));
  }

  async function ids(): Promise<string[]> {
    const found: string[] = [];
    const reader = await DatasetFolder.open(folder, { write: false, note: message => assert.fail(message) });
    for await (const { id } of reader.pairs()) found.push(id);
    return found;
  }

  it('is taken over when it gave no sign of life for long enough, and it says so', async () => {
    for (const change of [
      { host: 'box7' },
      { boot: 'of another start' },
      { namespace: 'pid:[1]' },
      // A living process has its number, and whether it is the same one this system does not tell.
      { ticks: null },
    ]) {
      if (process.platform !== 'linux' && !('host' in change)) continue;
      notes = [];
      await silentLock(change);
      // Whatever their clocks say.
      utimesSync(lock(), new Date('2100-01-01'), new Date('2100-01-01'));
      const begin = performance.now();
      const dataset = await open();
      assert.ok(performance.now() - begin >= 350);
      assert.equal(notes.length, 2);
      assert.match(notes[0] ?? '', /process \d+ on .* holds .*: waiting 1 s for a sign of life\.$/);
      assert.match(notes[1] ?? '', /gave no sign of life for 1 s: its lock of .* is taken over\.$/);
      await dataset.addPair(madePair());
      await dataset.close();
    }
  });

  it('is left to a holder that lives, and the next takes it when that one is done', async () => {
    const holder = await open();
    moveElsewhere();
    for (let n = 0; n < 3; n++) {
      await assert.rejects(open(), isLocked);
      await holder.addPair(madePair({ slow: `SELECT ${n} FROM orders` }));
    }
    assert.deepEqual(notes, []);
    await holder.close();
    await (await open()).close();
  });

  it('is left alone where its holder is of a version that gives no sign of life', async () => {
    await silentLock({ host: 'box7', beat: undefined });
    await assert.rejects(open(), /on box7 since .*remove .*\.lock if that process is gone/);
  });

  it('counts up behind the last letter of what else it says, and in no other file', async () => {
    const content = withBeat({ host: 'Bücher', since: 'now' });
    writeFileSync(lock(), content);
    const heartbeat = new Heartbeat(await openFile(lock(), 'r+'), content, quick);
    while (readFileSync(lock(), 'utf8') === content) await wait(5);
    await heartbeat.end();
    const { beat, ...rest } = JSON.parse(readFileSync(lock(), 'utf8'));
    assert.deepEqual(rest, { host: 'Bücher', since: 'now' });
    assert.match(beat, /^0{11}[1-9]$/);
    const handle = await openFile(lock(), 'r+');
    assert.throws(
      () => new Heartbeat(handle, JSON.stringify({ beat, token: 'a' }), quick),
      /does not end with/,
    );
    await handle.close();
  });

  it('is taken as soon as it is given back', async () => {
    await silentLock();
    const opening = open();
    await wait(60);
    rmSync(lock());
    await (await opening).close();
    assert.doesNotMatch(notes.join(), /taken over/);
  });

  it('is no longer waited for when the user stops', async () => {
    await silentLock();
    const stop = new AbortController();
    const opening = open({ signal: stop.signal });
    await wait(60);
    stop.abort();
    await assert.rejects(opening, (error: unknown) => QuillError.is(error, 'cancelled'));
    assert.match(readFileSync(lock(), 'utf8'), /box7/);
  });

  it('of many that wait for a dead one, one writes', async () => {
    await silentLock();
    const tried = await Promise.allSettled(Array.from({ length: 6 }, () => open()));
    const won = tried.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    const working = await Promise.allSettled(won.map(one => one.addPair(madePair())));
    assert.equal(working.filter(one => one.status === 'fulfilled').length, 1);
    for (const one of won) await one.close().catch(() => {});
  });

  it('a holder that stood still and wakes up writes nothing more', async function () {
    if (process.platform === 'win32') this.skip();
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, ['--import=tsx', fixture, folder, `round ${round}`], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      let [reported, said] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        reported += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await once(child.stdout, 'data');
      await wait(5 + 11 * round);
      child.kill('SIGSTOP');
      moveElsewhere();
      const dataset = await open();
      const before = await ids();
      const mine = Array.from({ length: 20 }, (_, n) =>
        madePair({ slow: `SELECT ${round}, ${n} FROM orders` }),
      );
      const ended = once(child, 'close');
      child.kill('SIGCONT');
      for (const pair of mine) {
        await dataset.addPair(pair);
        await wait(5);
      }
      assert.deepEqual(await ended, [1, null]);
      assert.match(said, /Another Quill \(process \d+ on|removed or replaced/);
      await dataset.close();
      const after = await ids();
      assert.deepEqual(
        after,
        [...before, ...mine.map(pair => pair.id)],
        `round ${round}: another process wrote beside the holder`,
      );
      const lost = reported.split('\n').filter(id => id !== '' && !after.includes(id));
      assert.deepEqual(lost, []);
    }
  });
});

describe('watching for a sign of life', () => {
  it('counts no look that comes late: then it was this machine or the disk that stood still', async () => {
    let looks = 0;
    const slow = async (): Promise<string> => {
      looks++;
      if (looks === 8) await wait(100);
      return 'same';
    };
    assert.equal(await isSilent('same', slow, { ...quick, looks: 10 }, { onQuiet: () => {} }), true);
    assert.ok(looks >= 18, `${looks} looks`);
  });
});
