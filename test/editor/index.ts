// Runs in the extension host: `run()` is the contract of `extensionTestsPath`.
// TEST_FILES: JSON list of bundles to load. TEST_TALLY: file of counts. TEST_REPORT: file of mocha's report, kept
// apart from the workbench's own log lines. TEST_GREP: a pattern for titles.
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { keepTally } from '../harness/tally.ts';

/** Runs the mocha suites named by TEST_FILES; rejects when a test fails. */
export async function run(): Promise<void> {
  const { TEST_FILES = '[]', TEST_TALLY, TEST_REPORT, TEST_GREP } = process.env;
  if (TEST_REPORT)
    Mocha.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(TEST_REPORT, `${format(...line)}\n`);
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 20_000,
    reporter: 'spec',
    ...(TEST_GREP ? { grep: TEST_GREP } : {}),
  });
  for (const file of JSON.parse(TEST_FILES)) mocha.addFile(file);
  const failures = await new Promise<number>(resolve => {
    const runner = mocha.run(resolve);
    if (TEST_TALLY) keepTally(runner, TEST_TALLY);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
