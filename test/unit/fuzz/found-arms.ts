/** Mistakes in an arm of a set operation that slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundInArms: readonly FoundPair[] = [
  {
    name: 'another column in an arm of a UNION ALL that few databases reach',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status,
  ref0_code TEXT,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_code) REFERENCES t0
) ;`,
    a: "WITH w AS (SELECT MAX(x2.c2) AS c1 FROM t0 AS x1 LEFT JOIN (SELECT x3.ref0_code AS c1, 30 AS c2 FROM t0 AS x3 CROSS JOIN t0 AS x4 WHERE x3.code LIKE '_1%') AS x2 ON x1.ref0_code = x2.c1 GROUP BY x1.code HAVING COUNT(*) >= 3) SELECT x8.status AS c1, x9.code AS c2 FROM t0 AS x8 LEFT JOIN t0 AS x9 ON x9.ref0_code = x8.code WHERE x9.code <> '' UNION ALL SELECT '2024-12-31' AS c1, x22.code AS c2 FROM w AS x21, t0 AS x22 WHERE x22.status IS NOT NULL AND x22.code IN (SELECT 'a1@x' AS c1 FROM t0 AS x23 WHERE EXISTS (SELECT SUM(1) AS c1 FROM t0 AS x26 WHERE x26.code = x23.ref0_code AND x26.code IN ('A1', 'abc') AND x26.ref0_code > 'new'))",
    mistake: ['x22.code IN', 'x22.ref0_code IN'],
  },
  {
    name: 'another column in an arm of a UNION, which only tells its rows apart',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status ANY UNIQUE,
  amount TEXT,
  ref0_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) STRICT;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: "WITH w AS NOT MATERIALIZED (SELECT x1.id AS c1, x1.status AS c2, x1.id AS c3 FROM t0 AS x1 WHERE x1.amount NOT BETWEEN 'a1@x' AND 'abc' UNION SELECT x3.ref0_id AS c1, MIN(x3.status) AS c2, COUNT(x3.status) AS c3 FROM t0 AS x2 CROSS JOIN t0 AS x3 GROUP BY x3.ref0_id, x2.amount) SELECT COALESCE(x5.id, x4.c1) AS c1 FROM w AS x4, t0 AS x5 WHERE x4.c2 IS NULL",
    mistake: ['SELECT x1.id AS', 'SELECT x1.ref0_id AS'],
  },
  {
    name: 'AND as OR in the second arm of EXCEPT',
    ddl: `CREATE TABLE t0 (
  status TEXT CHECK (length(status) BETWEEN 3 AND 8),
  amount BLOB NOT NULL,
  email TEXT,
  created_at BLOB,
  note INTEGER,
  ref1_region TEXT,
  ref1_number INTEGER,
  ref2_id INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  UNIQUE (status, amount),
  FOREIGN KEY (ref1_region, ref1_number) REFERENCES t1 (region, number),
  FOREIGN KEY (ref2_id) REFERENCES t2
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount BLOB UNIQUE,
  PRIMARY KEY (region, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email INTEGER CHECK (10 <= email),
  created_at REAL NOT NULL,
  ref0_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t2
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i2 ON t2 (email) WHERE email = 'new';`,
    a: "SELECT 'a1@x' AS c1 FROM t2 AS x1 EXCEPT SELECT x2.status AS c1 FROM t0 AS x2 WHERE x2.created_at IS NOT NULL AND x2.amount IS NOT NULL ORDER BY 1 LIMIT 3",
    mistake: [
      'x2.created_at IS NOT NULL AND x2.amount IS NOT NULL',
      '(x2.created_at IS NOT NULL OR x2.amount IS NOT NULL)',
    ],
  },
  {
    name: 'columns swapped in the second arm of EXCEPT',
    ddl: `CREATE TABLE t0 (
  status DATE NOT NULL,
  amount BLOB,
  email,
  created_at INTEGER CHECK (created_at BETWEEN -5 AND 5 OR created_at IS NULL),
  note DATE
) ;
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount BLOB NOT NULL,
  email INT NOT NULL,
  created_at BLOB NOT NULL,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (amount, email)
) STRICT, WITHOUT ROWID;`,
    a: "SELECT DISTINCT x1.email AS c1, '2024-01-01' AS c2 FROM t0 AS x1 LEFT JOIN t0 AS x2 ON x2.status = x1.note WHERE x2.created_at = x1.created_at EXCEPT SELECT x3.amount AS c1, CASE WHEN x3.note IS NOT NULL THEN x3.note ELSE x3.status END AS c2 FROM t0 AS x3",
    mistake: [
      'x3.amount AS c1, CASE WHEN x3.note IS NOT NULL THEN x3.note ELSE x3.status END',
      'CASE WHEN x3.note IS NOT NULL THEN x3.note ELSE x3.status END AS c1, x3.amount',
    ],
  },
  {
    name: 'a constant plus 1 in an arm of a nested UNION',
    ddl: `CREATE TABLE t0 (
  status NUMERIC,
  amount NUMERIC NOT NULL,
  made  AS (coalesce(status, '') || '!') STORED
) ;`,
    a: "SELECT MIN('a1@x') AS c1, x1.made AS c2 FROM t0 AS x1 WHERE COALESCE(x1.amount, 3) <= 2 AND x1.status NOT BETWEEN 0 AND 250 GROUP BY x1.made UNION SELECT 'a1@x' AS c1, x3.made AS c2 FROM t0 AS x2 FULL JOIN t0 AS x3 ON x2.amount = x3.status CROSS JOIN (SELECT DISTINCT COALESCE('2024-12-31', '2024-01-01') AS c1, CASE WHEN x5.status <= 2 THEN x'01' ELSE x5.made END AS c2 FROM t0 AS x5 WHERE x5.made IS NOT NULL AND COALESCE(x5.status, 1.5) <= 1 UNION SELECT x6.c2 AS c1, 1 AS c2 FROM (SELECT x7.status AS c1, '2024-01-01' AS c2, x7.status AS c3 FROM t0 AS x7 LEFT JOIN t0 AS x8 ON x8.status = x7.status JOIN t0 AS x9 ON x7.amount = x9.status RIGHT JOIN t0 AS x10 ON x7.amount = x10.amount WHERE x10.made IS NULL ORDER BY 1, 2, 3 LIMIT 3) AS x6 WHERE x6.c1 NOT BETWEEN 1.5 AND 3) AS x4 WHERE x2.status BETWEEN 2 AND 30 AND x4.c1 >= '2024-01-01' AND x2.status NOT IN (30, 250) ORDER BY 2, 1 LIMIT 3",
    mistake: ['= 1', '= 2'],
  },
  {
    name: 'a constant plus 1 in an arm of UNION ALL below a minimum',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status TEXT COLLATE NOCASE,
  amount NOT NULL,
  email BLOB NOT NULL,
  created_at INTEGER NOT NULL UNIQUE,
  note TEXT UNIQUE,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code)
) ;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  amount TEXT,
  email BLOB,
  created_at INT,
  note INT NOT NULL CHECK (10 <= note),
  rank REAL,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  UNIQUE (amount, email)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));
CREATE TABLE t2 (
  code TEXT NOT NULL,
  email INT NOT NULL,
  PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;
CREATE INDEX i2 ON t2 (email DESC);`,
    a: "SELECT MAX(x6.status) AS c1, MIN(x1.c1) AS c2 FROM (SELECT x2.note AS c1 FROM t1 AS x2 CROSS JOIN t1 AS x3 WHERE x3.created_at <> 10 UNION ALL SELECT x4.email AS c1 FROM t2 AS x4 LEFT JOIN t1 AS x5 ON x4.email = x5.rank AND x4.email = :p1 WHERE (x4.email < 10 OR x5.amount > '10')) AS x1, t0 AS x6 WHERE x6.amount IS NOT NULL",
    mistake: ['< 10', '< 11'],
  },
  {
    name: 'another column in the second arm of a UNION',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status TEXT NOT NULL,
  amount BLOB,
  email INT CHECK (email > 0 AND email < 1000),
  created_at INT NOT NULL,
  PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';`,
    a: "SELECT '2024-01-01' AS c1, x2.amount AS c2, COALESCE('2024-01-31', '2024-01-31') AS c3 FROM t0 AS x1 LEFT JOIN t0 AS x2 ON x1.email = x2.created_at WHERE (x1.email < 2 OR x1.email IS 999) AND NOT EXISTS (SELECT x3.id AS c1 FROM t0 AS x3 CROSS JOIN t0 AS x4 WHERE x3.status IS '' GROUP BY x3.status, x3.id HAVING COUNT(*) >= 2) UNION SELECT MIN('2024-12-31') AS c1, MIN(x5.amount) AS c2, MIN('2024-01-01') AS c3 FROM t0 AS x5 CROSS JOIN t0 AS x6 WHERE (x6.status NOT BETWEEN 'new' AND 'paid' OR x6.email = 10) GROUP BY x5.id ORDER BY 2, 3 DESC NULLS LAST, 1",
    mistake: ['x6.email', 'x6.id'],
  },
  {
    name: '= as >= in a correlated count behind UNION and LIMIT',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status GLOB '[A-C][0-9]*'),
  ref0_code TEXT,
  ref1_code TEXT,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_code) REFERENCES t1 (code),
  FOREIGN KEY (ref1_code) REFERENCES t1 (code)
) STRICT;
CREATE TABLE t1 (
  code TEXT NOT NULL,
  amount INT NOT NULL CHECK (amount IN (1, 2, 30)),
  ref0_id INTEGER NOT NULL,
  ref1_code TEXT,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_code) REFERENCES t1 (code)
) STRICT, WITHOUT ROWID;`,
    a: "SELECT x1.status AS c1, MAX(x1.id) AS c2 FROM t0 AS x1 JOIN t0 AS x2 ON x1.ref0_code = x2.ref0_code WHERE x2.status <> x1.ref1_code AND EXISTS (SELECT CASE WHEN x4.ref1_code = 'new' THEN x3.amount ELSE x3.ref0_id END AS c1 FROM t1 AS x3 FULL JOIN t1 AS x4 ON x3.code = x4.ref1_code CROSS JOIN t0 AS x5 WHERE x4.ref1_code = x2.made) GROUP BY x1.status, x1.ref0_code UNION SELECT x6.ref1_code AS c1, (SELECT COUNT(x9.code) FROM t1 AS x8 RIGHT JOIN t1 AS x9 ON x9.ref1_code = x8.code WHERE x6.ref1_code = x8.code) AS c2 FROM t0 AS x6, t1 AS x7 ORDER BY 1, 2 LIMIT 1",
    mistake: ['x6.ref1_code = x8.code', '(x6.ref1_code >= x8.code)'],
  },
];
