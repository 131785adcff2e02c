/** Ways in which a run is asked to stop, and that none cuts it short. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { askToStop } from '../../../../src/adapters/pipeline/run-folder.ts';
import { outcomeOf, quill, startQuill } from '../run-quill.ts';

describe('a run that is asked to stop', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-stop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (): string => path.join(folder, 'q', 'runs', 'r');
  const limits = ['--databases', '20', '--mutants', '0', '--budget', '200', '--query-limit', '50'];
  const begin = ['--only', 'sample-staff', '--only', 'short-links', '--workers', '1', ...limits];

  async function started(): Promise<ReturnType<typeof startQuill>> {
    const args = ['generate', '--out', 'q', '--run', 'r', '--count', '100000', ...begin];
    const child = startQuill(args, folder);
    const pairs = path.join(folder, 'q', 'dataset', 'pairs.jsonl');
    while (!existsSync(pairs) || readFileSync(pairs, 'utf8') === '') await wait(50);
    return child;
  }

  async function isStopped(child: ReturnType<typeof startQuill>, ask: () => Promise<void>): Promise<void> {
    const ended = outcomeOf(child);
    await ask();
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.match(
      stderr,
      /It was stopped; resume it to go on\.\nTo go on: quill generate --out q --resume --run r\n/,
    );
    const state = JSON.parse(readFileSync(path.join(run(), 'state.json'), 'utf8'));
    assert.equal(state.state, 'stopped');
    assert.equal(existsSync(path.join(folder, 'q', 'dataset', '.lock')), false);
  }

  it('stops cleanly when a scheduler tells it twice, once by way of its shell', async function () {
    if (process.platform === 'win32') this.skip();
    const child = await started();
    await isStopped(child, async () => {
      child.kill('SIGTERM');
      await wait(2);
      child.kill('SIGTERM');
    });
  });

  it('stops cleanly when a file asks it, and the next process does not heed that file', async () => {
    await isStopped(await started(), () => askToStop(run()));
    const resumed = await quill(['generate', '--out', 'q', '--resume', '--count', '1'], folder);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(existsSync(path.join(run(), 'stop')), false);
  });
});
