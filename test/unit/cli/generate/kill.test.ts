import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../../../../src/core/random.ts';
import { quill, startQuill } from '../run-quill.ts';

const kills = 50;

interface Line {
  readonly id: string;
  readonly template: string;
  readonly stage: number;
}

/** The whole lines of a file; a torn last one is what a kill may leave. */
function wholeLines<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}

/** Waits until a file is longer than it was, for at most 20 s. */
async function grows(file: string): Promise<void> {
  const size = (): number => (existsSync(file) ? statSync(file).size : 0);
  const before = size();
  for (let waited = 0; waited < 20_000 && size() <= before; waited += 20) await wait(20);
}

describe('a run that is killed again and again', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'quill-kill-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const pairs = path.join(folder, 'dataset', 'pairs.jsonl');
  const events = path.join(folder, 'runs', 'killed', 'events.jsonl');
  const options = ['--out', folder, '--run', 'killed', '--workers', '2', '--seed', '7'];
  const begin = [
    ...options,
    ...['--only', 'short-links', '--only', 'sample-staff', '--count', '100000'],
    ...['--databases', '20', '--mutants', '0', '--budget', '200', '--query-limit', '50'],
  ];

  it(`loses and doubles no pair in ${kills} kills`, async () => {
    const random = new Random(20261121);
    const seen = new Set<string>();
    let grown = 0;
    for (let kill = 0; kill < kills; kill++) {
      const args = kill === 0 ? begin : [...options, '--resume'];
      const child = startQuill(['generate', ...args], folder);
      child.stderr.resume();
      const ended = new Promise(resolve => child.once('exit', resolve));
      // Most at a random moment of its work, some while it starts.
      if (random.chance(0.75)) await grows(pairs);
      await wait(random.int(400));
      child.kill('SIGKILL');
      await ended;
      const lines = wholeLines<Line>(pairs);
      const ids = new Set(lines.map(line => line.id));
      assert.equal(ids.size, lines.length, `kill ${kill}: a pair is there twice`);
      for (const id of seen) assert.ok(ids.has(id), `kill ${kill}: ${id} is lost`);
      // What the run says it has accepted is on disk.
      for (const event of wholeLines<{ type: string; pairs?: string[] }>(events))
        for (const id of event.pairs ?? [])
          assert.ok(ids.has(id), `kill ${kill}: ${id} was accepted and is lost`);
      if (ids.size > seen.size) grown++;
      for (const id of ids) seen.add(id);
    }
    assert.ok(grown > kills / 3, `only ${grown} of ${kills} processes got as far as a pair`);
    // The last one comes to its end.
    const { code, stderr } = await quill(
      ['generate', ...options, '--resume', '--count', String(seen.size + 5)],
      folder,
    );
    assert.equal(code, 0, stderr);
    const lines = wholeLines<Line>(pairs);
    assert.equal(new Set(lines.map(line => line.id)).size, lines.length);
    assert.equal(lines.length, seen.size + 5);
    const newTemplates = lines.filter(line => line.stage === 2).map(line => line.template);
    assert.equal(new Set(newTemplates).size, newTemplates.length, 'a template of stage 2 is there twice');
    const items = wholeLines<{ type: string; index?: number }>(events).filter(event => event.type === 'item');
    assert.equal(new Set(items.map(item => item.index)).size, items.length, 'an item was done twice');
  });
});
