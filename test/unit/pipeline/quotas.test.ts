import assert from 'node:assert/strict';
import fc from 'fast-check';
import { difficulties } from '../../../src/core/dataset/pair.ts';
import { type Technique, techniques } from '../../../src/core/optimize/techniques.ts';
import { Quotas } from '../../../src/core/pipeline/quotas.ts';
import { Random } from '../../../src/core/random.ts';

const all = Object.keys(techniques) as Technique[];

describe('quotas', () => {
  it('keep every technique below a quarter, whatever is offered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.constantFrom(...all.slice(0, 6)), { minLength: 1, maxLength: 3 }), {
          minLength: 60,
          maxLength: 300,
        }),
        offers => {
          const quotas = new Quotas(['a']);
          const counts = new Map<Technique, number>();
          for (const used of offers) {
            if (quotas.full(used) !== undefined) continue;
            quotas.add({ schema: 'a', difficulty: 'easy', techniques: used });
            for (const technique of used) counts.set(technique, (counts.get(technique) ?? 0) + 1);
          }
          for (const count of counts.values())
            assert.ok(count <= Math.max(3, 0.25 * quotas.total), `${count} of ${quotas.total}`);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('give all pairs together that name no technique one share', () => {
    const quotas = new Quotas(['a']);
    for (let i = 0; i < 4; i++) quotas.add({ schema: 'a', difficulty: 'easy', techniques: [] });
    assert.equal(quotas.full([]), 'none');
    for (let i = 0; i < 40; i++) quotas.add({ schema: 'a', difficulty: 'easy', techniques: ['anti-join'] });
    assert.equal(quotas.full([]), undefined);
  });

  it('ask for what is scarce: schemas, techniques and difficulties come out even', () => {
    const schemas = ['a', 'b', 'c', 'd'];
    const quotas = new Quotas(schemas);
    for (let i = 0; i < 200; i++) quotas.add({ schema: 'a', difficulty: 'easy', techniques: ['anti-join'] });
    const random = new Random(1);
    const wishes = Array.from({ length: 400 }, () => quotas.wish(random));
    assert.ok(wishes.filter(wish => wish.schema === 'a').length < 20);
    assert.ok(wishes.filter(wish => wish.difficulty === 'easy').length < 40);
    assert.ok(wishes.filter(wish => wish.technique === 'anti-join').length < 10);
    assert.deepEqual(new Set(wishes.map(wish => wish.difficulty)).size, difficulties.length);
  });

  it('ask for a missing index as for any technique, which may then be advised', () => {
    const random = new Random(5);
    const wishes = (quotas: Quotas): number => {
      const asked = Array.from({ length: 2000 }, () => quotas.wish(random)).filter(
        wish => wish.technique === 'index',
      );
      assert.ok(asked.every(wish => wish.indexes || quotas.full(['index']) !== undefined));
      return asked.length;
    };
    const quotas = new Quotas(['a']);
    const even = wishes(quotas);
    assert.ok(even > 30 && even < 120, String(even));
    for (let i = 0; i < 20; i++) quotas.add({ schema: 'a', difficulty: 'easy', techniques: ['index'] });
    assert.ok(wishes(quotas) < 10);
  });

  it('never ask for what has no name', () => {
    const random = new Random(4);
    const quotas = new Quotas(['a']);
    const asked = new Set<Technique>(Array.from({ length: 2000 }, () => quotas.wish(random).technique));
    assert.ok(!asked.has('other'));
  });

  it('ask less for a technique that never works', () => {
    const quotas = new Quotas(['a']);
    for (let i = 0; i < 100; i++) quotas.learn('count-of-key', false);
    const random = new Random(2);
    const wishes = Array.from({ length: 1000 }, () => quotas.wish(random));
    const asked = wishes.filter(wish => wish.technique === 'count-of-key').length;
    assert.ok(asked < 10, String(asked));
  });

  it('allow no indexes once they have their share', () => {
    const quotas = new Quotas(['a']);
    for (let i = 0; i < 10; i++) quotas.add({ schema: 'a', difficulty: 'easy', techniques: ['index'] });
    const random = new Random(3);
    assert.ok(Array.from({ length: 100 }, () => quotas.wish(random)).every(wish => !wish.indexes));
  });
});
