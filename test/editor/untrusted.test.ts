import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, lensTitles, open, openPages, run } from './editing.ts';

/** Worker threads show up among what keeps the process alive. */
const workers = () => process.getActiveResourcesInfo().filter(name => /worker/i.test(name)).length;

describe('a workspace in Restricted Mode', () => {
  before(activated);

  it('is reported as untrusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('still shows lenses: they only read the text', async () => {
    const { document } = await open('orders.sql');
    assert.deepEqual(await lensTitles(document), ['2: Optimize', '6: Optimize']);
  });

  it('refuses to run, in one sentence, and starts nothing', async () => {
    await open('orders.sql');
    const before = workers();
    for (const command of [
      'optimize',
      'optimizeWithParameters',
      'optimizeFile',
      'trySample',
      'chooseDatabase',
      'generate',
      'stopRun',
      'resumeRun',
    ]) {
      const outcome = await run(command);
      assert.equal(outcome.kind, 'failed', command);
      assert.equal(outcome.reason, 'untrusted', command);
      assert.match(outcome.message ?? '', /trust/);
    }
    assert.equal(workers(), before, 'no worker was started');
    assert.deepEqual(vscode.tasks.taskExecutions, []);
    assert.deepEqual(openPages(), []);
  });

  it('does not take a database either', async () => {
    const outcome = await run('chooseDatabase', { kind: 'sample', size: 'small' });
    assert.equal(outcome.reason, 'untrusted');
  });
});
