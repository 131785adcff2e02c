/** Union-find over the columns of a query's table occurrences. */
import type { BoundQuery, Relation, Scope } from '../../../sql/bound.ts';
import type { Slot } from '../../query/trace.ts';
import type { FillTable } from '../instance.ts';

interface Occurrence {
  readonly table: FillTable;
  readonly scope: Scope;
  /** Number of its first column's node. */
  readonly base: number;
}

export interface NumberedRow {
  readonly table: FillTable;
  readonly relations: readonly Relation[];
  readonly classes: readonly number[];
}

/** Cells of table occurrences, merged into classes (union-find) wherever the query asks them to be equal. */
export class SlotClasses {
  readonly #occurrences = new Map<Relation, Occurrence>();
  readonly #parent: number[] = [];
  readonly #numbers = new Map<number, number>();

  /** Without the rows of the scopes left out. */
  constructor(bound: BoundQuery, tables: readonly FillTable[], leftOut: ReadonlySet<Scope>) {
    for (const scope of bound.scopes)
      for (const relation of scope.relations) {
        const { source } = relation;
        if (source.kind !== 'table' || leftOut.has(scope)) continue;
        const table = tables.find(candidate => candidate.table === source.table);
        if (!table) continue;
        const base = this.#parent.length;
        for (let i = 0; i < table.columns.length; i++) this.#parent.push(base + i);
        this.#occurrences.set(relation, { table, scope, base });
      }
  }

  scopeOf(relation: Relation): Scope {
    const found = this.#occurrences.get(relation);
    if (!found) throw new RangeError('The relation is no table of the query.');
    return found.scope;
  }

  join(a: Slot, b: Slot): void {
    const [left, right] = [this.#node(a), this.#node(b)];
    if (left !== undefined && right !== undefined) this.#union(left, right);
  }

  nullable(slot: Slot): boolean {
    const table = this.#occurrences.get(slot.relation)?.table;
    return table?.columns.find(column => column.column.name.toLowerCase() === slot.column)?.nullable ?? true;
  }

  /** Rows of one table whose key is tied together are one row. */
  mergeRows(): void {
    for (let changed = true; changed; ) {
      changed = false;
      const seen = new Map<string, Occurrence>();
      // Which key it is counts: a UNIQUE column that refers to the row of another is no key of that row.
      for (const occurrence of this.#occurrences.values())
        for (const { columns } of occurrence.table.keys) {
          const text = `${occurrence.table.index} ${columns.map(i => `${i}:${this.#root(occurrence.base + i)}`).join(' ')}`;
          const other = seen.get(text);
          seen.set(text, other ?? occurrence);
          if (!other || other === occurrence) continue;
          for (let i = 0; i < occurrence.table.columns.length; i++)
            if (this.#union(other.base + i, occurrence.base + i)) changed = true;
        }
    }
  }

  /** Numbers the classes from 0; afterwards `classOf` answers. */
  number(): { rows: NumberedRow[]; count: number } {
    const rows = new Map<string, { table: FillTable; relations: Relation[]; classes: number[] }>();
    for (const [relation, { table, base }] of this.#occurrences) {
      const classes = table.columns.map((_, i) => this.#numberOf(this.#root(base + i)));
      const key = table.keys.length > 0 ? `${table.index} ${classes.join(' ')}` : `${table.index} ${base}`;
      const row = rows.get(key);
      if (row) row.relations.push(relation);
      else rows.set(key, { table, relations: [relation], classes });
    }
    return { rows: [...rows.values()], count: this.#numbers.size };
  }

  classOf(slot: Slot | undefined): number | undefined {
    const node = slot && this.#node(slot);
    return node === undefined ? undefined : this.#numbers.get(this.#root(node));
  }

  /** The class of the first slot that has one. */
  classOfFirst(slots: readonly Slot[]): number | undefined {
    for (const slot of slots) {
      const found = this.classOf(slot);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #numberOf(root: number): number {
    const known = this.#numbers.get(root);
    if (known !== undefined) return known;
    this.#numbers.set(root, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #node(slot: Slot): number | undefined {
    const occurrence = this.#occurrences.get(slot.relation);
    const i = occurrence?.table.columns.findIndex(column => column.column.name.toLowerCase() === slot.column);
    return occurrence === undefined || i === undefined || i < 0 ? undefined : occurrence.base + i;
  }

  #root(node: number): number {
    let root = node;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    this.#parent[node] = root;
    return root;
  }

  #union(a: number, b: number): boolean {
    const [left, right] = [this.#root(a), this.#root(b)];
    if (left === right) return false;
    this.#parent[Math.max(left, right)] = Math.min(left, right);
    return true;
  }
}
