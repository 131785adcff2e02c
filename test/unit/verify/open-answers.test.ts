/** Where SQL leaves the answer open, no difference is a refutation; where it does not, each one is. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { freeChoices } from '../../../src/core/verify/compare/free-choices.ts';
import { fullForm } from '../../../src/core/verify/compare/full-form.ts';
import { testEngine } from '../engine.ts';
import { judged } from '../judged.ts';
import { isDetermined } from './determined.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, x TEXT, folded TEXT COLLATE NOCASE, trimmed TEXT COLLATE RTRIM);
CREATE VIEW v AS SELECT id, folded AS f FROM t;
`;

describe('the collation of a sort key', () => {
  /** The query sorts 'B' and 'b', 'b ' so that what its collation sees as equal stands in the order of ids. */
  const queries: readonly (readonly [sql: string, collation: string])[] = [
    ['SELECT folded FROM t ORDER BY 1', 'NOCASE'],
    ['SELECT x FROM t ORDER BY x COLLATE NOCASE', 'NOCASE'],
    ['SELECT x || folded AS y FROM t ORDER BY y', 'BINARY'],
    ["SELECT x || ('' COLLATE NOCASE) AS y FROM t ORDER BY y", 'NOCASE'],
    ['SELECT CAST(folded AS TEXT) AS y FROM t ORDER BY y', 'NOCASE'],
    ['SELECT CASE WHEN 1 THEN x END AS y FROM t UNION ALL SELECT folded FROM t ORDER BY 1', 'NOCASE'],
    ['SELECT x FROM t UNION ALL SELECT folded FROM t ORDER BY 1', 'BINARY'],
    ['SELECT trimmed AS y FROM t UNION ALL SELECT folded FROM t ORDER BY y', 'RTRIM'],
    ["SELECT x || '' AS y FROM t UNION ALL SELECT x || '' FROM t ORDER BY y", 'BINARY'],
    ['SELECT y FROM (SELECT x COLLATE NOCASE AS y FROM t) ORDER BY y', 'NOCASE'],
    ["SELECT y FROM (SELECT x || '' AS y FROM t UNION ALL SELECT folded FROM t) ORDER BY y", 'BINARY'],
    ['SELECT * FROM (SELECT folded FROM t) ORDER BY 1', 'NOCASE'],
    ['WITH w(y) AS (SELECT folded FROM t) SELECT y FROM w ORDER BY y', 'NOCASE'],
  ];
  for (const [sql, collation] of queries)
    it(`${collation}: ${sql}`, async () => {
      const engine = await testEngine();
      const form = fullForm(analyze(sql, createSchema(engine, ddl)));
      assert.deepEqual(
        form.keys.map(key => key.collation.toUpperCase()),
        [collation],
      );
      // What SQLite does: each text beside its other spelling sorts by the collation alone.
      const db = engine.open();
      try {
        db.exec(ddl);
        const spelled = ['b', 'B', 'a', 'A', 'a '];
        for (const [i, text] of spelled.entries())
          db.exec(`INSERT INTO t VALUES (${i}, 0, '${text}', '${text}', '${text}')`);
        const found = db.query(sql).rows.map(row => String(row[0]));
        const folded = (text: string): string =>
          collation === 'NOCASE' ? text.toLowerCase() : collation === 'RTRIM' ? text.trimEnd() : text;
        const sorted = found.every((text, i) => i === 0 || folded(found[i - 1] ?? '') <= folded(text));
        assert.ok(sorted, found.join(','));
      } finally {
        db.close();
      }
    });
});

