import assert from 'node:assert/strict';
import { Random } from '../../../src/core/random.ts';
import { emptyInstance } from '../../../src/core/verify/instances/instance.ts';
import { isRandom, RandomTurns } from '../../../src/core/verify/instances/random/random-turns.ts';

/** How many of 400 turns are plain rows. */
function plainTurns(turns: RandomTurns): number {
  const random = new Random(3);
  return Array.from({ length: 400 }, () => turns.isPlain(random)).filter(Boolean).length;
}

const plain = emptyInstance(1, 'small random tables');
const chains = emptyInstance(1, 'a random mix');

describe('the turns of random instances', () => {
  it('are plain rows mostly, and chains where plain rows return nothing', () => {
    const turns = new RandomTurns();
    assert.ok(plainTurns(turns) > 300);
    for (let n = 0; n < 11; n++) turns.note(plain, false);
    assert.ok(plainTurns(turns) > 300, 'eleven are too few to tell');
    turns.note(plain, false);
    assert.ok(plainTurns(turns) < 200);
  });

  it('go by plain rows alone, a third of which is enough', () => {
    const turns = new RandomTurns();
    for (let n = 0; n < 30; n++) turns.note(chains, false);
    assert.ok(plainTurns(turns) > 300);
    for (let n = 0; n < 30; n++) turns.note(plain, n % 2 === 0);
    assert.ok(plainTurns(turns) > 300);
  });

  it('tell what was built for no purpose', () => {
    assert.ok(isRandom(plain) && isRandom(chains));
    assert.ok(!isRandom(emptyInstance(1, 'one matching row')));
  });
});
