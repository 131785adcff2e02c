import * as v from 'valibot';

const event = v.looseObject({
  at: v.string(),
  type: v.string(),
  after: v.exactOptional(v.number()),
});

/** How long the processes of a run worked, from its events in their order. */
export class WorkedTime {
  #earlier = 0;
  #present = 0;
  #lastAt = Number.NaN;

  /** What is no event is passed over. */
  add(value: unknown): void {
    const parsed = v.safeParse(event, value);
    if (!parsed.success) return;
    const { at, type, after } = parsed.output;
    const now = Date.parse(at);
    if (type === 'start') {
      this.#earlier += this.#present;
      this.#present = 0;
    }
    // The clock may have been set: an older version has only that, and one that goes back tells nothing.
    else if (after === undefined && now > this.#lastAt) this.#present += (now - this.#lastAt) / 1000;
    if (after !== undefined) this.#present = Math.max(this.#present, after);
    this.#lastAt = now;
  }

  get seconds(): number {
    return this.#earlier + this.#present;
  }
}
