/** Mistakes around groups, DISTINCT and LIMIT that slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundAboveGroups: readonly FoundPair[] = [
  {
    name: '>= as > behind the cut of a nested LIMIT',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status INTEGER NOT NULL,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code)
) ;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  amount NUMERIC NOT NULL UNIQUE,
  email TEXT,
  created_at INTEGER NOT NULL,
  made  AS (coalesce(amount, '') || '!') STORED,
  UNIQUE (amount, email)
) ;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email REAL,
  created_at INTEGER,
  note TEXT NOT NULL CHECK (note IN ('new', 'paid', 'Paid', 'gone')),
  rank INTEGER NOT NULL,
  is_open REAL NOT NULL CHECK (is_open > 0 AND is_open < 1000),
  ref1_id INTEGER,
  ref2_code TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (email, created_at),
  FOREIGN KEY (ref1_id) REFERENCES t2,
  FOREIGN KEY (ref2_code) REFERENCES t0
) STRICT, WITHOUT ROWID;
CREATE TABLE t3 (
  created_at NUMERIC NOT NULL,
  note DATE NOT NULL UNIQUE,
  rank INTEGER NOT NULL,
  ref1_id INTEGER,
  made  AS (coalesce(created_at, '') || '!') STORED,
  FOREIGN KEY (ref1_id) REFERENCES t2
) ;
CREATE UNIQUE INDEX i3 ON t3 (upper(created_at));`,
    a: "SELECT lower('') AS c1 FROM (SELECT x2.made AS c1, x3.email AS c2, x3.created_at * 2 AS c3 FROM t1 AS x2 CROSS JOIN t1 AS x3 WHERE (NOT EXISTS (SELECT x4.status AS c1 FROM t0 AS x4 WHERE x4.status = x3.created_at AND x4.status > 10) OR x2.email > '10') ORDER BY 1, 2, 3 LIMIT 2) AS x1 LEFT JOIN t1 AS x5 ON x5.created_at = x1.c3 WHERE (x1.c2 <> 'paid' OR x5.email NOT IN ('10', '10')) AND x1.c1 IS NOT NULL AND x5.amount >= 30 UNION ALL SELECT x7.ref2_code AS c1 FROM t0 AS x6 LEFT JOIN t2 AS x7 ON x7.ref2_code = x6.code WHERE x6.status = 1 ORDER BY 1 DESC",
    mistake: ['x5.amount >= 30', '(x5.amount > 30)'],
  },
  {
    name: 'DISTINCT over groups of ranks that return equal rows',
    ddl: `CREATE TABLE t0 (
  status BLOB NOT NULL,
  amount TEXT CHECK (amount LIKE 'a_%@%'),
  ref0_id INTEGER,
  ref1_id INTEGER,
  ref2_id INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  FOREIGN KEY (ref0_id) REFERENCES t1 (id),
  FOREIGN KEY (ref1_id) REFERENCES t1 (id),
  FOREIGN KEY (ref2_id) REFERENCES t1 (id)
) ;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount INT CHECK (10 <= amount),
  email TEXT NOT NULL CHECK (email LIKE 'a_%@%'),
  ref1_id INTEGER UNIQUE,
  PRIMARY KEY (id),
  UNIQUE (amount, email),
  FOREIGN KEY (ref1_id) REFERENCES t1 (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: "SELECT MAX('A1') AS c1, MAX('x') AS c2 FROM (SELECT DENSE_RANK() OVER (ORDER BY x2.status DESC) AS c1 FROM t0 AS x2 LEFT JOIN t0 AS x3 ON x3.amount = x2.amount WHERE x2.amount IN ('abc@', 'ax@new')) AS x1 WHERE x1.c1 BETWEEN 1 AND 250 AND ((((COALESCE(x1.c1, 1) = 1 OR x1.c1 IN (0, 2)) OR x1.c1 BETWEEN -5 AND 0) OR COALESCE(x1.c1, 10) < 7) OR x1.c1 <= 7) GROUP BY x1.c1 HAVING COUNT(*) = 1",
    mistake: ['SELECT MAX', 'SELECT DISTINCT MAX'],
  },
  {
    name: 'the direction turned in a nested LIMIT',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INTEGER NOT NULL UNIQUE,
  amount TEXT COLLATE NOCASE CHECK (amount LIKE 'a_%@%'),
  email INT NOT NULL,
  created_at INTEGER,
  note REAL NOT NULL CHECK (note IN (1, 2, 30)),
  ref0_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) STRICT, WITHOUT ROWID;`,
    a: "SELECT COUNT(x2.c3) AS c1, MAX(x1.amount) AS c2 FROM t0 AS x1 LEFT JOIN (SELECT MIN(x3.created_at) AS c1, COALESCE(SUM(x3.ref0_id), 0) AS c2, MIN(1) AS c3 FROM t0 AS x3 WHERE EXISTS (SELECT x4.created_at AS c1 FROM t0 AS x4 LEFT JOIN t0 AS x5 ON x5.id = x4.ref0_id WHERE x3.id = x5.created_at AND x4.email IS 10 AND x5.id = x4.id) GROUP BY x3.note HAVING COUNT(*) = 1) AS x2 ON x1.created_at = x2.c2, t0 AS x6 WHERE x1.note NOT IN (SELECT COUNT(*) AS c1 FROM (SELECT x9.ref0_id AS c1, x'01' AS c2, 1 AS c3 FROM t0 AS x8 LEFT JOIN t0 AS x9 ON x9.status = x8.created_at WHERE (x8.note <= 30 OR (x9.id IS NULL OR NOT (x9.id <= 2))) UNION SELECT x10.ref0_id AS c1, 1 AS c2, CASE WHEN x10.ref0_id = 30 THEN x10.created_at ELSE x10.email END AS c3 FROM t0 AS x10 WHERE x10.status <> x10.note ORDER BY 1, 2, 3 LIMIT 2) AS x7 JOIN t0 AS x11 ON x7.c3 = x11.id WHERE x11.ref0_id = x1.id AND COALESCE(x11.note, 2) > 1 AND x7.c2 IS NOT NULL AND COALESCE(x11.ref0_id, 1.5) < 30 GROUP BY x11.amount HAVING COUNT(*) = 1) GROUP BY x1.id ORDER BY 1 DESC NULLS LAST, 2 LIMIT 1",
    mistake: [' 2,', ' 2 DESC,'],
  },
  {
    name: 'another column as one term of an OR, below a rank of groups',
    ddl: `CREATE TABLE t0 (
  status VARCHAR(12),
  amount REAL NOT NULL,
  email TEXT NOT NULL CHECK (email IN ('new', 'paid', 'Paid', 'gone')),
  ref0_id INTEGER UNIQUE,
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) ;
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount NUMERIC CHECK (amount > 0 AND amount < 1000),
  email VARCHAR(12) CHECK (email GLOB '[A-C][0-9]*'),
  created_at INTEGER,
  note,
  ref0_id INTEGER,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email INT NOT NULL CHECK (email IN (1, 2, 30)),
  created_at TEXT NOT NULL CHECK (created_at LIKE 'a_%@%'),
  made TEXT AS (coalesce(email, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (email, created_at)
) STRICT;
CREATE INDEX i2 ON t2 (email DESC);`,
    a: "SELECT DISTINCT RANK() OVER (ORDER BY x6.c1) AS c1, SUM(x6.c1) OVER (ORDER BY x6.c1 RANGE UNBOUNDED PRECEDING) AS c2 FROM (SELECT DISTINCT x2.amount AS c1, '2024-01-31' AS c2 FROM t0 AS x2 WHERE x2.email NOT IN ('Paid', 'gone') EXCEPT SELECT DISTINCT x5.amount AS c1, CASE WHEN x5.ref0_id NOT BETWEEN 2 AND 250 THEN '2024-12-31' ELSE '2024-01-31' END AS c2 FROM t2 AS x3 RIGHT JOIN t2 AS x4 ON x4.made = x3.made RIGHT JOIN t1 AS x5 ON x5.email = x3.created_at AND x3.id IS NULL WHERE ((x3.created_at NOT IN ('A1@y', 'A1@y') OR NOT (x5.note IS NOT NULL)) OR x3.made IN ('!', 'paid!')) AND (((x3.id IS NOT NULL OR x5.amount NOT BETWEEN 2 AND 2) OR x4.created_at >= 'ax@new') OR x3.id = 30)) AS x1, (SELECT COUNT(*) AS c1 FROM t0 AS x7, t0 AS x8 WHERE ((x8.status > 'A1' OR x8.email BETWEEN 'A1' AND 'a1@x') OR NOT (x7.email <= 'Paid')) GROUP BY x8.status HAVING COUNT(*) = 1) AS x6",
    mistake: ['x8.email BETWEEN', 'x8.status BETWEEN'],
  },
];
