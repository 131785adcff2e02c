/** Fills the tables of any schema with plausible rows that keep all its constraints. */
import { quoteName } from '../dialect/sqlite/quote.ts';
import type { Cell, Database } from '../ports.ts';
import { hashText, Random } from '../random.ts';
import type { Column, ForeignKey, Schema, Table } from '../schema/model.ts';
import { sameName } from '../sql/model.ts';
import { parentsFirst, tableSizes } from './fill-order.ts';
import { ParentPool } from './parent-pool.ts';
import { deleteOrphans, parentKeys, referLater } from './references.ts';
import { insertedColumns, type Link, RowMaker } from './row-maker.ts';

export interface SynthesisReport {
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly wanted: number }[];
  /** One sentence for each table that could not be filled as wished, with the reason. */
  readonly notes: readonly string[];
}

/** Refused rows in a row after which a table is given up. */
const PATIENCE = 60;
const ATTEMPTS = 20;
/** The share of NULLs in circular references. */
const LATER_NULLS = 0.1;

/**
 * Fills empty tables; `rows` is the size of the largest one. The same schema, rows and seed give the same data.
 * SQLite itself checks every row. Throws only where the database fails as a whole (memory).
 */
export function synthesize(db: Database, schema: Schema, rows: number, seed: number): SynthesisReport {
  const enforced = db.query('PRAGMA foreign_keys').rows[0]?.[0] === 1n;
  // Circular references are set afterwards: meanwhile they dangle.
  if (enforced) db.exec('PRAGMA foreign_keys = OFF');
  db.exec('BEGIN');
  try {
    const report = new Synthesis(db, schema, rows, seed).run();
    db.exec('COMMIT');
    return report;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  } finally {
    if (enforced) db.exec('PRAGMA foreign_keys = ON');
  }
}

class Synthesis {
  readonly #db: Database;
  readonly #schema: Schema;
  readonly #seed: number;
  readonly #order: readonly Table[];
  readonly #sizes: ReadonlyMap<Table, number>;
  readonly #filled = new Set<Table>();
  readonly #later: (() => void)[] = [];
  readonly #refusals = new Map<Table, string>();
  readonly #notes: string[] = [];

  constructor(db: Database, schema: Schema, rows: number, seed: number) {
    this.#db = db;
    this.#schema = schema;
    this.#seed = seed;
    this.#order = parentsFirst(schema);
    this.#sizes = tableSizes(schema, Math.max(0, Math.floor(rows)));
  }

  run(): SynthesisReport {
    for (const table of this.#schema.tables) {
      if (table.virtualModule !== undefined)
        this.#notes.push(`${table.name} stays empty: it is a virtual table (${table.virtualModule}).`);
    }
    for (const table of this.#order) {
      this.#fill(table);
      this.#filled.add(table);
    }
    for (const refer of this.#later) refer();
    deleteOrphans(this.#db, this.#order);
    const tables = this.#order.map(table => ({
      name: table.name,
      rows: Number(this.#db.query(`SELECT count(*) FROM main.${quoteName(table.name)}`).rows[0]?.[0] ?? 0n),
      wanted: this.#sizes.get(table) ?? 0,
    }));
    for (const [i, table] of this.#order.entries()) this.#noteShortage(table, tables[i]!);
    return { tables, notes: this.#notes };
  }

  #noteShortage(table: Table, { rows, wanted }: { rows: number; wanted: number }): void {
    for (const key of table.foreignKeys) {
      if (key.valid) continue;
      this.#notes.push(
        `The foreign key of ${table.name} to ${key.table} (${key.references.join(', ')}) refers to no key, so it was not kept.`,
      );
    }
    if (rows >= wanted * 0.9) return;
    const reason = this.#refusals.get(table) ?? 'its parents have too few rows';
    this.#notes.push(`${table.name} has ${rows} of ${wanted} rows: ${reason.replace(/\.$/, '')}.`);
  }

