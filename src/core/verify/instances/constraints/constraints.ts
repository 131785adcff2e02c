/**
 * Rows of tables whose constraints only SQLite can evaluate: CHECK, unique expressions, generated columns. Values that a
 * CHECK forbids are exchanged, the same ones alike in all columns that refer to each other; a row that is refused
 * nevertheless is changed until it is accepted, or dropped.
 */

import type { Cell } from '../../../ports.ts';
import type { Random } from '../../../random.ts';
import { numbered } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { FillColumn, FillRow, FillTable, Instance } from '../instance.ts';
import type { Loader, Refusal } from '../loader.ts';
import type { Domains } from './domains.ts';
import type { LegalValues, TiedColumns } from './legal-values.ts';
import { repair } from './repair.ts';

const ATTEMPTS = 16;
/** Refused rows after which a table without accepted ones is hardly tried any more. */
const HOPELESS = 200;

/** Makes the rows of instances acceptable to SQLite, and remembers what it accepted. */
export class Constraints {
  readonly #tables: readonly FillTable[];
  readonly #domains: Domains;
  readonly #legal: LegalValues;
  readonly #loader: Loader;
  /** Rows that SQLite has accepted, by table. */
  readonly #accepted: FillRow[][];
  readonly #refused: number[];
  /** The constraints that refused, by table. */
  readonly #refusing: Set<string>[];

  constructor(tables: readonly FillTable[], domains: Domains, legal: LegalValues, loader: Loader) {
    this.#tables = tables;
    this.#domains = domains;
    this.#legal = legal;
    this.#loader = loader;
    this.#accepted = tables.map(() => []);
    this.#refused = tables.map(() => 0);
    this.#refusing = tables.map(() => new Set());
  }

  get needed(): boolean {
    return this.#tables.some(table => table.guarded);
  }

