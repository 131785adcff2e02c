import assert from 'node:assert/strict';
import type { Instance } from '../../../src/core/verify/instances/instance.ts';
import { KillOrder } from '../../../src/core/verify/instances/kill-order.ts';

const built = (...purposes: string[]): Iterator<Instance> =>
  purposes.map((purpose): Instance => ({ rows: [], purpose }))[Symbol.iterator]();

/** The purposes in the order tried, where instances of the kinds `killing` kill each time. */
function tried(order: KillOrder, instances: Iterator<Instance>, killing: readonly string[]): string[] {
  const purposes: string[] = [];
  for (const instance of order.arrange(instances)) {
    purposes.push(instance.purpose);
    order.note(instance, killing.includes(instance.purpose));
  }
  return purposes;
}

describe('the order of instances', () => {
  it('starts with the kinds that expose most mistakes', () => {
    const order = tried(
      new KillOrder(),
      built('no rows at all', 'one matching row', 'two partners in a', 'more rows than LIMIT 5 lets through'),
      [],
    );
    assert.deepEqual(order, [
      'more rows than LIMIT 5 lets through',
      'two partners in a',
      'one matching row',
      'no rows at all',
    ]);
  });

  it('stays with a kind that kills, and leaves one that does not', () => {
    const purposes = Array.from({ length: 4 }, () => ['groups and ties', 'values at the boundaries']).flat();
    const killing = tried(new KillOrder(), built(...purposes), ['values at the boundaries']);
    assert.deepEqual(killing.slice(0, 5), [
      'groups and ties',
      ...Array.from({ length: 4 }, () => 'values at the boundaries'),
    ]);
    const neither = tried(new KillOrder(), built(...purposes), []);
    assert.equal(new Set(neither.slice(0, 2)).size, 2);
  });

  it('takes few rows before many', () => {
    const rows = Array.from({ length: 300 }, () => [1n]);
    const large: Instance = { rows: [rows], purpose: 'more rows than LIMIT 100 lets through' };
    const small: Instance = { rows: [rows.slice(0, 2)], purpose: 'one matching row' };
    const order = [...new KillOrder().arrange([large, small][Symbol.iterator]())];
    assert.deepEqual(order, [small, large]);
  });

  it('keeps for the next rewrite what it has learned', () => {
    const order = new KillOrder();
    const mixed = (): Iterator<Instance> => built('groups and ties', 'no partner in a', 'no partner in b');
    tried(order, mixed(), ['no partner in a', 'no partner in b']);
    assert.equal(tried(order, mixed(), [])[0], 'no partner in a');
  });

  it('tries every instance once, none of them late', () => {
    const many = Array.from({ length: 80 }, (_, i) => (i === 0 ? 'no rows at all' : `two partners in t${i}`));
    const order = tried(new KillOrder(), built(...many), many.slice(1));
    assert.deepEqual([...order].sort(), [...many].sort());
    assert.ok(order.indexOf('no rows at all') <= 30);
  });
});
