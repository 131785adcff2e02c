/** Names for new aliases and columns that clash with nothing in the statement or the schema. */
import type { BoundQuery } from '../../../sql/bound.ts';
import { descendants } from './tree.ts';

const reserved = new Set(
  `all and any as asc between by case cast check collate column create cross current default delete desc distinct
  drop else end escape except exists filter following for foreign from full group groups having if in index inner
  insert intersect into is isnull join key left like limit match natural no not notnull null of offset on or order
  others outer over partition preceding primary range recursive references right row rows select set table then
  ties to union unique update using values when where window with within without`.split(/\s+/),
);

export class FreshNames {
  readonly #taken: Set<string>;

  constructor(q: BoundQuery) {
    this.#taken = new Set([...reserved]);
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
    for (let i = 2; this.#taken.has(name); i++) name = `${base}_${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** The name as an identifier in SQL, quoted where it has to be. */
export function identifier(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase());
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `customer_id` → `customer`: the thing that a key column points at. */
export function subjectOf(column: string): string {
  const short = column.replace(/_?(id|key|no|code)$/i, '');
  return short === '' ? column : short;
}