describe('answers that are open', () => {
  const determined = (sql: string, rows: readonly string[]): Promise<boolean> =>
    isDetermined(ddl, sql, rows.map(row => `INSERT INTO t (id, k, x) VALUES (${row});`).join('\n'));
  /** Three rows tie, and read the same from both ends. */
  const mirrored = ["1, 0, 'a'", "2, 0, 'b'", "3, 0, 'a'"];
  const untied = ["1, 0, 'a'", "2, 1, 'b'", "3, 2, 'a'"];

  for (const sql of [
    'SELECT x, row_number() OVER (ORDER BY k) AS n FROM t',
    'SELECT x, row_number() OVER w AS n, ntile(2) OVER w AS m FROM t WINDOW w AS (ORDER BY k)',
    'SELECT x FROM (SELECT x, row_number() OVER (ORDER BY k) AS n FROM t) WHERE n = 2',
    'SELECT x, lag(x) OVER (ORDER BY k) AS n FROM t',
    'SELECT x, count(x) OVER (ORDER BY k ROWS UNBOUNDED PRECEDING) AS n FROM t',
    'SELECT x FROM t WHERE id IN (SELECT id FROM t ORDER BY k LIMIT 1)',
    'SELECT x FROM t WHERE id = (SELECT id FROM t ORDER BY k LIMIT 1)',
  ])
    it(`only with ties: ${sql}`, async () => {
      assert.equal(await determined(sql, mirrored), false);
      assert.equal(await determined(sql, untied), true);
    });

  it('the order inside group_concat is open even where the orders between lowest and highest alone count', async () => {
    const several = ["1, 0, 'a'", "2, 0, 'b'", "3, 0, 'c'"];
    const alike = ["1, 0, 'a'", "2, 0, 'a'", "3, 1, 'b'"];
    for (const sql of [
      "SELECT k FROM t GROUP BY k HAVING group_concat(x) LIKE '%a,c%'",
      'SELECT k, group_concat(k, x) AS y FROM t GROUP BY k',
      'SELECT k, json_group_array(x) AS y FROM t GROUP BY k',
    ]) {
      assert.equal(await determined(sql, several), false, sql);
      assert.equal(await determined(sql, alike), true, sql);
    }
    assert.equal(await determined('SELECT length(group_concat(x)) AS y FROM t', several), true);
  });

  it('which of several equal spellings is kept is open', async () => {
    const folded = (first: string, second: string): string =>
      `INSERT INTO t (id, k, x, folded) VALUES (1, 0, 'a', '${first}'), (2, 0, 'b', '${second}')`;
    const [spelled, once] = [folded('Ab', 'aB'), folded('Ab', 'Ab')];
    for (const sql of [
      'SELECT DISTINCT folded FROM t',
      'SELECT DISTINCT t.* FROM (SELECT folded, k FROM t) AS t',
      'SELECT folded AS y FROM t UNION SELECT x FROM t ORDER BY y',
      'SELECT d.folded || 1 AS y FROM (SELECT DISTINCT folded FROM t) AS d',
    ]) {
      assert.equal(await isDetermined(ddl, sql, spelled), false, sql);
      assert.equal(await isDetermined(ddl, sql, once), true, sql);
    }
    const counted = 'SELECT count(DISTINCT folded) AS n FROM t';
    assert.equal(await isDetermined(ddl, counted, spelled), true);
    const all = 'SELECT folded FROM t UNION ALL SELECT x FROM t';
    assert.equal(await isDetermined(ddl, all, spelled), true);
  });

  it('refutes none for another spelling, and each for other texts', async () => {
    const distinct = 'SELECT DISTINCT folded FROM t';
    const backwards = 'SELECT DISTINCT folded FROM (SELECT folded FROM t ORDER BY id DESC)';
    assert.notEqual((await judged(ddl, distinct, backwards)).verdict, 'refuted');
    for (const [a, b] of [
      [distinct, 'SELECT folded FROM t'],
      [distinct, `${backwards} LIMIT 1`],
      ['SELECT folded FROM t UNION SELECT x FROM t', 'SELECT x AS folded FROM t UNION SELECT folded FROM t'],
    ] as const)
      assert.equal((await judged(ddl, a, b)).verdict, 'refuted', b);
  });

  it('bare columns are open even where the values between lowest and highest alone count', async () => {
    const sql = "SELECT k FROM (SELECT k, x FROM t GROUP BY k) WHERE x = 'b'";
    assert.equal(await determined(sql, ["1, 0, 'a'", "2, 0, 'b'", "3, 0, 'c'"]), false);
    assert.equal(await determined(sql, ["1, 0, 'a'", "2, 1, 'b'", "3, 2, 'c'"]), true);
  });

  it('expressions over bare columns are open, though the columns have one lowest and one highest value', async () => {
    const rows = ["1, 0, 'a'", "2, 0, 'b'", "3, 0, 'c'"];
    assert.equal(await determined("SELECT x = 'b' AS y FROM t GROUP BY k", rows), false);
    assert.equal(await determined("SELECT x = 'b' AS y FROM t GROUP BY id", rows), true);
  });

  it('an expression that is grouped by is settled, and one with another constant is not', async () => {
    const rows = ["1, 0, 'a'", "2, 0, 'b'", "3, 0, 'B'"];
    const grouped = (y: string): string => `SELECT ${y} AS y FROM t GROUP BY x = 'b'`;
    assert.equal(await determined(grouped("X  =  'b'"), rows), true);
    assert.equal(await determined(grouped("x = 'B'"), rows), false);
  });

  it('not, where a window sorts by a key', async () => {
    const schema = createSchema(await testEngine(), ddl);
    const isOpen = (window: string, from = 't'): boolean =>
      freeChoices(analyze(`SELECT row_number() OVER (${window}) AS n FROM ${from}`, schema)).kinds.size > 0;
    assert.equal(isOpen('PARTITION BY k ORDER BY x DESC, id DESC'), false);
    assert.equal(isOpen('PARTITION BY id'), false);
    assert.equal(isOpen('PARTITION BY k ORDER BY x DESC'), true);
    assert.equal(isOpen('ORDER BY id + 0'), true);
    assert.equal(isOpen('ORDER BY a.id', 't a JOIN t b ON b.k = a.k'), true);
    assert.equal(isOpen('ORDER BY a.id, b.id', 't a LEFT JOIN t b ON b.k = a.k'), false);
  });

  it('not, where the query treats the tied rows alike', async () => {
    for (const sql of [
      'SELECT k, row_number() OVER (ORDER BY k) AS n FROM t',
      'SELECT k, lag(k) OVER (ORDER BY k) AS n FROM t WHERE id > 0',
      "SELECT k FROM (SELECT k, x, row_number() OVER (PARTITION BY x ORDER BY k) AS n FROM t) WHERE n = 1 AND x = 'a'",
    ])
      assert.equal(await determined(sql, mirrored), true, sql);
  });

  it('not, where the numbers of tied rows do not matter', async () => {
    const sql = 'SELECT x FROM (SELECT x, row_number() OVER (ORDER BY k) AS n FROM t) WHERE n = 1';
    assert.equal(await determined(sql, ["1, 0, 'a'", "2, 1, 'b'", "3, 1, 'a'"]), true);
    assert.equal(await determined(sql, ["1, 0, 'a'", "2, 0, 'b'", "3, 1, 'a'"]), false);
  });

  it('do not keep mistakes from being found', async () => {
    for (const [a, b] of [
      [
        'SELECT k, row_number() OVER (ORDER BY k) AS n FROM t',
        'SELECT k, rank() OVER (ORDER BY k) AS n FROM t',
      ],
      [
        'SELECT id, k FROM (SELECT id, k, row_number() OVER (PARTITION BY x ORDER BY k) AS n FROM t) WHERE n = 1',
        'SELECT id, k FROM (SELECT id, k, row_number() OVER (PARTITION BY x ORDER BY k DESC) AS n FROM t) WHERE n = 1',
      ],
      [
        'SELECT count(*) AS n FROM (SELECT id FROM t LIMIT 5)',
        'SELECT count(*) AS n FROM (SELECT id FROM t LIMIT 6)',
      ],
      [
        'SELECT id, lag(x) OVER (ORDER BY k) AS p FROM t',
        'SELECT id, lag(x) OVER (ORDER BY k DESC) AS p FROM t',
      ],
    ] as const)
      assert.equal((await judged(ddl, a, b)).verdict, 'refuted', b);
  });
});
