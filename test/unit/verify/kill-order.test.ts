import assert from 'node:assert/strict';
import {
  emptyInstance,
  type Instance,
  type InstanceKind,
} from '../../../src/core/verify/instances/instance.ts';
import { KillOrder } from '../../../src/core/verify/instances/kill-order.ts';

const built = (...kinds: InstanceKind[]): Iterator<Instance> =>
  kinds.map((kind): Instance => ({ rows: [], kind }))[Symbol.iterator]();

/** The kinds in the order tried, where instances of the kinds `killing` kill each time. */
function tried(
  order: KillOrder,
  instances: Iterator<Instance>,
  killing: readonly InstanceKind[],
): InstanceKind[] {
  const kinds: InstanceKind[] = [];
  for (const instance of order.arrange(instances)) {
    kinds.push(instance.kind);
    order.note(instance, killing.includes(instance.kind));
  }
  return kinds;
}

describe('the order of instances', () => {
  it('starts with the kinds that expose most mistakes', () => {
    const order = tried(
      new KillOrder(),
      built('no rows at all', 'one matching row', 'two partners', 'more rows than LIMIT lets through'),
      [],
    );
    assert.deepEqual(order, [
      'more rows than LIMIT lets through',
      'two partners',
      'one matching row',
      'no rows at all',
    ]);
  });

  it('stays with a kind that kills, and leaves one that does not', () => {
    const kinds = Array.from(
      { length: 4 },
      () => ['groups and ties', 'values at the boundaries'] as const,
    ).flat();
    const killing = tried(new KillOrder(), built(...kinds), ['values at the boundaries']);
    assert.deepEqual(killing.slice(0, 5), [
      'groups and ties',
      ...Array.from({ length: 4 }, () => 'values at the boundaries'),
    ]);
    const neither = tried(new KillOrder(), built(...kinds), []);
    assert.equal(new Set(neither.slice(0, 2)).size, 2);
  });

  it('takes few rows before many', () => {
    const rows = Array.from({ length: 300 }, () => [1n]);
    const large: Instance = {
      ...emptyInstance(1, 'more rows than LIMIT lets through'),
      rows: [rows],
    };
    const small: Instance = { ...emptyInstance(1, 'one matching row'), rows: [rows.slice(0, 2)] };
    const order = [...new KillOrder().arrange([large, small][Symbol.iterator]())];
    assert.deepEqual(order, [small, large]);
  });

  it('keeps for the next rewrite what it has learned', () => {
    const order = new KillOrder();
    const mixed = (): Iterator<Instance> => built('groups and ties', 'no partner', 'no partner');
    tried(order, mixed(), ['no partner']);
    assert.equal(tried(order, mixed(), [])[0], 'no partner');
  });

  it('tries every instance once, none of them late', () => {
    const many = built('no rows at all', ...Array.from({ length: 79 }, () => 'two partners' as const));
    const killing = new KillOrder();
    const order: Instance[] = [];
    for (const instance of killing.arrange(many)) {
      order.push(instance);
      killing.note(instance, instance.kind === 'two partners');
    }
    assert.equal(order.length, 80);
    assert.equal(new Set(order).size, 80);
    assert.ok(order.findIndex(({ kind }) => kind === 'no rows at all') <= 30);
  });
});
