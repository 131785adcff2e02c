import assert from 'node:assert/strict';
import fc from 'fast-check';
import { originalReward, type RewardInput, rewardCap, rewardOf } from '../../../src/core/pipeline/reward.ts';

const rewrite = (rewriteSpeedup: number, more: Partial<RewardInput> = {}): number =>
  rewardOf({
    rewriteSpeedup,
    indexSpeedup: 1,
    readabilityBefore: 0.5,
    readabilityAfter: 0.5,
    indexes: [],
    ...more,
  });

describe('the reward of a pair', () => {
  it('is worth nothing below the noise, and what the table of its file says above', () => {
    assert.equal(rewrite(1.05), 0);
    for (const [speedup, worth] of [
      [2, 0.23],
      [10, 0.5],
      [100, 0.67],
      [1000, 0.75],
    ] as const)
      assert.ok(Math.abs(rewrite(speedup) - worth) < 0.005, `${speedup}: ${rewrite(speedup)}`);
  });

  it('grows with every gain and never reaches its cap', () => {
    const speedup = fc.double({ min: 1.1, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(speedup, fc.double({ min: 1.01, max: 10, noNaN: true }), (base, factor) => {
        assert.ok(rewrite(base * factor) > rewrite(base));
        assert.ok(rewrite(base * factor, { readabilityAfter: 1 }) < rewardCap);
      }),
    );
  });

  it('sets indexes below a rewrite of the same gain, and large ones below small ones', () => {
    const byIndex = (bytes: number): number =>
      rewrite(1, { indexSpeedup: 10, indexes: [{ bytes, tableRows: 1000 }] });
    assert.ok(byIndex(8_000) < rewrite(10));
    assert.ok(byIndex(64_000) < byIndex(8_000));
  });

  it('gives no credit for an index that undoes the harm of a rewrite', () => {
    const index = [{ bytes: 8_000, tableRows: 1000 }];
    const harmful = rewrite(0.005, { indexSpeedup: 326, indexes: index });
    assert.ok(harmful <= rewrite(1, { indexSpeedup: 1.63, indexes: index }) + 1e-9, String(harmful));
  });

  it('prefers what reads better', () => {
    assert.ok(rewrite(10, { readabilityAfter: 0.7 }) > rewrite(10));
    assert.ok(rewrite(10, { readabilityAfter: 0.3 }) < rewrite(10));
  });

  it("knows the original project's steps", () => {
    assert.deepEqual([1.05, 1.2, 1.5, 10_000].map(originalReward), [0, 0.15, 0.25, 1]);
  });
});
