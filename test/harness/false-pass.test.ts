import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, editorRun } from './editor-suite.ts';
import { runInCodeServer } from './host-run.ts';
import type { Outcome } from './tally.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

// In a real editor: both ways of going wrong end with exit code 0 there.
describe('a broken editor run', function () {
  this.timeout(90_000);

  before(async function () {
    const { CODE_SERVER } = process.env;
    if (!CODE_SERVER) this.skip();
    await bundle(
      ['test/harness/fixtures/killed.test.ts', 'test/harness/fixtures/empty.test.ts'],
      path.join(root, 'out/test'),
    );
  });

  it('fails when the extension host is killed in a test', async () => {
    const outcome = await runFixture('killed');
    assert.deepEqual([outcome.passed, outcome.failed], [1, 1]);
    assert.match(outcome.problem ?? '', /died before its end \(exit code 0\)/);
  });

  it('fails when no test ran', async () => {
    const outcome = await runFixture('empty');
    assert.deepEqual([outcome.passed, outcome.failed], [0, 1]);
    assert.match(outcome.problem ?? '', /no test ran/);
  });
});

function runFixture(name: string): Promise<Outcome> {
  const run = editorRun({ name, files: [], limit: 60 });
  const files = [path.join(root, `out/test/harness/fixtures/${name}.test.cjs`)];
  return runInCodeServer({ ...run, files, quiet: true, out: path.join(root, 'out/harness') });
}
