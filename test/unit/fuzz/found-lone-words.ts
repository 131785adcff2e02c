/** One word wrong, deep inside: no verdict that only databases back is believed. */
import type { FoundPair } from './found-pair.ts';

export const foundInOneWord: readonly FoundPair[] = [
  {
    name: 'another column in CASE, below a CTE that is read twice',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status REAL NOT NULL CHECK (status IN (1, 2, 30)),
  amount INT,
  email ANY CHECK (email IS NULL OR email <> 'x'),
  created_at TEXT NOT NULL,
  note INTEGER NOT NULL,
  ref0_region TEXT,
  ref0_number INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (region, number),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: "WITH w AS NOT MATERIALIZED (SELECT DISTINCT (SELECT MIN(x5.email) FROM t0 AS x3 JOIN t0 AS x4 ON x4.created_at = x3.ref0_region, t0 AS x5 WHERE x3.ref0_number = x2.number) AS c1, CASE WHEN x1.amount <> x2.note THEN x1.email ELSE x2.email END AS c2, '2024-12-31' AS c3 FROM t0 AS x1, t0 AS x2 WHERE (x1.region = x1.created_at OR COALESCE(x1.ref0_region, 'new') <> 'a1@x') AND x1.email IS NOT NULL) SELECT MIN(x7.c2) AS c1 FROM w AS x6 CROSS JOIN w AS x7 WHERE EXISTS (SELECT SUM(CASE WHEN x8.region < x8.made THEN 1 ELSE 0 END) AS c1 FROM t0 AS x8 CROSS JOIN t0 AS x9) AND (x7.c1 IN (SELECT CASE WHEN x10.amount = -5 THEN x11.email ELSE x11.email END AS c1 FROM t0 AS x10 LEFT JOIN t0 AS x11 ON x10.ref0_number = x11.number RIGHT JOIN t0 AS x12 ON x12.ref0_number = x11.number WHERE EXISTS (SELECT CASE WHEN x13.made LIKE 'new' THEN x13.ref0_number ELSE x13.note END AS c1 FROM t0 AS x13 WHERE ((x13.made IS NOT NULL OR (x13.number IN (3, 7) OR x13.note IS NULL)) OR x13.ref0_number = x13.number))) OR (NOT (x6.c3 IS x7.c3) OR (x6.c3 IS NULL OR x6.c2 IS NOT NULL))) GROUP BY x6.c3 HAVING COUNT(*) > 1 ORDER BY 1 DESC NULLS LAST",
    mistake: ['1.amount <', '1.number <'],
  },
  {
    name: 'OR for the last of three ANDs, in an arm behind IN',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status > 0 AND status < 1000),
  ref0_region TEXT,
  ref0_number INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (region, number),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  amount TEXT COLLATE NOCASE CHECK (amount LIKE 'a_%@%'),
  email NUMERIC NOT NULL,
  created_at VARCHAR(12) NOT NULL COLLATE NOCASE,
  ref0_region TEXT,
  ref0_number INTEGER,
  ref1_region TEXT NOT NULL,
  ref1_number INTEGER NOT NULL,
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0,
  FOREIGN KEY (ref1_region, ref1_number) REFERENCES t0
) ;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));
CREATE TABLE t2 (
  code TEXT NOT NULL,
  email NUMERIC NOT NULL CHECK (10 <= email),
  created_at REAL,
  ref0_code TEXT,
  ref1_region TEXT NOT NULL,
  ref1_number INTEGER NOT NULL,
  PRIMARY KEY (code),
  UNIQUE (email, created_at),
  FOREIGN KEY (ref0_code) REFERENCES t2,
  FOREIGN KEY (ref1_region, ref1_number) REFERENCES t0
) ;`,
    a: 'SELECT x1.ref0_region AS c1, COALESCE(250, x1.ref0_number) AS c2 FROM t0 AS x1 WHERE x1.status IN (SELECT x2.number AS c1 FROM t0 AS x2 GROUP BY x2.number UNION ALL SELECT COALESCE(x4.email, x1.status) AS c1 FROM t1 AS x3 RIGHT JOIN t1 AS x4 ON x4.amount = x3.created_at WHERE x1.region = x4.ref0_region AND x4.ref0_region <= x1.ref0_region AND x4.ref1_region IS NULL) AND x1.number NOT IN (SELECT (SELECT MAX(x6.ref1_number) FROM t2 AS x6 WHERE x6.ref0_code = x5.code) AS c1 FROM t2 AS x5) ORDER BY 2 DESC, 1 DESC NULLS LAST',
    mistake: [
      'x1.region = x4.ref0_region AND x4.ref0_region <= x1.ref0_region AND x4.ref1_region IS NULL',
      '(x1.region = x4.ref0_region AND x4.ref0_region <= x1.ref0_region OR x4.ref1_region IS NULL)',
    ],
  },
  {
    name: 'a lost bound of BETWEEN, behind OR in an arm behind IN',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INT,
  amount TEXT COLLATE NOCASE CHECK (amount GLOB '[A-C][0-9]*'),
  email INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount)
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  amount INTEGER CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL),
  ref1_id INTEGER NOT NULL,
  FOREIGN KEY (ref1_id) REFERENCES t0
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));`,
    a: "WITH w AS MATERIALIZED (SELECT x1.amount AS c1, x1.amount AS c2, (SELECT MIN(x'01') FROM t0 AS x4 CROSS JOIN t1 AS x5 WHERE x1.id = x5.ref1_id) AS c3 FROM t0 AS x1 WHERE (x1.id IN (SELECT x2.ref1_id * 2 AS c1 FROM t1 AS x2 WHERE x2.amount = x1.id AND x2.ref1_id < 2 AND x1.id = 30 AND x1.made IS NULL UNION SELECT x3.id * 2 AS c1 FROM t0 AS x3 WHERE x3.id = x1.status AND x3.id = 2 AND (COALESCE(x3.amount, 'A10') <> 'A10' OR x3.amount BETWEEN 'A10' AND 'C9')) OR x1.email IS NULL) AND COALESCE(x1.amount, 'paid') > 'A10') SELECT x6.c1 AS c1, '2024-01-01' AS c2, 3 AS c3 FROM w AS x6 WHERE x6.c2 <> 'a1@x'",
    mistake: ["BETWEEN 'A10' AND 'C9", "> 'A10"],
  },
  {
    name: 'another column in PARTITION BY, in an arm of UNION',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status BLOB NOT NULL,
  amount TEXT CHECK (amount LIKE 'a_%@%'),
  PRIMARY KEY (region, number),
  UNIQUE (status, amount)
) WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: "SELECT COUNT(*) AS c1, COUNT(DISTINCT x1.amount) AS c2, MAX(x1.amount) AS c3 FROM t0 AS x1 UNION SELECT DENSE_RANK() OVER (PARTITION BY x2.amount ORDER BY x2.number DESC) AS c1, COUNT(*) OVER () AS c2, x2.amount AS c3 FROM t0 AS x2 WHERE (x2.number IN (SELECT CASE WHEN x3.status IS NULL THEN x4.number ELSE x4.number END AS c1 FROM t0 AS x3 LEFT JOIN t0 AS x4 ON x3.number = x4.number EXCEPT SELECT DISTINCT x5.number AS c1 FROM t0 AS x5 LEFT JOIN t0 AS x6 ON x5.region = x6.region WHERE x6.region >= x5.amount) OR x2.number NOT BETWEEN 7 AND 10) AND x2.amount LIKE '_1%' AND NOT (x2.region <> 'A1')",
    mistake: ['2.amount O', '2.region O'],
  },
  {
    name: 'JOIN for LEFT JOIN below MAX, beside a LIMIT of 1',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status DATE,
  amount TEXT CHECK (length(amount) BETWEEN 3 AND 8),
  email BOOLEAN NOT NULL,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount INTEGER UNIQUE,
  email TEXT NOT NULL,
  created_at ANY CHECK (created_at IS NULL OR created_at <> 'x'),
  note TEXT,
  ref0_id INTEGER NOT NULL UNIQUE,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0
) STRICT, WITHOUT ROWID;`,
    a: "SELECT MAX(x1.created_at) AS c1 FROM t1 AS x1 RIGHT JOIN (SELECT AVG(x3.amount) AS c1, MIN(x3.created_at) AS c2, COUNT(DISTINCT x3.id) AS c3 FROM t1 AS x3 WHERE x3.note > x3.made) AS x2 ON x2.c1 = x1.ref0_id LEFT JOIN t1 AS x4 ON x1.note = x4.email CROSS JOIN (SELECT DISTINCT x7.created_at AS c1, x6.status AS c2 FROM t0 AS x6 LEFT JOIN t1 AS x7 ON x6.id = x7.ref0_id WHERE EXISTS (SELECT COUNT(*) AS c1 FROM t0 AS x8 LEFT JOIN t0 AS x9 ON x8.id = x9.email LEFT JOIN t0 AS x10 ON x10.status = x9.status WHERE x7.ref0_id = x10.id GROUP BY x9.status) AND x7.email = '10' AND x7.made NOT IN (SELECT DISTINCT x11.amount AS c1 FROM t0 AS x11 WHERE COALESCE(x11.id, 250) = 1) ORDER BY 1, 2 LIMIT 1) AS x5 ORDER BY 1",
    mistake: ['d LEFT JO', 'd JO'],
  },
  {
    name: 'NULL for the value of an ELSE, below NOT EXISTS and LIMIT',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status REAL CHECK (status BETWEEN -5 AND 5 OR status IS NULL),
  amount INTEGER CHECK (10 <= amount),
  ref0_code TEXT,
  PRIMARY KEY (region, number),
  FOREIGN KEY (ref0_code) REFERENCES t1 (code)
) STRICT;
CREATE TABLE t1 (
  code TEXT NOT NULL,
  amount INT NOT NULL,
  email INTEGER,
  PRIMARY KEY (code)
) STRICT;`,
    a: "SELECT COALESCE(x2.c1, x2.c1) AS c1, '2024-01-31' AS c2, x2.c2 AS c3 FROM t1 AS x1 LEFT JOIN (SELECT 'x' AS c1, x5.status AS c2 FROM (SELECT CASE WHEN x4.code <= 'new' THEN x4.code ELSE x4.code END AS c1 FROM t1 AS x4 WHERE x4.email = 10) AS x3 LEFT JOIN t0 AS x5 ON x3.c1 = x5.region WHERE NOT EXISTS (SELECT COALESCE(SUM(x7.status), 0) AS c1 FROM t0 AS x6 LEFT JOIN t0 AS x7 ON x6.region = x7.ref0_code WHERE x7.ref0_code = x5.ref0_code GROUP BY x6.status) ORDER BY 1, 2 LIMIT 1) AS x2 ON x1.amount = x2.c2 AND x1.amount IS NOT NULL WHERE (x1.email BETWEEN 0 AND 7 OR ((x1.code IS NOT NULL OR x2.c1 IS NOT NULL) OR COALESCE(x1.email, 2) < 1.5))",
    mistake: ['ELSE x4.code', 'ELSE NULL'],
  },
];
