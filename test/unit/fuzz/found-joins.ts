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
];
