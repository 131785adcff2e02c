import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqlThread } from '../../../src/adapters/sqlite/sql-thread.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { distFolder } from './dist.ts';

const limits = { queryMs: 5000, jobMs: 5000 };
const request = { type: 'inspect', database: { kind: 'sample', size: 'small', seed: 1 } } as const;

/** Worker programs that fail in ways a sound one hardly does. */
const programs = {
  dies: "require('node:worker_threads').parentPort.on('message', () => process.exit(3))",
  throws: "require('node:worker_threads').parentPort.on('message', () => { throw new Error('broken') })",
  babbles:
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => parentPort.postMessage({ hello: 1 }))",
  lies: "const { parentPort } = require('node:worker_threads'); parentPort.on('message', ({ id }) => parentPort.postMessage({ type: 'result', id, result: { tables: 3 } }))",
  hangs: "require('node:worker_threads').parentPort.on('message', () => { for (;;); })",
};

describe('SQL thread', () => {
  let folder: string;
  let wasm: WebAssembly.Module;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-thread-'));
    wasm = await WebAssembly.compile(readFileSync(path.join(distFolder(), 'sql-wasm.wasm')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, message] of [
    ['dies', /ended unexpectedly/],
    ['throws', /broken/],
    ['babbles', /does not know/],
    ['lies', /malformed at tables/],
  ] as const) {
    it(`that ${name} fails its job with a sentence`, async () => {
      writeFileSync(path.join(folder, 'sql-worker.cjs'), programs[name]);
      const thread = new SqlThread(folder, wasm);
      await assert.rejects(
        thread.run<'inspect'>(request, limits, {}),
        (error: unknown) => QuillError.is(error, 'internal') && message.test(error.message),
      );
      await thread.terminate();
      assert.equal(thread.usable, false);
    });
  }

  it('that never answers is ended when its time is over', async () => {
    writeFileSync(path.join(folder, 'sql-worker.cjs'), programs.hangs);
    const thread = new SqlThread(folder, wasm);
    await assert.rejects(
      thread.run<'inspect'>(request, { queryMs: 5000, jobMs: 300 }, {}),
      (error: unknown) => QuillError.is(error, 'timeout'),
    );
    assert.equal(thread.usable, false);
  });

  it('takes no job after its end', async () => {
    const thread = new SqlThread(distFolder(), wasm);
    await thread.terminate();
    await assert.rejects(thread.run<'inspect'>(request, limits, {}), QuillError);
  });
});
