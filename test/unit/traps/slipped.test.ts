import assert from 'node:assert/strict';
import { judged } from '../judged.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c TEXT, d REAL, s TEXT COLLATE NOCASE, at TEXT, js TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a INTEGER, e TEXT);
CREATE TABLE road (a INTEGER NOT NULL, b INTEGER NOT NULL, km INTEGER NOT NULL CHECK (km > 0));
CREATE TABLE vote (member INTEGER NOT NULL REFERENCES u (id), round INTEGER NOT NULL, topic TEXT NOT NULL, points INTEGER,
  PRIMARY KEY (member, round, topic));
CREATE TABLE staff (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES staff (id), hired DATE NOT NULL, left_on DATE);
CREATE TABLE visit (id INTEGER PRIMARY KEY, page TEXT, who TEXT, bounced INTEGER CHECK (bounced IN (0, 1)), ms REAL,
  code TEXT CHECK (length(code) BETWEEN 3 AND 8), tag TEXT AS (coalesce(page, '') || '!') STORED);`;

/** Wrong rewrites that were taken for right ones once, by kind. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'the merged column of USING': [
    'SELECT a FROM t FULL JOIN u USING (a)',
    'SELECT t.a FROM t FULL JOIN u USING (a)',
  ],
  'the merged column of NATURAL': [
    'SELECT count(a) FROM (SELECT a FROM t) NATURAL RIGHT JOIN (SELECT a FROM u)',
    'SELECT count(x.a) FROM (SELECT a FROM t) x NATURAL RIGHT JOIN (SELECT a FROM u)',
  ],
  'LIMIT and OFFSET swapped': [
    'SELECT b FROM t ORDER BY b LIMIT ? OFFSET ?',
    'SELECT b FROM t ORDER BY b LIMIT ?, ?',
  ],
  'named LIMIT and OFFSET swapped': [
    'SELECT a FROM t ORDER BY a LIMIT :n OFFSET :o',
    'SELECT a FROM t ORDER BY a LIMIT :o OFFSET :n',
  ],
  'parameters swapped': [
    'SELECT id FROM t WHERE a > ?1 AND a < ?2',
    'SELECT id FROM t WHERE a > ?2 AND a < ?1',
  ],
  'negative factors': ['SELECT id FROM t WHERE a * b = 12', 'SELECT id FROM t WHERE a * b = 12 AND a > 0'],
  'halves of negative numbers': ['SELECT a >> 1 FROM t', 'SELECT a / 2 FROM t'],
  'negative fractions': [
    'SELECT id FROM t WHERE CAST(d AS INTEGER) = 0',
    'SELECT id FROM t WHERE d >= 0 AND d < 1',
  ],
  'rounding and cutting': ['SELECT round(d, 2) FROM t', 'SELECT CAST(d * 100 AS INTEGER) / 100.0 FROM t'],
  'remainders of larger numbers': [
    'SELECT id FROM t WHERE a % 17 = 3',
    'SELECT id FROM t WHERE a % 17 = 3 AND a < 50',
  ],
  'remainders of numbers beyond a bound': [
    'SELECT id FROM t WHERE a % 17 = 3',
    'SELECT id FROM t WHERE a % 17 = 3 AND a <= 40000',
  ],
  'a share of the rows, rounded up and down': [
    'SELECT id FROM t ORDER BY b DESC, id LIMIT (SELECT (count(*) + 7) / 8 FROM t)',
    'SELECT id FROM t ORDER BY b DESC, id LIMIT (SELECT max(1, count(*) / 8) FROM t)',
  ],
  'the row at a share of all rows': [
    'SELECT d FROM (SELECT d, row_number() OVER (ORDER BY d, id) AS r, count(*) OVER () AS n FROM t WHERE d > 0) WHERE r = (n * 3 + 3) / 4',
    'SELECT d FROM t WHERE d > 0 ORDER BY d, id LIMIT 1 OFFSET (SELECT count(*) * 3 / 4 FROM t WHERE d > 0)',
  ],
  'places after a tie, in several groups': [
    `SELECT member FROM (SELECT member, dense_rank() OVER (PARTITION BY round, topic ORDER BY points DESC) AS place FROM vote
     WHERE points > 0) WHERE place <= 2 GROUP BY member HAVING count(*) >= 2`,
    `SELECT member FROM (SELECT member, rank() OVER (PARTITION BY round, topic ORDER BY points DESC) AS place FROM vote
     WHERE points > 0) WHERE place <= 2 GROUP BY member HAVING count(*) >= 2`,
  ],
  'the shortest way as that of the fewest steps': [
    'WITH RECURSIVE w(at, km) AS (SELECT 1, 0 UNION SELECT b, w.km + road.km FROM road JOIN w ON a = at WHERE b > a) SELECT at, min(km) AS km FROM w GROUP BY at',
    `WITH RECURSIVE w(at, km, steps) AS (SELECT 1, 0, 0 UNION SELECT b, w.km + road.km, steps + 1 FROM road JOIN w ON a = at WHERE b > a)
     SELECT at, km FROM (SELECT at, km, row_number() OVER (PARTITION BY at ORDER BY steps, km) AS k FROM w) WHERE k = 1`,
  ],
  'odd spellings': [
    "SELECT id FROM t WHERE upper(c) = 'ABC'",
    "SELECT id FROM t WHERE c IN ('abc', 'ABC', 'Abc')",
  ],
  'two patterns in the other order': [
    "SELECT id FROM t WHERE c LIKE '%foo%' AND c LIKE '%bar%'",
    "SELECT id FROM t WHERE c LIKE '%foo%bar%'",
  ],
  'texts sorted by length': ['SELECT c FROM t ORDER BY c', 'SELECT c FROM t ORDER BY length(c), c'],
  'separators at other places': [
    "SELECT id FROM t WHERE replace(c, '-', '') = '123456'",
    "SELECT id FROM t WHERE c IN ('123456', '123-456')",
  ],
  'three months as ninety days': [
    "SELECT strftime('%Y', hired, '-3 months') AS year, count(*) FROM staff GROUP BY 1",
    "SELECT strftime('%Y', hired, '-90 days') AS year, count(*) FROM staff GROUP BY 1",
  ],
  'every fourth year as a leap year': [
    "SELECT id, strftime('%d', hired, 'start of month', '+1 month', '-1 day') AS last FROM staff WHERE hired LIKE '____-02-%'",
    "SELECT id, CASE WHEN substr(hired, 1, 4) % 4 = 0 THEN '29' ELSE '28' END AS last FROM staff WHERE hired LIKE '____-02-%'",
  ],
  'dates so many days apart': [
    "SELECT id FROM staff WHERE date(left_on) <= date(hired, '+30 days')",
    "SELECT id FROM staff WHERE date(left_on) < date(hired, '+30 days')",
  ],
  'days between moments': [
    'SELECT id FROM staff WHERE julianday(left_on) - julianday(hired) <= 30',
    "SELECT id FROM staff WHERE date(left_on) <= date(hired, '+30 days')",
  ],
  'the hour of a moment': [
    'SELECT id FROM t WHERE CAST(substr(at, 12, 2) AS INTEGER) >= 18',
    'SELECT id FROM t WHERE CAST(substr(at, 12, 2) AS INTEGER) > 18',
  ],
  'JSON written otherwise': [
    "SELECT id FROM t WHERE json_extract(js, '$.a') = 5",
    `SELECT id FROM t WHERE js LIKE '%"a":5%'`,
  ],
  'a frame of many rows': [
    'SELECT id, sum(b) OVER (ORDER BY id ROWS 29 PRECEDING) AS s FROM t',
    'SELECT id, sum(b) OVER (ORDER BY id ROWS 30 PRECEDING) AS s FROM t',
  ],
  'ranks with ties beyond the tenth': [
    'SELECT id FROM (SELECT id, rank() OVER (ORDER BY a DESC) AS r FROM t) WHERE r <= 10',
    'SELECT id FROM (SELECT id, dense_rank() OVER (ORDER BY a DESC) AS r FROM t) WHERE r <= 10',
  ],
  'a thousand rows in a group': [
    'SELECT a FROM t GROUP BY a HAVING count(*) > 1000',
    'SELECT a FROM t GROUP BY a HAVING count(*) >= 1000',
  ],
  'sum and average at once': [
    'SELECT a FROM t GROUP BY a HAVING sum(d) >= 1000 AND avg(d) < 400',
    'SELECT a FROM t GROUP BY a HAVING sum(d) >= 1000 AND avg(d) <= 400',
  ],
  'a hierarchy one level deeper': [
    `WITH RECURSIVE r (id, n) AS (SELECT id, 0 FROM staff WHERE boss IS NULL UNION ALL
       SELECT s.id, n + 1 FROM staff s JOIN r ON s.boss = r.id WHERE n < 5) SELECT id FROM r`,
    `WITH RECURSIVE r (id, n) AS (SELECT id, 0 FROM staff WHERE boss IS NULL UNION ALL
       SELECT s.id, n + 1 FROM staff s JOIN r ON s.boss = r.id WHERE n < 6) SELECT id FROM r`,
  ],
  'a share in whole percent': [
    'SELECT page FROM visit GROUP BY page HAVING sum(bounced = 1) * 100 / count(*) > 20',
    'SELECT page FROM visit GROUP BY page HAVING sum(bounced = 1) * 100.0 / count(*) > 20',
  ],
  'a share of exactly a tenth': [
    "SELECT page FROM visit GROUP BY page HAVING sum(who = 'bot') * 1.0 / count(*) > 0.1",
    "SELECT page FROM visit GROUP BY page HAVING sum(who = 'bot') * 1.0 / count(*) >= 0.1",
  ],
  'a share of long visits': [
    'SELECT page FROM visit GROUP BY page HAVING sum(ms > 200) * 1.0 / count(*) > 0.05',
    'SELECT page FROM visit GROUP BY page HAVING sum(ms > 200) * 1.0 / count(*) >= 0.05',
  ],
  'a share by FILTER': [
    'SELECT page FROM visit GROUP BY page HAVING count(*) FILTER (WHERE bounced = 1) * 10 > count(*)',
    'SELECT page FROM visit GROUP BY page HAVING count(*) FILTER (WHERE bounced = 1) * 10 >= count(*)',
  ],
  'a share of rows without a value': [
    'SELECT page FROM visit GROUP BY page HAVING count(who) * 1.0 / count(*) < 0.9',
    'SELECT page FROM visit GROUP BY page HAVING count(who) * 1.0 / count(*) <= 0.9',
  ],
  'a share of different values': [
    'SELECT page FROM visit GROUP BY page HAVING count(DISTINCT who) * 1.0 / count(*) < 0.3',
    'SELECT page FROM visit GROUP BY page HAVING count(DISTINCT who) * 1.0 / count(*) <= 0.3',
  ],
  'a bound on a generated column': [
    "SELECT id FROM visit WHERE tag >= 'new!'",
    "SELECT id FROM visit WHERE tag > 'new!'",
  ],
  'a bound below which CHECK wants longer texts': [
    "SELECT id FROM visit WHERE code <= 'A1' AND ms IS NOT NULL",
    "SELECT id FROM visit WHERE code < '' AND ms IS NOT NULL",
  ],
  'one term of OR beside EXISTS': [
    'SELECT id FROM t WHERE (EXISTS (SELECT 1 FROM u WHERE u.a = t.a) OR t.d BETWEEN 2 AND 30) OR t.b > 2',
    'SELECT id FROM t WHERE (EXISTS (SELECT 1 FROM u WHERE u.a = t.a) OR t.d BETWEEN 2 AND 30) OR t.b > 3',
  ],
  'a constant of one arm that the other takes away': [
    "SELECT 'gone' AS c FROM t EXCEPT SELECT e FROM u WHERE a IS NOT NULL AND id > 0",
    "SELECT 'gone' AS c FROM t EXCEPT SELECT e FROM u WHERE a IS NOT NULL OR id > 0",
  ],
  'a constant that a CTE hands on': [
    "WITH w AS (SELECT id, 'new' AS state FROM t) SELECT u.id FROM w JOIN u ON u.e = w.state WHERE u.a > 1",
    "WITH w AS (SELECT id, 'new' AS state FROM t) SELECT u.id FROM w JOIN u ON u.e = w.state WHERE u.a >= 1",
  ],
  'what a function returns in an arm of INTERSECT': [
    'SELECT c FROM t WHERE b > 1 INTERSECT SELECT lower(e) FROM u',
    'SELECT c FROM t WHERE b >= 1 INTERSECT SELECT lower(e) FROM u',
  ],
  'two columns counted as one text': [
    'SELECT count(*) AS n FROM (SELECT DISTINCT page, who FROM visit WHERE page IS NOT NULL AND who IS NOT NULL)',
    "SELECT count(DISTINCT page || '-' || who) AS n FROM visit",
  ],
  'two columns joined as one text': [
    'SELECT v.id FROM visit v JOIN visit w ON w.page = v.page AND w.who = v.who',
    "SELECT v.id FROM visit v JOIN visit w ON w.page || '/' || w.who = v.page || '/' || v.who",
  ],
  'two columns grouped as one number': [
    'SELECT min(id) AS id FROM t WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY a, b',
    'SELECT min(id) AS id FROM t WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY a * 1000 + b',
  ],
  'OFFSET by a subquery': [
    'SELECT a FROM t ORDER BY a LIMIT 1 OFFSET (SELECT count(*) / 2 FROM t)',
    'SELECT a FROM t ORDER BY a LIMIT 1 OFFSET (SELECT (count(*) - 1) / 2 FROM t)',
  ],
};

describe('wrong rewrites of kinds that slipped once', () => {
  for (const [name, [a, b]] of Object.entries(wrong))
    it(name, async () => {
      const verdict = await judged(ddl, a, b, { ignoreNames: true });
      assert.equal(verdict.verdict, 'refuted', verdict.verdict);
    });
});

describe('right rewrites of kinds that were refuted once', () => {
  for (const [a, b] of [
    ['SELECT id, s FROM t ORDER BY +s', 'SELECT id, s FROM t ORDER BY s, id DESC'],
    ['SELECT id, s FROM t ORDER BY CAST(s AS TEXT)', 'SELECT id, s FROM t ORDER BY s, id DESC'],
  ] as const)
    it(a, async () => {
      assert.equal((await judged(ddl, a, b, { ignoreNames: true })).verdict, 'survived');
    });
});
