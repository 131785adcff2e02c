/** What the queries of a dataset have cost, each counted once. */
import { hexOf } from './ids.ts';
import type { Pair } from './pair.ts';

export class QueryCosts {
  /** By run, then by query. */
  readonly #queries = new Map<string, Map<string, number>>();
  readonly #runs = new Map<string, number>();

  /** Adds a pair or a rejected candidate. Several entries of a query may each carry its whole cost. */
  add({ schema, slow, provenance: { run, item, cost } }: Pick<Pair, 'schema' | 'slow' | 'provenance'>): void {
    if (cost === 0) return;
    const known = this.#queries.get(run) ?? new Map<string, number>();
    this.#queries.set(run, known);
    const query = `${item} ${hexOf(JSON.stringify([schema, slow])).slice(0, 24)}`;
    known.set(query, Math.max(known.get(query) ?? 0, cost));
  }

  /** Adds what the events of a run say in all: with what left no entry behind. */
  addRun(run: string, cost: number): void {
    this.#runs.set(run, (this.#runs.get(run) ?? 0) + cost);
  }

  /** US dollars. */
  total(): number {
    let total = 0;
    for (const run of new Set([...this.#queries.keys(), ...this.#runs.keys()])) {
      const queries = [...(this.#queries.get(run)?.values() ?? [])].reduce((sum, cost) => sum + cost, 0);
      total += Math.max(queries, this.#runs.get(run) ?? 0);
    }
    return total;
  }
}
