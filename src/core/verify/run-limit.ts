/**
 * The time that one run of a query on an instance may take. Where queries recurse along data, a run on a cycle has no
 * end, and on a few dozen rows all others have one soon: after the first, runs are stopped at a multiple of what those
 * that ended took.
 */

/** In milliseconds: a recursive query has so long for a run, … */
const FIRST_MS = 300;
/** … on a cycle, and after a run without end, so long at the least, … */
const LEAST_MS = 60;
/** … and as many times what the longest took that came to an end. */
const TIMES_LONGEST = 8;

export class RunLimit {
  readonly #fullMs: number;
  #recursive = false;
  #cyclic = false;
  #wasEndless = false;
  #longestMs = 0;

  constructor(fullMs: number) {
    this.#fullMs = fullMs;
  }

  /** `recursive`: a query recurses along the rows of tables. */
  begin(recursive: boolean): void {
    this.#recursive = recursive;
    this.#cyclic = false;
  }

  /** `cyclic`: what is loaded next holds a cycle along which a query recurses. */
  expect(cyclic: boolean): void {
    this.#cyclic = cyclic;
  }

  get ms(): number {
    if (!this.#recursive) return this.#fullMs;
    if (!this.#cyclic && !this.#wasEndless) return Math.min(this.#fullMs, FIRST_MS);
    return Math.min(this.#fullMs, FIRST_MS, Math.max(LEAST_MS, TIMES_LONGEST * this.#longestMs));
  }

  /** A run took so long, or was stopped. */
  note(tookMs: number, endless: boolean): void {
    if (!this.#recursive) return;
    if (endless) this.#wasEndless = true;
    else this.#longestMs = Math.max(this.#longestMs, tookMs);
  }
}
