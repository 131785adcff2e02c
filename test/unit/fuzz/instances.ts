/** Purely random legal databases, and whether two queries answer differently on one. Nothing here is the judge's. */
import { literal, quoteName } from '../../../src/core/dialect/sqlite/quote.ts';
import type { Bindings, Cell, Database, Engine, ResultSet, Statement } from '../../../src/core/ports.ts';
import type { Random } from '../../../src/core/random.ts';
import type { Column, Schema, Table } from '../../../src/core/schema/model.ts';
import { legalSamples } from '../schema/random-ddl.ts';
import { kindOf } from './random-query.ts';

const TEXTS = ['new', 'paid', 'Paid', 'a1@x', 'A1', 'B2', '', 'abc', 'ABC', '10', '9', 'x', 'a'];
/** For one run, in milliseconds. */
const RUN_LIMIT = 100;
const DATES = ['2024-01-01', '2024-01-31', '2024-01-31 10:00:00', '2024-12-31', '2023-06-15'];

/** Values for a column: a few, so that rows meet; with constants of the queries and their neighbours. */
function pool(table: Table, column: Column, constants: readonly number[]): Cell[] {
  const legal = legalSamples(table, column);
  if (legal !== undefined)
    return legal.map(sample =>
      typeof sample === 'number' && column.affinity !== 'real' ? BigInt(sample) : sample,
    );
  const integers = [
    0,
    1,
    2,
    3,
    10,
    30,
    ...constants,
    ...constants.map(n => n + 1),
    ...constants.map(n => n - 1),
  ];
  switch (kindOf(column)) {
    case 'date':
      return DATES;
    case 'text':
      return TEXTS;
    case 'number':
      return column.affinity === 'integer'
        ? integers.filter(Number.isInteger).map(n => BigInt(n))
        : integers.flatMap(n => [n, n + 0.5]);
    case 'other':
      return column.affinity === 'any' ? [1n, 'x', 2.5] : [new Uint8Array([1]), new Uint8Array([2])];
  }
}

/** A table with all that filling it takes. */
interface Filled {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly pools: readonly (readonly Cell[])[];
  readonly insert: Statement;
  /** Positions of the columns of each foreign key, and of what they refer to. */
  readonly references: readonly {
    readonly parent: number;
    readonly from: readonly number[];
    readonly to: readonly number[];
  }[];
}

export class RandomInstances {
  readonly db: Database;
  readonly #choice: Random;
  readonly #filled: readonly Filled[];

