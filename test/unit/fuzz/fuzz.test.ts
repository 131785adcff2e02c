import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/ports.ts';
import { testEngine } from '../engine.ts';
import { runRound } from './round.ts';

const ROUNDS = 60;
const options = { databases: 60, again: 200, instances: 40, forms: 2, mistakes: 1 };

describe('the judge on random schemas and queries', function () {
  this.timeout(120_000);
  let engine: Engine;
  const counts = new Map<string, number>();

  before(async () => {
    engine = await testEngine();
  });

  for (let round = 0; round < ROUNDS; round += 10)
    it(`rounds ${round} to ${round + 9}: other forms stand, mistakes do not slip, witnesses show what they say`, () => {
      for (let seed = round; seed < round + 10; seed += 1) {
        const result = runRound(engine, seed, options);
        for (const [what, count] of result.counts) counts.set(what, (counts.get(what) ?? 0) + count);
        assert.deepEqual(result.failures, [], `seed ${seed}`);
      }
    });

  it('meant something: most queries were judged, forms survived, mistakes were refuted', () => {
    const count = (what: string): number => counts.get(what) ?? 0;
    assert.ok(count('query refused') + count('query not judged') < ROUNDS / 4);
    assert.ok(count('form survived') + count('form proved') > ROUNDS / 2);
    assert.ok(count('mistake refuted') >= ROUNDS / 6, `${count('mistake refuted')} refuted`);
  });
});
