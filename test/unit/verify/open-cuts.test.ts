/** Subqueries of which only some rows count: where the cut leaves the answer open, and where it does not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { freeChoices } from '../../../src/core/verify/compare/free-choices.ts';
import { judgeAnswers } from '../../../src/core/verify/judge-answers.ts';
import { Original } from '../../../src/core/verify/original.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { judged } from '../judged.ts';
import { isDetermined } from './determined.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, x TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, k INTEGER, folded TEXT COLLATE NOCASE);
CREATE VIEW first_two AS SELECT id, k FROM t ORDER BY k LIMIT 2;
`;

/** `cut`: rows on both sides of the cut tie; `even`: they do not. */
const cut = "INSERT INTO t VALUES (1, 0, 'a'), (2, 5, 'b'), (3, 5, 'c'), (4, 7, 'd');";
const even = "INSERT INTO t VALUES (1, 0, 'a'), (2, 5, 'b'), (3, 6, 'c'), (4, 7, 'd');";
const outer = "INSERT INTO u VALUES (1, 0, 'a'), (2, 5, 'B'), (3, 5, 'b');";

describe('cuts through rows that tie', () => {
  for (const sql of [
    'SELECT k FROM u WHERE id IN (SELECT id FROM t ORDER BY k LIMIT 2)',
    'SELECT * FROM (SELECT * FROM t ORDER BY k LIMIT 2)',
    'SELECT x FROM (SELECT * FROM t ORDER BY 2 LIMIT 1 OFFSET 1) AS d',
    'WITH w AS (SELECT id, x FROM t ORDER BY k LIMIT 2) SELECT x FROM w',
    'WITH w(a, b) AS (SELECT id, x FROM t ORDER BY k LIMIT 2) SELECT count(*) FROM w v JOIN w ON w.a = v.a AND w.b > 0',
    'WITH w AS (SELECT id, k AS y FROM t UNION ALL SELECT 9, 9 ORDER BY y LIMIT 2) SELECT id FROM w',
    'SELECT (SELECT x FROM t ORDER BY k LIMIT 1 OFFSET 1) AS y',
    'SELECT (SELECT x FROM t WHERE t.k >= u.k AND u.k > 0 ORDER BY t.k) AS y FROM u',
    'SELECT id FROM u WHERE EXISTS (SELECT 1 FROM (SELECT x FROM t ORDER BY k LIMIT 2) AS d WHERE d.x = u.folded)',
    'SELECT k FROM u WHERE id IN (SELECT max(id) FROM t GROUP BY id ORDER BY min(k) LIMIT 2)',
    'SELECT id FROM first_two',
    'SELECT n FROM (SELECT id AS n, (SELECT max(x) FROM t) AS m FROM t ORDER BY k LIMIT :n)',
    'SELECT sum(id) FROM (SELECT DISTINCT id, k FROM t ORDER BY k LIMIT 2)',
  ])
    it(`open only there: ${sql}`, async () => {
      const params = sql.includes(':n') ? { ':n': 2n } : {};
      assert.equal(await isDetermined(ddl, sql, cut + outer, params), false);
      assert.equal(await isDetermined(ddl, sql, even + outer, params), true);
    });

  for (const sql of [
    'SELECT count(*) FROM (SELECT x FROM t LIMIT 2)',
    'SELECT k FROM (SELECT k, x FROM t ORDER BY k LIMIT 2)',
    'WITH w AS (SELECT * FROM t LIMIT 3) SELECT count(*) FROM w, u',
    'SELECT id FROM u WHERE EXISTS (SELECT x FROM t LIMIT 1)',
    'SELECT id, (SELECT count(*) FROM t WHERE t.k = u.k LIMIT 1) AS n FROM u',
    'SELECT id, (SELECT x FROM t WHERE t.id = u.id) AS y FROM u',
    'SELECT id, (SELECT count(*) FROM t WHERE t.k = u.k GROUP BY t.k) AS y FROM u',
    'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT 10)',
    'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT 0)',
    'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT -1)',
    'SELECT x FROM (SELECT x FROM t ORDER BY k LIMIT 3)',
    'SELECT x FROM (SELECT x FROM t ORDER BY k DESC LIMIT 1)',
    'SELECT x FROM (SELECT x FROM t ORDER BY k, id LIMIT 2)',
    'SELECT (SELECT x FROM t ORDER BY k LIMIT 2) AS y',
    'SELECT id FROM u WHERE k > (SELECT k FROM t ORDER BY k LIMIT 1 OFFSET 1)',
    'SELECT k FROM (SELECT t.* FROM t JOIN u ON u.id = t.id ORDER BY t.k LIMIT 3)',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i FROM n',
  ])
    it(`not open: ${sql}`, async () => assert.equal(await isDetermined(ddl, sql, cut + outer), true));

  for (const sql of [
    'SELECT id FROM u WHERE k IN (SELECT id FROM t LIMIT 2)',
    'SELECT x FROM (SELECT x FROM t LIMIT 2)',
    'SELECT id, (SELECT x FROM t WHERE t.k = u.k) AS y FROM u',
    'SELECT id FROM u WHERE (SELECT x FROM t WHERE t.k = u.k) = folded',
    "SELECT id FROM u WHERE (SELECT x, id FROM t LIMIT 1) = ('a', 1)",
    'SELECT (SELECT x FROM t LIMIT ?) AS y',
    'SELECT x FROM (SELECT x FROM t UNION SELECT folded FROM u LIMIT 2)',
    'SELECT id, (SELECT (SELECT x FROM t WHERE t.k = v.k) FROM u AS v WHERE v.id = u.id) AS y FROM u',
  ])
    it(`open: ${sql}`, async () => {
      assert.equal(await isDetermined(ddl, sql, cut + outer, sql.includes('?') ? { '?1': 1n } : {}), false);
    });

  it('is not counted as open where the order is total', async () => {
    const schema = createSchema(await testEngine(), ddl);
    const kinds = (sql: string): number => freeChoices(analyze(sql, schema)).kinds.size;
    assert.equal(kinds('WITH w AS (SELECT x FROM t ORDER BY k, id LIMIT 2) SELECT x FROM w'), 0);
    assert.equal(kinds('SELECT id, (SELECT x FROM t WHERE t.id = u.k) AS y FROM u'), 0);
    assert.equal(kinds('SELECT id, (SELECT x FROM t WHERE t.k = u.k) AS y FROM u'), 1);
  });
});

