import assert from 'node:assert/strict';
import { SplitGuard } from '../../../../src/core/dataset/augment/split-guard.ts';
import { fixedSample } from '../../../../src/core/dataset/fixed-sample.ts';
import { retimedFigures, retimedPair } from '../../../../src/core/dataset/retimed.ts';
import { splitOf } from '../../../../src/core/dataset/split.ts';
import { madePair } from '../made-pair.ts';

describe('the split of variants', () => {
  const templates = Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(24, '0'));
  const ofSplit = (split: string): string[] =>
    templates.filter(one => splitOf(one, 'shop', ['zoo']) === split);

  it('lets no variant have a template of the other side', () => {
    const guard = new SplitGuard({ seed: 1, heldOutSchemas: ['zoo'] });
    const [first, second, third] = ofSplit('train');
    const [heldOut] = ofSplit('held-out');
    const train = madePair({ split: 'train', template: first! });
    const zoo = madePair({ split: 'held-out', schema: 'zoo', template: second! });
    guard.note(train);
    guard.note(zoo);
    assert.equal(guard.allows(train, first!), true);
    assert.equal(guard.allows(train, third!), true);
    assert.equal(guard.allows(train, heldOut!), false, 'held out by its hash');
    assert.equal(guard.allows(train, second!), false, 'held out with its schema');
    assert.equal(guard.allows(zoo, third!), true);
    assert.equal(guard.allows(zoo, first!), false, 'in training');
    assert.equal(guard.allows(madePair({ split: 'held-out', template: heldOut! }), third!), false);
  });
});

describe('a fixed sample', () => {
  const ids = Array.from({ length: 100 }, (_, n) => `pair${n}`);

  it('is the same whatever the order, and another for another seed', () => {
    const of = (list: readonly string[], seed: number): string[] =>
      [...fixedSample(list, { share: 0.1 }, seed)].sort();
    assert.equal(of(ids, 1).length, 10);
    assert.deepEqual(of([...ids].reverse(), 1), of(ids, 1));
    assert.notDeepEqual(of(ids, 2), of(ids, 1));
    assert.equal(fixedSample(ids, { share: 0.001 }, 1).size, 1);
    assert.equal(fixedSample(ids, { count: 500 }, 1).size, 100);
  });
});

describe('speedups timed again', () => {
  it('count what is still faster, and compare with the old', () => {
    const time = (ms: number, timedOut = false) => ({ ms, samples: 5, spread: 0, timedOut });
    const pair = madePair({ speedup: 4 });
    const figures = retimedFigures([
      retimedPair(pair, { before: time(8), after: time(1) }),
      retimedPair(pair, { before: time(4), after: time(2) }),
      retimedPair(pair, { before: time(1), after: time(1) }),
      retimedPair(pair, { before: time(5000, true), after: time(5) }),
      retimedPair(pair, { before: time(5000, true), after: time(5000, true) }),
    ]);
    assert.equal(figures.timed, 5);
    assert.equal(figures.stillFaster, 3);
    assert.equal(figures.slowTimedOut, 2);
    assert.equal(figures.speedup?.median, 2);
    assert.equal(figures.ratio?.median, 0.5);
    assert.equal(retimedFigures([]).ratio, null);
  });
});
