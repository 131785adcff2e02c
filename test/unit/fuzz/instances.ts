/** Purely random legal databases, and whether two queries answer differently on one. Nothing here is the judge's. */
import { literal, quoteName } from '../../../src/core/dialect/sqlite/quote.ts';
import type { Bindings, Cell, Database, Engine, ResultSet } from '../../../src/core/ports.ts';
import type { Column, Schema, Table } from '../../../src/core/schema/model.ts';
import type { Choice } from './choice.ts';
import { kindOf } from './random-query.ts';

const TEXTS = ['new', 'paid', 'Paid', 'a1@x', 'A1', 'B2', '', 'abc', 'ABC', '10', '9', 'x', 'a'];
const DATES = ['2024-01-01', '2024-01-31', '2024-01-31 10:00:00', '2024-12-31', '2023-06-15'];

/** Values for a column: a few, so that rows meet; with constants of the queries and their neighbours. */
function pool(column: Column, constants: readonly number[]): Cell[] {
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
  if (/BOOL/i.test(column.type)) return [0n, 1n];
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

export class RandomInstances {
  private readonly choice: Choice;
  private readonly schema: Schema;
  private readonly constants: readonly number[];
  readonly db: Database;

  constructor(engine: Engine, schema: Schema, choice: Choice, queries: readonly string[]) {
    this.choice = choice;
    this.schema = schema;
    this.constants = queries
      .flatMap(query => query.match(/(?<![\w.'])\d+(?:\.\d+)?(?![\w'])/g) ?? [])
      .map(Number)
      .filter(n => n < 1e6);
    this.db = engine.open();
    for (const statement of schema.ddl) this.db.exec(statement);
  }

  /** Fills the tables anew. */
  fill(): void {
    this.db.exec('PRAGMA foreign_keys = OFF');
    for (const table of this.schema.tables) this.db.exec(`DELETE FROM ${quoteName(table.name)}`);
    const nulls = this.choice.of([0, 0.1, 0.3]);
    const most = this.choice.of([1, 2, 3, 5, 7]);
    for (const table of this.parentsFirst()) this.fillTable(table, this.choice.below(most + 1), nulls);
    this.dropOrphans();
  }

  private parentsFirst(): Table[] {
    const done: Table[] = [];
    const rest = [...this.schema.tables];
    while (rest.length > 0) {
      const ready = rest.findIndex(table =>
        table.foreignKeys.every(
          key => key.table === table.name || done.some(each => each.name === key.table),
        ),
      );
      done.push(...rest.splice(Math.max(ready, 0), 1));
    }
    return done;
  }

  private fillTable(table: Table, count: number, nulls: number): void {
    const columns = table.columns.filter(column => column.generated === undefined && !column.hidden);
    for (let i = 0; i < count; i += 1) {
      const row = new Map<string, Cell>();
      for (const column of columns) {
        const empty = !column.notNull && this.choice.chance(nulls);
        row.set(column.name, empty ? null : this.choice.of(pool(column, this.constants)));
      }
      for (const key of table.foreignKeys) {
        const parents = this.db.query(
          `SELECT ${key.references.map(quoteName).join(', ')} FROM ${quoteName(key.table)}`,
        ).rows;
        if (parents.length === 0 || this.choice.chance(nulls)) continue;
        const parent = this.choice.of(parents);
        for (const [index, name] of key.columns.entries()) row.set(name, parent[index] ?? null);
      }
      for (const name of table.primaryKey)
        if (row.get(name) === null) row.set(name, this.choice.of([1n, 2n, 3n]));
      const names = [...row.keys()].map(quoteName).join(', ');
      const values = [...row.values()].map(literal).join(', ');
      try {
        this.db.exec(`INSERT INTO ${quoteName(table.name)} (${names}) VALUES (${values})`);
      } catch {
        // The row breaks a constraint: the table has one row less.
      }
    }
  }

  /** Deletes rows without their parents until none are left. */
  private dropOrphans(): void {
    for (let pass = 0; pass < 12; pass += 1) {
      if (this.db.query('PRAGMA foreign_key_check').rows.length === 0) return;
      for (const table of this.schema.tables)
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
    for (const table of this.schema.tables) this.db.exec(`DELETE FROM ${quoteName(table.name)}`);
  }

  /** INSERT statements of the rows there are. */
  inserts(): string[] {
    return this.schema.tables.flatMap(table => {
      const columns = table.columns.filter(column => column.generated === undefined && !column.hidden);
      const names = columns.map(column => quoteName(column.name)).join(', ');
      return this.db
        .query(`SELECT ${names} FROM ${quoteName(table.name)}`)
        .rows.map(
          row => `INSERT INTO ${quoteName(table.name)} (${names}) VALUES (${row.map(literal).join(', ')});`,
        );
    });
  }
}

/** Random values for the parameters `:p1`, `:p2` of queries. */
export function randomBindings(choice: Choice, queries: readonly string[]): Record<string, Cell> {
  const names = queries.flatMap(query => query.match(/:p\d/g) ?? []);
  return Object.fromEntries(names.map(name => [name, choice.of<Cell>([0n, 1n, 2n, 10n, null])]));
}

/**
 * Whether two queries answer differently in ways that neither the order of scanning nor that of the rows explains:
 * `undefined` when they do not, or when the original raises an error.
 */
export function toldApart(
  db: Database,
  a: string,
  b: string,
  params: Bindings,
  ordered: boolean,
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
  if (second.every(result => !bags.includes(lines(result).sort().join('\n')))) return 'rows';
  // One scan that breaks the order is enough: ORDER BY promises it for all.
  const lists = first.map(result => lines(result).join('\n'));
  return ordered && second.some(result => !lists.includes(lines(result).join('\n'))) ? 'order' : undefined;
}

function lines(result: ResultSet): string[] {
  return result.rows.map(row => row.map(told).join(' | '));
}

/** A cell as text that tells types apart; reals to nine digits. */
function told(cell: Cell): string {
  if (typeof cell === 'number') return `real ${cell === 0 ? 0 : cell.toPrecision(9)}`;
  return cell instanceof Uint8Array ? `blob ${cell.join()}` : `${typeof cell} ${cell}`;
}
