/** Rewrites that differ in one place below others, and slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundBelowOthers: readonly FoundPair[] = [
  {
    name: 'UNION for UNION ALL, whose arms seldom return the same row',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status BOOLEAN CHECK (status IS NULL OR status <> 'x'),
  amount TEXT CHECK (amount IN ('new', 'paid', 'Paid', 'gone')),
  email NUMERIC NOT NULL CHECK (email > 0 AND email < 1000),
  PRIMARY KEY (code)
) WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  amount INTEGER NOT NULL,
  email INTEGER,
  created_at ANY CHECK (created_at IS NULL OR created_at <> 'x'),
  note TEXT CHECK (note GLOB '[A-C][0-9]*'),
  UNIQUE (amount, email)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));`,
    a: `SELECT DISTINCT x1.email AS c1, (SELECT COUNT(x4.email) FROM t0 AS x3 RIGHT JOIN t1 AS x4 ON x3.status = x4.amount WHERE x3.status = x2.amount) AS c2 FROM t1 AS x1 CROSS JOIN t1 AS x2 UNION ALL SELECT DISTINCT x7.amount AS c1, x6.email AS c2 FROM t0 AS x5 FULL JOIN t0 AS x6 ON x5.code = x6.amount CROSS JOIN t1 AS x7 WHERE COALESCE(x5.email, 999) = 10 AND (COALESCE(x6.code, '10') <= 'abc' OR (x6.status <= x7.amount OR NOT (x5.amount NOT IN ('new', 'paid'))))`,
    mistake: [`ALL SELECT`, `SELECT`],
  },
  {
    name: 'a comparison turned below two NOT EXISTS',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status REAL NOT NULL,
  amount ANY NOT NULL,
  PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount BLOB NOT NULL,
  email BLOB,
  created_at NUMERIC NOT NULL,
  note DATE NOT NULL,
  rank DATE NOT NULL,
  ref0_id INTEGER NOT NULL,
  ref1_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0
) WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));
CREATE TABLE t2 (
  email BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  note NUMERIC,
  made  AS (coalesce(email, '') || '!') STORED
) ;`,
    a: `WITH w AS NOT MATERIALIZED (SELECT x2.c3 AS c1, x1.amount AS c2 FROM t1 AS x1 LEFT JOIN (SELECT CASE WHEN x3.amount IS NOT NULL THEN x3.amount ELSE x3.amount END AS c1, x3.amount AS c2, lower('') AS c3 FROM t0 AS x3 WHERE x3.amount IS NOT NULL AND x3.status > -5 AND x3.id <= 2) AS x2 ON x1.note IS NOT NULL WHERE x1.rank <> x1.note AND x2.c2 NOT IN (SELECT COALESCE(x4.email, x2.c1) AS c1 FROM t1 AS x4, t2 AS x5 WHERE x1.created_at = x4.ref0_id AND x4.ref0_id NOT IN (3, 30) AND ((x1.ref0_id IS x4.ref1_id OR x2.c2 IS NULL) OR COALESCE(x1.ref1_id, 30) IS 3) AND (x2.c3 LIKE '_1%' OR x5.made IS NOT NULL))) SELECT x6.status AS c1, x6.id AS c2 FROM t0 AS x6 WHERE NOT EXISTS (SELECT x8.id AS c1 FROM t0 AS x7, t1 AS x8 WHERE NOT EXISTS (SELECT MAX(x10.note) AS c1 FROM t0 AS x9 LEFT JOIN t2 AS x10 ON x10.email = x9.id WHERE x8.created_at = :p1 AND x10.note < 2 GROUP BY x9.amount HAVING COUNT(*) >= 2) AND NOT (COALESCE(x8.id, 10) = 10)) UNION ALL SELECT COUNT(*) OVER (PARTITION BY x11.c1) AS c1, DENSE_RANK() OVER (PARTITION BY x14.c2 ORDER BY x11.c2 DESC) AS c2 FROM w AS x11 LEFT JOIN w AS x12 ON x12.c1 = x11.c1 RIGHT JOIN w AS x13 ON x11.c1 = x13.c1 FULL JOIN w AS x14 ON x11.c1 = x14.c1 AND x11.c2 IS NULL ORDER BY 2, 1 LIMIT 3`,
    mistake: [`x10.note < 2`, `(x10.note > 2)`],
  },
  {
    name: 'another column beside a factor, in an arm of EXCEPT',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status INTEGER NOT NULL UNIQUE,
  amount REAL NOT NULL CHECK (amount IN (1, 2, 30)),
  email INTEGER CHECK (email > 0 AND email < 1000),
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code),
  UNIQUE (status, amount)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount INT CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL),
  email TEXT CHECK (email GLOB '[A-C][0-9]*'),
  PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));`,
    a: `SELECT x1.email AS c1, CASE WHEN x1.made <= x1.code THEN x1.email ELSE x1.status END AS c2 FROM t0 AS x1 EXCEPT SELECT DISTINCT x3.email AS c1, x3.status * 2 AS c2 FROM t1 AS x2 LEFT JOIN t0 AS x3 ON x3.code = x2.email ORDER BY 2, 1`,
    mistake: [`x3.status`, `x3.amount`],
  },
  {
    name: 'a NULL test dropped where a nested group must be one row',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status REAL,
  amount BLOB,
  email ANY NOT NULL,
  created_at ANY UNIQUE,
  PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: `SELECT MAX(x2.c1) AS c1 FROM t0 AS x1 RIGHT JOIN (SELECT COALESCE('2024-12-31', '2024-12-31') AS c1, '2024-12-31' AS c2, '2024-01-01' AS c3 FROM t0 AS x3, t0 AS x4 WHERE x3.email IS NOT NULL ORDER BY 1, 2, 3 LIMIT 3) AS x2 ON x1.status < 1 AND x1.code > 'paid' WHERE x1.email IS NULL AND NOT EXISTS (SELECT x5.status AS c1 FROM t0 AS x5 FULL JOIN t0 AS x6 ON x5.code = x6.code FULL JOIN t0 AS x7 ON x6.code = x7.code WHERE x5.code IN ('a1@x', 'new') AND x7.created_at IS NOT NULL AND NOT (x5.status IS NULL) GROUP BY x5.status HAVING COUNT(*) = 1) GROUP BY x1.email ORDER BY 1 DESC LIMIT 3`,
    mistake: [`x7.created_at IS NOT NULL`, `1`],
  },
  {
    name: 'an element dropped from a list, behind a UNION ALL in NOT EXISTS',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status BLOB,
  amount TEXT,
  email INTEGER NOT NULL,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  amount BOOLEAN NOT NULL,
  email TEXT UNIQUE,
  ref0_code TEXT NOT NULL,
  ref1_code TEXT NOT NULL UNIQUE,
  FOREIGN KEY (ref0_code) REFERENCES t0,
  FOREIGN KEY (ref1_code) REFERENCES t0
) ;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: `SELECT MIN(1) AS c1 FROM t1 AS x1 WHERE (x1.email LIKE '_1%' OR x1.ref1_code >= '') AND NOT EXISTS (SELECT x2.amount AS c1 FROM t1 AS x2 CROSS JOIN (SELECT DISTINCT CASE WHEN x4.code IN ('new', 'paid') THEN '2024-01-31' ELSE '2024-01-31' END AS c1 FROM t0 AS x4 WHERE COALESCE(x4.code, 'a1@x') IS 'A1' AND x4.email IN (2, 3) UNION ALL SELECT COALESCE('2024-01-01', '2024-12-31') AS c1 FROM t0 AS x5 WHERE COALESCE(x5.email, 10) = -5 AND x5.amount >= 'abc') AS x3 WHERE x2.ref1_code = x1.ref0_code)`,
    mistake: [`IN (2, 3`, `IN (2`],
  },
  {
    name: 'AND for OR below NOT, in an arm of EXCEPT in NOT IN',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status DATE NOT NULL CHECK (status IS NULL OR status <> 'x'),
  amount BLOB UNIQUE,
  email NOT NULL,
  PRIMARY KEY (region, number),
  UNIQUE (status, amount)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));`,
    a: `SELECT x1.status AS c1, x2.status AS c2 FROM t0 AS x1, t0 AS x2 WHERE x1.email IS NOT NULL AND x2.region IN ('new', 'new') AND x1.status NOT BETWEEN '2024-01-31' AND '2024-12-31' UNION ALL SELECT CASE WHEN x3.region NOT BETWEEN '' AND 'abc' THEN x3.status ELSE x4.status END AS c1, '2024-01-01' AS c2 FROM t0 AS x3 RIGHT JOIN t0 AS x4 ON x4.status = x3.status AND x3.status IN ('2024-01-31', '2024-01-31') WHERE x4.email NOT IN (SELECT MAX(x5.email) AS c1 FROM t0 AS x5 WHERE x5.email IS NOT NULL AND x5.status = '2024-12-31' GROUP BY x5.region EXCEPT SELECT x6.amount AS c1 FROM t0 AS x6 WHERE COALESCE(x6.region, 'new') > 'a1@x' AND NOT (x6.amount IS NULL) AND NOT (((x6.status < '2024-01-01' OR x6.email IS NULL) OR (x6.number IS 250 OR x6.number <= 1))) GROUP BY x6.amount, x6.email HAVING AVG(x6.number) = 1) AND x4.amount IS NULL`,
    mistake: [
      `x6.status < '2024-01-01' OR x6.email IS NULL) OR (x6.number IS 250 OR x6.number <= 1`,
      `(x6.status < '2024-01-01' OR x6.email IS NULL) AND (x6.number IS 250 OR x6.number <= 1)`,
    ],
  },
  {
    name: 'a link dropped in NOT EXISTS in NOT IN',
    ddl: `CREATE TABLE t0 (
  status INTEGER NOT NULL CHECK (10 <= status),
  amount INT NOT NULL,
  email INTEGER,
  created_at INTEGER NOT NULL UNIQUE,
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
  amount REAL CHECK (10 <= amount),
  PRIMARY KEY (region, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX i1 ON t1 (amount DESC);`,
    a: `SELECT x1.amount AS c1 FROM t1 AS x1 WHERE x1.region IS 'new' GROUP BY x1.amount HAVING COUNT(*) = 1 UNION SELECT x2.amount AS c1 FROM t0 AS x2 LEFT JOIN t1 AS x3 ON x2.email = x3.amount CROSS JOIN t1 AS x4 WHERE x2.email NOT IN (SELECT COUNT(DISTINCT x5.amount) AS c1 FROM t1 AS x5 WHERE x2.ref0_region = x5.region AND x5.amount IS 10 AND NOT EXISTS (SELECT x6.number AS c1 FROM t1 AS x6 WHERE x6.region = x5.region AND x6.region <= 'a1@x') AND x5.number <= 30)`,
    mistake: [`x6.region = x5.region`, `1`],
  },
];
