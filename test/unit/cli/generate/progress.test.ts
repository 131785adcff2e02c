import assert from 'node:assert/strict';
import { progressLine } from '../../../../src/cli/generate/progress.ts';
import type { RunState } from '../../../../src/core/pipeline/run-state.ts';

const state: RunState = {
  run: 'r',
  state: 'running',
  reason: '',
  pid: 1,
  host: 'here',
  startedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  accepted: 20,
  target: 500,
  items: 40,
  successes: 20,
  rejected: 3,
  pairsPerSecond: 0.9,
  cost: 0,
};

describe('the line of a run', () => {
  it('says the rate in one unit, and of what the success is a share', () => {
    assert.equal(
      progressLine(state),
      '20 of 500 pairs, 54 pairs/min, 50 % of queries gave a pair, 9 min left',
    );
    assert.match(progressLine({ ...state, pairsPerSecond: 1.3 }), /, 78 pairs\/min,/);
    assert.match(progressLine({ ...state, pairsPerSecond: 0.1 }), /, 6\.0 pairs\/min,/);
  });

  it('says what is left of a run that goes on alone', () => {
    for (const end of ['time-limit', 'cost-limit', 'stopped', 'exhausted', 'failed'] as const)
      assert.doesNotMatch(progressLine({ ...state, state: end }), /left/);
    assert.match(progressLine({ ...state, state: 'waiting' }), /, 9 min left, waiting/);
  });

  it('says how many were asked for where there are more', () => {
    const done = { ...state, state: 'finished', accepted: 4, target: 3, pairsPerSecond: 0 } as const;
    assert.match(progressLine(done), /^4 pairs \(asked for: 3\), 50 % of/);
    assert.match(progressLine({ ...done, accepted: 3 }), /^3 of 3 pairs, /);
  });

  it('says no rate before the first pair of a process, and one pair as one', () => {
    assert.equal(
      progressLine({ ...state, pairsPerSecond: 0 }),
      '20 of 500 pairs, 50 % of queries gave a pair',
    );
    assert.match(progressLine({ ...state, accepted: 1, target: 1 }), /^1 of 1 pair, /);
  });
});
