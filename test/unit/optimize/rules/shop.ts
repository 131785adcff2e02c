/** A small shop with NULLs, ties, duplicates, letter-case variants and two collations, and what rule tests do with it. */
import assert from 'node:assert/strict';
import { analyze } from '../../../../src/core/dialect/sqlite/analyze.ts';
import type { Rule } from '../../../../src/core/optimize/contract.ts';
import type { Database, Row } from '../../../../src/core/ports.ts';
import type { Schema } from '../../../../src/core/schema/model.ts';
import { readSchema } from '../../../../src/core/schema/read.ts';
import { applyEdits } from '../../../../src/core/sql/edits.ts';
import { testEngine } from '../../engine.ts';

const ddl = `
CREATE TABLE regions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT COLLATE NOCASE, city TEXT, credit INTEGER,
  region_id INTEGER NOT NULL REFERENCES regions (id), joined_at TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), status TEXT NOT NULL, total REAL,
  qty INTEGER NOT NULL, created_at TEXT NOT NULL, shipped_at TEXT);
CREATE TABLE items (
  order_id INTEGER NOT NULL REFERENCES orders (id), line INTEGER NOT NULL, "product code" TEXT NOT NULL,
  price INTEGER NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE readings (id INTEGER PRIMARY KEY, sensor TEXT NOT NULL, day INTEGER NOT NULL, value INTEGER NOT NULL);
CREATE TABLE codes (code TEXT COLLATE NOCASE NOT NULL PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE uses (id INTEGER PRIMARY KEY, code TEXT NOT NULL REFERENCES codes (code));
`;

const cities = ['Oslo', 'oslo', 'Bergen', null, 'Paris', ''];
const names = ['Ann', 'Bob', 'ann', 'Cleo', 'Dan', 'Eve', 'Ann', 'Finn'];
const statuses = ['new', 'paid', 'sent', 'NEW'];
const dates = [
  '2023-12-31 23:59:59',
  '2024-01-01',
  '2024-01-01 00:00:00',
  '2024-03-05 10:20:30',
  '2024-03-31',
  '2025-01-01',
];

function fill(db: Database): void {
  const insert = (table: string, rows: Row[]) => {
    const statement = db.prepare(`INSERT INTO ${table} VALUES (${rows[0]!.map(() => '?').join(', ')})`);
    for (const row of rows) statement.run(row);
    statement.free();
  };
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  insert('regions', [
    [1, 'north'],
    [2, 'south'],
    [3, 'east'],
  ]);
  insert(
    'customers',
    range(12).map(i => [
      i + 1,
      names[i % 8]!,
      i % 5 === 4 ? null : `${names[i % 8]}${i}@x.io`,
      cities[i % 6]!,
      i % 4 === 3 ? null : (i * 7) % 5,
      (i % 3) + 1,
      i % 6 === 5 ? null : dates[i % 6]!,
    ]),
  );
  insert(
    'orders',
    range(40).map(i => [
      i + 1,
      i % 9 === 8 ? null : ((i * 3) % 10) + 1,
      statuses[i % 4]!,
      i % 7 === 6 ? null : ((i * i) % 11) * 10.5,
      (i % 3) + 1,
      dates[i % 6]!,
      i % 3 === 0 ? null : dates[(i + 2) % 6]!,
    ]),
  );
  insert(
    'items',
    range(60).map(i => [(i % 30) + 1, Math.floor(i / 30) + 1, `P-${i % 4}${i % 2 ? 'x' : ''}`, (i * 3) % 20]),
  );
  insert(
    'readings',
    range(30).map(i => [i + 1, `s${i % 3}`, (i * 7) % 6, (i * 11) % 13]),
  );
  insert('codes', [
    ['AB', 'first'],
    ['cd', 'second'],
    ['North', 'third'],
  ]);
  insert('uses', [
    [1, 'ab'],
    [2, 'AB'],
    [3, 'cd'],
    [4, 'CD'],
  ]);
}

export interface Shop {
  readonly db: Database;
  readonly schema: Schema;
  /** The texts that a rule proposes for a query; each is checked to parse and bind. */
  rewrites(rule: Rule, sql: string): string[];
  /** The rows of a query, as text; sorted unless `ordered`. */
  rows(sql: string, ordered?: boolean): string[];
  /** Asserts that the rule proposes exactly these texts, and that each returns the rows of the original. */
  becomes(rule: Rule, sql: string, ...expected: string[]): void;
  /** Asserts that the rule proposes nothing. */
  stays(rule: Rule, sql: string): void;
  /** Asserts that the rule proposes something, and that each proposal returns the rows of the original. */
  keeps(rule: Rule, sql: string): string[];
}

let shop: Promise<Shop> | undefined;

export function testShop(): Promise<Shop> {
  shop ??= open();
  return shop;
}

async function open(): Promise<Shop> {
  const engine = await testEngine();
  const db = engine.open();
  db.exec(ddl);
  fill(db);
  const schema = readSchema(db);
  const rewrites = (rule: Rule, sql: string) => {
    const proposals = [...rule.propose(analyze(sql, schema))].map(({ edits }) => applyEdits(sql, edits));
    for (const text of proposals) analyze(text, schema);
    return proposals;
  };
  const rows = (sql: string, ordered = false) => {
    const texts = db
      .query(sql)
      .rows.map(row =>
        row.map(cell => (typeof cell === 'number' ? cell.toFixed(6) : String(cell))).join('|'),
      );
    return ordered ? texts : texts.sort();
  };
  const same = (sql: string, texts: readonly string[]) => {
    const before = rows(sql);
    assert.ok(before.length > 0, 'the original returns no row, so the test shows nothing');
    for (const text of texts) assert.deepEqual(rows(text), before, text);
  };
  return {
    db,
    schema,
    rewrites,
    rows,
    becomes(rule, sql, ...expected) {
      const texts = rewrites(rule, sql);
      assert.deepEqual(texts, expected);
      same(sql, texts);
    },
    stays(rule, sql) {
      rows(sql);
      assert.deepEqual(rewrites(rule, sql), []);
    },
    keeps(rule, sql) {
      const texts = rewrites(rule, sql);
      assert.ok(texts.length > 0, 'the rule proposes nothing');
      same(sql, texts);
      return texts;
    },
  };
}
