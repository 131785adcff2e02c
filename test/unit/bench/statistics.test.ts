import assert from 'node:assert/strict';
import { binomialInterval } from '../../../bench/statistics.ts';

describe('the interval of a share', () => {
  // Values of the quantiles of the beta distribution, to four places.
  for (const [hits, trials, low, high] of [
    [3, 10, 0.0667, 0.6525],
    [5, 500, 0.0033, 0.0232],
    [0, 300, 0, 0.0122],
    [20_000, 100_000, 0.1975, 0.2025],
  ] as const)
    it(`${hits} of ${trials}`, () => {
      const found = binomialInterval(hits, trials, 0.95);
      assert.deepEqual([found.low.toFixed(4), found.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
    });
});
