import assert from 'node:assert/strict';
import type { Cell, Database, Engine } from '../../../src/core/ports.ts';
import { buildSample } from '../../../src/core/sample/sample.ts';
import type { SampleSize } from '../../../src/core/sample/size.ts';
import { describeTables } from '../../../src/core/schema/describe.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

let engine: Engine;
before(async () => {
  engine = await testEngine();
});

function build(size: SampleSize, seed: number): Database {
  const db = engine.open();
  buildSample(db, size, seed);
  return db;
}

function scalar(db: Database, sql: string): Cell | undefined {
  return db.query(sql).rows[0]?.[0];
}

const digest = `SELECT group_concat(t.n || ':' || t.s) FROM (
  SELECT 'users' n, sum(length(email) * id) s FROM users UNION ALL
  SELECT 'orders', sum(total * user_id) FROM orders UNION ALL
  SELECT 'events', sum(length(payload) + id * coalesce(user_id, 0)) FROM events UNION ALL
  SELECT 'article_tags', sum(article_id * tag_id) FROM article_tags) t`;

describe('sample database', () => {
  let db: Database;
  before(function () {
    this.timeout(20_000);
    db = build('small', 1);
  });
  after(() => db.close());

  it('has nine tables and about twenty thousand rows', () => {
    const tables = describeTables(db, readSchema(db));
    assert.deepEqual(tables.map(table => table.name).sort(), [
      'article_tags',
      'articles',
      'comments',
      'employees',
      'events',
      'orders',
      'posts',
      'tags',
      'users',
    ]);
    const total = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0);
    assert.ok(total > 18_000 && total < 22_000, String(total));
    assert.ok(tables.every(table => (table.rows ?? 0) >= 50));
  });

  it('keeps its own constraints', () => {
    assert.deepEqual(db.query('PRAGMA foreign_key_check').rows, []);
    assert.equal(scalar(db, 'PRAGMA integrity_check'), 'ok');
    assert.ok(readSchema(db).tables.every(table => table.foreignKeys.every(key => key.valid)));
  });

  it('has skew, NULLs, ties, letter-case variants and dates with and without time', () => {
    const busiest = Number(scalar(db, 'SELECT max(n) FROM (SELECT count(*) n FROM orders GROUP BY user_id)'));
    assert.ok(busiest > 20 && busiest < 2000, `busiest user has ${busiest} orders`);
    assert.ok(
      Number(scalar(db, 'SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM orders)')) > 100,
    );
    for (const [table, column] of [
      ['users', 'country'],
      ['users', 'referred_by'],
      ['orders', 'coupon'],
      ['posts', 'user_id'],
      ['comments', 'parent_id'],
      ['employees', 'manager_id'],
      ['events', 'payload'],
      ['articles', 'published_at'],
    ]) {
      const nulls = Number(scalar(db, `SELECT count(*) FROM ${table} WHERE ${column} IS NULL`));
      const rows = Number(scalar(db, `SELECT count(*) FROM ${table}`));
      assert.ok(nulls > 0 && nulls < rows, `${table}.${column}: ${nulls} of ${rows} NULL`);
    }
    for (const text of [
      'users.country',
      'orders.status',
      'employees.department',
      'tags.name',
      'articles.category',
    ]) {
      const [table, column] = text.split('.');
      const query = `SELECT count(DISTINCT ${column} COLLATE BINARY) - count(DISTINCT lower(${column})) FROM ${table}`;
      assert.ok(Number(scalar(db, query)) > 0, text);
    }
    for (const text of [
      'users.last_seen',
      'orders.ordered_at',
      'events.created_at',
      'articles.published_at',
    ]) {
      const [table, column] = text.split('.');
      assert.equal(scalar(db, `SELECT count(DISTINCT length(${column})) FROM ${table}`), 2n, text);
      assert.equal(
        scalar(
          db,
          `SELECT count(*) FROM ${table} WHERE ${column} IS NOT NULL AND julianday(${column}) IS NULL`,
        ),
        0n,
      );
    }
    assert.ok(
      Number(scalar(db, 'SELECT max(n) FROM (SELECT count(*) n FROM employees GROUP BY salary)')) > 3,
    );
    assert.equal(
      scalar(db, 'SELECT count(*) FROM events WHERE payload IS NOT NULL AND NOT json_valid(payload)'),
      0n,
    );
  });

  it('is the same for the same seed and another for another', function () {
    this.timeout(20_000);
    const again = build('small', 1);
    const other = build('small', 2);
    assert.equal(scalar(again, digest), scalar(db, digest));
    assert.notEqual(scalar(other, digest), scalar(db, digest));
    again.close();
    other.close();
  });
});
