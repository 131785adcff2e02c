import assert from 'node:assert/strict';
import { isSettled } from '../../../src/core/optimize/settled.ts';

describe('the end of a search', () => {
  it('comes when little time is left, by itself and beside the original', () => {
    const cases: [originalMs: number, bestMs: number, settled: boolean][] = [
      [2000, 4, true],
      [10_000, 4.9, true],
      [2000, 6, false],
      [300, 4, false],
      [20, 0.1, true],
      [20, 20, false],
    ];
    for (const [originalMs, bestMs, settled] of cases)
      assert.equal(isSettled(originalMs, bestMs), settled, `${originalMs} ms to ${bestMs} ms`);
  });
});
