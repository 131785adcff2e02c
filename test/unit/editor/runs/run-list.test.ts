import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { FolderLock } from '../../../../src/adapters/dataset/folder-lock.ts';
import { latestFirst } from '../../../../src/adapters/pipeline/run-folder.ts';
import { QuillError } from '../../../../src/core/errors.ts';
import { RunList } from '../../../../src/editor/runs/run-list.ts';
import { stopRun } from '../../../../src/editor/runs/signal-run.ts';

describe('the runs of a folder', () => {
  let out = '';
  const children: ReturnType<typeof spawn>[] = [];
  beforeEach(() => {
    out = mkdtempSync(path.join(tmpdir(), 'quill-runs-'));
    mkdirSync(path.join(out, 'dataset'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(out, { recursive: true, force: true });
  });

  function write(id: string, state?: object): void {
    const folder = path.join(out, 'runs', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'config.json'), '{}');
    if (state) writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ ...beat(id), ...state }));
  }

  const beat = (run: string) => ({
    run,
    state: 'running',
    reason: '',
    pid: process.pid,
    host: hostname(),
    startedAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
    accepted: 3,
    target: 10,
    items: 6,
    successes: 3,
    rejected: 1,
    pairsPerSecond: 1,
    cost: 0,
  });

  /** A process that takes the dataset's lock and says when it has it. */
  async function holder(): Promise<ReturnType<typeof spawn>> {
    const lock = path.resolve('src/adapters/dataset/folder-lock.ts');
    const script = `import { FolderLock } from ${JSON.stringify(lock)};
      await FolderLock.take(${JSON.stringify(path.join(out, 'dataset'))});
      console.log('taken');
      setInterval(() => {}, 1000);`;
    const file = path.join(out, 'holder.mts');
    writeFileSync(file, script);
    const child = spawn(process.execPath, ['--import=tsx', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    return child;
  }

  const lives = async (list = new RunList()): Promise<string[]> =>
    (await list.read(out)).map(({ id, life }) => `${id} ${life}`);

  it('are none where there is no folder', async () => {
    assert.deepEqual(await new RunList().read(path.join(out, 'nowhere')), []);
  });

  it('come latest first, each as its heartbeat says', async () => {
    write('20260101-000000', { state: 'finished' });
    write('20260102-000000', { updatedAt: '2026-01-02T00:00:00Z' });
    write('20260103-000000', { state: 'stopped' });
    write('20260104-000000');
    assert.deepEqual(await lives(), [
      '20260104-000000 starting',
      '20260103-000000 stopped',
      '20260102-000000 killed',
      '20260101-000000 finished',
    ]);
  });

  it('come in the order of their files, whatever time another machine’s clock writes into them', async () => {
    write('a', { updatedAt: '2000-01-01T00:00:00Z', host: 'another-machine' });
    write('b', { updatedAt: '2100-01-01T00:00:00Z', host: 'another-machine' });
    const hourAgo = Date.now() / 1000 - 3600;
    for (const name of ['config.json', 'state.json'])
      utimesSync(path.join(out, 'runs', 'b', name), hourAgo, hourAgo);
    const entries = await new RunList().read(out);
    assert.deepEqual(
      entries.sort(latestFirst).map(({ id }) => id),
      ['a', 'b'],
    );
  });

  it('are read again when they change', async () => {
    const list = new RunList();
    const lock = await FolderLock.take(path.join(out, 'dataset'));
    write('20260101-000000', {});
    assert.deepEqual(await lives(list), ['20260101-000000 running']);
    await lock.release();
    await new Promise(resolve => setTimeout(resolve, 20));
    write('20260101-000000', { state: 'stopped', accepted: 4 });
    const [entry] = await list.read(out);
    assert.equal(entry?.life, 'stopped');
    assert.equal(entry?.state?.accepted, 4);
    rmSync(path.join(out, 'runs'), { recursive: true });
    assert.deepEqual(await lives(list), []);
  });

  it('survive a state that is cut short', async () => {
    write('20260101-000000');
    writeFileSync(path.join(out, 'runs', '20260101-000000', 'state.json'), '{"run": "2026');
    assert.deepEqual(await lives(), ['20260101-000000 starting']);
  });

  it('are killed as soon as their process is gone, and stopped by its signal', async () => {
    const child = await holder();
    write('20260101-000000', { pid: child.pid });
    const [entry] = await new RunList().read(out);
    assert.equal(entry?.life, 'running');
    const ended = once(child, 'exit');
    assert.ok(entry);
    await stopRun(entry);
    assert.deepEqual(await ended, [null, 'SIGTERM']);
    assert.deepEqual(await lives(), ['20260101-000000 killed']);
    await assert.rejects(stopRun(entry), error => QuillError.is(error, 'usage'));
  });

  it('never signal a process that does not hold the dataset', async () => {
    const child = await holder();
    write('20260101-000000', { pid: process.pid });
    write('20260102-000000', { pid: child.pid, host: 'another-machine' });
    for (const entry of await new RunList().read(out))
      await assert.rejects(stopRun(entry), /is not going on/);
    assert.equal(child.exitCode, null);
  });

  /** The lock of a run on another machine. */
  async function lockElsewhere(): Promise<void> {
    const lock = await FolderLock.take(path.join(out, 'dataset'));
    const held = await FolderLock.holder(path.join(out, 'dataset'));
    await lock.release();
    writeFileSync(
      path.join(out, 'dataset', '.lock'),
      JSON.stringify({ ...held, host: 'another-machine', since: '', token: '' }),
    );
  }

  it('are killed when their process no longer holds the dataset, though their heartbeat is fresh', async () => {
    const dead = await holder();
    write('20260101-000000', { pid: dead.pid });
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    // Another run took the lock over, ended, and gave it back.
    const next = await FolderLock.take(path.join(out, 'dataset'));
    assert.deepEqual(await lives(), ['20260101-000000 killed']);
    await next.release();
    assert.deepEqual(await lives(), ['20260101-000000 killed']);
    await lockElsewhere();
    assert.deepEqual(await lives(), ['20260101-000000 killed']);
  });

  it('go on while their heartbeat changes, whatever the clock of their machine says', async () => {
    await lockElsewhere();
    const list = new RunList();
    for (const [hours, life] of [
      [-1, 'killed'],
      [-1, 'running'],
      [24, 'running'],
    ] as const) {
      const updatedAt = new Date(Date.now() + hours * 3_600_000).toISOString();
      write('20260101-000000', { host: 'another-machine', updatedAt });
      assert.deepEqual(await lives(list), [`20260101-000000 ${life}`]);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  });

  it('are asked by a file to stop where no signal reaches them, or one would cut them short', async () => {
    const isAsked = (id: string): boolean => existsSync(path.join(out, 'runs', id, 'stop'));
    const child = await holder();
    write('20260101-000000', { pid: child.pid });
    const [here] = await new RunList().read(out);
    assert.ok(here);
    await stopRun(here, 'win32');
    assert.ok(isAsked('20260101-000000'));
    assert.equal(child.exitCode, null);
    child.kill('SIGKILL');
    await once(child, 'exit');
    rmSync(path.join(out, 'runs'), { recursive: true });
    await lockElsewhere();
    write('20260102-000000', { host: 'another-machine' });
    const [there] = await new RunList().read(out);
    assert.equal(there?.life, 'running');
    assert.ok(there);
    await stopRun(there);
    assert.ok(isAsked('20260102-000000'));
  });
});
