/** Names for new aliases and columns that clash with nothing in the statement or the schema. */
import { isReserved } from '../../../dialect/sqlite/keywords.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { descendants } from './tree.ts';

/** Names that clash with nothing in one statement and its schema; each is given once. */
export class FreshNames {
  readonly #taken: Set<string>;

  constructor(q: BoundQuery) {
    this.#taken = new Set();
    const take = (name: string | undefined) => name && this.#taken.add(name.toLowerCase());
    for (const table of q.schema.tables) take(table.name);
    for (const view of q.schema.views) take(view.name);
    for (const { relations } of q.scopes) {
      for (const relation of relations) {
        take(relation.name);
        for (const column of relation.columns) take(column.name);
      }
    }
    for (const node of descendants(q.query)) if (node.kind === 'name') take(node.name);
  }

  /** A name not yet in use: made from the words, with a number at its end where needed. */
  take(...words: string[]): string {
    const joined = words
      .join('_')
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '_')
      .replace(/_+/g, '_')
      .replace(/^_|_$/g, '');
    const base = /^[a-z]/.test(joined) ? joined : `t_${joined}`;
    let name = base;
    for (let i = 2; this.#taken.has(name) || isReserved(name); i++) name = `${base}_${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** `customer_id` → `customer`: the thing that a key column points at. */
export function subjectOf(column: string): string {
  const short = column.replace(/_?(id|key|no|code)$/i, '');
  return short === '' ? column : short;
}
