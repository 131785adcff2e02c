/** Mistakes in joins that slipped through a fuzz run once. */
import type { FoundPair } from './found-pair.ts';

export const foundInJoins: readonly FoundPair[] = [
  {
    name: 'JOIN as LEFT JOIN below a minimum',
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
    a: 'SELECT MIN(x2.amount) AS c1 FROM t1 AS x1 JOIN t0 AS x2 ON x1.amount = x2.status, t1 AS x3 WHERE x3.created_at IS 3 AND x1.note NOT IN (SELECT x4.amount AS c1 FROM t1 AS x4 WHERE (x4.note > 0 OR x4.amount > 0)) GROUP BY x3.note',
    mistake: ['JOIN', 'LEFT JOIN'],
  },
  {
    name: 'FULL JOIN as LEFT JOIN below a count with FILTER',
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
    a: "SELECT MAX(x'01') AS c1, MIN('2024-12-31') AS c2, COUNT(*) FILTER (WHERE COALESCE(x2.region, 'paid') < 'new') AS c3 FROM t0 AS x1 FULL JOIN t1 AS x2 ON x2.number = x1.ref0_number JOIN t0 AS x3 ON x2.number = x3.ref0_number FULL JOIN t1 AS x4 ON x4.region = x3.ref0_region",
    mistake: ['x3.ref0_number FULL', 'x3.ref0_number LEFT'],
  },
  {
    name: 'LEFT JOIN as JOIN behind a FULL JOIN and groups of three',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status DATE NOT NULL,
  amount REAL,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  amount INTEGER CHECK (amount BETWEEN -5 AND 5 OR amount IS NULL)
) STRICT;`,
    a: "SELECT MIN(x3.c1) AS c1, MIN(x1.made) AS c2, MIN('10') AS c3 FROM t0 AS x1 FULL JOIN t1 AS x2 ON x1.id = x2.amount JOIN (SELECT MAX('2024-01-01') AS c1 FROM t1 AS x4 GROUP BY x4.amount HAVING COUNT(*) > 2) AS x3 ON x1.status = x3.c1 LEFT JOIN t1 AS x5 ON x1.amount = x5.amount AND x5.amount IS NOT NULL ORDER BY 1, 3, 2 LIMIT 3",
    mistake: ['LEFT ', ''],
  },
  {
    name: 'RIGHT JOIN on another column below groups and a NULL test',
    ddl: `CREATE TABLE t0 (
  code TEXT NOT NULL,
  status TEXT UNIQUE,
  ref0_id INTEGER UNIQUE,
  ref1_id INTEGER,
  made TEXT AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (code),
  FOREIGN KEY (ref0_id) REFERENCES t1 (id),
  FOREIGN KEY (ref1_id) REFERENCES t1 (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';
CREATE TABLE t1 (
  id INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  email REAL UNIQUE,
  created_at TEXT NOT NULL UNIQUE,
  PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX i1 ON t1 (amount) WHERE amount = 'new';
CREATE TABLE t2 (
  id INTEGER NOT NULL,
  email BOOLEAN,
  created_at REAL,
  ref0_id INTEGER,
  ref1_id INTEGER UNIQUE,
  made  AS (coalesce(email, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (email, created_at),
  FOREIGN KEY (ref0_id) REFERENCES t3 (id),
  FOREIGN KEY (ref1_id) REFERENCES t3 (id)
) ;
CREATE TABLE t3 (
  id INTEGER NOT NULL,
  created_at INT,
  ref0_code TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (ref0_code) REFERENCES t0
) STRICT, WITHOUT ROWID;`,
    a: "SELECT MIN('2024-01-31') AS c1, MAX(x1.made) AS c2 FROM t0 AS x1 RIGHT JOIN t2 AS x2 ON x1.ref1_id = x2.email RIGHT JOIN t0 AS x3 ON x3.ref1_id = x2.ref1_id WHERE x1.made IS NULL GROUP BY x1.ref1_id, x2.ref1_id UNION SELECT '2024-01-31' AS c1, lower(x4.code) AS c2 FROM t0 AS x4 JOIN t2 AS x5 ON x4.ref0_id = x5.id WHERE x5.made IS NOT NULL",
    mistake: ['x2.email', 'x2.id'],
  },
  {
    name: 'RIGHT JOIN on another column, which only multiplies rows',
    ddl: `CREATE TABLE t0 (
  id INTEGER NOT NULL,
  status VARCHAR(12),
  amount REAL UNIQUE,
  ref0_id INTEGER,
  made  AS (coalesce(status, '') || '!') STORED,
  PRIMARY KEY (id),
  UNIQUE (status, amount),
  FOREIGN KEY (ref0_id) REFERENCES t0
) ;
CREATE UNIQUE INDEX i0 ON t0 (status) WHERE status = 'new';`,
    a: "SELECT x2.made AS c1, COALESCE('2024-01-31', '2024-01-31') AS c2 FROM t0 AS x1 RIGHT JOIN t0 AS x2 ON x1.ref0_id = x2.id, t0 AS x3 ORDER BY 1 DESC NULLS LAST, 2 LIMIT 3",
    mistake: ['x2.id', 'x2.amount'],
  },
];
