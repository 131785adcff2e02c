import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema, Table } from '../../../src/core/schema/model.ts';
import { findTable, readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

let engine: Engine;
before(async () => {
  engine = await testEngine();
});

function table(schema: Schema, name: string): Table {
  const found = findTable(schema, name);
  assert.ok(found, `table ${name}`);
  return found;
}

describe('reading a schema', () => {
  it('reads columns with types, affinities, defaults, collations and NOT NULL', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE "Order Items" (
        id INTEGER PRIMARY KEY, -- CHECK (nothing)
        [name] VARCHAR(10) COLLATE nocase NOT NULL DEFAULT 'a,b',
        price DECIMAL(10, 2) DEFAULT (1 + 2),
        ratio DOUBLE PRECISION,
        "check" TEXT COLLATE "RTRIM",
        raw,
        total REAL GENERATED ALWAYS AS (price * 2) STORED,
        label TEXT AS (name || ')') VIRTUAL
      )`,
    );
    const { columns, rowidAlias, primaryKey } = table(schema, 'order items');
    assert.deepEqual(
      columns.map(c => [c.name, c.type, c.affinity, c.notNull, c.defaultValue, c.collation, c.generated]),
      [
        ['id', 'INTEGER', 'integer', true, undefined, 'BINARY', undefined],
        ['name', 'VARCHAR(10)', 'text', true, "'a,b'", 'NOCASE', undefined],
        ['price', 'DECIMAL(10, 2)', 'numeric', false, '1 + 2', 'BINARY', undefined],
        ['ratio', 'DOUBLE PRECISION', 'real', false, undefined, 'BINARY', undefined],
        ['check', 'TEXT', 'text', false, undefined, 'RTRIM', undefined],
        ['raw', '', 'blob', false, undefined, 'BINARY', undefined],
        ['total', 'REAL', 'real', false, undefined, 'BINARY', 'stored'],
        ['label', 'TEXT', 'text', false, undefined, 'BINARY', 'virtual'],
      ],
    );
    assert.equal(rowidAlias, 'id');
    assert.deepEqual(primaryKey, ['id']);
  });

  it('reads CHECK expressions of columns and tables as written', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE t (a INT CHECK (a > 0) CHECK( a IN (1, 2) ), b TEXT DEFAULT 'CHECK (x)',
        "CHECK" INT, CONSTRAINT long CHECK (length(b) < 10 /* really */ AND ')' <> b), UNIQUE (a, b))`,
    );
    assert.deepEqual(table(schema, 't').checks, [
      'a > 0',
      'a IN (1, 2)',
      "length(b) < 10 /* really */ AND ')' <> b",
    ]);
  });

  it('tells the rowid from other primary keys', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY DESC);
       CREATE TABLE c (id INTEGER PRIMARY KEY) WITHOUT ROWID; CREATE TABLE d (x, y, PRIMARY KEY (y, x));
       CREATE TABLE e (id INTEGER, PRIMARY KEY (id)); CREATE TABLE f (a INT, b ANY) STRICT;`,
    );
    assert.deepEqual(
      schema.tables.map(t => [t.name, t.rowidAlias, t.primaryKey.join()]),
      [
        ['a', undefined, 'id'],
        ['b', undefined, 'id'],
        ['c', undefined, 'id'],
        ['d', undefined, 'y,x'],
        ['e', 'id', 'id'],
        ['f', undefined, ''],
      ],
    );
    assert.equal(table(schema, 'c').withoutRowid, true);
    assert.equal(table(schema, 'f').strict, true);
    assert.equal(table(schema, 'f').columns[1]?.affinity, 'any');
  });

  it('reads indexes and counts as unique only what keeps rows apart', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE t (a INT, b TEXT COLLATE NOCASE, c TEXT UNIQUE, d INT, PRIMARY KEY (d), UNIQUE (d));
       CREATE UNIQUE INDEX u1 ON t (a DESC, b);
       CREATE UNIQUE INDEX u2 ON t (a) WHERE a > 0 AND b <> 'WHERE';
       CREATE UNIQUE INDEX u3 ON t (lower(c) COLLATE RTRIM DESC, a);
       CREATE UNIQUE INDEX u4 ON t (b COLLATE BINARY);
       CREATE INDEX i5 ON t (c COLLATE NOCASE DESC);`,
    );
    const { indexes, uniques } = table(schema, 't');
    assert.deepEqual(uniques, [['c'], ['a', 'b']]);
    const named = Object.fromEntries(indexes.map(index => [index.name, index]));
    assert.deepEqual(named['u1']?.columns, [
      { name: 'a', descending: true, collation: 'BINARY' },
      { name: 'b', descending: false, collation: 'NOCASE' },
    ]);
    assert.equal(named['u2']?.where, "a > 0 AND b <> 'WHERE'");
    assert.deepEqual(named['u3']?.columns[0], {
      expression: 'lower(c)',
      descending: true,
      collation: 'RTRIM',
    });
    assert.equal(named['i5']?.columns[0]?.collation, 'NOCASE');
    assert.equal(named['i5']?.unique, false);
  });

  it('resolves foreign keys and tells those that can hold for no row', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, x INT, y INT, loose INT,
                       ci TEXT COLLATE NOCASE, UNIQUE (x, y));
       CREATE UNIQUE INDEX pci ON p (ci COLLATE BINARY);
       CREATE TABLE c (a INT REFERENCES P, b TEXT REFERENCES p (CODE), c INT REFERENCES p (loose),
                       d INT REFERENCES nowhere (id), e INT, f INT, g TEXT REFERENCES p (ci),
                       FOREIGN KEY (e, f) REFERENCES p (y, x), FOREIGN KEY (e, f) REFERENCES p);`,
    );
    assert.deepEqual(
      table(schema, 'c').foreignKeys.map(k => [k.columns.join(), k.table, k.references.join(), k.valid]),
      [
        ['a', 'p', 'id', true],
        ['b', 'p', 'code', true],
        ['c', 'p', 'loose', false],
        ['d', 'nowhere', 'id', false],
        ['g', 'p', 'ci', false],
        ['e,f', 'p', 'y,x', true],
        ['e,f', 'p', 'id', false],
      ],
    );
  });

  it('agrees with SQLite on which foreign keys mismatch', () => {
    const db = engine.open();
    db.exec(`CREATE TABLE p (a INT, b TEXT COLLATE NOCASE, PRIMARY KEY (a, b)); CREATE TABLE q (a INT, b TEXT);
             CREATE UNIQUE INDEX q1 ON q (a) WHERE a > 1; CREATE VIEW v AS SELECT 1 AS a;`);
    const targets = ['p', 'p (a, b)', 'p (b, a)', 'p (a)', 'q (a)', 'q', 'v (a)', 'v', 'q (zz)'];
    for (const [i, target] of targets.entries()) {
      const columns = target.includes(',') || target === 'p' ? 'x, y' : 'x';
      db.exec(`CREATE TABLE c${i} (x, y, FOREIGN KEY (${columns}) REFERENCES ${target})`);
    }
    db.exec('PRAGMA foreign_keys = ON');
    const schema = readSchema(db);
    for (const [i, target] of targets.entries()) {
      let accepted = true;
      try {
        db.exec(`INSERT INTO c${i} VALUES (NULL, NULL)`);
      } catch {
        accepted = false;
      }
      assert.equal(table(schema, `c${i}`).foreignKeys[0]?.valid, accepted, target);
    }
    db.close();
  });

  it('lists views, broken ones too, and leaves out temporary, shadow and own tables', () => {
    const db = engine.open();
    db.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT); CREATE TEMP TABLE tt (a INT);
             CREATE VIRTUAL TABLE docs USING fts4 (body); CREATE VIEW v (x) AS SELECT a FROM t;
             CREATE VIEW broken AS SELECT * FROM missing; ANALYZE;`);
    const schema = readSchema(db);
    assert.deepEqual(
      schema.tables.map(t => [t.name, t.virtualModule]),
      [
        ['t', undefined],
        ['docs', 'fts4'],
      ],
    );
    assert.deepEqual(
      schema.views.map(v => [v.name, v.columns.join()]),
      [
        ['v', 'x'],
        ['broken', ''],
      ],
    );
    db.close();
  });

  it('reads a database whose virtual table module the engine lacks', () => {
    const db = engine.open();
    db.exec(`CREATE TABLE docs_data (id INTEGER PRIMARY KEY, block BLOB); CREATE TABLE other_data (id INT);
             PRAGMA writable_schema = ON;
             INSERT INTO sqlite_schema VALUES ('table', 'docs', 'docs', 0, 'CREATE VIRTUAL TABLE docs USING fts5(body)');
             PRAGMA writable_schema = RESET;`);
    const schema = readSchema(db);
    assert.deepEqual(
      schema.tables.map(t => [t.name, t.virtualModule, t.columns.length]),
      [
        ['other_data', undefined, 1],
        ['docs', 'fts5', 0],
      ],
    );
    assert.deepEqual(schema.ddl, ['CREATE TABLE other_data (id INT)']);
    db.close();
  });

  it('yields DDL that recreates the same schema', () => {
    const schema = createSchema(
      engine,
      `CREATE VIEW v AS SELECT * FROM a; CREATE TABLE a (x INT); CREATE INDEX ix ON a (x DESC);
       ALTER TABLE a ADD COLUMN y TEXT COLLATE NOCASE CHECK (y <> ''); ALTER TABLE a RENAME TO b;
       CREATE TABLE old (z); DROP TABLE old;`,
    );
    assert.deepEqual(createSchema(engine, schema.ddl.join(';\n')), schema);
    assert.deepEqual(table(schema, 'b').checks, ["y <> ''"]);
  });

  const cases = process.env['QUILL_CASES'];
  it('reads every schema of the given cases', function () {
    this.timeout(20_000);
    if (cases === undefined || !existsSync(cases)) this.skip();
    const texts = new Set(
      ['equivalent', 'not-equivalent', 'tpch'].flatMap(name =>
        readFileSync(path.join(cases, `${name}.jsonl`), 'utf8')
          .split('\n')
          .filter(line => line !== '')
          .map(line => (JSON.parse(line) as { schema?: string }).schema ?? ''),
      ),
    );
    assert.ok(texts.size > 100);
    texts.delete('');
    for (const text of texts) {
      const schema = createSchema(engine, text);
      assert.ok(schema.tables.length > 0);
      const again = createSchema(engine, schema.ddl.join(';\n'));
      assert.deepEqual(again, schema);
    }
  });
});
