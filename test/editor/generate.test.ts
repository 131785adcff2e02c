import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { activated, closeEverything, fileUri, openText, run } from './editing.ts';

/** What is read of a run's `state.json`. */
interface State {
  readonly run: string;
  readonly state: string;
  readonly pid: number;
  readonly accepted: number;
}

const out = (): string => fileUri('.quill').fsPath;

function runStates(): State[] {
  const runs = path.join(out(), 'runs');
  return (existsSync(runs) ? readdirSync(runs) : []).flatMap(id => {
    const file = path.join(runs, id, 'state.json');
    return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8'))] : [];
  });
}

const pairIds = (): string[] =>
  readFileSync(path.join(out(), 'dataset', 'pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).id);

async function until<T>(what: string, find: () => T | undefined | false, limit = 30_000): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > deadline) assert.fail(`${what}: not within ${limit} ms; ${JSON.stringify(runStates())}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function untilAsync<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = await find();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  assert.fail(`${what}: not within 10 s`);
}

const stateIs = (id: string, state: string) => () =>
  runStates().find(one => one.run === id && one.state === state);

const tasks = () => vscode.tasks.taskExecutions.filter(({ task }) => task.definition.type === 'quill');

/** Resolves with the exit code of the next task of Quill that ends. */
function nextEnd(): Promise<number | undefined> {
  return new Promise(resolve => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.definition.type !== 'quill') return;
      listener.dispose();
      resolve(exitCode);
    });
  });
}

describe('generating a dataset', function () {
  this.timeout(90_000);
  let first = '';
  const folder = mkdtempSync(path.join(tmpdir(), 'quill-generate-'));
  const schema = path.join(folder, 'shop.sql');
  before(async () => {
    await activated();
    writeFileSync(
      schema,
      `CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE bills (
  id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES clients (id),
  status TEXT NOT NULL, total REAL NOT NULL, billed_at TEXT NOT NULL
);
CREATE INDEX bills_client ON bills (client_id);
`,
    );
  });
  after(async () => {
    for (const execution of tasks()) execution.terminate();
    rmSync(folder, { recursive: true, force: true });
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEverything();
  });

  it('is a task that ends when the pairs are there', async () => {
    const end = nextEnd();
    const outcome = await run('generate', { count: 5, schema, args: ['--workers', '1'] });
    assert.equal(outcome.kind, 'started', JSON.stringify(outcome));
    assert.equal(tasks().length, 1);
    const refused = await run('generate', { count: 5 });
    assert.equal(refused.reason, 'locked', 'a second run of one dataset is refused at once');
    assert.match(refused.message ?? '', /writes to this workspace's dataset/);
    assert.equal(await end, 0);
    const [state] = runStates();
    assert.equal(state?.state, 'finished');
    assert.ok((state?.accepted ?? 0) >= 5);
    assert.ok(pairIds().length >= 5);
    first = state?.run ?? '';
    await until('the task is over', () => tasks().length === 0);
  });

  it('leaves a run that its commands find', async () => {
    assert.match(JSON.stringify(await run('copyRunPath', first)), new RegExp(`runs/${first}`));
    assert.equal(path.basename(await vscode.env.clipboard.readText()), first);
    assert.match(JSON.stringify(await run('openDataset')), /pairs\.jsonl/);
    assert.match((await run('stopRun', first)).message ?? '', /is not going on/);
    assert.match((await run('resumeRun', first)).message ?? '', /has all its pairs/);
    assert.match((await run('stopRun', 'nowhere')).message ?? '', /There is no run nowhere/);
  });

  it('stops cleanly when asked, and goes on from there', async () => {
    let end = nextEnd();
    await run('generate', { count: 40, schema, args: ['--workers', '1'] });
    const running = await until('some pairs', () =>
      runStates().find(({ run: id, accepted }) => id !== first && accepted >= 2),
    );
    const asked = performance.now();
    const stopped = await run('stopRun');
    assert.equal(stopped.kind, 'stopping', JSON.stringify(stopped));
    assert.equal(await end, 130);
    console.log(`stopped ${Math.round(performance.now() - asked)} ms after it was asked to`);
    const state = stateIs(running.run, 'stopped')();
    assert.ok(state, JSON.stringify(runStates()));
    assert.ok(state.accepted < 40);
    await until('the task is over', () => tasks().length === 0);

    end = nextEnd();
    assert.equal((await run('resumeRun')).kind, 'started');
    await until('it goes on', () => stateIs(running.run, 'running')());
    await run('stopRun', running.run);
    assert.equal(await end, 130);
    const ids = pairIds();
    assert.equal(new Set(ids).size, ids.length, 'no pair twice');
    await until('the task is over', () => tasks().length === 0);
  });

  it('stops cleanly when its task is terminated', async () => {
    const { run: id } = runStates().at(-1) ?? assert.fail('a run');
    await run('resumeRun', id);
    await until('it goes on', () => stateIs(id, 'running')());
    const start = performance.now();
    for (const execution of tasks()) execution.terminate();
    await until('it says that it stopped', stateIs(id, 'stopped'), 10_000);
    console.log(`stopped ${Math.round(performance.now() - start)} ms after the task was terminated`);
    const lock = path.join(out(), 'dataset', '.lock');
    await until('the dataset is free', () => !existsSync(lock), 10_000);
  });

  it("keeps the dataset's schemas apart from the workspace's", async () => {
    await run('chooseDatabase', { kind: 'synthetic', rows: 100 });
    await openText('SELECT name FROM clients;');
    assert.equal((await run('optimize')).reason, 'unknown-name');
  });

  it('says what is wrong with a task', async () => {
    const outcome = await run('generate', { count: 'many' });
    assert.equal(outcome.reason, 'usage');
    assert.match(outcome.message ?? '', /wrong "count"/);
  });

  it('offers its task', async () => {
    const found = await vscode.tasks.fetchTasks({ type: 'quill' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Generate Dataset'],
    );
  });

  it('takes a task from tasks.json', async () => {
    const file = fileUri('.vscode/tasks.json');
    const task = { type: 'quill', label: 'night', count: 2, schema, args: ['--seed', '7', '--workers', '1'] };
    const text = JSON.stringify({ version: '2.0.0', tasks: [task] });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    try {
      const found = await untilAsync('the task is known', async () =>
        (await vscode.tasks.fetchTasks({ type: 'quill' })).find(({ name }) => name === 'night'),
      );
      assert.equal(found.definition['count'], 2);
      const known = runStates().length;
      const end = nextEnd();
      await vscode.tasks.executeTask(found);
      assert.equal(await end, 0);
      const states = runStates();
      assert.equal(states.length, known + 1);
      const config = JSON.parse(
        readFileSync(path.join(out(), 'runs', states.at(-1)?.run ?? '', 'config.json'), 'utf8'),
      );
      assert.deepEqual([config.count, config.seed, config.workers], [2, 7, 1]);
    } finally {
      await vscode.workspace.fs.delete(fileUri('.vscode'), { recursive: true });
    }
  });
});
