/** Histograms with given edges. */

export interface Bin {
  /** What lies in it, to be read by people: `2× – 5×`. */
  readonly label: string;
  /** Holds values from here on, up to the next bin's. */
  readonly from: number;
  readonly count: number;
}

export class Histogram {
  readonly #edges: readonly number[];
  readonly #counts: number[];
  readonly #format: (edge: number) => string;

  /** `edges` ascending; values below the first are counted in the first bin, above the last in the last. */
  constructor(edges: readonly number[], format: (edge: number) => string) {
    this.#edges = edges;
    this.#counts = edges.map(() => 0);
    this.#format = format;
  }

  add(value: number): void {
    const at = Math.max(
      0,
      this.#edges.findLastIndex(edge => value >= edge),
    );
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  bins(): Bin[] {
    return this.#edges.map((from, i) => ({ from, label: this.#label(i), count: this.#counts[i] ?? 0 }));
  }

  #label(i: number): string {
    const [from, to] = [this.#edges[i] ?? 0, this.#edges[i + 1]];
    return to === undefined
      ? `${this.#format(from)} and more`
      : `${this.#format(from)} – ${this.#format(to)}`;
  }
}
