import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { schemaFromFiles } from '../../../src/core/schema/workspace.ts';
import { testEngine } from '../engine.ts';

let engine: Engine;
before(async () => {
  engine = await testEngine();
});

/** Tables with their columns, of DDL that must run. */
function tablesOf(ddl: string): Record<string, string> {
  return Object.fromEntries(
    createSchema(engine, ddl).tables.map(table => [table.name, table.columns.map(c => c.name).join()]),
  );
}

describe('schema of a workspace', () => {
  it('runs migrations in natural order, without what undoes them', () => {
    const { ddl, duplicates, skipped } = schemaFromFiles([
      {
        name: 'db/10_rename.sql',
        text: 'ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN b TO c;',
      },
      { name: 'db/2_add.up.sql', text: 'ALTER TABLE users ADD COLUMN b TEXT;' },
      { name: 'db/2_add.down.sql', text: 'ALTER TABLE users DROP COLUMN b;' },
      {
        name: 'db/1_init.sql',
        text: `-- +goose Up
CREATE TABLE users (id INTEGER PRIMARY KEY, "A" TEXT);
CREATE INDEX ua ON users ("A");
-- +goose Down
DROP TABLE users;`,
      },
      { name: 'db/3_x.sql', text: '-- migrate:up\nCREATE TABLE x (a);\n-- migrate:down\nDROP TABLE x;' },
    ]);
    assert.deepEqual(tablesOf(ddl), { people: 'id,A,c', x: 'a' });
    assert.deepEqual([duplicates, skipped], [[], []]);
  });

  it('names duplicates and uses the first', () => {
    const { ddl, duplicates } = schemaFromFiles([
      { name: 'b.sql', text: '\nCREATE TABLE IF NOT EXISTS [Users] (y);\nCREATE VIEW v AS SELECT 2;' },
      { name: 'a.sql', text: 'CREATE TABLE users (x); CREATE VIEW v AS SELECT x FROM users;' },
    ]);
    assert.deepEqual(tablesOf(ddl), { users: 'x' });
    assert.deepEqual(duplicates, [
      'b.sql, line 2, creates Users again; the one in a.sql counts.',
      'b.sql, line 3, creates v again; the one in a.sql counts.',
    ]);
  });

  it('names files of other engines and leaves them out whole', () => {
    const { ddl, skipped } = schemaFromFiles([
      {
        name: 'pg.sql',
        text: 'CREATE TABLE p (a INT);\nCREATE TABLE q (\n  at TIMESTAMPTZ DEFAULT now()\n);',
      },
      { name: 'lite.sql', text: 'CREATE TABLE l (id SERIAL, name VARCHAR(3));' },
      { name: 'my.sql', text: 'CREATE TABLE m (a INT) ENGINE=InnoDB;' },
    ]);
    assert.deepEqual(tablesOf(ddl), { l: 'id,name' });
    assert.deepEqual(skipped, [
      'my.sql was left out: it looks like MySQL (`ENGINE=InnoDB`, line 1); Quill reads SQLite so far.',
      'pg.sql was left out: it looks like PostgreSQL (`DEFAULT now(`, line 3); Quill reads SQLite so far.',
    ]);
  });

  it('leaves out single statements that cannot run, and says why', () => {
    const { ddl, skipped } = schemaFromFiles([
      {
        name: 's.sql',
        text: `CREATE TABLE t (a, b,);
CREATE TABLE u (a);
ALTER TABLE u ADD COLUMN a INT;
ALTER TABLE nope ADD COLUMN a INT;
CREATE INDEX i ON nope (a);
SELECT * FROM broken WHERE;
CREATE VIRTUAL TABLE f USING fts5 (x);
INSERT INTO u VALUES (1);
ALTER TABLE u ADD COLUMN c INT UNIQUE;`,
      },
    ]);
    assert.deepEqual(tablesOf(ddl), { u: 'a', f: '' });
    assert.equal(skipped.length, 5, skipped.join('\n'));
    assert.match(skipped[0]!, /^s\.sql, line 1, was left out: .*near/);
    assert.match(skipped[1]!, /u has a column a already/);
    assert.match(skipped[2]!, /it changes nope, which no file creates/);
  });

  it('keeps virtual tables by name, those of dumps too, and what extensions change', () => {
    const { ddl, skipped, duplicates } = schemaFromFiles([
      { name: '0-q.sql', text: "SELECT AddGeometryColumn('t', 'early'); SELECT date('now');" },
      {
        name: '1.sql',
        text: `CREATE TABLE t (a); CREATE TABLE s (a); SELECT AddGeometryColumn('t', 'geom');
               INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','f','f',0,'CREATE VIRTUAL TABLE f USING fts5(x)');
               CREATE TABLE IF NOT EXISTS 'f_data'(id INTEGER PRIMARY KEY, block BLOB);
               CREATE INDEX i ON f (x); ALTER TABLE f ADD COLUMN y; ALTER TABLE f RENAME TO g;`,
      },
      {
        name: '2.sql',
        text: 'CREATE VIRTUAL TABLE g USING rtree(a, b, c); CREATE VIEW v AS SELECT x FROM g;',
      },
    ]);
    const schema = createSchema(engine, ddl);
    assert.deepEqual(tablesOf(ddl), { t: 'a', s: 'a', f_data: 'id,block', g: '' });
    assert.deepEqual(
      [...schema.tables, ...schema.views].filter(each => each.lacking).map(each => each.name),
      ['t', 'g', 'v'],
    );
    assert.match(skipped.join('\n'), /f is virtual, and can have no index.*\n.*f cannot be altered/);
    assert.match(duplicates.join('\n'), /creates g again/);
    assert.equal(schemaFromFiles([{ name: 'q.sql', text: "SELECT f('t');" }]).ddl, '');
  });

  it('follows table rebuilds, drops and views over renamed tables', () => {
    const { ddl } = schemaFromFiles([
      {
        name: '1.sql',
        text: `CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; CREATE INDEX i ON t (a);
               CREATE TABLE new_t (a, b); INSERT INTO new_t SELECT a, 1 FROM t; DROP TABLE t;
               ALTER TABLE new_t RENAME TO t; CREATE INDEX i ON t (b); DROP TABLE IF EXISTS gone;
               CREATE TEMP TABLE scratch (x); CREATE VIEW w AS SELECT 1; DROP VIEW w;`,
      },
    ]);
    const schema = createSchema(engine, ddl);
    assert.deepEqual(tablesOf(ddl), { t: 'a,b' });
    assert.deepEqual(
      schema.views.map(view => view.name),
      ['v'],
    );
    assert.deepEqual(schema.tables[0]?.indexes[0]?.columns[0]?.name, 'b');
  });

  it('gives an empty text for files without a schema', () => {
    const files = [{ name: 'q.sql', text: "SELECT 1::int; {{ config() }} SELECT 'CREATE TABLE x (y)'" }];
    assert.deepEqual(schemaFromFiles(files), { ddl: '', duplicates: [], skipped: [] });
    assert.deepEqual(schemaFromFiles([]).ddl, '');
  });
});
