import assert from 'node:assert/strict';
import { defaultOptions, type SearchEvent } from '../../../src/core/optimize/contract.ts';
import { ResultSoFar } from '../../../src/core/optimize/result-so-far.ts';
import { optimize } from '../../../src/core/optimize/search.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from './shop.ts';

const sql = 'SELECT id, total FROM orders WHERE customer_id = 5';

describe('the result so far', () => {
  let events: SearchEvent[];

  before(async () => {
    const engine = await testEngine();
    const database = buildShop(engine, 600);
    events = [];
    optimize({
      ...{ engine, database, sql, schema: readSchema(database) },
      clock: performance,
      options: { ...defaultOptions, databases: 20, mutants: 4 },
      onEvent: event => events.push(event),
    });
    database.close();
  });

  it('holds each gain as the search tells of it, with the time, rows and plan of the original', () => {
    let now = 100;
    const soFar = new ResultSoFar(sql, { now: () => now });
    const original = events.find(event => event.type === 'original');
    assert.ok(original);
    let gains = 0;
    for (const event of events) {
      now += 7;
      soFar.take(event);
      if (event.type !== 'suggestion') continue;
      gains++;
      const { result } = soFar;
      assert.equal(result?.suggestion, event.suggestion);
      assert.equal(result.ms, now - 100);
      assert.deepEqual(result.original, {
        ...{ sql, ms: original.ms, rows: original.rows, timedOut: original.timedOut },
        spread: event.suggestion.timing.before.spread,
        plan: event.suggestion.plan.before,
      });
    }
    assert.ok(gains > 0);
  });

  it('is none before a gain', () => {
    const soFar = new ResultSoFar(sql, { now: () => 0 });
    for (const event of events.filter(one => one.type !== 'suggestion')) soFar.take(event);
    assert.equal(soFar.result, undefined);
  });

  it('takes the time of the gain where the original was not told', () => {
    const soFar = new ResultSoFar(sql, { now: () => 0 });
    const gain = events.find(event => event.type === 'suggestion');
    assert.ok(gain);
    soFar.take(gain);
    const { before } = gain.suggestion.timing;
    assert.equal(soFar.result?.original.ms, before.ms);
    assert.equal(soFar.result.original.rows, 0);
  });
});
