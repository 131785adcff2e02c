/** Whether the next instance may hold a cycle along which a query recurses. */

/** So many instances for one that keeps its cycles, where a run did not come to an end on one before. */
const ONE_IN = 25;
/** Where so many did not, cycles are rarer still. */
const OFTEN = 4;
const RARELY_ONE_IN = 50;

/** Learns for one rewrite. Where recursion ends on cycles as well, they stay: they show what UNION leaves out. */
export class CycleTurns {
  #endless = 0;
  #turns = 0;

  /** `cyclic`: what was run on held a cycle; `endless`: a query did not come to an end. */
  note(cyclic: boolean, endless: boolean): void {
    if (cyclic && endless) this.#endless++;
  }

  /** For the next instance. */
  mayHoldCycle(): boolean {
    if (this.#endless === 0) return true;
    this.#turns++;
    return this.#turns % (this.#endless < OFTEN ? ONE_IN : RARELY_ONE_IN) === 0;
  }
}
