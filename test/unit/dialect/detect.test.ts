import assert from 'node:assert/strict';
import fc from 'fast-check';
import { looksLike } from '../../../src/core/dialect/detect.ts';
import { testEngine } from '../engine.ts';
import { caseQueries } from './cases.ts';
import { laidOut, queries } from './grammar.ts';

describe('looksLike', function () {
  this.timeout(20_000);
  const evident: readonly [string, string, string][] = [
    ['PostgreSQL', 'SELECT a::text FROM t', 'a::text'],
    ['PostgreSQL', 'SELECT $1::int', '$1::int'],
    ['PostgreSQL', "SELECT a FROM t WHERE a ILIKE 'x%'", 'ILIKE'],
    ['PostgreSQL', 'SELECT DISTINCT ON (a) b FROM t', 'DISTINCT ON ('],
    ['PostgreSQL', "SELECT now() - INTERVAL '1 day'", "INTERVAL '"],
    ['PostgreSQL', 'CREATE FUNCTION f() AS $$ SELECT 1 $$', '$$'],
    ['PostgreSQL', 'CREATE TABLE t (id BIGSERIAL PRIMARY KEY)', 'BIGSERIAL'],
    ['PostgreSQL', 'SELECT ARRAY[1, 2]', 'ARRAY['],
    ['PostgreSQL', 'SELECT * FROM a, LATERAL (SELECT 1) b', ', LATERAL ('],
    ['MySQL', 'CREATE TABLE t (id INT AUTO_INCREMENT) ENGINE=InnoDB', 'INT AUTO_INCREMENT'],
    ['MySQL', 'SELECT DATE_SUB(now(), INTERVAL 1 DAY)', 'DATE_SUB(now(), INTERVAL'],
    ['MySQL', 'DELIMITER //\nSELECT 1', 'DELIMITER //'],
    ['MySQL', '# about\nSELECT 1', '#'],
    ['SQL Server', 'SELECT TOP 10 a FROM t', 'SELECT TOP 10 a'],
    ['SQL Server', 'SELECT GETDATE()', 'GETDATE()'],
    ['SQL Server', 'SELECT ISNULL(a, 0) FROM t', 'ISNULL(a,'],
    ['SQL Server', 'SELECT 1\nGO\nSELECT 2', 'GO'],
    ['SQL Server', 'SELECT @@ROWCOUNT', '@@ROWCOUNT'],
    ['SQL Server', 'SELECT * FROM a CROSS APPLY f(a.x)', 'CROSS APPLY'],
    ['Oracle', 'SELECT a FROM t WHERE ROWNUM <= 5', 'ROWNUM'],
    ['Oracle', 'SELECT SYSDATE FROM DUAL', 'FROM DUAL'],
    ['Oracle', 'SELECT a FROM t, u WHERE t.a = u.a(+)', '(+)'],
    ['Oracle', 'SELECT NVL(a, 0) FROM t', 'NVL('],
    ['Oracle', 'SELECT a FROM t CONNECT BY PRIOR a = b', 'CONNECT BY'],
  ];
  for (const [dialect, sql, evidence] of evident) {
    it(`${dialect}: ${evidence}`, () => {
      const found = looksLike(`-- first\n\n${sql}`);
      assert.equal(found?.dialect, dialect);
      assert.equal(found?.evidence, evidence);
      assert.equal(found?.line, 3 + sql.slice(0, sql.indexOf(evidence)).split('\n').length - 1);
    });
  }

  it('stays silent on what SQLite reads', () => {
    for (const sql of [
      "SELECT $a::b, ? || 'x', serial, `b`, [c] FROM t WHERE engine = 3 AND a <@p AND serial NOT NULL",
      'SELECT \'a::int\', "GETDATE()", [TOP 5] /* ILIKE */ -- DUAL',
      'WITH rollup AS (SELECT 1) SELECT * FROM rollup',
      'SELECT * FROM (SELECT row_number() OVER () AS rownum FROM t) WHERE rownum <= 5',
      'SELECT\n  go\nFROM t',
      'INSERT INTO t VALUES (1) RETURNING a',
      "SELECT string_agg(a, ','), concat('a', b), iif(a, b, c), now FROM t LIMIT 5, 10",
      'CREATE TABLE t (a NVARCHAR(10), b TIMESTAMP, auto_increment INTEGER)',
      "SELECT x ->> '$.a' FROM t WHERE x ISNULL AND y IS DISTINCT FROM z",
      "SELECT e FROM t WHERE e='x' AND n='y'",
    ]) {
      assert.equal(looksLike(sql), undefined, sql);
    }
  });

  it('stays silent on random SQLite queries', () => {
    fc.assert(
      fc.property(laidOut(queries()), sql => assert.equal(looksLike(sql), undefined)),
      { numRuns: 150 },
    );
  });

  it('stays silent on given queries that SQLite runs', async function () {
    this.timeout(20_000);
    const cases = caseQueries();
    if (cases === undefined) return this.skip();
    const engine = await testEngine();
    for (const { id, sql, schema } of cases) {
      const found = looksLike(sql) ?? looksLike(schema);
      if (found === undefined) continue;
      const database = engine.open();
      database.exec(schema);
      assert.throws(
        () => database.prepare(sql),
        `${id} runs, but looks like ${found.dialect}: ${found.evidence}`,
      );
    }
  });
});
