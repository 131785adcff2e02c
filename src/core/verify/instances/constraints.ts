/**
 * Rows of tables whose constraints only SQLite can evaluate: CHECK, unique expressions, generated columns. A refused
 * row is changed until it is accepted, or dropped.
 */

import type { Random } from '../../random.ts';
import { cellKey } from '../compare/cell.ts';
import type { Domains } from './domains.ts';
import type { FillRow, FillTable, Instance } from './instance.ts';
import type { Loader } from './loader.ts';
import { repair } from './repair.ts';

const ATTEMPTS = 16;

export class Constraints {
  readonly #tables: readonly FillTable[];
  readonly #domains: Domains;
  readonly #loader: Loader;
  /** Rows that SQLite has accepted, by table. */
  readonly #accepted: FillRow[][];
  readonly #refused: number[];
  /** The constraints that refused, by table. */
  readonly #refusing: Set<string>[];

  constructor(tables: readonly FillTable[], domains: Domains, loader: Loader) {
    this.#tables = tables;
    this.#domains = domains;
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
    for (const table of this.#tables) {
      if (!table.guarded) continue;
      const kept: FillRow[] = [];
      for (const row of instance.rows[table.index] ?? []) {
        const accepted = this.#admitRow(table, row, random);
        if (accepted) kept.push(accepted);
      }
      instance.rows[table.index] = kept;
    }
    this.#loader.clear();
    repair(this.#tables, instance, 'point');
    repair(this.#tables, instance, 'drop');
  }

  #admitRow(table: FillTable, row: FillRow, random: Random): FillRow | undefined {
    let candidate = row;
    const known = this.#accepted[table.index] ?? [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const refusal = this.#loader.add(table, candidate);
      if (refusal === undefined) {
        if (known.length < 24) known.push([...candidate]);
        return candidate;
      }
      this.#refused[table.index] = (this.#refused[table.index] ?? 0) + 1;
      this.#refusing[table.index]?.add(refusal);
      candidate =
        attempt % 2 === 0 && known.length > 0
          ? this.#like(table, row, random)
          : this.#changed(table, candidate, random);
    }
    return undefined;
  }

  /** `orders: CHECK (total > 10), CHECK (total < 5)`. */
  #named(table: FillTable): string {
    const found = [...(this.#refusing[table.index] ?? [])].flatMap(message => {
      const match = /(CHECK|UNIQUE|NOT NULL) constraint failed: (.*)$/s.exec(message);
      return match ? [`${match[1]} (${match[2]?.trim().replace(/\.$/, '')})`] : [];
    });
    const constraints = [...new Set(found)].slice(0, 3).join(', ');
    return constraints === '' ? table.table.name : `${table.table.name} [${constraints}]`;
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
