import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Database } from '../../../src/core/ports.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

describe('aggregated SELECTs', () => {
  let db: Database;
  let schema: Schema;
  before(async () => {
    db = (await testEngine()).open();
    db.exec(`CREATE TABLE t(a INTEGER, b INTEGER); INSERT INTO t VALUES (1, 1), (2, 2), (3, 2);
      CREATE TABLE u(c INTEGER, d INTEGER); INSERT INTO u VALUES (1, 5), (2, 6);`);
    schema = readSchema(db);
  });
  after(() => db.close());

  const flags = (sql: string): boolean[] => {
    const bound = analyze(sql, schema);
    return bound.scopes.map(({ select }) => bound.isAggregated(select));
  };

  // Without GROUP BY, the engine itself tells: one row instead of three.
  const cases: [sql: string, expected: boolean[]][] = [
    ['SELECT a FROM t', [false]],
    ['SELECT max(a) FROM t', [true]],
    ['SELECT max(a, b) FROM t', [false]],
    ['SELECT 1 + abs(sum(a)) FROM t', [true]],
    ['SELECT sum(a) OVER () FROM t', [false]],
    ['SELECT sum(count(*)) OVER () FROM t', [true]],
    ['SELECT rank() OVER w FROM t WINDOW w AS (ORDER BY count(*))', [true]],
    ['SELECT CASE WHEN a > 1 THEN count(*) END FROM t', [true]],
    ["SELECT group_concat(a) LIKE '1%' ESCAPE max('x') FROM t", [true]],
    ['SELECT (SELECT count(*) FROM u) FROM t', [false, true]],
    ['SELECT (SELECT count(*) FROM u WHERE c = t.a) FROM t', [false, true]],
    ['SELECT (SELECT sum(c + t.a) FROM u) FROM t', [false, true]],
    ['SELECT (SELECT sum(t.a) FROM u LIMIT 1) FROM t', [true, false]],
    ['SELECT (SELECT sum((SELECT max(d) FROM u AS v WHERE v.c = u.c)) FROM u) FROM t', [false, true, true]],
    ['SELECT (SELECT sum((SELECT max(d) FROM u AS v)) FROM u) FROM t', [false, true, true]],
    ['SELECT a FROM t WHERE b IN (SELECT max(c) FROM u)', [false, true]],
  ];
  for (const [sql, expected] of cases)
    it(sql, () => {
      assert.deepEqual(flags(sql), expected);
      if (!/ WHERE b IN/.test(sql)) assert.equal(db.query(sql).rows.length, expected[0] ? 1 : 3);
    });

  it('grouped ones', () => {
    assert.deepEqual(flags('SELECT b FROM t GROUP BY b'), [true]);
    assert.deepEqual(flags('SELECT 1 FROM t HAVING count(*) > 1'), [true]);
  });
});
