/** Counting things by their name, and how even the counts are. */

export class Tally<K extends string> {
  readonly #counts = new Map<K, number>();
  #total = 0;

  add(key: K, times = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + times);
    this.#total += times;
  }

  of(key: K): number {
    return this.#counts.get(key) ?? 0;
  }

  get total(): number {
    return this.#total;
  }

  /** How many different keys were counted. */
  get size(): number {
    return this.#counts.size;
  }

  /** The most frequent first, equal ones by name. */
  entries(): [key: K, count: number][] {
    return [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  /** Shannon entropy of the counts, in bits: 0 when all is one, log2(size) when all are equally frequent. */
  entropy(): number {
    let bits = 0;
    for (const count of this.#counts.values()) {
      const share = count / this.#total;
      bits -= share * Math.log2(share);
    }
    return bits + 0;
  }
}
