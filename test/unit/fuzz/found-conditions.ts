/** Mistakes in conditions that slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundInConditions: readonly FoundPair[] = [
  {
    name: 'a condition dropped beside a CHECK',
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
    a: "SELECT MAX(x2.ref0_id) AS c1 FROM t0 AS x1 FULL JOIN t0 AS x2 ON x1.id = x2.ref0_id JOIN t0 AS x3 ON x2.status = x3.amount WHERE x3.status NOT IN ('10', 'a1@x')",
    mistake: ["x3.status NOT IN ('10', 'a1@x')", '1'],
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
    a: "SELECT MIN(x3.made) AS c1 FROM t3 AS x1 LEFT JOIN t0 AS x2 ON x1.rank = x2.status AND x2.made IS NOT NULL FULL JOIN t1 AS x3 ON x1.ref0_id = x3.id WHERE x3.amount IN (SELECT x4.amount AS c1 FROM t1 AS x4 FULL JOIN t0 AS x5 ON x4.id BETWEEN 3 AND 250, t3 AS x6 WHERE (x6.ref0_id <> 30 OR x4.made IS NOT NULL) AND NOT ((x5.amount IS NOT NULL OR x6.made IS NULL))) AND x3.id IS 0 UNION ALL SELECT x7.created_at AS c1 FROM t1 AS x7 JOIN (SELECT MIN(x9.status) AS c1, MIN('2024-12-31') AS c2, MIN(1) AS c3 FROM t0 AS x9 WHERE x9.amount IS NOT NULL GROUP BY x9.amount) AS x8 ON x8.c3 = x7.ref0_id WHERE x8.c1 NOT IN ('10', 'a1@x') AND x7.created_at IS NULL",
    mistake: [
      'x3.amount IN (SELECT x4.amount AS c1 FROM t1 AS x4 FULL JOIN t0 AS x5 ON x4.id BETWEEN 3 AND 250, t3 AS x6 WHERE (x6.ref0_id <> 30 OR x4.made IS NOT NULL) AND NOT ((x5.amount IS NOT NULL OR x6.made IS NULL)))',
      '1',
    ],
  },
  {
    name: '> as >= below a group of one row',
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
    a: "SELECT (SELECT MIN(x4.ref0_id) FROM t1 AS x4 WHERE x1.c1 = x4.ref0_id) AS c1 FROM (SELECT AVG(x2.id) AS c1, MAX('2024-12-31') AS c2 FROM t0 AS x2 WHERE NOT (x2.ref0_id <= 2) AND NOT (x2.ref1_id > 10) GROUP BY x2.id) AS x1 FULL JOIN t1 AS x3 ON x3.ref0_id = x1.c1",
    mistake: ['x2.ref1_id > 10', '(x2.ref1_id >= 10)'],
  },
  {
    name: '<= as = beside a derived table of groups',
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
    a: "SELECT SUM(CASE WHEN x2.c2 = 1.5 THEN 1 ELSE 0 END) AS c1, x1.code AS c2, MIN(x2.c2) AS c3 FROM t1 AS x1, (SELECT MIN(x3.code) AS c1, AVG(x3.amount) AS c2, MAX('2024-01-01') AS c3 FROM t1 AS x3 LEFT JOIN t1 AS x4 ON x4.amount = x3.email AND COALESCE(x4.email, 2) IS 30 GROUP BY x4.made UNION SELECT x8.code AS c1, COUNT(x5.amount) AS c2, MIN(x5.amount) AS c3 FROM t0 AS x5 LEFT JOIN t0 AS x6 ON x5.status = x6.code LEFT JOIN t1 AS x7 ON x7.code = x5.ref1_code LEFT JOIN t0 AS x8 ON x8.ref0_code = x7.code GROUP BY x8.code) AS x2 WHERE ((NOT (COALESCE(x2.c1, '') = 'A1') OR x1.email = -5) OR x1.code <= 'abc') AND x2.c3 <= '2024-12-31' GROUP BY x1.code HAVING COUNT(*) = 1 ORDER BY 3, 2 DESC, 1 DESC NULLS LAST LIMIT 4",
    mistake: ["x1.code <= 'abc'", "(x1.code = 'abc')"],
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
    a: 'SELECT MIN(x2.status) AS c1 FROM t0 AS x1 CROSS JOIN t0 AS x2 WHERE x2.ref0_id <= 10',
    mistake: ['10', '11'],
  },
  {
    name: '= as <> in a NOT EXISTS that seldom holds',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status VARCHAR(12) CHECK (status GLOB '[A-C][0-9]*'),
  amount NUMERIC NOT NULL CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL),
  email BOOLEAN NOT NULL CHECK (email IS NULL OR email <> 'x'),
  created_at BOOLEAN NOT NULL,
  note REAL CHECK (10 <= note),
  ref0_id INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) ;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  amount INTEGER CHECK (amount IN (1, 2, 30)),
  email INT,
  created_at BLOB NOT NULL UNIQUE,
  note BLOB NOT NULL,
  rank INT NOT NULL,
  ref0_id INTEGER UNIQUE,
  ref1_id INTEGER,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  FOREIGN KEY (ref0_id) REFERENCES t0,
  FOREIGN KEY (ref1_id) REFERENCES t0
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (upper(amount));`,
    a: 'SELECT COUNT(x2.made) AS c1, MAX(x2.ref0_id) AS c2 FROM t1 AS x1 CROSS JOIN t0 AS x2 WHERE NOT EXISTS (SELECT x3.c1 AS c1 FROM (SELECT AVG(x5.id) AS c1 FROM t0 AS x4 CROSS JOIN t0 AS x5 WHERE COALESCE(x5.email, 0) IS 0 GROUP BY x4.status) AS x3 WHERE x1.email = x3.c1 AND x3.c1 = 0 AND COALESCE(x3.c1, 3) = 10) AND x1.note IS NOT NULL GROUP BY x1.created_at HAVING COUNT(x1.note) > 1 ORDER BY 2 DESC, 1 DESC',
    mistake: ['COALESCE(x3.c1, 3) = 10', '(COALESCE(x3.c1, 3) <> 10)'],
  },
  {
    name: 'a correlation dropped from NOT IN',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status TEXT UNIQUE,
  amount INTEGER,
  email INTEGER NOT NULL,
  ref0_code TEXT,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_code) REFERENCES t0
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));`,
    a: "SELECT DISTINCT 'x' AS c1, COALESCE(x1.c1, x1.c1) AS c2 FROM (SELECT x2.email AS c1 FROM t0 AS x2 FULL JOIN (SELECT AVG(x5.amount) AS c1 FROM t0 AS x4 CROSS JOIN t0 AS x5 WHERE x4.status IS NULL AND x5.email = 7 ORDER BY 1 LIMIT 2) AS x3 ON x3.c1 = x2.email WHERE x2.code <> 'A1' AND x3.c1 = x2.email) AS x1 RIGHT JOIN t0 AS x6 ON x1.c1 = x6.amount, (SELECT x8.amount AS c1, (SELECT MIN(x14.code) FROM t0 AS x13 LEFT JOIN t0 AS x14 ON x14.code = x13.ref0_code WHERE x9.ref0_code = x13.code) AS c2, x8.ref0_code AS c3 FROM t0 AS x8 FULL JOIN t0 AS x9 ON x8.code = x9.ref0_code WHERE (COALESCE(x8.code, 'a1@x') >= '' OR x8.amount >= x9.amount) AND x9.email IN (SELECT x12.email AS c1 FROM t0 AS x10 FULL JOIN t0 AS x11 ON x10.ref0_code = x11.code, t0 AS x12)) AS x7 WHERE x6.amount NOT IN (SELECT x7.c1 * 2 AS c1 FROM t0 AS x15 WHERE x6.ref0_code = x15.code) AND x6.email = 1 ORDER BY 1, 2 DESC NULLS LAST",
    mistake: ['x6.ref0_code = x15.code', '1'],
  },
  {
    name: '>= as = in a subquery over a RIGHT JOIN',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status BLOB UNIQUE,
  amount TEXT COLLATE NOCASE CHECK (amount LIKE 'a_%@%'),
  ref0_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t0
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount REAL NOT NULL UNIQUE,
  email INTEGER,
  PRIMARY KEY (id),
  UNIQUE (amount, email)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: "WITH w AS MATERIALIZED (SELECT x1.email AS c1, MAX('10') AS c2, MAX('x') AS c3 FROM t1 AS x1 WHERE x1.id NOT BETWEEN -5 AND 0 AND x1.amount <= x1.email GROUP BY x1.email, x1.id HAVING COUNT(*) > 1 EXCEPT SELECT x2.c1 AS c1, x2.c3 AS c2, (SELECT MIN(x'01') FROM t1 AS x5 WHERE x2.c1 = x5.email) AS c3 FROM (SELECT COUNT(x3.id) AS c1, MAX(1) AS c2, MAX('abc') AS c3 FROM t1 AS x3 LEFT JOIN t1 AS x4 ON x4.id = x3.id WHERE x3.email <= 1 AND x3.id <= 7 GROUP BY x4.id) AS x2 WHERE x2.c1 IS NULL AND (x2.c2 IS NOT NULL OR x2.c2 IS NOT NULL)) SELECT x6.ref0_id AS c1, CASE WHEN COALESCE(x6.id, 3) = 3 THEN x7.c3 ELSE x6.id END AS c2 FROM t0 AS x6 FULL JOIN (SELECT MIN('2024-12-31') AS c1, MAX(x9.status) AS c2, x9.ref0_id AS c3 FROM t1 AS x8, t0 AS x9 WHERE x8.id NOT BETWEEN -5 AND 1 GROUP BY x9.ref0_id, x8.email ORDER BY 1, 2, 3 LIMIT 3) AS x7 ON x7.c3 = x6.id AND x6.id = x6.ref0_id WHERE x7.c2 IN (SELECT MAX(x10.status) AS c1 FROM t0 AS x10 JOIN t1 AS x11 ON x11.id = x10.ref0_id RIGHT JOIN t0 AS x12 ON x10.id = x12.ref0_id WHERE x11.id >= x11.amount) AND x6.status IS NOT NULL",
    mistake: ['x11.id >= x11.amount', '(x11.id = x11.amount)'],
  },
  {
    name: 'a condition dropped from an aggregate that is never empty',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status INTEGER CHECK (status BETWEEN -5 AND 5 OR status IS NULL),
  amount BLOB,
  ref0_code TEXT,
  ref1_code TEXT UNIQUE,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_code) REFERENCES t0,
  FOREIGN KEY (ref1_code) REFERENCES t0
) ;
CREATE TABLE t1 (
  code TEXT NOT NULL,
  amount INTEGER UNIQUE,
  email BOOLEAN,
  created_at INTEGER NOT NULL,
  note TEXT NOT NULL UNIQUE,
  rank BOOLEAN NOT NULL,
  ref0_code TEXT,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (code),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_code) REFERENCES t1 (code)
) ;`,
    a: "SELECT x1.created_at AS c1, x1.made AS c2, CASE WHEN x2.c2 NOT BETWEEN 0 AND 3 THEN x2.c1 ELSE x2.c1 END AS c3 FROM t1 AS x1, (SELECT MIN(x4.c1) AS c1, x3.rank AS c2, MAX(x3.made) AS c3 FROM t1 AS x3 CROSS JOIN (SELECT MIN('2024-12-31') AS c1, MIN(x5.made) AS c2 FROM t1 AS x5 WHERE x5.created_at <> 30 AND NOT (x5.rank NOT BETWEEN 0 AND 1)) AS x4 WHERE x3.ref0_code NOT IN (SELECT x6.ref0_code AS c1 FROM t1 AS x6 CROSS JOIN t0 AS x7 WHERE x7.status IS 3 AND x6.ref0_code NOT IN ('10', 'abc')) GROUP BY x3.ref0_code, x3.rank HAVING COUNT(*) < 3) AS x2",
    mistake: ['x5.created_at <> 30', '1'],
  },
  {
    name: 'another column in a CTE that is read four times',
    ddl: `CREATE TABLE t0 (
  status DATE NOT NULL,
  amount NOT NULL CHECK (amount IS NULL OR amount <> 'x'),
  made  AS (coalesce(status, '') || '!') STORED,
  UNIQUE (status, amount)
) ;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount TEXT NOT NULL CHECK (amount IN ('new', 'paid', 'Paid', 'gone')),
  email DATE NOT NULL UNIQUE,
  created_at BOOLEAN NOT NULL,
  note REAL NOT NULL CHECK (10 <= note),
  rank INTEGER NOT NULL CHECK (rank IN (1, 2, 30)),
  ref2_id INTEGER,
  made  AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (region, number),
  FOREIGN KEY (ref2_id) REFERENCES t3 (id)
) ;
CREATE TABLE t2 (
  email NOT NULL UNIQUE,
  created_at BOOLEAN,
  note TEXT CHECK (note GLOB '[A-C][0-9]*'),
  rank TEXT NOT NULL COLLATE NOCASE,
  is_open TEXT NOT NULL COLLATE NOCASE CHECK (length(is_open) BETWEEN 3 AND 8)
) ;
CREATE TABLE t3 (
  id INTEGER NOT NULL,
  created_at INTEGER,
  note REAL,
  rank TEXT NOT NULL,
  is_open BOOLEAN,
  PRIMARY KEY (id),
  UNIQUE (created_at, note)
) WITHOUT ROWID;
CREATE INDEX i3 ON t3 (created_at DESC);`,
    a: "WITH w AS (SELECT CASE WHEN x2.made IS NOT NULL THEN x1.email ELSE x2.status END AS c1, '2024-01-01' AS c2, 'paid' AS c3 FROM t1 AS x1 LEFT JOIN t0 AS x2 ON x2.status = x1.email AND x2.amount IS NOT NULL WHERE x1.amount <> x1.region AND NOT (x1.made IS NULL)) SELECT MAX(x3.c3) AS c1, COUNT(x6.c3) AS c2 FROM w AS x3 LEFT JOIN w AS x4 ON x4.c2 = x3.c1 RIGHT JOIN w AS x5 ON x3.c2 = x5.c1 LEFT JOIN w AS x6 ON x3.c1 = x6.c2",
    mistake: ['x1.amount', 'x1.region'],
  },
  {
    name: 'a condition dropped below the maximum of a constant',
    ddl: `CREATE TABLE t0 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  status REAL NOT NULL,
  amount INT CHECK (amount IN (1, 2, 30)),
  email REAL NOT NULL,
  ref0_region TEXT,
  ref0_number INTEGER,
  PRIMARY KEY (region, number),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t0
) STRICT, WITHOUT ROWID;
CREATE INDEX i0 ON t0 (status DESC);
CREATE TABLE t1 (
  region TEXT NOT NULL,
  number INTEGER NOT NULL,
  amount BLOB,
  email REAL NOT NULL,
  created_at TEXT COLLATE NOCASE CHECK (length(created_at) BETWEEN 3 AND 8),
  note REAL NOT NULL,
  rank INT NOT NULL CHECK (10 <= rank),
  ref0_region TEXT,
  ref0_number INTEGER,
  ref1_region TEXT NOT NULL,
  ref1_number INTEGER NOT NULL,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (region, number),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_region, ref0_number) REFERENCES t1 (region, number),
  FOREIGN KEY (ref1_region, ref1_number) REFERENCES t0
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';`,
    a: "SELECT MAX('2024-01-31') AS c1 FROM t0 AS x1, t0 AS x2 WHERE (x2.email NOT IN (2, 250) OR x1.region = 'abc')",
    mistake: ["(x2.email NOT IN (2, 250) OR x1.region = 'abc')", '1'],
  },
  {
    name: 'a condition dropped on a column that is calculated from another',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status BLOB NOT NULL,
  amount INT CHECK (amount > 0 AND amount < 1000),
  email INTEGER NOT NULL,
  created_at ANY,
  PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (upper(status));
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount TEXT NOT NULL,
  email REAL NOT NULL CHECK (email > 0 AND email < 1000),
  created_at BLOB NOT NULL,
  ref0_id INTEGER,
  made TEXT AS (coalesce(amount, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (amount, email),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email REAL NOT NULL,
  ref0_id INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_id) REFERENCES t3 (id)
) WITHOUT ROWID;
CREATE INDEX i2 ON t2 (email DESC);
CREATE TABLE t3 (
  id INTEGER NOT NULL,
  created_at TEXT CHECK (length(created_at) BETWEEN 3 AND 8),
  note BOOLEAN NOT NULL,
  rank NOT NULL,
  is_open DATE UNIQUE,
  owner_id VARCHAR(12),
  ref0_id INTEGER,
  ref1_id INTEGER,
  ref2_id INTEGER,
  made  AS (coalesce(created_at, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (created_at, note),
  FOREIGN KEY (ref0_id) REFERENCES t3 (id),
  FOREIGN KEY (ref1_id) REFERENCES t0,
  FOREIGN KEY (ref2_id) REFERENCES t3 (id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i3 ON t3 (created_at) WHERE created_at = 'new';`,
    a: "SELECT x1.email AS c1, CASE WHEN x1.id IS 250 THEN x1.created_at ELSE x1.created_at END AS c2, '2024-01-31' AS c3 FROM t1 AS x1 WHERE x1.made <= 'paid!'",
    mistake: ["x1.made <= 'paid!'", '1'],
  },
  {
    name: '>= as > in a CASE over a column that is calculated from another',
    ddl: `CREATE TABLE t0 (
  status TEXT NOT NULL UNIQUE,
  amount INT NOT NULL,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  UNIQUE (status, amount)
) STRICT;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';`,
    a: "SELECT CASE WHEN x2.made >= 'new!' THEN '2024-01-31' ELSE '2024-01-01' END AS c1, '2024-01-31' AS c2 FROM t0 AS x1, t0 AS x2 WHERE x2.made > x1.made ORDER BY 2, 1 DESC NULLS LAST",
    mistake: ["x2.made >= 'new!'", "x2.made > 'new!'"],
  },
];