describe('an answer that another cut gives', () => {
  const queries: readonly string[] = [
    'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT 2)',
    'SELECT id FROM u WHERE k = (SELECT k FROM t)',
    'SELECT id FROM u WHERE k > (SELECT k FROM t ORDER BY x LIMIT 1 OFFSET 2)',
    'SELECT group_concat(k) AS y FROM (SELECT k FROM t ORDER BY x LIMIT 2)',
    'SELECT id, (SELECT x FROM t WHERE t.k = u.k) AS y FROM u',
    'SELECT id, (SELECT x FROM t WHERE t.k < u.k ORDER BY k DESC LIMIT 1 OFFSET 1) AS y FROM u',
    'SELECT count(*), max(d.x) FROM (SELECT k, x FROM t ORDER BY k LIMIT 3) AS d JOIN u ON u.k = d.k',
    "WITH w AS (SELECT DISTINCT k, x FROM t LIMIT 2) SELECT k FROM w WHERE x <> 'b'",
    'SELECT y FROM (SELECT id AS y, k FROM t UNION ALL SELECT 9, 1 ORDER BY k LIMIT 2)',
    'SELECT x FROM (SELECT * FROM (SELECT k, x FROM t ORDER BY k LIMIT 3) ORDER BY x LIMIT 2) AS d',
    'SELECT (SELECT x FROM t ORDER BY k LIMIT 1) AS y, (SELECT k FROM t ORDER BY x LIMIT 1) AS z',
    'SELECT d.k, e.x FROM (SELECT k FROM t ORDER BY x LIMIT 2) AS d JOIN (SELECT k, x FROM t LIMIT 2) AS e ON e.k = d.k',
    'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT 2) AND id > (SELECT k FROM t ORDER BY x LIMIT 1)',
    'WITH w AS (SELECT k, x FROM t LIMIT 2) SELECT d.k, e.x FROM w AS d JOIN w AS e ON e.k >= d.k',
    'WITH w(y, z) AS (SELECT k, x FROM t ORDER BY x LIMIT 2) SELECT y FROM w UNION ALL SELECT max(y) FROM w',
    'WITH w AS (SELECT k, x FROM t LIMIT 3), v AS (SELECT x FROM w ORDER BY k LIMIT 1) SELECT x FROM v UNION ALL SELECT x FROM w',
    'SELECT id FROM u WHERE k IN (SELECT d.k FROM (SELECT k, x FROM t ORDER BY x LIMIT 3) AS d LIMIT 1)',
    'WITH w AS (SELECT k FROM t LIMIT 1) SELECT id FROM u WHERE k IN (SELECT k FROM w) OR id > (SELECT w.k FROM w)',
  ];
  const row = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom('a', 'b'));

  for (const sql of queries)
    it(`is allowed: ${sql}`, async () => {
      const engine = await testEngine();
      const schema = createSchema(engine, ddl);
      const db = engine.open();
      let [determined, chosen] = [0, 0];
      const numRuns = sql.split('LIMIT').length > 2 ? 60 : 150;
      try {
        db.exec(ddl);
        const original = new Original(db, analyze(sql, schema), new Evaluator(db), 1000);
        // The same rows, stored in other orders.
        const orders = ['id DESC', 'x DESC, id % 2', '(id * 3 + k) % 5'];
        for (const i of orders.keys()) db.exec(`CREATE TABLE t${i} (id INTEGER, k INTEGER, x TEXT)`);
        // Each place may read another of them.
        const others = orders.flatMap((_, i) => {
          let place = i;
          const apart = sql.replaceAll('FROM t', () => `FROM t${place++ % orders.length} AS t`);
          return [...new Set([sql.replaceAll('FROM t', `FROM t${i} AS t`), apart])];
        });
        const load = (table: string, rows: readonly (readonly [number, string])[]): void =>
          rows.forEach(([k, x], i) => {
            db.exec(`INSERT INTO ${table} VALUES (${i + 1}, ${k}, '${x}')`);
          });
        fc.assert(
          fc.property(fc.array(row, { maxLength: 5 }), fc.array(row, { maxLength: 3 }), (t, u) => {
            db.exec('DELETE FROM t; DELETE FROM u;');
            load('t', t);
            load('u', u);
            for (const [i, order] of orders.entries())
              db.exec(`DELETE FROM t${i}; INSERT INTO t${i} SELECT * FROM t ORDER BY ${order}`);
            if (original.determined({})) determined += 1;
            const how = original.comparison({});
            const a = original.run({});
            for (const other of others) {
              const b = { kind: 'rows' as const, result: db.query(other) };
              if (judgeAnswers(a, b, how).kind === 'same') continue;
              assert.ok(original.allows(a, b, {}), other);
              chosen += 1;
            }
          }),
          { numRuns, seed: 7 },
        );
        original.free();
      } finally {
        db.close();
      }
      assert.ok(determined > numRuns / 10, `${determined} of ${numRuns}`);
      assert.ok(chosen > 0);
    });
});

