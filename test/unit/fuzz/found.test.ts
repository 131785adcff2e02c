/** Mistakes that slipped through a fuzz run once. */
import assert from 'node:assert/strict';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import { testEngine } from '../engine.ts';

const PAIRS: readonly {
  readonly name: string;
  readonly ddl: string;
  readonly a: string;
  readonly b: string;
}[] = [
  {
    name: 'predicate dropped beside a CHECK',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status TEXT CHECK (length(status) BETWEEN 3 AND 8),
  amount TEXT NOT NULL CHECK (amount LIKE 'a_%@%'),
  ref0_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) STRICT;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: `SELECT MAX(x2.ref0_id) AS c1 FROM t0 AS x1 FULL JOIN t0 AS x2 ON x1.id = x2.ref0_id JOIN t0 AS x3 ON x2.status = x3.amount WHERE x3.status NOT IN ('10', 'a1@x')`,
    b: `SELECT MAX(x2.ref0_id) AS c1 FROM t0 AS x1 FULL JOIN t0 AS x2 ON x1.id = x2.ref0_id JOIN t0 AS x3 ON x2.status = x3.amount WHERE 1`,
  },
  {
    name: 'IN over a table that may be empty, dropped',
    ddl: `CREATE TABLE t0 (
  status VARCHAR(12),
  amount BLOB,
  made  AS (coalesce(status, '') || '!') STORED
) ;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount DATE NOT NULL CHECK (amount IS NULL OR amount <> 'x'),
  email INTEGER,
  created_at,
  ref0_id INTEGER,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) WITHOUT ROWID;
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email INTEGER,
  created_at TEXT,
  PRIMARY KEY (id),
  UNIQUE (email, created_at)
) STRICT;
CREATE TABLE t3 (
  id INTEGER NOT NULL,
  created_at BLOB NOT NULL CHECK (created_at IS NULL OR created_at <> 'x'),
  note NUMERIC,
  rank TEXT NOT NULL COLLATE NOCASE,
  ref0_id INTEGER,
  made  AS (coalesce(created_at, '') || '!') STORED,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) ;
CREATE UNIQUE INDEX i3 ON t3 (created_at) WHERE created_at = 'new';`,
    a: `SELECT MIN(x3.made) AS c1 FROM t3 AS x1 LEFT JOIN t0 AS x2 ON x1.rank = x2.status AND x2.made IS NOT NULL FULL JOIN t1 AS x3 ON x1.ref0_id = x3.id WHERE x3.amount IN (SELECT x4.amount AS c1 FROM t1 AS x4 FULL JOIN t0 AS x5 ON x4.id BETWEEN 3 AND 250, t3 AS x6 WHERE (x6.ref0_id <> 30 OR x4.made IS NOT NULL) AND NOT ((x5.amount IS NOT NULL OR x6.made IS NULL))) AND x3.id IS 0 UNION ALL SELECT x7.created_at AS c1 FROM t1 AS x7 JOIN (SELECT MIN(x9.status) AS c1, MIN('2024-12-31') AS c2, MIN(1) AS c3 FROM t0 AS x9 WHERE x9.amount IS NOT NULL GROUP BY x9.amount) AS x8 ON x8.c3 = x7.ref0_id WHERE x8.c1 NOT IN ('10', 'a1@x') AND x7.created_at IS NULL`,
    b: `SELECT MIN(x3.made) AS c1 FROM t3 AS x1 LEFT JOIN t0 AS x2 ON x1.rank = x2.status AND x2.made IS NOT NULL FULL JOIN t1 AS x3 ON x1.ref0_id = x3.id WHERE 1 AND x3.id IS 0 UNION ALL SELECT x7.created_at AS c1 FROM t1 AS x7 JOIN (SELECT MIN(x9.status) AS c1, MIN('2024-12-31') AS c2, MIN(1) AS c3 FROM t0 AS x9 WHERE x9.amount IS NOT NULL GROUP BY x9.amount) AS x8 ON x8.c3 = x7.ref0_id WHERE x8.c1 NOT IN ('10', 'a1@x') AND x7.created_at IS NULL`,
  },
  {
    name: '> as >=',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INT NOT NULL,
  ref0_id INTEGER,
  ref1_id INTEGER,
  ref2_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0,
  FOREIGN KEY (ref2_id) REFERENCES t0
) STRICT;
CREATE TABLE t1 (
  amount BLOB,
  ref0_id INTEGER NOT NULL UNIQUE,
  made  AS (coalesce(amount, '') || '!') STORED,
  FOREIGN KEY (ref0_id) REFERENCES t0
) ;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));`,
    a: `SELECT (SELECT MIN(x4.ref0_id) FROM t1 AS x4 WHERE x1.c1 = x4.ref0_id) AS c1 FROM (SELECT AVG(x2.id) AS c1, MAX('2024-12-31') AS c2 FROM t0 AS x2 WHERE NOT (x2.ref0_id <= 2) AND NOT (x2.ref1_id > 10) GROUP BY x2.id) AS x1 FULL JOIN t1 AS x3 ON x3.ref0_id = x1.c1`,
    b: `SELECT (SELECT MIN(x4.ref0_id) FROM t1 AS x4 WHERE x1.c1 = x4.ref0_id) AS c1 FROM (SELECT AVG(x2.id) AS c1, MAX('2024-12-31') AS c2 FROM t0 AS x2 WHERE NOT (x2.ref0_id <= 2) AND NOT ((x2.ref1_id >= 10)) GROUP BY x2.id) AS x1 FULL JOIN t1 AS x3 ON x3.ref0_id = x1.c1`,
  },
  {
    name: 'JOIN as LEFT JOIN',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INTEGER,
  amount TEXT,
  email REAL,
  created_at ANY NOT NULL,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount)
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount BOOLEAN NOT NULL,
  email NUMERIC NOT NULL CHECK (email BETWEEN -5 AND 5 OR email IS NULL),
  created_at INTEGER UNIQUE,
  note REAL NOT NULL UNIQUE,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (amount, email)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: `SELECT MIN(x2.amount) AS c1 FROM t1 AS x1 JOIN t0 AS x2 ON x1.amount = x2.status, t1 AS x3 WHERE x3.created_at IS 3 AND x1.note NOT IN (SELECT x4.amount AS c1 FROM t1 AS x4 WHERE (x4.note > 0 OR x4.amount > 0)) GROUP BY x3.note`,
    b: `SELECT MIN(x2.amount) AS c1 FROM t1 AS x1 LEFT JOIN t0 AS x2 ON x1.amount = x2.status, t1 AS x3 WHERE x3.created_at IS 3 AND x1.note NOT IN (SELECT x4.amount AS c1 FROM t1 AS x4 WHERE (x4.note > 0 OR x4.amount > 0)) GROUP BY x3.note`,
  },
  {
    name: 'FULL JOIN as LEFT JOIN',
    ddl: `CREATE TABLE t0 (
  status INTEGER CHECK (status > 0 AND status < 1000),
  amount INT NOT NULL,
  email INTEGER NOT NULL,
  ref0_region TEXT,
  ref0_number INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t1 (region, number)
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount INTEGER,
  email INT NOT NULL,
  created_at INTEGER NOT NULL CHECK (created_at > 0 AND created_at < 1000),
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (region, number)
) STRICT;
CREATE INDEX i1 ON t1 (amount DESC);`,
    a: `SELECT MAX(x'01') AS c1, MIN('2024-12-31') AS c2, COUNT(*) FILTER (WHERE COALESCE(x2.region, 'paid') < 'new') AS c3 FROM t0 AS x1 FULL JOIN t1 AS x2 ON x2.number = x1.ref0_number JOIN t0 AS x3 ON x2.number = x3.ref0_number FULL JOIN t1 AS x4 ON x4.region = x3.ref0_region`,
    b: `SELECT MAX(x'01') AS c1, MIN('2024-12-31') AS c2, COUNT(*) FILTER (WHERE COALESCE(x2.region, 'paid') < 'new') AS c3 FROM t0 AS x1 FULL JOIN t1 AS x2 ON x2.number = x1.ref0_number JOIN t0 AS x3 ON x2.number = x3.ref0_number LEFT JOIN t1 AS x4 ON x4.region = x3.ref0_region`,
  },
  {
    name: '<= as =',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status TEXT CHECK (length(status) BETWEEN 3 AND 8),
  amount DATE,
  email NUMERIC CHECK (10 <= email),
  created_at BLOB,
  ref0_code TEXT UNIQUE,
  ref1_code TEXT,
  PRIMARY KEY (code),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_code) REFERENCES t1 (code),
  FOREIGN KEY (ref1_code) REFERENCES t1 (code)
) ;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  code TEXT NOT NULL,
  amount INTEGER CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL),
  email REAL CHECK (email > 0 AND email < 1000),
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (code)
) ;`,
    a: `SELECT SUM(CASE WHEN x2.c2 = 1.5 THEN 1 ELSE 0 END) AS c1, x1.code AS c2, MIN(x2.c2) AS c3 FROM t1 AS x1, (SELECT MIN(x3.code) AS c1, AVG(x3.amount) AS c2, MAX('2024-01-01') AS c3 FROM t1 AS x3 LEFT JOIN t1 AS x4 ON x4.amount = x3.email AND COALESCE(x4.email, 2) IS 30 GROUP BY x4.made UNION SELECT x8.code AS c1, COUNT(x5.amount) AS c2, MIN(x5.amount) AS c3 FROM t0 AS x5 LEFT JOIN t0 AS x6 ON x5.status = x6.code LEFT JOIN t1 AS x7 ON x7.code = x5.ref1_code LEFT JOIN t0 AS x8 ON x8.ref0_code = x7.code GROUP BY x8.code) AS x2 WHERE ((NOT (COALESCE(x2.c1, '') = 'A1') OR x1.email = -5) OR x1.code <= 'abc') AND x2.c3 <= '2024-12-31' GROUP BY x1.code HAVING COUNT(*) = 1 ORDER BY 3, 2 DESC, 1 DESC NULLS LAST LIMIT 4`,
    b: `SELECT SUM(CASE WHEN x2.c2 = 1.5 THEN 1 ELSE 0 END) AS c1, x1.code AS c2, MIN(x2.c2) AS c3 FROM t1 AS x1, (SELECT MIN(x3.code) AS c1, AVG(x3.amount) AS c2, MAX('2024-01-01') AS c3 FROM t1 AS x3 LEFT JOIN t1 AS x4 ON x4.amount = x3.email AND COALESCE(x4.email, 2) IS 30 GROUP BY x4.made UNION SELECT x8.code AS c1, COUNT(x5.amount) AS c2, MIN(x5.amount) AS c3 FROM t0 AS x5 LEFT JOIN t0 AS x6 ON x5.status = x6.code LEFT JOIN t1 AS x7 ON x7.code = x5.ref1_code LEFT JOIN t0 AS x8 ON x8.ref0_code = x7.code GROUP BY x8.code) AS x2 WHERE ((NOT (COALESCE(x2.c1, '') = 'A1') OR x1.email = -5) OR (x1.code = 'abc')) AND x2.c3 <= '2024-12-31' GROUP BY x1.code HAVING COUNT(*) = 1 ORDER BY 3, 2 DESC, 1 DESC NULLS LAST LIMIT 4`,
  },
  {
    name: 'a boundary value that refers to a row of the same table',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INT NOT NULL CHECK (status IN (1, 2, 30)),
  amount TEXT CHECK (amount GLOB '[A-C][0-9]*'),
  ref0_id INTEGER,
  ref1_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0
) STRICT;`,
    a: `SELECT MIN(x2.status) AS c1 FROM t0 AS x1 CROSS JOIN t0 AS x2 WHERE x2.ref0_id <= 10`,
    b: `SELECT MIN(x2.status) AS c1 FROM t0 AS x1 CROSS JOIN t0 AS x2 WHERE x2.ref0_id <= 11`,
  },
  {
    name: 'an arm of a UNION that few databases reach',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status,
  ref0_code TEXT,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_code) REFERENCES t0
) ;`,
    a: `WITH w AS (SELECT MAX(x2.c2) AS c1 FROM t0 AS x1 LEFT JOIN (SELECT x3.ref0_code AS c1, 30 AS c2 FROM t0 AS x3 CROSS JOIN t0 AS x4 WHERE x3.code LIKE '_1%') AS x2 ON x1.ref0_code = x2.c1 GROUP BY x1.code HAVING COUNT(*) >= 3) SELECT x8.status AS c1, x9.code AS c2 FROM t0 AS x8 LEFT JOIN t0 AS x9 ON x9.ref0_code = x8.code WHERE x9.code <> '' UNION ALL SELECT '2024-12-31' AS c1, x22.code AS c2 FROM w AS x21, t0 AS x22 WHERE x22.status IS NOT NULL AND x22.code IN (SELECT 'a1@x' AS c1 FROM t0 AS x23 WHERE EXISTS (SELECT SUM(1) AS c1 FROM t0 AS x26 WHERE x26.code = x23.ref0_code AND x26.code IN ('A1', 'abc') AND x26.ref0_code > 'new'))`,
    b: `WITH w AS (SELECT MAX(x2.c2) AS c1 FROM t0 AS x1 LEFT JOIN (SELECT x3.ref0_code AS c1, 30 AS c2 FROM t0 AS x3 CROSS JOIN t0 AS x4 WHERE x3.code LIKE '_1%') AS x2 ON x1.ref0_code = x2.c1 GROUP BY x1.code HAVING COUNT(*) >= 3) SELECT x8.status AS c1, x9.code AS c2 FROM t0 AS x8 LEFT JOIN t0 AS x9 ON x9.ref0_code = x8.code WHERE x9.code <> '' UNION ALL SELECT '2024-12-31' AS c1, x22.code AS c2 FROM w AS x21, t0 AS x22 WHERE x22.status IS NOT NULL AND x22.ref0_code IN (SELECT 'a1@x' AS c1 FROM t0 AS x23 WHERE EXISTS (SELECT SUM(1) AS c1 FROM t0 AS x26 WHERE x26.code = x23.ref0_code AND x26.code IN ('A1', 'abc') AND x26.ref0_code > 'new'))`,
  },
];

describe('mistakes that slipped through a fuzz run once', () => {
  for (const { name, ddl, a, b } of PAIRS)
    it(name, async () => {
      const engine = await testEngine();
      const judge = createJudge(engine, createSchema(engine, ddl), a, {
        databases: 400,
        mutants: 0,
        budgetMs: 20_000,
        seed: 1,
      });
      try {
        assert.equal(judge.judge(b).verdict, 'refuted');
      } finally {
        judge.close();
      }
    });

  it('rows that refer to rows of their own table keep what they refer to', async () => {
    const engine = await testEngine();
    const ddl =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES t, k TEXT CHECK (k GLOB '[A-C]*'))";
    const judge = createJudge(engine, createSchema(engine, ddl), 'SELECT id FROM t WHERE boss > 70', {
      databases: 100,
      mutants: 0,
      budgetMs: 20_000,
      seed: 1,
    });
    try {
      const verdict = judge.judge('SELECT id FROM t WHERE boss > 70 AND 1');
      assert.ok(verdict.nonEmpty > 50, `${verdict.nonEmpty} of ${verdict.databases} with rows`);
    } finally {
      judge.close();
    }
  });
});
