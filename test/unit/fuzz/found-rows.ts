/** Rows let through or held back in one place of a deep query: few databases show it. */
import type { FoundPair } from './found-pair.ts';

export const foundInRows: readonly FoundPair[] = [
  {
    name: 'LIKE dropped beside a full join, in groups behind NOT IN',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status DATE CHECK (status IS NULL OR status <> 'x'),
  amount VARCHAR(12) NOT NULL,
  email BOOLEAN NOT NULL,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount)
) ;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount INT NOT NULL CHECK (amount > 0 AND amount < 1000),
  email REAL NOT NULL,
  created_at TEXT NOT NULL,
  note INTEGER NOT NULL,
  ref0_region TEXT,
  ref0_number INTEGER,
  PRIMARY KEY (region, number),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t1 (region, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX i1 ON t1 (amount DESC);`,
    a: "SELECT x2.status AS c1 FROM t0 AS x1 CROSS JOIN t0 AS x2 WHERE x2.email NOT IN (SELECT SUM(CASE WHEN x3.id >= 3 THEN 1 ELSE 0 END) AS c1 FROM t0 AS x3 JOIN t0 AS x4 ON x4.amount = x3.amount FULL JOIN t0 AS x5 ON x5.email = x4.id JOIN t0 AS x6 ON x5.id = x6.email AND x6.status IS NULL WHERE (NOT (COALESCE(x4.status, '2024-12-31') >= '2024-01-01') OR x4.email = x5.id) AND x4.amount LIKE 'a%' GROUP BY x5.amount) AND COALESCE(x2.id, 30) <> 7 AND x1.status IS '2024-01-31' ORDER BY 1 LIMIT 1",
    mistake: ["x4.amount LIKE 'a%'", '1'],
  },
  {
    name: 'a comparison of two references dropped',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status INTEGER UNIQUE,
  amount REAL NOT NULL,
  email REAL CHECK (10 <= email),
  created_at BLOB NOT NULL,
  note VARCHAR(12) NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount INT NOT NULL UNIQUE,
  email INT CHECK (10 <= email),
  created_at BLOB,
  note REAL NOT NULL,
  rank REAL NOT NULL,
  PRIMARY KEY (region, number),
  UNIQUE (amount, email)
) STRICT, WITHOUT ROWID;
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email TEXT NOT NULL UNIQUE,
  created_at TEXT CHECK (created_at GLOB '[A-C][0-9]*'),
  note REAL,
  ref0_region TEXT,
  ref0_number INTEGER,
  ref1_id INTEGER NOT NULL,
  ref2_id INTEGER NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t1 (region, number),
  FOREIGN KEY (ref1_id) REFERENCES t0,
  FOREIGN KEY (ref2_id) REFERENCES t0
) STRICT;
CREATE INDEX i2 ON t2 (email DESC);
CREATE TABLE t3 (
  code TEXT NOT NULL,
  created_at TEXT NOT NULL,
  note NOT NULL CHECK (note IS NULL OR note <> 'x'),
  ref0_id INTEGER,
  ref1_id INTEGER UNIQUE,
  made  AS (coalesce(created_at, '') || '!') STORED,
  PRIMARY KEY (code),
  UNIQUE (created_at, note),
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0
) WITHOUT ROWID;
CREATE UNIQUE INDEX i3 ON t3 (created_at) WHERE created_at = 'new';`,
    a: "WITH w AS NOT MATERIALIZED (SELECT x1.ref1_id AS c1, x2.status AS c2 FROM t3 AS x1 JOIN t0 AS x2 ON x1.ref1_id = x2.id WHERE NOT (x1.ref0_id IS x1.ref1_id) AND x2.note NOT IN ('10', 'new') INTERSECT SELECT DISTINCT x3.c1 AS c1, x3.c1 AS c2 FROM (SELECT COUNT(x4.created_at) AS c1 FROM t3 AS x4 UNION ALL SELECT x6.status * 2 AS c1 FROM t3 AS x5, t0 AS x6 WHERE x5.created_at <> 'paid' AND x5.made IS NULL) AS x3 WHERE COALESCE(x3.c1, 7) <= 30 AND COALESCE(x3.c1, 10) IS :p1) SELECT MIN('paid') AS c1 FROM w AS x7 FULL JOIN (SELECT x9.ref1_id AS c1 FROM t2 AS x9 WHERE NOT EXISTS (SELECT SUM(CASE WHEN x11.created_at < 'C9' THEN 1 ELSE 0 END) AS c1 FROM t1 AS x10 CROSS JOIN t2 AS x11) GROUP BY x9.ref1_id) AS x8 ON x8.c1 = x7.c2, w AS x12 WHERE EXISTS (SELECT SUM(x13.email) OVER (ORDER BY x13.rank) AS c1 FROM t1 AS x13 WHERE x7.c2 = x13.number) ORDER BY 1 LIMIT 2",
    mistake: ['NOT (x1.ref0_id IS x1.ref1_id)', '1'],
  },
  {
    name: 'a NULL test dropped behind NOT EXISTS over a row of a left join',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status VARCHAR(12) CHECK (status LIKE 'a_%@%'),
  amount REAL,
  email,
  ref0_id INTEGER UNIQUE,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));`,
    a: "SELECT MAX('2024-12-31') AS c1, MAX(x1.amount) AS c2 FROM t0 AS x1 JOIN t0 AS x2 ON x1.ref0_id = x2.id LEFT JOIN t0 AS x3 ON x2.ref0_id = x3.id JOIN t0 AS x4 ON x1.id = x4.ref0_id WHERE NOT EXISTS (SELECT RANK() OVER (ORDER BY x5.ref0_id) AS c1 FROM t0 AS x5 CROSS JOIN t0 AS x6 WHERE x3.ref0_id = x6.id AND x3.email IS NULL) AND x2.email IS NULL AND x2.status IN (SELECT x4.status AS c1 FROM t0 AS x7 CROSS JOIN t0 AS x8 WHERE x8.amount = x4.ref0_id AND x1.id IS NOT NULL)",
    mistake: ['x3.email IS NULL', '1'],
  },
  {
    name: 'a comparison in the place of NOT BETWEEN',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status NUMERIC,
  amount INTEGER,
  email DATE,
  created_at DATE,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount)
) WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);`,
    a: "SELECT x15.made AS c1 FROM (SELECT DISTINCT x3.c1 AS c1 FROM t0 AS x2 LEFT JOIN (SELECT MAX(x4.created_at) AS c1 FROM t0 AS x4 CROSS JOIN t0 AS x5 WHERE NOT (x4.created_at NOT BETWEEN '2024-01-31' AND '2024-01-31') GROUP BY x5.id HAVING MAX(x5.status) >= 2 INTERSECT SELECT x6.email AS c1 FROM t0 AS x6 WHERE x6.made IS NOT NULL) AS x3 ON x3.c1 = x2.email LEFT JOIN t0 AS x7 ON x3.c1 = x7.created_at FULL JOIN t0 AS x8 ON x8.amount = x2.amount WHERE NOT EXISTS (SELECT DISTINCT x11.status AS c1 FROM t0 AS x9 RIGHT JOIN t0 AS x10 ON x10.amount = x9.id, t0 AS x11 WHERE x7.created_at = x9.created_at AND COALESCE(x10.amount, 10) < 10 AND x9.created_at <> '2024-01-01' AND x11.status > 10) AND EXISTS (SELECT SUM(x12.id) AS c1 FROM t0 AS x12 JOIN t0 AS x13 ON x13.amount = x12.id WHERE x3.c1 = x13.email GROUP BY x12.id, x12.status) ORDER BY 1 LIMIT 2) AS x1 FULL JOIN t0 AS x14 ON x1.c1 = x14.created_at FULL JOIN t0 AS x15 ON x15.created_at = x1.c1 WHERE COALESCE(x14.created_at, '2024-01-31') < '2024-12-31'",
    mistake: ["NOT BETWEEN '2024-01-31' AND", '>'],
  },
  {
    name: 'LEFT JOIN for JOIN in a query of many parts',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status TEXT CHECK (status LIKE 'a_%@%'),
  amount TEXT NOT NULL COLLATE NOCASE,
  email ANY NOT NULL,
  created_at INTEGER NOT NULL,
  note INTEGER NOT NULL,
  ref0_region TEXT,
  ref0_number INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (region, number),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount NOT NULL,
  email TEXT,
  ref0_region TEXT NOT NULL,
  ref0_number INTEGER NOT NULL,
  ref1_region TEXT NOT NULL,
  ref1_number INTEGER NOT NULL,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (region, number),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0,
  FOREIGN KEY (ref1_region, ref1_number) REFERENCES t0
) ;
CREATE INDEX i1 ON t1 (amount DESC);`,
    a: "WITH w AS (SELECT COUNT(DISTINCT x1.c2) AS c1, COUNT(DISTINCT x1.c1) AS c2, SUM(CASE WHEN x5.made < x1.c2 THEN 1 ELSE 0 END) AS c3 FROM (SELECT COALESCE(x3.made, x3.made) AS c1, CASE WHEN x3.email BETWEEN 'abc' AND 'abc' THEN x4.email ELSE x4.ref1_region END AS c2 FROM t0 AS x2 LEFT JOIN t1 AS x3 ON x2.region = x3.ref0_region JOIN t1 AS x4 ON x2.number = x4.ref0_number) AS x1, t0 AS x5 WHERE EXISTS (SELECT x8.ref0_number AS c1 FROM t0 AS x6 RIGHT JOIN t0 AS x7 ON x6.note = x7.ref0_number, t1 AS x8 WHERE x5.ref0_region = x6.region AND x6.note <> x7.created_at) GROUP BY x5.status, x5.amount HAVING COUNT(*) < 3) SELECT MIN(x9.email) AS c1 FROM t1 AS x9 WHERE x9.ref1_region NOT IN (SELECT DISTINCT 'A1' AS c1 FROM t0 AS x10 WHERE x10.amount IN (SELECT 'paid' AS c1 FROM t0 AS x11 JOIN t0 AS x12 ON x12.number = x11.ref0_number JOIN t0 AS x13 ON x13.region = x11.ref0_region AND x12.region IS NULL)) AND x9.ref0_region IS 'A1' UNION ALL SELECT DISTINCT lower('a1@x') AS c1 FROM w AS x14 WHERE x14.c2 IN (1.5, 30) AND x14.c3 > 7 ORDER BY 1",
    mistake: ['11 JOI', '11 LEFT JOI'],
  },
];