describe('the judge where a cut is open', function () {
  this.timeout(20_000);
  it('refutes no rewrite for another choice', async () => {
    for (const [a, b] of [
      [
        'SELECT id FROM u WHERE 1 IN (SELECT u.k & t.k FROM t LIMIT 1)',
        'SELECT id FROM u WHERE 1 IN (SELECT u.k & t.k FROM (SELECT * FROM t ORDER BY id DESC) AS t LIMIT 1)',
      ],
      [
        'SELECT id FROM u WHERE folded = (SELECT x FROM t WHERE t.k = u.k)',
        'SELECT id FROM u WHERE folded = (SELECT x FROM t WHERE t.k = u.k ORDER BY id DESC)',
      ],
      [
        'SELECT u.id FROM u JOIN (SELECT k FROM t LIMIT 2) AS d ON d.k = u.k',
        'SELECT u.id FROM u JOIN (SELECT k FROM t ORDER BY id DESC LIMIT 2) AS d ON d.k = u.k',
      ],
      [
        "SELECT id FROM u WHERE folded IN (SELECT x FROM t WHERE x > 'a' LIMIT 2)",
        "SELECT id FROM u WHERE folded IN (SELECT x FROM t WHERE x > 'a' ORDER BY k, x DESC LIMIT 2)",
      ],
      [
        'SELECT sum(k) AS s FROM (SELECT k FROM t LIMIT 1 OFFSET 1)',
        'SELECT sum(k) AS s FROM (SELECT k FROM t ORDER BY k % 3, id DESC LIMIT 1 OFFSET 1)',
      ],
      ['SELECT id FROM u WHERE k = (SELECT k FROM t)', 'SELECT id FROM u WHERE k = (SELECT max(k) FROM t)'],
      ['SELECT k FROM first_two', 'SELECT k FROM (SELECT * FROM t ORDER BY k, id DESC LIMIT 2)'],
    ] as const)
      assert.notEqual((await judged(ddl, a, b)).verdict, 'refuted', b);
  });

  it('does not take a failure of the query itself for the last choice', async () => {
    const query = (from: string): string =>
      `SELECT abs(CASE WHEN k = 2 THEN -9223372036854775807 - 1 ELSE k END) AS y FROM (SELECT k FROM t ${from} LIMIT 1)`;
    assert.notEqual((await judged(ddl, query(''), query('ORDER BY k DESC'))).verdict, 'refuted');
  });

  it('still refutes what no choice allows', async () => {
    for (const [a, b] of [
      [
        'SELECT id FROM u WHERE k IN (SELECT k FROM t LIMIT 1)',
        'SELECT id FROM u WHERE k IN (SELECT k FROM t)',
      ],
      [
        'SELECT id FROM u WHERE k < (SELECT k FROM t)',
        'SELECT id FROM u WHERE k < (SELECT min(k) - 1 FROM t)',
      ],
      ['SELECT id FROM u WHERE k = (SELECT k FROM t)', 'SELECT id FROM u WHERE k IN (SELECT k FROM t)'],
      ['SELECT d.x FROM (SELECT x FROM t LIMIT 2) AS d, u', 'SELECT t.x FROM t, u'],
      [
        'WITH w AS (SELECT x FROM t ORDER BY k LIMIT 2 OFFSET 1) SELECT x FROM w ORDER BY x',
        'WITH w AS (SELECT x FROM t ORDER BY k LIMIT 3 OFFSET 1) SELECT x FROM w ORDER BY x',
      ],
      [
        'SELECT id, (SELECT x FROM t WHERE t.k = u.k) AS x FROM u',
        'SELECT u.id, t.x FROM u LEFT JOIN t ON t.k = u.k',
      ],
      [
        'SELECT id, (SELECT x FROM t WHERE t.k = u.k) AS x FROM u',
        'SELECT u.id, t.x FROM u JOIN t ON t.k = u.k',
      ],
      ['SELECT id FROM u WHERE k = (SELECT k FROM t)', 'SELECT id FROM u WHERE k IN (SELECT k + 1 FROM t)'],
      [
        'WITH w AS (SELECT id FROM t LIMIT 2) SELECT count(*) AS n FROM w JOIN w AS v ON v.id = w.id',
        'WITH w AS (SELECT id FROM t LIMIT 3) SELECT count(*) AS n FROM w JOIN w AS v ON v.id = w.id',
      ],
      [
        'SELECT id FROM u WHERE id IN (SELECT id FROM u LIMIT 2) OR id IN (SELECT id FROM u ORDER BY k LIMIT 1)',
        'SELECT id FROM u WHERE id IN (SELECT id FROM u LIMIT 3) OR id IN (SELECT id FROM u ORDER BY k LIMIT 1)',
      ],
      [
        'SELECT count(*) AS n FROM (SELECT d.id FROM (SELECT id, k FROM t ORDER BY k LIMIT 3) AS d JOIN (SELECT id FROM u LIMIT 2) AS e)',
        'SELECT count(*) AS n FROM (SELECT d.id FROM (SELECT id, k FROM t ORDER BY k LIMIT 2) AS d JOIN (SELECT id FROM u LIMIT 3) AS e)',
      ],
      [
        `WITH w AS (SELECT id FROM t LIMIT 3), v AS (SELECT id FROM u WHERE k IN (SELECT id FROM w) LIMIT 2)
         SELECT count(*) AS n, min(id) > 0 AS y FROM v`,
        'WITH v AS (SELECT id FROM u LIMIT 2) SELECT count(*) AS n, min(id) > 0 AS y FROM v',
      ],
      [
        'SELECT count(*) AS n FROM (SELECT id FROM t LIMIT 5)',
        'SELECT count(*) AS n FROM (SELECT id FROM t LIMIT 6)',
      ],
    ] as const)
      assert.equal((await judged(ddl, a, b)).verdict, 'refuted', b);
  });
});