  /** Fills the tables that the queries name, and those they refer to. */
  constructor(engine: Engine, schema: Schema, choice: Random, queries: readonly string[]) {
    this.#choice = choice;
    this.db = engine.open();
    for (const statement of schema.ddl) this.db.exec(statement);
    this.db.exec('PRAGMA foreign_keys = OFF');
    const constants = queries
      .flatMap(query => query.match(/(?<![\w.'])\d+(?:\.\d+)?(?![\w'])/g) ?? [])
      .map(Number)
      .filter(n => n < 1e6);
    const tables = parentsFirst(used(schema, queries));
    const stored = (table: Table): Column[] =>
      table.columns.filter(column => column.generated === undefined && !column.hidden);
    this.#filled = tables.map(table => {
      const columns = stored(table);
      const names = columns.map(column => quoteName(column.name)).join(', ');
      return {
        table,
        columns,
        pools: columns.map(column => pool(table, column, constants)),
        insert: this.db.prepare(
          `INSERT OR IGNORE INTO ${quoteName(table.name)} (${names}) VALUES (${columns.map(() => '?').join(', ')}) RETURNING 1`,
        ),
        references: table.foreignKeys.flatMap(key => {
          const parent = tables.findIndex(each => each.name === key.table);
          if (parent < 0) return [];
          const to = key.references.map(name =>
            stored(tables[parent]!).findIndex(each => each.name === name),
          );
          const from = key.columns.map(name => columns.findIndex(each => each.name === name));
          return [{ parent, from, to }];
        }),
      };
    });
  }

  /** Fills the tables anew. */
  fill(): void {
    for (const { table } of this.#filled) this.db.exec(`DELETE FROM ${quoteName(table.name)}`);
    const nulls = this.#choice.pick([0, 0.1, 0.3]);
    const most = this.#choice.pick([1, 2, 3, 5, 7]);
    const rows: Cell[][][] = [];
    for (const filled of this.#filled) {
      const own: Cell[][] = [];
      rows.push(own);
      for (let i = this.#choice.int(most + 1); i > 0; i -= 1) {
        const row = this.#row(filled, rows, nulls);
        try {
          if (filled.insert.all({ params: row }).rows.length > 0) own.push(row);
        } catch {
          // The row breaks a constraint: the table has one row less.
        }
      }
    }
    this.#dropOrphans();
  }

  #row(filled: Filled, rows: readonly (readonly Cell[][])[], nulls: number): Cell[] {
    const { table, columns, pools, references } = filled;
    const row = columns.map(
      (column, i): Cell =>
        !column.notNull && this.#choice.chance(nulls) ? null : this.#choice.pick(pools[i]!),
    );
    for (const { parent, from, to } of references) {
      const parents = rows[parent] ?? [];
      if (parents.length === 0 || this.#choice.chance(nulls)) continue;
      const chosen = this.#choice.pick(parents);
      for (const [i, position] of from.entries()) row[position] = chosen[to[i]!] ?? null;
    }
    for (const name of table.primaryKey) {
      const position = columns.findIndex(column => column.name === name);
      if (row[position] === null) row[position] = this.#choice.pick([1n, 2n, 3n]);
    }
    return row;
  }

  close(): void {
    for (const { insert } of this.#filled) insert.free();
    this.db.close();
  }

  /** Deletes rows without their parents until none are left. */
  #dropOrphans(): void {
    const tables = this.#filled.map(({ table }) => table);
    if (tables.every(table => table.foreignKeys.length === 0)) return;
    for (let pass = 0; pass < 12; pass += 1) {
      if (this.db.query('PRAGMA foreign_key_check').rows.length === 0) return;
      for (const table of tables)
        for (const key of table.foreignKeys) {
          if (!key.valid) continue;
          const mine = key.columns.map(name => `${quoteName(table.name)}.${quoteName(name)}`);
          const joined = key.references.map((name, index) => `parent.${quoteName(name)} = ${mine[index]}`);
          this.db.exec(
            `DELETE FROM ${quoteName(table.name)} WHERE ${mine.map(name => `${name} IS NOT NULL`).join(' AND ')} AND NOT
             EXISTS (SELECT 1 FROM ${quoteName(key.table)} AS parent WHERE ${joined.join(' AND ')})`,
          );
        }
    }
    for (const table of tables) this.db.exec(`DELETE FROM ${quoteName(table.name)}`);
  }

  /** INSERT statements of the rows there are. */
  inserts(): string[] {
    return this.#filled.flatMap(({ table, columns }) => {
      const names = columns.map(column => quoteName(column.name)).join(', ');
      return this.db
        .query(`SELECT ${names} FROM ${quoteName(table.name)}`)
        .rows.map(
          row => `INSERT INTO ${quoteName(table.name)} (${names}) VALUES (${row.map(literal).join(', ')});`,
        );
    });
  }
}

/** The tables that queries name and those they refer to, directly or through others. */
function used(schema: Schema, queries: readonly string[]): Table[] {
  const found = new Set<Table>();
  const add = (table: Table | undefined): void => {
    if (table === undefined || found.has(table)) return;
    found.add(table);
    for (const key of table.foreignKeys) add(schema.tables.find(each => each.name === key.table));
  };
  for (const table of schema.tables)
    if (queries.some(query => new RegExp(`\\b${table.name}\\b`).test(query))) add(table);
  return schema.tables.filter(table => found.has(table));
}

