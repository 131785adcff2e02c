import assert from 'node:assert/strict';
import {
  claimed,
  compareTimes,
  isBound,
  ratio,
  TimedQuery,
  timeAlone,
} from '../../../src/core/optimize/timing.ts';
import type { Database } from '../../../src/core/ports.ts';
import { testEngine } from '../engine.ts';
import { scriptedTime } from './scripted-time.ts';
import { buildShop } from './shop.ts';

const clock = performance;
const scan = 'SELECT count(*) FROM orders WHERE total > 500';
const slow = 'SELECT count(*) FROM orders o JOIN items i ON i.order_id + 0 = o.id + 0 WHERE o.id < 40';
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
const limits = { beforeLimitMs: 5000, afterLimitMs: 5000, totalMs: 1000 };

describe('timing', () => {
  let db: Database;
  before(async () => {
    db = buildShop(await testEngine());
  });
  after(() => db.close());

  const compare = (a: string, b: string, afterLimitMs = 5000) => {
    const before = new TimedQuery(db, a, [], clock);
    const after = new TimedQuery(db, b, [], clock);
    try {
      const speedup = compareTimes(before, after, { ...limits, afterLimitMs }, clock);
      return { speedup, before: before.timing, after: after.timing, rows: after.rows };
    } finally {
      before.close();
      after.close();
    }
  };

  it('finds a query about as fast as itself', () => {
    const { speedup, before, after } = compare(scan, scan);
    assert.ok(speedup > 0.8 && speedup < 1.25, `A/A ratio ${speedup}`);
    assert.ok(before.samples >= 5 && after.samples >= 5, 'a close race takes many samples');
  });

  it('stops after few samples when the answer is clear', () => {
    const { speedup, before, after } = compare(slow, scan);
    assert.ok(speedup > 2, `ratio ${speedup}`);
    assert.ok(before.samples + after.samples < 22, `${before.samples} + ${after.samples} samples`);
  });

  const scripted = (durations: readonly number[]) => scriptedTime(db, () => durations);

  it('never counts the cold run', () => {
    const { database, clock: own } = scripted([220, 60, 61, 62, 60]);
    const query = new TimedQuery(database, scan, [], own);
    query.warmUp(5000);
    assert.deepEqual([query.samples, query.best], [0, 220]);
    for (let i = 0; i < 3; i++) query.sample(5000);
    assert.deepEqual([query.best, query.timing.samples], [60, 3]);
    query.close();
  });

  it('takes three warm samples of what takes less than 300 ms, two of what takes less than 3 s', () => {
    for (const [ms, fewest] of [
      [200, 3],
      [900, 2],
    ] as const) {
      const { database, clock: own } = scripted([ms * 3, ms]);
      const before = new TimedQuery(database, slow, [], own);
      before.warmUp(5000);
      const after = new TimedQuery(db, scan, [], clock);
      compareTimes(before, after, limits, own);
      assert.ok(
        before.samples >= fewest && after.samples >= 2,
        `${before.samples} and ${after.samples} samples`,
      );
      assert.equal(before.best, ms);
      before.close();
      after.close();
    }
  });

  it('does not repeat what takes more than 3 s, and then claims a careful bound', () => {
    const { database, clock: own, runs } = scripted([3800, 1000]);
    const before = new TimedQuery(database, slow, [], own);
    before.warmUp(5000);
    const after = new TimedQuery(db, scan, [], clock);
    compareTimes(before, after, limits, clock);
    assert.deepEqual([runs(), before.timing.samples, isBound(before.timing)], [1, 1, true]);
    const timing = (ms: number, samples = 5) => ({ ms, samples, spread: 0, timedOut: false });
    assert.equal(claimed(timing(3800, 1), timing(100)), 10);
    assert.equal(claimed(timing(3800, 1), timing(1000)), 1);
    assert.equal(claimed(timing(3800), timing(100)), 38);
    assert.equal(claimed({ ...timing(5000), timedOut: true }, timing(1)), 2000);
    assert.equal(claimed(timing(100), { ...timing(150), timedOut: true }), 100 / 150);
    before.close();
    after.close();
  });

  it('counts rows and times short runs in batches', () => {
    const { rows, after } = compare(
      'SELECT id FROM orders WHERE id < 4',
      'SELECT id FROM orders WHERE id < 4',
    );
    assert.equal(rows, 3);
    assert.ok(after.ms < 0.2, `${after.ms} ms`);
  });

  it('stops the second side at its limit', () => {
    const { speedup, after } = compare(scan, endless, 30);
    assert.equal(speedup, 0);
    assert.deepEqual([after.timedOut, after.ms], [true, 30]);
  });

  it('takes the limit as a lower bound of the first side', () => {
    const before = new TimedQuery(db, endless, [], clock);
    assert.equal(before.warmUp(50), undefined);
    const after = new TimedQuery(db, scan, [], clock);
    const speedup = compareTimes(before, after, limits, clock);
    assert.ok(before.timing.timedOut && before.timing.ms === 50);
    assert.equal(speedup, ratio(50, after.best));
    before.close();
    after.close();
  });

  it('leaves the database usable after a stop', () => {
    const timing = timeAlone(db, endless, [], { limitMs: 20, totalMs: 100, beforeMs: 10 }, clock);
    assert.equal(timing.timedOut, true);
    assert.equal(db.query('SELECT count(*) FROM drafts').rows[0]?.[0], 0n);
  });
});