  /** Tables of which many rows were tried and none was accepted: their constraints may contradict each other. */
  unfillable(): string[] {
    return this.#tables.flatMap(table =>
      (this.#accepted[table.index]?.length ?? 0) === 0 && (this.#refused[table.index] ?? 0) >= 40
        ? [this.#named(table)]
        : [],
    );
  }

  /** Changes or drops refused rows in place; leaves nothing loaded. */
  admit(instance: Instance, random: Random): void {
    this.#loader.clear();
    this.#exchange(instance);
    for (const table of this.#tables) {
      if (!table.guarded) continue;
      const kept: FillRow[] = [];
      for (const row of instance.rows[table.index] ?? []) {
        const accepted = this.#admitRow(table, row, kept, random);
        if (accepted) kept.push(accepted);
      }
      instance.rows[table.index] = kept;
    }
    this.#loader.clear();
    repair(this.#tables, instance, 'point');
    repair(this.#tables, instance, 'drop');
  }

  /** `kept` are the table's rows that were accepted before. */
  #admitRow(table: FillTable, row: FillRow, kept: readonly FillRow[], random: Random): FillRow | undefined {
    let candidate = row;
    const known = this.#accepted[table.index] ?? [];
    const hopeless = known.length === 0 && (this.#refused[table.index] ?? 0) > HOPELESS;
    for (let attempt = 0; attempt < (hopeless ? 2 : ATTEMPTS); attempt++) {
      const refusal = this.#loader.add(table, candidate);
      if (refusal === undefined) {
        if (known.length < 24) known.push([...candidate]);
        return candidate;
      }
      this.#refused[table.index] = (this.#refused[table.index] ?? 0) + 1;
      const { constraint, subject } = refusal;
      if (constraint) this.#refusing[table.index]?.add(`${constraint} (${subject})`);
      const freed = attempt % 3 === 2 ? undefined : this.#apart(table, candidate, refusal, kept, random);
      if (freed === 'impossible') return undefined;
      if (freed) {
        candidate = freed;
        continue;
      }
      const tied = attempt % 4 === 0 ? this.#withTied(table, candidate, random) : candidate;
      if (tied !== candidate) {
        candidate = tied;
        continue;
      }
      candidate =
        attempt % 2 === 0 && known.length > 0
          ? this.#like(table, row, random)
          : this.#changed(table, candidate, random);
    }
    return undefined;
  }

  /** `orders: CHECK (total > 10), CHECK (total < 5)`. */
  #named(table: FillTable): string {
    const constraints = [...(this.#refusing[table.index] ?? [])].slice(0, 3).join(', ');
    return constraints === '' ? table.table.name : `${table.table.name} [${constraints}]`;
  }

  /** Puts allowed values in the place of those that a CHECK on one column forbids. */
  #exchange(instance: Instance): void {
    const chosen = new Map<object, Map<string, Cell>>();
    for (const table of this.#tables)
      for (const position of this.#legal.narrowed(table)) {
        const column = table.columns[position];
        if (!column) continue;
        const group = this.#legal.groupOf(column);
        const exchanged = chosen.get(group) ?? new Map<string, Cell>();
        chosen.set(group, exchanged);
        for (const row of instance.rows[table.index] ?? []) {
          const value = row[position] ?? null;
          if (value === null && column.nullable && this.#legal.allows(column, null)) continue;
          if (value !== null && this.#legal.allows(column, value)) continue;
          const key = cellKey(value);
          const other =
            exchanged.get(key) ?? this.#unused(column, exchanged, instance, table.index, position);
          exchanged.set(key, other);
          row[position] = other;
        }
      }
  }

  /** An allowed value, one that the column does not hold yet if there is one. */
  #unused(
    column: FillColumn,
    exchanged: ReadonlyMap<string, Cell>,
    instance: Instance,
    table: number,
    position: number,
  ): Cell {
    const pool = this.#domains.pool(column);
    const used = new Set([...exchanged.values()].map(cellKey));
    for (const row of instance.rows[table] ?? []) used.add(cellKey(row[position] ?? null));
    return pool.find(value => !used.has(cellKey(value))) ?? pool[exchanged.size % pool.length] ?? null;
  }

  /** The row with combinations that conditions on several columns allow, as like it as can be. */
  #withTied(table: FillTable, row: FillRow, random: Random): FillRow {
    let result = row;
    for (const tied of this.#legal.tied(table)) {
      if (this.#legal.fits(table, tied, result)) continue;
      const copied = this.#withCopied(table, tied, result);
      if (copied) {
        result = copied;
        continue;
      }
      const all = this.#legal.combinations(table, tied, column => this.#domains.pool(column));
      let most = -1;
      let best: (readonly Cell[])[] = [];
      for (const cells of all) {
        let alike = 0;
        for (const [i, position] of tied.positions.entries())
          if (cellKey(cells[i] ?? null) === cellKey(result[position] ?? null))
            alike += this.#worth(table.columns[position]);
        if (alike > most) best = [];
        if (alike >= most) best.push(cells);
        most = Math.max(most, alike);
      }
      if (best.length === 0) continue;
      const cells = random.pick(best);
      result = [...result];
      for (const [i, position] of tied.positions.entries()) result[position] = cells[i] ?? null;
    }
    return result;
  }

  /**
   * The row with another of the tied cells as one that the combinations do not know, or next to it; undefined where there
   * is none, or none of these is allowed.
   */
  #withCopied(table: FillTable, tied: TiedColumns, row: FillRow): FillRow | undefined {
    for (const from of tied.positions) {
      const [column, value] = [table.columns[from], row[from] ?? null];
      if (!column || value === null) continue;
      if (this.#domains.pool(column).some(known => cellKey(known) === cellKey(value))) continue;
      const near = typeof value === 'bigint' ? [value, value + 1n, value - 1n] : [value];
      for (const to of tied.positions.filter(position => position !== from))
        for (const other of near) {
          const copy = [...row];
          copy[to] = other;
          const target = table.columns[to];
          if (target && this.#legal.allows(target, other) && this.#legal.fits(table, tied, copy)) return copy;
        }
    }
    return undefined;
  }

  /** What is compared with nothing is given up first. */
  #worth(column: FillColumn | undefined): number {
    if (column?.unique) return 4;
    return column && this.#domains.constrained(column) ? 2 : 1;
  }

  /** The row with another value where a unique index on expressions or of some rows refused it, if there is one left. */
  #apart(
    table: FillTable,
    row: FillRow,
    refusal: Refusal,
    kept: readonly FillRow[],
    random: Random,
  ): FillRow | 'impossible' | undefined {
    const name = refusal.index;
    const index = name === undefined ? undefined : table.table.indexes.find(each => each.name === name);
    if (!index) return undefined;
    const words = new Set(
      index.columns.flatMap(each => (each.name ?? each.expression ?? '').toLowerCase().match(/\w+/g) ?? []),
    );
    const positions = table.columns.flatMap((each, i) =>
      words.has(each.column.name.toLowerCase()) ? [i] : [],
    );
    const position = positions.length > 0 ? random.pick(positions) : -1;
    const column = table.columns[position];
    if (!column) return undefined;
    const folded = (cell: Cell): string => cellKey(cell).toUpperCase();
    const used = new Set([row, ...kept].map(each => folded(each[position] ?? null)));
    const fresh = numbered(column.kind, 300 + kept.length);
    const others = [
      ...this.#domains.pool(column),
      ...(fresh !== undefined && this.#legal.allows(column, fresh) ? [fresh] : []),
      ...(column.nullable && this.#legal.allows(column, null) ? [null] : []),
    ].filter(value => !used.has(folded(value)));
    if (others.length === 0) return positions.length === 1 ? 'impossible' : undefined;
    const copy = [...row];
    copy[position] = random.pick(others);
    return copy;
  }

  /** The row with the free cells of an accepted one. */
  #like(table: FillTable, row: FillRow, random: Random): FillRow {
    const model = random.pick(this.#accepted[table.index] ?? []);
    const keep = random.int(table.columns.length);
    return table.columns.map((column, i) => {
      const own = column.unique || table.keys.some(key => key.columns.includes(i)) || i === keep;
      return (own ? row[i] : model[i]) ?? null;
    });
  }

  #changed(table: FillTable, row: FillRow, random: Random): FillRow {
    const copy = [...row];
    const count = 1 + random.int(3);
    for (let n = 0; n < count; n++) {
      const i = random.int(table.columns.length);
      const column = table.columns[i];
      if (!column || column.unique) continue;
      const others = this.#domains.pool(column).filter(value => cellKey(value) !== cellKey(copy[i] ?? null));
      if (others.length > 0) copy[i] = random.pick(others);
    }
    return copy;
  }
}
