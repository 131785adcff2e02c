import assert from 'node:assert/strict';
import { buildSchema } from '../../../src/adapters/pipeline/schema-library.ts';
import type { SqliteEngine } from '../../../src/adapters/sqlite/engine.ts';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { terrainOf } from '../../../src/core/pipeline/writers/builtin/terrain/terrain.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { synthesize } from '../../../src/core/sample/synthesize.ts';
import { createSchema, runDdl } from '../../../src/core/schema/ddl.ts';
import { lackingThings } from '../../../src/core/schema/lacking.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import { verdictOnData } from '../../../src/core/verify/own-data.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';

const orders = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL, note TEXT);';

/** As `sqlite3 .dump` writes an FTS5 table, one of FTS4 and one of R-tree. */
const dump = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
${orders}
INSERT INTO orders VALUES(1,2.0,'a');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','docs','docs',0,'CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = ''porter'')');
CREATE TABLE IF NOT EXISTS 'docs_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO docs_data VALUES(1,X'010101');
CREATE TABLE IF NOT EXISTS 'docs_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'docs_content'(id INTEGER PRIMARY KEY, c0, c1);
CREATE TABLE IF NOT EXISTS 'docs_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'docs_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','my docs','my docs',0,'CREATE VIRTUAL TABLE "my docs" USING fts4(title)');
CREATE TABLE IF NOT EXISTS 'my docs_content'(docid INTEGER PRIMARY KEY, 'c0title');
CREATE TABLE IF NOT EXISTS 'my docs_segments'(blockid INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE IF NOT EXISTS 'my docs_segdir'(level INTEGER,idx INTEGER,start_block INTEGER,leaves_end_block INTEGER,end_block INTEGER,root BLOB,PRIMARY KEY(level, idx));
INSERT INTO sqlite_master VALUES('table','box','box',0,'CREATE VIRTUAL TABLE box USING rtree(id, a, b, +note TEXT)');
CREATE TABLE IF NOT EXISTS "box_rowid"(rowid INTEGER PRIMARY KEY,nodeno,a0);
CREATE TABLE IF NOT EXISTS "box_node"(nodeno INTEGER PRIMARY KEY,data);
CREATE TABLE IF NOT EXISTS "box_parent"(nodeno INTEGER PRIMARY KEY,parentnode);
CREATE TRIGGER tr AFTER INSERT ON orders BEGIN INSERT INTO docs VALUES('a','b'); DELETE FROM orders; END;
CREATE VIEW found AS SELECT title FROM docs;
CREATE VIEW twice AS SELECT * FROM found;
PRAGMA writable_schema=OFF;
COMMIT;`;

describe('DDL of what the engine lacks', () => {
  let engine: SqliteEngine;
  before(async () => {
    engine = await testEngine();
  });

  function judged(schema: Schema, a: string, b = `${a} LIMIT 1`): Verdict {
    const judge = createJudge(engine, schema, a, { databases: 40, mutants: 4, budgetMs: 5000, seed: 1 });
    try {
      return judge.judge(b);
    } finally {
      judge.close();
    }
  }

  function reasonOf(schema: Schema, a: string, b?: string): string {
    const verdict = judged(schema, a, b);
    assert.equal(verdict.verdict, 'undetermined', `${a}: ${JSON.stringify(verdict)}`);
    return verdict.verdict === 'undetermined' ? verdict.reason : '';
  }

  const names = (schema: Schema): string[] => schema.tables.map(table => table.name);

  it('loads dumps, and knows virtual tables by name and their own tables not', () => {
    for (const text of [dump, dump.replaceAll('sqlite_schema(', 'main."sqlite_master" (')]) {
      const schema = createSchema(engine, text);
      assert.deepEqual(names(schema).sort(), ['box', 'docs', 'my docs', 'orders']);
      assert.deepEqual(
        schema.tables.filter(table => table.lacking !== undefined).map(table => table.virtualModule),
        ['fts5', 'rtree'],
      );
    }
  });

  it('loads dumps that create the tables of a virtual table plainly, as Python writes them', () => {
    const plain = createSchema(engine, dump.replaceAll('IF NOT EXISTS ', ''));
    assert.deepEqual(plain, createSchema(engine, dump));
  });

  it('knows a virtual table with arguments that its module lacks here', () => {
    const schema = createSchema(
      engine,
      `${orders} CREATE VIRTUAL TABLE t USING fts4(a, tokenize=icu de_DE);`,
    );
    assert.match(reasonOf(schema, 'SELECT a FROM t'), /t is a virtual table that .* unknown tokenizer: icu/);
    assert.deepEqual(names(createSchema(engine, schema.ddl.join(';'))), ['orders']);
  });

  it('leaves what reads one of them undetermined, through views and calls too', () => {
    const schema = createSchema(engine, dump);
    const readers = [
      "SELECT title FROM docs WHERE docs MATCH 'x'",
      'SELECT count(*) FROM main.DOCS',
      "SELECT rank FROM docs('x')",
      'SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM docs d WHERE d.rowid = id)',
      'SELECT * FROM found',
      'SELECT count(*) FROM twice',
      'SELECT id FROM orders WHERE id IN docs',
      'SELECT id FROM orders WHERE id IN twice',
    ];
    for (const sql of readers) {
      assert.match(reasonOf(schema, sql, sql), /docs is a virtual table of module fts5/, sql);
      assert.match(reasonOf(schema, 'SELECT id FROM orders', sql), /docs is a virtual table/, sql);
    }
    assert.match(reasonOf(schema, 'SELECT a FROM box'), /box is a virtual table of module rtree/);
  });

  it('judges what reads other tables as ever', () => {
    const schema = createSchema(engine, dump);
    const [a, b] = ['SELECT id FROM orders WHERE total > 1', 'SELECT id FROM orders WHERE total >= 1'];
    assert.equal(judged(schema, a, b).verdict, 'refuted');
    assert.equal(judged(schema, a, 'SELECT id FROM orders WHERE 1 < total').verdict, 'proved');
    const cte = 'WITH docs AS (SELECT id FROM orders) SELECT id FROM docs';
    assert.equal(judged(schema, cte, 'SELECT id FROM orders').verdict, 'survived');
  });

  it('passes no table for one that keeps the data of another', () => {
    const own = `CREATE TABLE docs_content (id INTEGER PRIMARY KEY, title TEXT);
      CREATE VIRTUAL TABLE docs USING fts5(title, content='docs_content', content_rowid='id');`;
    const schema = createSchema(engine, own);
    assert.deepEqual(names(schema), ['docs_content', 'docs']);
    const a = 'SELECT title FROM docs_content WHERE id > 1';
    assert.equal(judged(schema, a, 'SELECT title FROM docs_content').verdict, 'refuted');
  });

  it('follows later statements about what is not there', () => {
    const fts = `${orders} CREATE VIRTUAL TABLE IF NOT EXISTS docs USING fts5(a);`;
    const end = (more: string): Schema => createSchema(engine, `${fts}${more}`);
    assert.deepEqual(names(end('CREATE VIRTUAL TABLE IF NOT EXISTS docs USING fts5(a);')), [
      'orders',
      'docs',
    ]);
    assert.deepEqual(names(end('DROP TABLE docs;')), ['orders']);
    const again = end('DROP TABLE IF EXISTS "docs"; CREATE TABLE docs (a INT);');
    assert.equal(judged(again, 'SELECT a FROM docs', 'SELECT a FROM docs WHERE a > 0').verdict, 'refuted');
    const renamed = end('ALTER TABLE docs RENAME TO texts; CREATE TABLE docs (a INT);');
    assert.match(reasonOf(renamed, 'SELECT a FROM texts'), /virtual table of module fts5/);
    assert.equal(judged(renamed, 'SELECT a FROM docs', 'SELECT a FROM docs WHERE a > 0').verdict, 'refuted');
    const copied = end('CREATE TABLE copy AS SELECT * FROM docs; CREATE INDEX i ON copy (a); DROP INDEX i;');
    assert.match(reasonOf(copied, 'SELECT a FROM copy'), /copy is made from docs.*fts5/);
    const view = 'CREATE VIEW v AS SELECT a FROM docs; ALTER TABLE orders RENAME COLUMN note TO remark;';
    const altered = end(view);
    assert.match(reasonOf(altered, 'SELECT a FROM v'), /The view v cannot be read.*fts5/);
    assert.equal(judged(altered, 'SELECT remark FROM orders').verdict, 'refuted');
    assert.deepEqual(end(`${view} DROP VIEW v;`).views, []);
    assert.throws(
      () => end('CREATE TABLE docs (a INT);'),
      (error: unknown) => QuillError.is(error, 'schema') && /docs already exists/.test(error.message),
    );
  });

  it('keeps no foreign key to a virtual table', () => {
    const schema = createSchema(
      engine,
      `CREATE VIRTUAL TABLE docs USING fts5(a);
       CREATE TABLE hit (id INTEGER PRIMARY KEY, doc INT NOT NULL REFERENCES docs (a), other INT REFERENCES docs);`,
    );
    assert.deepEqual(
      schema.tables[0]?.foreignKeys.map(key => key.valid),
      [false, false],
    );
    const inner = 'SELECT id FROM hit JOIN docs ON docs.a = doc';
    assert.match(reasonOf(schema, inner, 'SELECT id FROM hit'), /fts5/);
    const db = engine.open();
    const { tables, notes } = synthesize(db, runDdl(db, schema.tables.map(t => t.sql).join(';')), 20, 1);
    db.close();
    assert.deepEqual(
      tables.map(table => table.rows),
      [20],
    );
    assert.match(notes.join('\n'), /docs stays empty: it is a virtual table \(fts5\)/);
  });

  it('reads tables that a function of an extension changes as unreadable', () => {
    const schema = createSchema(
      engine,
      `SELECT load_extension('mod_spatialite'); SELECT InitSpatialMetaData(1);
       ${orders} CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT);
       SELECT AddGeometryColumn('Place', 'geom', 4326, 'POINT', 'XY'); SELECT CreateSpatialIndex('place', 'geom');
       CREATE VIRTUAL TABLE "idx_place_geom" USING rtree(pkid, xmin, xmax, ymin, ymax);
       CREATE VIRTUAL TABLE SpatialIndex USING VirtualSpatialIndex();
       CREATE VIRTUAL TABLE shapes USING geopoly(a, b);
       CREATE VIRTUAL TABLE roads USING VirtualShape('/data/roads', 'CP1252', 4326);
       CREATE INDEX place_geom ON place (geom);
       CREATE VIEW named AS SELECT name FROM place;
       CREATE TRIGGER "ggi_place_geom" BEFORE INSERT ON place FOR EACH ROW BEGIN SELECT RAISE(ROLLBACK, 'x') WHERE GeometryType(NEW.geom) <> 'POINT'; END;`,
    );
    // The star has a column that is not known.
    const reason =
      /Place is changed by the function AddGeometryColumn|place is changed by the function CreateSp/;
    assert.match(reasonOf(schema, 'SELECT * FROM place', 'SELECT id, name FROM place'), reason);
    assert.match(reasonOf(schema, 'SELECT name FROM named'), reason);
    assert.match(
      reasonOf(schema, 'SELECT id FROM orders WHERE id NOT IN named', 'SELECT id FROM orders'),
      reason,
    );
    assert.match(reasonOf(schema, 'SELECT a FROM shapes'), /shapes is a virtual table of module geopoly/);
    assert.match(reasonOf(schema, 'SELECT a FROM roads'), /module virtualshape/i);
    assert.equal(judged(schema, 'SELECT id FROM orders').verdict, 'refuted');
  });

  it('keeps a changed table as a parent', () => {
    const schema = createSchema(
      engine,
      `CREATE TABLE place (id INTEGER PRIMARY KEY); SELECT AddGeometryColumn('place', 'geom');
       CREATE TABLE visit (at TEXT, place INTEGER NOT NULL REFERENCES place (id));
       ALTER TABLE place RENAME TO site;`,
    );
    const visit = schema.tables.find(table => table.name === 'visit');
    assert.deepEqual(
      visit?.foreignKeys.map(key => [key.table, key.valid]),
      [['site', true]],
    );
    assert.match(reasonOf(schema, 'SELECT id FROM site'), /AddGeometryColumn/);
    const a = 'SELECT at FROM visit WHERE place IS NOT NULL';
    assert.equal(judged(schema, a, 'SELECT at FROM visit').verdict, 'survived');
  });

  it('knows tables of unknown functions and collations by name', () => {
    const schema = createSchema(
      engine,
      `${orders} CREATE TABLE person (id INTEGER PRIMARY KEY, mail TEXT CHECK (mail REGEXP '.@.'));
       CREATE INDEX person_mail ON person (mail);
       CREATE TABLE word (text TEXT COLLATE german); CREATE TABLE word_use (n INT, word TEXT REFERENCES word);
       CREATE UNIQUE INDEX orders_note ON orders (soundslike(note));
       CREATE TABLE tag (name TEXT); CREATE INDEX tag_name ON tag (soundslike(name));
       CREATE TABLE late (a INT); ALTER TABLE late ADD COLUMN b TEXT COLLATE german;`,
    );
    assert.match(reasonOf(schema, 'SELECT id FROM person'), /person is declared with the function REGEXP/i);
    assert.match(reasonOf(schema, 'SELECT text FROM word'), /word has the collation german/);
    assert.match(reasonOf(schema, 'SELECT a FROM late'), /late has the collation german/);
    // A database with two equal notes would be none that the index allows.
    assert.match(reasonOf(schema, 'SELECT note FROM orders'), /orders has an index that cannot be made/);
    assert.equal(judged(schema, 'SELECT name FROM tag').verdict, 'refuted');
    assert.equal(judged(schema, 'SELECT n FROM word_use').verdict, 'refuted');
    const db = engine.open();
    assert.deepEqual(synthesize(db, runDdl(db, 'CREATE TABLE w (t TEXT COLLATE german)'), 5, 1).tables, []);
    db.close();
  });

  it('knows it whatever the words of the engine', () => {
    const reworded = (call: () => void): void => {
      try {
        call();
      } catch (error) {
        throw QuillError.is(error) ? new QuillError(error.reason, 'Oh.', { missing: error.missing }) : error;
      }
    };
    const gruff: Engine = {
      name: 'sqlite',
      version: engine.version,
      open: () => {
        const db = engine.open();
        return {
          exec: (...args) => reworded(() => db.exec(...args)),
          prepare: sql => {
            reworded(() => db.prepare(sql).free());
            return db.prepare(sql);
          },
          query: (...args) => db.query(...args),
          close: () => db.close(),
        };
      },
    };
    const ddl = `${orders} CREATE VIRTUAL TABLE docs USING fts5(a); CREATE TABLE copy AS SELECT a FROM docs;
      CREATE TABLE person (mail TEXT CHECK (mail REGEXP '.@.')); CREATE TABLE late (a INT);
      ALTER TABLE late ADD COLUMN b TEXT COLLATE german; SELECT AddGeometryColumn('orders', 'geom');`;
    const schema = createSchema(engine, ddl);
    assert.equal(lackingThings(schema).length, 5);
    assert.deepEqual(createSchema(gruff, ddl), schema);
  });

  it('writes no queries over what cannot be read', () => {
    const ddl = `${orders} CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
      SELECT AddGeometryColumn('person', 'home'); CREATE VIRTUAL TABLE docs USING fts5(a);`;
    const source = { kind: 'schema', ddl, rows: 50, seed: 1 } as const;
    const { entities } = terrainOf(buildSchema(engine, { id: 'own', origin: 'own', source }));
    assert.deepEqual(
      entities.map(entity => entity.table.name),
      ['orders'],
    );
  });

  it('refuses what it cannot follow, with the line', () => {
    const refused: [string, RegExp][] = [
      [
        `${orders}\nUPDATE sqlite_master SET sql = 'x';`,
        /^Line 2 of the schema, .*writes to SQLite's own catalogue/,
      ],
      [`${orders}\nDELETE FROM main.[sqlite_schema];`, /catalogue/],
      [`INSERT INTO sqlite_schema VALUES ('table', 't', 't', 2, 'CREATE TABLE t (a)');`, /catalogue/],
      ['CREATE VIRTUAL TABLE t USING;', /is refused by SQLite/],
      ['CREATE TABLE t (a); CREATE VIRTUAL TABLE t USING fts5(a);', /table t already exists/],
      ['CREATE TABLE t (a SERIAL CHECK (is_right(a)))', /looks like PostgreSQL/],
    ];
    for (const [ddl, message] of refused)
      assert.throws(
        () => createSchema(engine, ddl),
        (error: unknown) => QuillError.is(error, 'schema') && message.test(error.message),
        ddl,
      );
    const read =
      'CREATE TABLE log (a); INSERT INTO log SELECT sql FROM sqlite_master; DELETE FROM sqlite_sequence;';
    assert.deepEqual(names(createSchema(engine, read)), ['log']);
  });

  it('says the same of a database file', () => {
    const db = engine.open();
    db.exec(`${orders} PRAGMA writable_schema = ON;
      INSERT INTO sqlite_schema VALUES ('table', 'docs', 'docs', 0, 'CREATE VIRTUAL TABLE docs USING fts5(a)');
      PRAGMA writable_schema = RESET; CREATE VIEW v AS SELECT a FROM docs;`);
    const schema = readSchema(db);
    // The user's own SQLite may run what this one cannot: no reason to call it different.
    const own = verdictOnData(db, analyze('SELECT note FROM orders', schema), 'SELECT a AS note FROM docs');
    assert.ok('extent' in own && own.extent === 'skipped', JSON.stringify(own));
    db.close();
    assert.match(reasonOf(schema, 'SELECT a FROM docs'), /docs is a virtual table of module fts5/);
    assert.match(reasonOf(schema, 'SELECT * FROM v'), /docs is a virtual table of module fts5/);
    assert.equal(judged(schema, 'SELECT id FROM orders').verdict, 'refuted');
  });
});