  #fill(table: Table): void {
    const random = new Random(hashText(`${this.#seed} ${table.name}`));
    const columns = insertedColumns(table);
    const links = table.foreignKeys.flatMap(key => this.#link(table, key, columns, random) ?? []);
    const wanted = this.#sizes.get(table) ?? 0;
    const maker = new RowMaker(table, wanted, random, links, column => this.#meant(table, column));
    const insert = this.#db.prepare(insertText(table, columns));
    const selves = links.filter(link => link.self !== undefined);
    try {
      for (let i = 0, refused = 0; i < wanted && refused < PATIENCE; i++) {
        const row = this.#insertRow(table, maker, i, cells => insert.run(cells));
        refused = row === undefined ? refused + 1 : 0;
        if (row === undefined) continue;
        for (const { self, pool } of selves) {
          const key = self!.map(position => row[position] ?? null);
          if (!key.includes(null)) pool?.add(key);
        }
      }
    } finally {
      insert.free();
    }
  }

  #insertRow(table: Table, maker: RowMaker, i: number, insert: (cells: Cell[]) => void): Cell[] | undefined {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const cells = maker.make(i, attempt);
      if (cells === undefined) return undefined;
      try {
        insert(cells);
        return cells;
      } catch (error) {
        this.#refusals.set(table, error instanceof Error ? error.message : String(error));
      }
    }
    return undefined;
  }

  #link(table: Table, key: ForeignKey, columns: readonly Column[], random: Random): Link | undefined {
    const positionOf = (name: string): number => columns.findIndex(column => sameName(column.name, name));
    const positions = key.columns.map(positionOf);
    if (positions.includes(-1)) return undefined;
    const parent = this.#schema.tables.find(each => sameName(each.name, key.table));
    if (parent === table) {
      const self = key.references.map(positionOf);
      if (!self.includes(-1) && self.length === positions.length)
        return { columns: positions, pool: new ParentPool(random, []), self };
    } else if (parent === undefined || this.#filled.has(parent)) {
      const keys = parentKeys(this.#db, this.#schema, key);
      // A key that nothing can meet is left alone: its columns get values of their own.
      if (keys === undefined || (!key.valid && keys.length === 0)) return undefined;
      return { columns: positions, pool: new ParentPool(random, random.shuffle(keys)) };
    }
    const nullable = positions.some(position => !columns[position]!.notNull);
    this.#later.push(() =>
      referLater(this.#db, this.#schema, table, key, random, nullable ? LATER_NULLS : 0),
    );
    return { columns: positions };
  }

  /**
   * The size of the table that a column without a foreign key seems to mean: `user_id` the table `user` or `users`,
   * `boss_rep_no` the table whose key is `rep_no`.
   */
  #meant(table: Table, column: Column): number | undefined {
    if (table.rowidAlias !== undefined && sameName(table.rowidAlias, column.name)) return undefined;
    const name = column.name.toLowerCase();
    const namesake = this.#order.find(each => {
      const key = each.rowidAlias?.toLowerCase() ?? 'id';
      return key !== 'id' && (key === name || name.endsWith(`_${key}`));
    });
    if (namesake !== undefined) return this.#sizes.get(namesake);
    const stem = /^(.+?)_?id$/i.exec(column.name)?.[1]?.toLowerCase();
    if (stem === undefined || table.primaryKey.some(name => sameName(name, column.name))) return undefined;
    const named = this.#order.find(({ name }) => {
      const lower = name.toLowerCase();
      return (
        lower === stem || lower === `${stem}s` || lower === `${stem}es` || lower === stem.replace(/y$/, 'ies')
      );
    });
    return named?.rowidAlias === undefined ? undefined : this.#sizes.get(named);
  }
}

function insertText(table: Table, columns: readonly Column[]): string {
  const target = `INSERT OR ABORT INTO main.${quoteName(table.name)}`;
  if (columns.length === 0) return `${target} DEFAULT VALUES`;
  const names = columns.map(column => quoteName(column.name)).join(', ');
  return `${target} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
}
