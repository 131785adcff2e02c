/** MAX, MIN and GROUP BY over values that count as equal and are not the same: which of them is returned is open. */
import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';
import { isDetermined } from './determined.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, n TEXT COLLATE NOCASE, r TEXT COLLATE RTRIM, b TEXT, v, i INTEGER, f REAL);
CREATE INDEX t_n ON t (n);
`;
const rows = (column: string, ...values: readonly string[]): string =>
  values.map((value, i) => `INSERT INTO t (id, k, ${column}) VALUES (${i + 1}, 0, ${value});`).join('\n');

describe('one of several values that count as equal', () => {
  it('open where one of them is sought as a key by a value that ignores case, or by a number', async () => {
    const keyed = `CREATE TABLE a (x TEXT COLLATE NOCASE PRIMARY KEY NOT NULL, n INTEGER UNIQUE NOT NULL);
      CREATE TABLE b (y TEXT PRIMARY KEY NOT NULL, w INTEGER);
      CREATE TABLE any (y PRIMARY KEY NOT NULL, w INTEGER);`;
    const filled = (...texts: string[]): string =>
      `INSERT INTO a VALUES ('k', 7); INSERT INTO b VALUES ${texts.map((text, i) => `('${text}', ${i})`).join()};`;
    for (const [key, texts] of [
      ['x', ['k', 'K']],
      ['n', ['7', '07']],
    ] as const) {
      const sql = `SELECT a.n, b.w FROM a JOIN b ON a.${key} = b.y GROUP BY a.n`;
      assert.equal(await isDetermined(keyed, sql, filled(...texts)), false);
      assert.equal(await isDetermined(keyed, sql, filled('k', '7')), true);
    }
    const loose = "INSERT INTO a VALUES ('k', 7); INSERT INTO any VALUES (7, 1), ('7', 2);";
    for (const from of ['a', '(SELECT CAST(n AS INTEGER) AS n FROM a) AS a'])
      assert.equal(
        await isDetermined(
          keyed,
          `SELECT a.n, b.w FROM ${from} JOIN any AS b ON a.n = b.y GROUP BY a.n`,
          loose,
        ),
        false,
      );
  });

  /** Open where the greatest are spelled in several ways; settled where only lesser ones are, or none. */
  const greatest = [rows('n', "'B'", "'b'", "'a'"), rows('n', "'b'", "'A'", "'a'"), rows('n', "'b'", "'b'")];
  for (const sql of [
    'SELECT max(n) AS m FROM t',
    'SELECT k, max(n) AS m FROM t GROUP BY k',
    'SELECT max(DISTINCT n) FILTER (WHERE k = 0) AS m FROM t',
    'SELECT max(n) OVER (PARTITION BY k) AS m FROM t',
    'SELECT max(n) OVER w AS m FROM t WINDOW w AS (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)',
    "SELECT count(*) AS c FROM t WHERE b IS (SELECT max(n) FROM t) OR 'b' = (SELECT max(n) FROM t)",
    "SELECT k FROM t GROUP BY k HAVING max(n) > 'a'",
    'SELECT length(d.m) AS y FROM (SELECT max(n) AS m FROM t) AS d',
    "SELECT max(y) AS m FROM (SELECT b || '' AS x, n AS y FROM t) AS d",
    'SELECT DISTINCT max(n) AS m FROM t GROUP BY k',
    'SELECT n FROM t GROUP BY n ORDER BY n DESC LIMIT 1',
  ])
    it(`MAX: ${sql}`, async () => {
      const [several, lesser, once] = greatest;
      assert.equal(await isDetermined(ddl, sql, several ?? ''), false);
      if (!sql.includes('GROUP BY n')) assert.equal(await isDetermined(ddl, sql, lesser ?? ''), true);
      assert.equal(await isDetermined(ddl, sql, once ?? ''), true);
    });

  for (const [sql, open, settled] of [
    ['SELECT min(n) AS m FROM t', rows('n', "'A'", "'a'", "'b'"), rows('n', "'a'", "'B'", "'b'")],
    ['SELECT max(r) AS m FROM t', rows('r', "'b '", "'b'", "'a'"), rows('r', "'b'", "'a '", "'a'")],
    ['SELECT min(r) OVER () AS m FROM t', rows('r', "'b '", "'b'"), rows('r', "'b'", "'b'")],
    ['SELECT max(b COLLATE NOCASE) AS m FROM t', rows('b', "'A'", "'a'"), rows('b', "'A'", "'A'")],
    ['SELECT max(v) AS m FROM t', rows('v', '1', '1.0', '0'), rows('v', '1', '0', '0.0')],
    ['SELECT min(v) OVER () AS m FROM t', rows('v', '1', '1.0'), rows('v', '1', "'1'")],
    [
      'SELECT max(CASE WHEN id = 1 THEN i ELSE f END) AS m FROM t',
      rows('i, f', '1, 1', '1, 1'),
      rows('i, f', '1, 0', '1, 0'),
    ],
    ['SELECT max(n, b) AS m FROM t', rows('n, b', "'a', 'A'"), rows('n, b', "'a', 'b'")],
    ['SELECT min(i, f) AS m FROM t', rows('i, f', '1, 1'), rows('i, f', '1, 2')],
    ['SELECT n FROM t GROUP BY n', rows('n', "'A'", "'a'"), rows('n', "'A'", "'b'")],
    [
      'SELECT b COLLATE NOCASE AS y FROM t GROUP BY b COLLATE NOCASE',
      rows('b', "'A'", "'a'"),
      rows('b', "'A'", "'b'"),
    ],
    [
      'SELECT y FROM (SELECT b COLLATE NOCASE AS y FROM t) GROUP BY y',
      rows('b', "'A'", "'a'"),
      rows('b', "'A'", "'b'"),
    ],
    ['SELECT DISTINCT v, k AS w FROM t', rows('v', '1', '1.0'), rows('v', '1', '2.0')],
    [
      'SELECT i FROM t UNION SELECT f AS i FROM t ORDER BY 1',
      rows('i, f', '1, 2', '3, 1'),
      rows('i, f', '1, 2', '3, 4'),
    ],
    ['SELECT v FROM t GROUP BY v', rows('v', '1', '1.0'), rows('v', '1', '2.0')],
  ] as const)
    it(`open and settled: ${sql}`, async () => {
      assert.equal(await isDetermined(ddl, sql, open), false);
      assert.equal(await isDetermined(ddl, sql, settled), true);
    });

  it('is settled where the choice decides nothing', async () => {
    const spelled = rows('n, b', "'A', 'a'", "'a', 'A'");
    for (const sql of [
      'SELECT count(DISTINCT n) AS c FROM t',
      'SELECT id FROM t WHERE n = (SELECT max(n) FROM t)',
      "SELECT k FROM t GROUP BY k HAVING max(n) COLLATE NOCASE = 'a' AND min(n) IS NOT NULL",
      'SELECT max(b) AS m FROM t',
    ])
      assert.equal(await isDetermined(ddl, sql, spelled), true, sql);
  });

  const latest =
    'SELECT k, (SELECT x.n FROM t AS x WHERE x.k IS t.k AND x.n IS NOT NULL ORDER BY x.n DESC, x.id %s LIMIT 1) AS m FROM t GROUP BY k';
  const texts = (sql: string, part: string): string => sql.replace('%s', part);

  it('refutes none for another of these values', async () => {
    for (const [a, b] of [
      ['SELECT k, max(n) AS m FROM t GROUP BY k', texts(latest, '')],
      ['SELECT k, max(n) AS m FROM t GROUP BY k', texts(latest, 'DESC')],
      [
        'SELECT n, count(*) AS c FROM t GROUP BY n',
        'SELECT max(+n COLLATE BINARY) AS n, count(*) AS c FROM t GROUP BY n',
      ],
      [
        'SELECT n FROM t GROUP BY n ORDER BY n',
        'SELECT min(+n COLLATE BINARY) AS n FROM t GROUP BY n ORDER BY t.n',
      ],
      ['SELECT max(n, b) AS m FROM t', 'SELECT max(b COLLATE NOCASE, n) AS m FROM t'],
      ['SELECT i FROM t UNION SELECT f AS i FROM t', 'SELECT f AS i FROM t UNION SELECT i FROM t'],
      [
        'SELECT (SELECT max(x.n) FROM t AS x WHERE x.k = t.k) AS m FROM t',
        'SELECT (SELECT max(x.n) FROM (SELECT * FROM t ORDER BY id DESC LIMIT -1) AS x WHERE x.k = t.k) AS m FROM t',
      ],
    ] as const) {
      const verdict = await judged(ddl, a, b);
      assert.notEqual(verdict.verdict, 'refuted', `${b}: ${told(verdict)}`);
    }
  });

  it('refutes what none of these values is', async () => {
    for (const [a, b] of [
      ['SELECT max(n) AS m FROM t', 'SELECT upper(max(n)) AS m FROM t'],
      ['SELECT max(n) AS m FROM t', 'SELECT min(n) AS m FROM t'],
      ['SELECT k, max(n) AS m FROM t GROUP BY k', 'SELECT k, max(n) AS m FROM t WHERE k > 0 GROUP BY k'],
      ['SELECT n FROM t GROUP BY n', 'SELECT n FROM t GROUP BY n COLLATE BINARY'],
      ['SELECT n FROM t GROUP BY n', 'SELECT lower(n) AS n FROM t GROUP BY 1'],
      ['SELECT max(n, b) AS m FROM t', 'SELECT max(b, n) AS m FROM t'],
      ['SELECT i FROM t UNION SELECT f AS i FROM t', 'SELECT f AS i FROM t UNION SELECT i * 1.0 FROM t'],
      ['SELECT i FROM t UNION SELECT f AS i FROM t', 'SELECT i FROM t UNION ALL SELECT f AS i FROM t'],
      ['SELECT max(v) AS m FROM t', 'SELECT CAST(max(v) AS REAL) AS m FROM t'],
      ["SELECT k FROM t GROUP BY k HAVING max(n) > 'a'", "SELECT k FROM t GROUP BY k HAVING min(n) > 'a'"],
    ] as const) {
      const verdict = await judged(ddl, a, b);
      assert.equal(verdict.verdict, 'refuted', `${b}: ${told(verdict)}`);
    }
  });
});
