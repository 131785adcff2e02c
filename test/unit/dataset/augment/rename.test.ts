import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SqliteEngine } from '../../../../src/adapters/sqlite/engine.ts';
import { NoVariant } from '../../../../src/core/dataset/augment/no-variant.ts';
import { PairNames, renameQuery } from '../../../../src/core/dataset/augment/rename-query.ts';
import { type RenamedSchema, renameSchema } from '../../../../src/core/dataset/augment/rename-schema.ts';
import { analyze } from '../../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../../src/core/errors.ts';
import type { Database } from '../../../../src/core/ports.ts';
import { Random } from '../../../../src/core/random.ts';
import type { BoundQuery } from '../../../../src/core/sql/bound.ts';
import { grammarSchema, queries } from '../../dialect/grammar.ts';
import { testEngine } from '../../engine.ts';
import { QueryWriter } from '../../fuzz/random-query.ts';
import { allSchemas } from '../../schemas/schema-files.ts';
import { twoDatabases } from './copied-rows.ts';

describe('renaming', function () {
  this.timeout(60_000);
  let engine: SqliteEngine;
  before(async () => {
    engine = await testEngine();
  });

  const renamed = (sql: string, schema: RenamedSchema, seed = 1): BoundQuery => {
    const bound = analyze(sql, schema.original);
    return renameQuery(bound, new PairNames(schema, [bound], seed));
  };
  const reasonOf = (sql: string, schema: RenamedSchema): string => {
    try {
      return renamed(sql, schema).source;
    } catch (error) {
      if (error instanceof NoVariant) return error.reason;
      throw error;
    }
  };
  /** Rows and the number of columns; undefined where it cannot be run. */
  const answer = (db: Database, sql: string): unknown => {
    try {
      const { rows, columns } = db.query(sql, { maxRows: 2000, limitMs: 2000, params: { ':p': 1n } });
      return { rows, width: columns.length };
    } catch (error) {
      assert.ok(QuillError.is(error));
      return undefined;
    }
  };

  describe('of schemas', () => {
    for (const { id, ddl } of allSchemas)
      it(`is a bijection that keeps what ${id} declares`, () => {
        {
          const number = 1;
          const result = renameSchema(engine, { id, ddl }, number, 1);
          const { original, schema } = result;
          assert.equal(schema.tables.length, original.tables.length);
          for (const names of [result.tables, result.columns, result.indexes]) {
            const lower = [...names.values()].map(name => name.toLowerCase());
            assert.equal(new Set(lower).size, names.size);
            for (const name of lower) assert.ok(!names.has(name), `${name} is an old name`);
          }
          const table = (name: string): string => result.tables.get(name.toLowerCase()) ?? name;
          const column = (name: string): string => result.columns.get(name.toLowerCase()) ?? name;
          original.tables.forEach((old, i) => {
            const now = schema.tables[i]!;
            assert.equal(now.name, table(old.name));
            assert.deepEqual(
              now.columns.map(({ defaultValue: _, ...one }) => one),
              old.columns.map(({ defaultValue: _, ...one }) => ({
                ...one,
                name: column(one.name),
                ...(one.expression !== undefined && { expression: one.expression.replace(/\w+/g, column) }),
              })),
            );
            assert.deepEqual(now.primaryKey, old.primaryKey.map(column));
            assert.deepEqual(
              now.uniques,
              old.uniques.map(set => set.map(column)),
            );
            assert.deepEqual(
              now.foreignKeys,
              old.foreignKeys.map(key => ({
                ...key,
                columns: key.columns.map(column),
                table: table(key.table),
                references: key.references.map(column),
              })),
            );
            assert.equal(now.checks.length, old.checks.length);
            assert.equal(now.indexes.length, old.indexes.length);
            assert.equal(now.strict, old.strict);
            assert.equal(now.withoutRowid, old.withoutRowid);
          });
          assert.ok(!/--|\/\*/.test(result.ddl.replaceAll(/'[^']*'/g, '')), 'comments go');
        }
      });

    it('is the same for the same seed, and differs by number', () => {
      const [one] = allSchemas;
      const of = (number: number, seed: number): string => renameSchema(engine, one!, number, seed).ddl;
      assert.equal(of(1, 1), of(1, 1));
      assert.notEqual(of(1, 1), of(2, 1));
      assert.notEqual(of(1, 1), of(1, 2));
    });

    it('carries views, CHECKs, generated columns, partial indexes and string defaults along', () => {
      const ddl = `CREATE TABLE "order" ("the id" INTEGER PRIMARY KEY, price REAL CHECK (price > 0), -- price in EUR
        qty INTEGER DEFAULT 1, total REAL AS (price * qty), status TEXT DEFAULT 'price' CHECK (status <> 'qty'));
        CREATE INDEX order_price ON "order" (price, lower(status)) WHERE qty > 1;
        CREATE VIEW dear AS SELECT price, qty * 2 AS twice FROM "order" WHERE status = 'price';`;
      const result = renameSchema(engine, { id: 'x', ddl }, 1, 1);
      const [table] = result.schema.tables;
      assert.doesNotMatch(result.ddl, /EUR|order_price/);
      assert.match(result.ddl, /DEFAULT 'price'/);
      assert.equal(table!.columns[3]!.generated, 'virtual');
      const [view] = result.schema.views;
      assert.deepEqual(view!.columns, [result.columns.get('price'), 'twice']);
      const sql = renamed('SELECT v.price, twice FROM dear v WHERE twice > 2', result).source;
      assert.ok(sql.includes('twice') && !sql.includes('price'), sql);
    });
  });

  describe('of queries', () => {
    const ddl = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), total REAL, status TEXT, tags TEXT);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER, city TEXT, note TEXT);
      CREATE INDEX orders_user ON orders (user_id);`;
    const fill = (db: Database): void =>
      db.exec(`INSERT INTO users VALUES (1, 'name', 'Rome'), (2, 'users', 'city'), (3, 'orders', NULL);
        INSERT INTO orders VALUES (1, 1, 10, 'open', '[1,2]'), (2, 1, 20, 'status', '[]'), (5, 2, 5, 'total', '["name"]');
        INSERT INTO notes VALUES (1, 1, 'Rome', 'x'), (2, 3, 'city', 'y');`);

    /** One query a line. */
    const cases = `
      SELECT name, 'name', "no such column", city AS users FROM users
      SELECT "name" FROM users WHERE "city" = "Rome" OR [name] = 'city' AND \`id\` > 0
      SELECT total AS name, name AS total FROM orders JOIN users ON users.id = user_id ORDER BY total, name
      SELECT u.name AS id FROM users u WHERE id > 1 ORDER BY id
      SELECT name, (SELECT count(*) FROM orders o WHERE o.user_id = u.id AND status <> name) AS n FROM users u
      SELECT * FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = users.id)
      WITH orders AS (SELECT id AS user_id, name AS total FROM users) SELECT total FROM orders WHERE user_id < 3
      WITH w AS (SELECT * FROM orders), v (a, b) AS (SELECT id, total FROM w) SELECT v.a, w.* FROM v JOIN w ON a = w.id
      WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4) SELECT n.x, name FROM n LEFT JOIN users ON id = x
      SELECT id, user_id FROM orders JOIN notes USING (id, user_id)
      SELECT * FROM users NATURAL JOIN notes
      SELECT o.*, row_number() OVER w AS rn FROM orders o WINDOW w AS (PARTITION BY user_id ORDER BY total)
      SELECT sum(total) OVER (w ORDER BY id) AS s FROM orders WINDOW w AS (PARTITION BY user_id) ORDER BY s
      SELECT o.id, j.value, j.key FROM orders o, json_each(o.tags) AS j ORDER BY 1, j.value
      SELECT orders.id, json_each.value FROM orders, json_each(orders.tags) ORDER BY 1, 2
      SELECT rowid, oid, _rowid_, users.rowid AS r FROM users WHERE rowid > 1
      SELECT status, count(*) AS n FROM orders GROUP BY status HAVING n > 0 ORDER BY n DESC, status
      SELECT name FROM users UNION SELECT status FROM orders ORDER BY name
      SELECT x.name FROM (SELECT name, city FROM users) x, (VALUES (1), (2)) v WHERE v.column1 = 1
      SELECT users.name FROM main.users INDEXED BY nothing
      SELECT id FROM orders INDEXED BY orders_user WHERE user_id = 1
      SELECT"name"FROM"users"WHERE"id"=1
      SELECT a.name AS "two words", b.name AS 'quoted' FROM users a, users b WHERE a.id < b.id ORDER BY "two words"
      SELECT CASE WHEN city IS NULL THEN 'city' ELSE upper(city) END COLLATE NOCASE AS c FROM users ORDER BY c
      SELECT users.id FROM users users, orders name WHERE name.user_id = users.id`
      .trim()
      .split('\n')
      .map(line => line.trim())
      .filter(sql => !sql.includes('nothing'));

    it('returns equal rows for names of every kind, and leaves no old name', () => {
      for (const number of [1, 2, 3, 4, 5, 6]) {
        const result = renameSchema(engine, { id: 'shop', ddl }, number, 1);
        const { old, other } = twoDatabases(engine, ddl, result, 0, fill);
        for (const sql of cases) {
          const now = renamed(sql, result, number).source;
          const before = answer(old, sql);
          assert.ok(before !== undefined, sql);
          assert.deepEqual(answer(other, now), before, `${sql}\n${now}`);
          const outside = now.replaceAll(/'[^']*'|"no such column"|"Rome"/g, '');
          assert.doesNotMatch(outside, /\b(?:users|orders|user_id|city|status|tags)\b/i, now);
        }
        old.close();
        other.close();
      }
    });

    it('gives equal outputs equal names in all queries of a pair', () => {
      const result = renameSchema(engine, { id: 'shop', ddl }, 1, 1);
      const slow = analyze('SELECT name AS id, city FROM users', result.original);
      const fast = analyze('SELECT u.name AS id, u.city AS city FROM users AS u', result.original);
      const names = new PairNames(result, [slow, fast], 1);
      const outputs = [slow, fast].map(bound => {
        const now = renameQuery(bound, names);
        return now.outputsOf(now.query).map(output => output.name);
      });
      assert.deepEqual(outputs[0], outputs[1]);
      assert.ok(!outputs[0]!.includes('city'));
    });

    it('makes none where a string would become a column, or names cannot be seen', () => {
      const result = renameSchema(engine, { id: 'shop', ddl }, 1, 1);
      const [, name] = [...result.columns][1]!;
      assert.equal(reasonOf(`SELECT "${name}" FROM users`, result), 'captured string');
      assert.equal(reasonOf('SELECT name FROM users WHERE id IN orders', result), 'opaque');
      assert.equal(
        reasonOf('SELECT user_id FROM orders RIGHT JOIN notes USING (user_id)', result),
        'unresolved',
      );
    });

    it('returns equal rows for random queries over every schema', () => {
      let compared = 0;
      for (const { id, ddl: text } of allSchemas) {
        const result = renameSchema(engine, { id, ddl: text }, 3, 1);
        const { old, other } = twoDatabases(engine, text, result, 12);
        for (let seed = 0; seed < 5; seed++) {
          const sql = new QueryWriter(new Random(seed * 31 + id.length), result.original).query();
          const before = answer(old, sql);
          if (before === undefined) continue;
          const now = renamed(sql, result, seed).source;
          assert.deepEqual(answer(other, now), before, `${sql}\n${now}`);
          compared++;
        }
        old.close();
        other.close();
      }
      assert.ok(compared > 180, String(compared));
    });

    it('returns equal rows for queries of the whole grammar', () => {
      const result = renameSchema(engine, { id: 'grammar', ddl: grammarSchema }, 1, 1);
      const { old, other } = twoDatabases(engine, grammarSchema, result, 12);
      let compared = 0;
      const refusals = new Map<string, number>();
      fc.assert(
        fc.property(queries(), fc.nat(1000), (sql, seed) => {
          const before = answer(old, sql);
          if (before === undefined) return;
          try {
            const now = renamed(sql, result, seed).source;
            assert.deepEqual(answer(other, now), before, `${sql}\n${now}`);
            compared++;
          } catch (error) {
            if (QuillError.is(error)) return;
            if (!(error instanceof NoVariant)) throw error;
            refusals.set(error.reason, (refusals.get(error.reason) ?? 0) + 1);
          }
        }),
        { numRuns: 300, seed: 7 },
      );
      assert.ok(compared > 80, JSON.stringify([compared, ...refusals]));
      old.close();
      other.close();
    });
  });
});
