import assert from 'node:assert/strict';
import { hexOf, pairId } from '../../../src/core/dataset/ids.ts';
import {
  findLeaks,
  type LeakageRow,
  leakageRow,
  repairLeakageRow,
  unchangedLeakageRow,
} from '../../../src/core/dataset/leakage.ts';
import { chooseHeldOut, splitOf } from '../../../src/core/dataset/split.ts';
import { madePair, madeRejected, madeRepair } from './made-pair.ts';

/** Templates by the split that their hash gives them. */
function template(split: 'train' | 'held-out', n = 0): string {
  for (let i = 0; ; i++) {
    const id = hexOf(`${n} ${i}`).slice(0, 24);
    if (splitOf(id, 'shop', []) === split) return id;
  }
}

describe('ids', () => {
  it('are the same on every machine', () => {
    assert.equal(pairId('shop', 'SELECT 1', 'SELECT 2'), '12d703b50a814716a89d247db95efcc7');
  });

  it('tell the parts apart', () => {
    assert.notEqual(pairId('a', 'b', 'c'), pairId('a', 'b","c', ''));
    assert.notEqual(pairId('a', 'b', 'c'), pairId('ab', '', 'c'));
  });
});

describe('the split', () => {
  it('holds out one template in ten, over every schema', () => {
    const ids = Array.from({ length: 5000 }, (_, n) => hexOf(String(n)).slice(0, 24));
    const held = ids.filter(id => splitOf(id, 'shop', []) === 'held-out');
    assert.ok(Math.abs(held.length / ids.length - 0.1) < 0.015, String(held.length));
    for (const id of held.slice(0, 100)) assert.equal(splitOf(id, 'other', ['zoo']), 'held-out');
  });

  it('holds out whole schemas', () => {
    assert.equal(splitOf(template('train'), 'zoo', ['zoo']), 'held-out');
    assert.equal(splitOf(template('train'), 'shop', ['zoo']), 'train');
  });

  it('chooses two shipped schemas by the seed, whatever their order', () => {
    const schemas = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id => ({ id, origin: 'shipped' as const }));
    const own = { id: '0', origin: 'own' as const };
    const chosen = chooseHeldOut([...schemas, own], 1);
    assert.equal(chosen.length, 2);
    assert.deepEqual(chooseHeldOut([own, ...schemas].reverse(), 1), chosen);
    const sets = new Set(
      Array.from({ length: 50 }, (_, seed) => chooseHeldOut([...schemas, own], seed).join()),
    );
    assert.ok(sets.size > 5);
    assert.ok(![...sets].join().includes('0'));
    assert.deepEqual(chooseHeldOut(schemas.slice(0, 3), 1), []);
  });
});

describe('the leakage check', () => {
  const plan = { seed: 1, heldOutSchemas: ['zoo'] };
  const row = (facts: Partial<LeakageRow>): LeakageRow => ({
    ...leakageRow(madePair({ template: template('train') })),
    ...facts,
  });
  const kinds = (...rows: LeakageRow[]): string[] =>
    findLeaks(rows, plan).map(leak => `${leak.kind} ${leak.id}`);
  const train = row({ id: 'a1' });
  const held = row({ id: 'b1', split: 'held-out', template: template('held-out') });
  const ofZoo = row({ id: 'c1', schema: 'zoo', split: 'held-out', template: template('train', 2) });

  it('passes a clean dataset with variants', () => {
    const variants = [
      row({ id: 'v1', variantOf: 'a1', schema: 'shop-renamed' }),
      row({
        id: 'v2',
        variantOf: 'c1',
        split: 'held-out',
        schema: 'zoo-renamed',
        template: template('train', 3),
      }),
    ];
    assert.deepEqual(kinds(train, held, ofZoo, ...variants), []);
  });

  it('passes examples beside the pairs on their own side, a repair held out for what it replaces', () => {
    const repair = madeRepair({
      template: template('train', 8),
      originalTemplate: template('held-out'),
      split: 'held-out',
    });
    const unchanged = madeRejected({ kind: 'nothing-to-improve', template: template('train', 4) });
    assert.deepEqual(
      kinds(
        train,
        held,
        repairLeakageRow(repair),
        unchangedLeakageRow(unchanged, { now: unchanged.template, older: unchanged.template }),
      ),
      [],
    );
  });

  it('names examples that leak', () => {
    const of = (facts: Parameters<typeof madeRepair>[0]): LeakageRow =>
      repairLeakageRow(madeRepair({ id: 'r1', template: template('train', 5), ...facts }));
    assert.deepEqual(kinds(held, of({ originalTemplate: template('held-out') })), ['template r1']);
    assert.deepEqual(kinds(of({ schema: 'zoo' })), ['schema r1']);
    assert.deepEqual(kinds(of({ split: 'held-out' })), ['split r1']);
    const asked = madeRepair({ id: 'r1', template: template('train', 5) });
    const by = (now: string) => ({ now, older: now });
    const computed = repairLeakageRow(asked, by(asked.template), by(template('held-out', 6)));
    assert.deepEqual(kinds(computed), ['template r1']);
    const unchanged = unchangedLeakageRow(madeRejected({ id: 'u1', template: template('train') }));
    assert.deepEqual(kinds(ofZoo, { ...unchanged, template: ofZoo.template }), ['template u1']);
    const [leak] = findLeaks([{ ...unchanged, computed: template('train', 7) }], plan);
    assert.match(leak?.sentence ?? '', /^Query with nothing to improve u1 says its template is/);
  });

  it('names what leaks', () => {
    assert.deepEqual(kinds(train, row({ id: 'd1', schema: 'zoo' })), ['schema d1']);
    assert.deepEqual(kinds(row({ id: 'd2', template: held.template })), ['template d2']);
    assert.deepEqual(kinds(ofZoo, row({ id: 'd3', template: ofZoo.template })), ['template d3']);
    assert.deepEqual(kinds(row({ id: 'd4', split: 'held-out' })), ['split d4']);
  });

  it('names variants on the other side, without an original, or of a held-out form', () => {
    assert.deepEqual(kinds(held, row({ id: 'v1', variantOf: 'b1' })), ['variant v1']);
    assert.deepEqual(kinds(train, row({ id: 'v2', variantOf: 'gone' })), ['variant v2']);
    assert.deepEqual(kinds(train, row({ id: 'v3', variantOf: 'a1', template: template('held-out', 4) })), [
      'template v3',
    ]);
  });

  it('believes the query and not its line', () => {
    const liar = row({ id: 'e1', template: template('train', 5), computed: held.template });
    assert.deepEqual(kinds(held, liar), ['wrong-template e1', 'template e1']);
  });
});
