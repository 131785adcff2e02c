/** What the dataset holds, as far as the next pair depends on it, with what is under way. */
import type { Pair } from '../dataset/pair.ts';
import { Quotas } from './quotas.ts';

type Counted = Pick<Pair, 'id' | 'template' | 'schema' | 'difficulty' | 'techniques' | 'variantOf'>;

export class KnownPairs {
  readonly quotas: Quotas;
  readonly #ids = new Set<string>();
  readonly #templates = new Set<string>();
  /** Templates that an item is working on. */
  readonly #taken = new Set<string>();

  /** `schemas` are the ids that queries are written over. */
  constructor(schemas: readonly string[]) {
    this.quotas = new Quotas(schemas);
  }

  add(pair: Counted): void {
    this.#ids.add(pair.id);
    this.#templates.add(pair.template);
    if (pair.variantOf === null) this.quotas.add(pair);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Takes a template for one slow query; false when there is one of it already. Give it back with `release`. */
  take(template: string): boolean {
    if (this.#templates.has(template) || this.#taken.has(template)) return false;
    this.#taken.add(template);
    return true;
  }

  release(template: string): void {
    this.#taken.delete(template);
  }
}
