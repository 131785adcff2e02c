import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { parameterPlan } from '../../../src/core/optimize/parameters/plan.ts';
import type { Cell, Database } from '../../../src/core/ports.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { parameterKeys } from '../../../src/core/sql/parameter-keys.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from './shop.ts';

describe('parameters', () => {
  let db: Database;
  let schema: Schema;
  before(async () => {
    db = buildShop(await testEngine(), 200);
    schema = readSchema(db);
  });
  after(() => db.close());

  const plan = (sql: string, given: Record<string, Cell> = {}) =>
    parameterPlan(db, analyze(sql, schema), given);
  const value = (sql: string, label: string, key: string) =>
    plan(sql).cases.find(c => c.label === label)?.values[key];

  it('numbers a plain ? as SQLite does', () => {
    const keys = (sql: string) => parameterKeys(analyze(sql, schema).parameters);
    assert.deepEqual(keys('SELECT ?, ?, :a, ?, :a, ?7, ?'), ['?1', '?2', ':a', '?4', ':a', '?7', '?8']);
  });

  it('has one empty case for a query without parameters', () => {
    assert.deepEqual(plan('SELECT 1'), { cases: [{ label: 'given', values: {} }], notes: [] });
  });

  it('samples a frequent, a rare and an absent value of the column', () => {
    const sql = 'SELECT * FROM orders WHERE status = :s';
    assert.equal(value(sql, 'frequent', ':s'), 'done');
    assert.ok(['open', 'lost'].includes(String(value(sql, 'rare', ':s'))));
    const absent = value(sql, 'absent', ':s');
    assert.equal(db.query('SELECT 1 FROM orders WHERE status = ?', { params: [absent!] }).rows.length, 0);
  });

  it('samples what a function makes of the column', () => {
    assert.match(
      String(value("SELECT * FROM orders WHERE strftime('%Y', created_at) = ?", 'frequent', '?1')),
      /^202\d$/,
    );
  });

  it('chooses limits with many, few and no rows beyond', () => {
    const sql = 'SELECT id FROM orders WHERE total > ?';
    const rows = (label: string) => db.query(sql, { params: [value(sql, label, '?1')!] }).rows.length;
    assert.ok(rows('frequent') > rows('rare'));
    assert.ok(rows('rare') > 0);
    assert.equal(rows('absent'), 0);
  });

  it('gives the items of an IN list different values', () => {
    const [first] = plan('SELECT * FROM customers WHERE country IN (?, ?)').cases;
    assert.notEqual(first?.values['?1'], first?.values['?2']);
  });

  it('makes patterns for LIKE, and words where the pattern has its own wildcards', () => {
    assert.equal(value('SELECT * FROM customers WHERE name LIKE ?', 'frequent', '?1'), 'cus%');
    assert.equal(value("SELECT * FROM customers WHERE name LIKE '%' || ? || '%'", 'frequent', '?1'), 'cus');
  });

  it('keeps LIMIT and OFFSET small', () => {
    const { cases, notes } = plan('SELECT * FROM orders LIMIT ? OFFSET ?');
    assert.deepEqual(cases, [{ label: 'frequent', values: { '?1': 10n, '?2': 20n } }]);
    assert.deepEqual(notes, []);
  });

  it('finds the column at another place of the same parameter', () => {
    const sql = 'SELECT * FROM orders WHERE :c IS NULL OR customer_id = :c';
    assert.equal(typeof value(sql, 'frequent', ':c'), 'bigint');
    assert.deepEqual(plan(sql).notes, []);
  });

  it('names a parameter that is compared with no column', () => {
    const { notes } = plan('SELECT id + ? FROM orders');
    assert.deepEqual(notes, ['Parameter ?1 is compared with no column; it was timed with 1.']);
  });

  it('lets given values win, with or without their mark', () => {
    const sql = 'SELECT * FROM orders WHERE status = :s AND customer_id = :c';
    assert.deepEqual(plan(sql, { ':s': 'open', c: 3n }).cases, [
      { label: 'given', values: { ':s': 'open', ':c': 3n } },
    ]);
    for (const { values } of plan(sql, { s: 'open' }).cases) assert.equal(values[':s'], 'open');
  });

  it('refuses a value for a parameter that is not there', () => {
    assert.throws(
      () => plan('SELECT :a', { ':b': 1n }),
      (error: unknown) =>
        QuillError.is(error, 'parameter') && /no parameter :b; it has :a/.test(error.message),
    );
  });
});
