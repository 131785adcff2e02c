import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { slowerOnes } from '../../../src/core/optimize/explore.ts';
import { Workbench } from '../../../src/core/optimize/workbench.ts';
import type { Database } from '../../../src/core/ports.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { scriptedTime } from './scripted-time.ts';
import { buildShop } from './shop.ts';

describe('rewrites that make it slower', () => {
  let db: Database;
  before(async () => {
    db = buildShop(await testEngine(), 10);
  });
  after(() => db.close());

  const original = 'SELECT count(*) FROM orders';
  /** What is told of a rewrite whose runs take so long, beside an original of 50 ms. */
  const told = (durations: readonly number[], ofOriginal: readonly number[] = [50]): number[] => {
    const sql = 'SELECT count(id) FROM orders';
    const { database, clock, runs } = scriptedTime(db, text => (text === sql ? durations : ofOriginal));
    const bench = new Workbench(database, original, [{ label: 'given', values: {} }], clock, {
      queryLimitMs: 5000,
      knownSlow: false,
    });
    const bound = analyze(sql, readSchema(db));
    const rewrite = { sql, bound, techniques: [], depth: 1 };
    const slower = slowerOnes([{ rewrite, ms: Number.POSITIVE_INFINITY, same: false }], bench);
    bench.close();
    assert.ok(slower.length === 0 || runs(sql) >= 2, 'run once');
    return slower.map(({ ms }) => ms);
  };

  it('are told of when they were slower each time, with the faster time', () => {
    assert.deepEqual(told([100, 90]), [90]);
  });

  it('are not told of for one slow run', () => {
    assert.deepEqual(told([100, 55]), []);
    assert.deepEqual(told([60]), []);
  });
});
