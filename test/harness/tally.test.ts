import assert from 'node:assert/strict';
import { judge, type Tally } from './tally.ts';

const tally = (part: Partial<Tally>): Tally => ({ passed: 0, failed: 0, skipped: 0, ended: true, ...part });

describe('judging a test run', () => {
  it('passes with exit code 0 and passed tests', () => {
    assert.deepEqual(judge(0, tally({ passed: 3, skipped: 1 })), { passed: 3, failed: 0, skipped: 1 });
  });

  it('keeps the numbers of a run with failures', () => {
    assert.deepEqual(judge(1, tally({ passed: 2, failed: 1 })), { passed: 2, failed: 1, skipped: 0 });
  });

  const broken: [string, number, Tally | undefined, RegExp][] = [
    ['never started', 0, undefined, /no test was started/],
    ['died after passes', 0, tally({ passed: 5, ended: false }), /died before its end/],
    ['ran no test', 0, tally({}), /no test ran/],
    ['only skipped', 0, tally({ skipped: 4 }), /no test ran/],
    ['ended with an exit code and no failed test', 7, tally({ passed: 5 }), /exit code 7/],
  ];
  for (const [title, exitCode, counts, problem] of broken)
    it(`counts one failure for a run that ${title}`, () => {
      const outcome = judge(exitCode, counts);
      assert.equal(outcome.failed, 1);
      assert.equal(outcome.passed, counts?.passed ?? 0);
      assert.match(outcome.problem ?? '', problem);
    });
});
