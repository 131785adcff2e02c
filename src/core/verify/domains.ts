/** The values each column draws from: columns that are compared with each other draw from the same. */
import type { Cell } from '../ports.ts';
import type { Column } from '../schema/model.ts';
import type { Candidates } from './candidates.ts';
import { cellKey } from './cell.ts';
import type { FillColumn, FillTable } from './instance.ts';
import { around } from './near-values.ts';
import { coerce, plainValues } from './value-kind.ts';

const MOST = 32;

export class Domains {
  readonly #group = new Map<Column, Column>();
  readonly #members = new Map<Column, FillColumn[]>();
  readonly #pools = new Map<FillColumn, readonly Cell[]>();
  readonly #candidates: Candidates;

  constructor(tables: readonly FillTable[], candidates: Candidates) {
    this.#candidates = candidates;
    for (const [a, b] of candidates.related) this.#join(a, b);
    for (const table of tables)
      for (const fk of table.foreignKeys)
        for (const [i, position] of fk.columns.entries()) {
          const child = table.columns[position];
          const parent = tables[fk.parent]?.columns[fk.references[i] ?? -1];
          if (child && parent) this.#join(child.column, parent.column);
        }
    for (const column of tables.flatMap(table => table.columns)) {
      const root = this.#root(column.column);
      const members = this.#members.get(root) ?? [];
      members.push(column);
      this.#members.set(root, members);
    }
  }

  /** Values for a column, those of the queries' constants first; never NULL, never empty. */
  pool(column: FillColumn): readonly Cell[] {
    const known = this.#pools.get(column);
    if (known) return known;
    const members = this.#members.get(this.#root(column.column)) ?? [column];
    const ordered = [column, ...members.filter(member => member !== column)];
    const result = new Map<string, Cell>();
    const add = (cell: Cell | undefined): void => {
      if (cell !== undefined && cell !== null && result.size < MOST) result.set(cellKey(cell), cell);
    };
    for (const member of ordered) {
      for (const constant of this.#candidates.constants.get(member.column) ?? [])
        add(coerce(constant, column.kind));
      for (const value of this.#candidates.exact.get(member.column) ?? []) add(coerce(value, column.kind));
    }
    for (const member of ordered)
      for (const constant of this.#candidates.constants.get(member.column) ?? [])
        for (const value of around(constant, column.kind)) add(value);
    for (const value of plainValues(column.kind)) add(value);
    const pool = [...result.values()];
    this.#pools.set(column, pool);
    return pool;
  }

  /** True when the queries compare the column with a constant. */
  constrained(column: FillColumn): boolean {
    return this.#candidates.constants.has(column.column) || this.#candidates.exact.has(column.column);
  }

  /** Equal for columns that draw from the same values. */
  groupOf(column: FillColumn): Column {
    return this.#root(column.column);
  }

  #root(column: Column): Column {
    let root = column;
    for (let next = this.#group.get(root); next && next !== root; next = this.#group.get(root)) root = next;
    return root;
  }

  #join(a: Column, b: Column): void {
    const [left, right] = [this.#root(a), this.#root(b)];
    if (left !== right) this.#group.set(left, right);
  }
}
