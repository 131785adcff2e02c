/** The order of work: which items are a shard's, what is done, and what each is about. */
import { hashText, Random } from '../random.ts';
import type { RunConfig } from './config.ts';

/** One item in so many is of stage 1, unless the run is of one stage. */
const stageOneEvery = 20;

export class WorkOrder {
  readonly #config: Pick<RunConfig, 'seed' | 'shard' | 'stage'>;
  readonly #done: ReadonlySet<number>;
  #next: number;

  /** `done` are the items that earlier processes of the run finished. */
  constructor(config: Pick<RunConfig, 'seed' | 'shard' | 'stage'>, done: ReadonlySet<number>) {
    this.#config = config;
    this.#done = done;
    this.#next = config.shard.index - 1;
  }

  /** The next item of this shard that is not done. */
  take(): number {
    for (;;) {
      const index = this.#next;
      this.#next += this.#config.shard.count;
      if (!this.#done.has(index)) return index;
    }
  }

  stageOf(index: number): 1 | 2 {
    const place = Math.floor(index / this.#config.shard.count);
    return this.#config.stage ?? (place % stageOneEvery === 0 ? 1 : 2);
  }

  /** Of this item alone; with `attempt` another one when its query is known already. */
  seedOf(index: number, attempt = 0): number {
    return hashText(`${this.#config.seed} ${index} ${attempt}`);
  }

  randomOf(index: number): Random {
    return new Random(hashText(`wish ${this.#config.seed} ${index}`));
  }
}
