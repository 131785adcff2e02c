/** Rewrites that differ in one place or two, and slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundInOnePlace: readonly FoundPair[] = [
  {
    name: 'columns swapped over a row and the one that a UNIQUE column of it refers to',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status BLOB UNIQUE,
  ref0_id INTEGER,
  ref1_id INTEGER,
  ref2_id INTEGER UNIQUE,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0,
  FOREIGN KEY (ref2_id) REFERENCES t0
) ;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: `SELECT MIN(x1.status) AS c1, MIN(x2.status) AS c2 FROM t0 AS x1 JOIN t0 AS x2 ON x1.ref2_id = x2.id AND x2.ref1_id = x1.ref0_id WHERE x2.status IS NULL ORDER BY 2, 1`,
    mistake: [`x1.status) AS c1, MIN(x2`, `x2.status) AS c1, MIN(x1`],
  },
  {
    name: 'columns swapped in an arm of EXCEPT that counts rows',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status TEXT COLLATE NOCASE,
  amount BLOB NOT NULL,
  ref0_id INTEGER UNIQUE,
  ref1_id INTEGER UNIQUE,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));`,
    a: `SELECT x1.status AS c1, 2 AS c2, x1.amount AS c3 FROM t0 AS x1, t0 AS x2 EXCEPT SELECT MAX(x3.status) AS c1, x4.c1 AS c2, MIN(x3.amount) AS c3 FROM t0 AS x3, (SELECT COUNT(*) AS c1 FROM t0 AS x5) AS x4 WHERE x3.id < x3.ref0_id AND x3.ref1_id = 7 GROUP BY x3.status, x4.c1 ORDER BY 2, 3 DESC NULLS LAST, 1`,
    mistake: [
      `MAX(x3.status) AS c1, x4.c1 AS c2, MIN(x3.amount`,
      `MIN(x3.amount) AS c1, x4.c1 AS c2, MAX(x3.status`,
    ],
  },
  {
    name: 'a link dropped between two joined tables',
    ddl: `CREATE TABLE t0 (
  status INTEGER NOT NULL CHECK (status BETWEEN -5 AND 5 OR status IS NULL),
  amount REAL
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';`,
    a: `SELECT CASE WHEN x1.status NOT IN (3, 3) THEN x1.status ELSE x1.amount END AS c1, x1.amount AS c2, COALESCE(x1.status, x1.amount) AS c3 FROM t0 AS x1 WHERE (x1.status IN (SELECT COUNT(*) OVER (PARTITION BY x2.status) AS c1 FROM t0 AS x2 CROSS JOIN t0 AS x3 WHERE x2.status = x1.status AND x3.status <> 0 AND (x2.status <= x2.amount OR x3.amount <> 10)) OR (x1.status NOT IN (2, 2) OR x1.amount > 3)) AND x1.amount NOT IN (SELECT SUM(CASE WHEN COALESCE(x5.status, -5) <> 2 THEN 1 ELSE 0 END) AS c1 FROM t0 AS x4 JOIN t0 AS x5 ON x5.amount = x4.amount WHERE x4.status = x1.status AND COALESCE(x5.status, 3) <> 0 GROUP BY x4.amount HAVING COUNT(*) > 1)`,
    mistake: [`x2.status = x1.status`, `1`],
  },
  {
    name: 'columns moved in an arm of EXCEPT',
    ddl: `CREATE TABLE t0 (
  status BLOB NOT NULL,
  amount INT NOT NULL CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL),
  email INT,
  created_at INT CHECK (created_at IN (1, 2, 30)),
  made TEXT AS (coalesce(status, '') || '!') STORED
) STRICT;`,
    a: `SELECT MAX(x3.created_at) AS c1, SUM(x2.email) AS c2, MIN(x1.made) AS c3 FROM t0 AS x1 JOIN t0 AS x2 ON x1.amount = x2.email AND x1.email <> x2.created_at LEFT JOIN t0 AS x3 ON x1.amount = x3.created_at AND x2.amount = -5 JOIN t0 AS x4 ON x3.created_at = x4.email EXCEPT SELECT CASE WHEN x7.c2 >= '2024-12-31' THEN x5.amount ELSE x10.amount END AS c1, x7.c1 AS c2, x5.made AS c3 FROM t0 AS x5 FULL JOIN t0 AS x6 ON x6.amount = x5.email LEFT JOIN (SELECT SUM(x8.email) AS c1, MAX('2024-01-01') AS c2 FROM t0 AS x8 RIGHT JOIN t0 AS x9 ON x9.amount = x8.amount GROUP BY x9.made) AS x7 ON x7.c1 = x5.amount JOIN t0 AS x10 ON x10.email = x5.email ORDER BY 3, 1 DESC, 2 LIMIT 3 OFFSET 0`,
    mistake: [
      `CASE WHEN x7.c2 >= '2024-12-31' THEN x5.amount ELSE x10.amount END AS c1, x7.c1 AS c2, x5.made`,
      `x5.made AS c1, x7.c1 AS c2, CASE WHEN x7.c2 >= '2024-12-31' THEN x5.amount ELSE x10.amount END`,
    ],
  },
  {
    name: 'an order by another column, cut by LIMIT',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status BOOLEAN NOT NULL,
  amount VARCHAR(12),
  ref0_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount BLOB NOT NULL,
  email BLOB NOT NULL CHECK (email IS NULL OR email <> 'x'),
  created_at BLOB,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (amount, email)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: `SELECT x1.created_at AS c1, RANK() OVER (PARTITION BY x1.created_at ORDER BY x1.created_at) AS c2, '2024-01-01' AS c3 FROM t1 AS x1 LEFT JOIN t0 AS x2 ON x1.id = x2.ref0_id WHERE EXISTS (SELECT COUNT(x6.created_at) AS c1 FROM t1 AS x3 LEFT JOIN t0 AS x4 ON x4.ref0_id = x3.id AND x3.amount IS NOT NULL JOIN t1 AS x5 ON x4.ref0_id = x5.id CROSS JOIN t1 AS x6 WHERE x4.id = x2.status GROUP BY x3.made, x4.amount HAVING COUNT(*) < 3) ORDER BY 3 DESC NULLS LAST, 1 DESC, 2 DESC NULLS LAST LIMIT 4 OFFSET 2`,
    mistake: [`LAST, 1`, `LAST, 2`],
  },
  {
    name: 'DISTINCT before what a subquery in its place counts',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INTEGER UNIQUE,
  amount DATE,
  email BOOLEAN,
  created_at VARCHAR(12) COLLATE NOCASE CHECK (created_at LIKE 'a_%@%'),
  ref0_id INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  code TEXT NOT NULL,
  amount ANY NOT NULL CHECK (amount IS NULL OR amount <> 'x'),
  ref0_code TEXT,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_code) REFERENCES t1 (code)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email TEXT NOT NULL CHECK (email GLOB '[A-C][0-9]*'),
  created_at TEXT NOT NULL CHECK (length(created_at) BETWEEN 3 AND 8),
  ref0_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t2
) STRICT;`,
    a: `SELECT x1.made AS c1, (SELECT MIN(x3.created_at) FROM t1 AS x2, t0 AS x3 WHERE x1.ref0_id = x3.id) AS c2 FROM t0 AS x1 WHERE COALESCE(x1.created_at, 'abc@') IS 'ax@new'`,
    mistake: [`SELECT x1`, `SELECT DISTINCT x1`],
  },
  {
    name: 'a NULL test of a column that never is, in ON',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status,
  amount NOT NULL CHECK (amount IS NULL OR amount <> 'x'),
  ref0_id INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount BLOB CHECK (amount IS NULL OR amount <> 'x'),
  email DATE,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id)
) ;
CREATE INDEX i1 ON t1 (amount DESC);`,
    a: `SELECT -5 AS c1, x9.status AS c2, 'A1' AS c3 FROM (SELECT MAX('2024-01-31') AS c1, COUNT(DISTINCT x2.made) AS c2, MIN(x2.ref0_id) AS c3 FROM t0 AS x2 UNION ALL SELECT x8.email AS c1, RANK() OVER (ORDER BY x8.amount) AS c2, COUNT(*) OVER (PARTITION BY x8.id) AS c3 FROM (SELECT x4.made AS c1, x4.status AS c2, CASE WHEN x4.amount IS NULL THEN '2024-01-01' ELSE '2024-12-31' END AS c3 FROM t0 AS x4 WHERE x4.id >= 0 AND x4.status IS NULL UNION ALL SELECT COALESCE(x6.amount, x6.status) AS c1, COALESCE(x6.status, x'01') AS c2, CASE WHEN x5.status IS NOT NULL THEN '2024-01-01' ELSE '2024-01-01' END AS c3 FROM t0 AS x5 RIGHT JOIN t0 AS x6 ON x6.id = x5.id ORDER BY 1, 2, 3 LIMIT 1) AS x3 JOIN t1 AS x7 ON x7.email = x3.c3 LEFT JOIN t1 AS x8 ON x7.email = x8.email AND x7.amount IS NOT NULL WHERE x3.c2 IS NULL) AS x1 CROSS JOIN t0 AS x9 WHERE x9.ref0_id >= 3`,
    mistake: [`x7.amount`, `x7.made`],
  },
];
