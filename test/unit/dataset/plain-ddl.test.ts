import assert from 'node:assert/strict';
import { refusedDdl } from '../../../src/core/dataset/plain-ddl.ts';

describe('DDL of other people', () => {
  it('may be plain definitions', () => {
    for (const ddl of [
      'CREATE TABLE t (a INT, b AS (a + 1)); CREATE UNIQUE INDEX i ON t (a);',
      'CREATE TEMP TABLE IF NOT EXISTS "as" (a);\nCREATE VIEW v AS SELECT a FROM "as"',
    ])
      assert.equal(refusedDdl(ddl), undefined, ddl);
  });

  it('is not run where it runs a query, or is something else', () => {
    for (const ddl of [
      'CREATE TABLE s (a);\nCREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
      'CREATE TABLE s (a);\ncreate temp table if not exists main.t as select 1',
    ])
      assert.match(refusedDdl(ddl) ?? '', /^Line 2 of its schema makes a table of a query/);
    for (const ddl of ["ATTACH 'x' AS y", 'CREATE VIRTUAL TABLE v USING fts5(a)', 'DROP TABLE t', 'CREATE'])
      assert.match(refusedDdl(ddl) ?? '', /^Line 1 of its schema is no plain/);
  });
});