function parentsFirst(tables: readonly Table[]): Table[] {
  const done: Table[] = [];
  const rest = [...tables];
  while (rest.length > 0) {
    const ready = rest.findIndex(table =>
      table.foreignKeys.every(key => key.table === table.name || done.some(each => each.name === key.table)),
    );
    done.push(...rest.splice(Math.max(ready, 0), 1));
  }
  return done;
}

/** Random values for the parameters `:p1`, `:p2` of queries. */
export function randomBindings(choice: Random, queries: readonly string[]): Record<string, Cell> {
  const names = queries.flatMap(query => query.match(/:p\d/g) ?? []);
  return Object.fromEntries(names.map(name => [name, choice.pick<Cell>([0n, 1n, 2n, 10n, null])]));
}

/**
 * Whether two queries answer differently in ways that neither the order of scanning nor that of the rows explains:
 * `undefined` when they do not, or when the original raises an error. With `some`, one scan in which the rewrite
 * answers as the original does in none is enough: the rewrite may leave open what the original fixes.
 */
export function toldApart(
  db: Database,
  a: string,
  b: string,
  params: Bindings,
  ordered: boolean,
  scans: 'every' | 'some' = 'every',
): 'rows' | 'order' | 'error' | undefined {
  const answersOf = (sql: string): ResultSet[] | undefined => {
    try {
      return ['OFF', 'ON'].map(turned => {
        db.exec(`PRAGMA reverse_unordered_selects = ${turned}`);
        return db.query(sql, { params, limitMs: 1000 });
      });
    } catch {
      return undefined;
    } finally {
      db.exec('PRAGMA reverse_unordered_selects = OFF');
    }
  };
  const first = answersOf(a);
  if (first === undefined) return undefined;
  const second = answersOf(b);
  if (second === undefined) return 'error';
  const bags = first.map(result => lines(result).sort().join('\n'));
  const differs = (result: ResultSet): boolean => !bags.includes(lines(result).sort().join('\n'));
  if (scans === 'every' ? second.every(differs) : second.some(differs)) return 'rows';
  // One scan that breaks the order is enough: ORDER BY promises it for all.
  const lists = first.map(result => lines(result).join('\n'));
  return ordered && second.some(result => !lists.includes(lines(result).join('\n'))) ? 'order' : undefined;
}

/** Two queries on one filling after the other. */
export class Opponents {
  readonly #db: Database;
  readonly #texts: readonly [string, string];
  readonly #prepared: readonly [Statement, Statement];
  readonly #ordered: boolean;
  #runs = 0;

  constructor(db: Database, a: string, b: string, ordered: boolean) {
    this.#db = db;
    this.#texts = [a, b];
    this.#prepared = [db.prepare(a), db.prepare(b)];
    this.#ordered = ordered;
  }

  /** As `toldApart`; only where one scan cannot decide are both queries run in both directions. */
  toldApart(params: Bindings): ReturnType<typeof toldApart> {
    const [a, b] = this.#texts;
    const [first, second] = this.#prepared.map(statement => answerOf(statement, params));
    if (first === undefined) return undefined;
    this.#runs += 1;
    const doubtful =
      second === undefined || (this.#ordered ? first.list !== second.list : first.bag !== second.bag);
    const turned = this.#ordered && this.#runs % 5 === 0;
    return doubtful || turned ? toldApart(this.#db, a, b, params, this.#ordered) : undefined;
  }

  close(): void {
    for (const statement of this.#prepared) statement.free();
  }
}

function answerOf(statement: Statement, params: Bindings): { list: string; bag: string } | undefined {
  try {
    const all = lines(statement.all({ params, limitMs: RUN_LIMIT }));
    return { list: all.join('\n'), bag: all.sort().join('\n') };
  } catch {
    return undefined;
  }
}

function lines(result: ResultSet): string[] {
  return result.rows.map(row => row.map(told).join(' | '));
}

/** A cell as text that tells types apart; reals to nine digits. */
function told(cell: Cell): string {
  if (typeof cell === 'number') return `real ${cell === 0 ? 0 : cell.toPrecision(9)}`;
  return cell instanceof Uint8Array ? `blob ${cell.join()}` : `${typeof cell} ${cell}`;
}
