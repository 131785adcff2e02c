import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEndpoint } from '../../pipeline/endpoint-server.ts';
import { quill, startQuill } from '../run-quill.ts';
import { quick } from './waiting-runs.ts';

describe('a run that is killed while it waits for an answer', function () {
  this.timeout(30_000);

  it('counts the most that the answer may cost against --max-cost once it goes on', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'quill-kill-paid-'));
    const server = await startEndpoint(() => new Promise(() => {}));
    try {
      const priced = [
        '--provider',
        'openai',
        '--base-url',
        server.url,
        '--model',
        'm',
        '--price',
        '1000/1000',
      ];
      const begin = [...priced, '--only', 'sample-staff', '--concurrency', '1', ...quick];
      const child = startQuill(['generate', '--out', 'q', '--run', 'k', ...begin], folder);
      const ended = new Promise(resolve => child.once('exit', resolve));
      while (server.requests.length === 0) await wait(20);
      child.kill('SIGKILL');
      await ended;
      const events = readFileSync(path.join(folder, 'q/runs/k/events.jsonl'), 'utf8').trim().split('\n');
      const asked = events.map(line => JSON.parse(line)).find(({ type }) => type === 'asked');
      assert.ok(asked.cost > 1, JSON.stringify(asked));
      const again = await quill(
        ['generate', '--out', 'q', '--resume', '--base-url', server.url, '--max-cost', String(asked.cost)],
        folder,
      );
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /The cost limit of \$.* is reached/);
      assert.equal(server.requests.length, 1);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
