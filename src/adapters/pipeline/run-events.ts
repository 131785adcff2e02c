/** What the events of a run tell, read from its `events.jsonl`. */
import * as v from 'valibot';
import { parsedJson } from '../../core/json.ts';
import { jsonLines } from '../files/json-lines.ts';
import { WorkedTime } from './worked-time.ts';

export const eventsFile = 'events.jsonl';

/** An item that is done. */
export interface DoneItem {
  /** Absent where the event does not tell. */
  readonly stage?: 1 | 2;
  readonly pairs: number;
  readonly rejected: number;
  /** Absent when it gave any pair. */
  readonly miss?: string;
}

export interface RunEvents {
  /** By their index. Of an item that is told of twice, the first counts. */
  readonly items: ReadonlyMap<number, DoneItem>;
  /**
   * US dollars, of items that were given up or killed, too; for a request without an answer the most it may have cost.
   */
  readonly cost: number;
  /** Time that the run's processes worked, in seconds. */
  readonly seconds: number;
}

const paid = v.exactOptional(v.number(), 0);
const event = v.variant('type', [
  v.looseObject({
    type: v.literal('item'),
    index: v.number(),
    stage: v.exactOptional(v.picklist([1, 2])),
    pairs: v.exactOptional(v.array(v.string()), []),
    rejected: v.exactOptional(v.array(v.string()), []),
    miss: v.exactOptional(v.string()),
    cost: paid,
  }),
  v.looseObject({ type: v.literal('spent'), cost: paid }),
  v.looseObject({ type: v.literal('asked'), request: v.number(), cost: paid }),
  v.looseObject({ type: v.literal('paid'), request: v.exactOptional(v.number()), cost: paid }),
  v.looseObject({ type: v.literal('start') }),
]);

/** Reads a file of events; lines of other kinds and broken ones are passed over. Nothing where there is no file. */
export async function readRunEvents(file: string): Promise<RunEvents> {
  const items = new Map<number, DoneItem>();
  const time = new WorkedTime();
  const cost = new Cost();
  for await (const { text } of jsonLines(file)) {
    const value = parsedJson(text);
    time.add(value);
    const parsed = v.safeParse(event, value);
    if (!parsed.success) continue;
    const one = parsed.output;
    if (one.type === 'item') {
      if (items.has(one.index)) continue;
      const { index, stage, pairs, rejected, miss } = one;
      items.set(index, {
        pairs: pairs.length,
        rejected: rejected.length,
        ...(stage !== undefined && { stage }),
        ...(miss !== undefined && { miss }),
      });
    }
    if (one.type === 'start') cost.begin();
    else if (one.type === 'asked') cost.ask(one.request, one.cost);
    else if (one.type === 'paid') cost.pay(one.request, one.cost);
    else cost.note(one.cost);
  }
  return { items, cost: cost.total, seconds: time.seconds };
}

/**
 * Every process tells its dollars by answer and again by item. What it told by answer is more where it was killed;
 * older versions did not tell it. An answer that it was killed before is paid for all the same.
 */
class Cost {
  #earlier = 0;
  #answers = 0;
  #items = 0;
  /** By request, what is under way. */
  readonly #asked = new Map<number, number>();

  begin(): void {
    this.#earlier = this.total;
    this.#answers = 0;
    this.#items = 0;
    this.#asked.clear();
  }

  ask(request: number, most: number): void {
    this.#asked.set(request, most);
  }

  pay(request: number | undefined, cost: number): void {
    if (request !== undefined) this.#asked.delete(request);
    this.#answers += cost;
  }

  /** What an item has cost. */
  note(cost: number): void {
    this.#items += cost;
  }

  get total(): number {
    const underWay = [...this.#asked.values()].reduce((sum, most) => sum + most, 0);
    return this.#earlier + Math.max(this.#answers + underWay, this.#items);
  }
}
