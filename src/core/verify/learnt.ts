/** What the databases tried so far have told about one original; its rewrites to come are tried accordingly. */
import { KillOrder } from './instances/kill-order.ts';
import { RandomTurns } from './instances/random/random-turns.ts';
import { SharedInstances } from './shared-instances.ts';

export interface Learnt {
  readonly shared: SharedInstances;
  readonly killing: KillOrder;
  readonly turns: RandomTurns;
}

/** Nothing is known yet. */
export function freshLearnt(): Learnt {
  return { shared: new SharedInstances(), killing: new KillOrder(), turns: new RandomTurns() };
}
