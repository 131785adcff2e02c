import assert from 'node:assert/strict';
import { synthesize } from '../../../src/core/sample/synthesize.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { readProfile } from '../../../src/core/schema/profile.ts';
import type { ColumnProfile } from '../../../src/core/schema/profile-model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

async function profileOf(sql: string): Promise<(column: string) => ColumnProfile> {
  const db = (await testEngine()).open();
  try {
    db.exec(sql);
    const profile = readProfile(db, readSchema(db));
    return name => profile.tables.flatMap(table => table.columns).find(column => column.name === name)!;
  } finally {
    db.close();
  }
}

describe('profile of a database', () => {
  it('counts values, NULLs and extremes of a small table exactly, with types', async () => {
    const column = await profileOf(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, status TEXT, price REAL, odd);
      INSERT INTO t (status, price, odd) VALUES
        ('new', 1, 5), ('paid', 2.5, 'x'), ('new', NULL, x'0102'), (NULL, 2, NULL);`);
    assert.deepEqual(column('status'), {
      name: 'status',
      distinct: 2,
      nulls: 0.25,
      min: 'new',
      max: 'paid',
      common: ['new', 'paid'],
      sample: ['new', 'paid', 'new'],
    });
    assert.equal(column('price').min, 1);
    assert.equal(column('id').max, 4n);
    assert.equal(column('odd').min, 5n);
    assert.deepEqual(column('odd').max, Uint8Array.of(1, 2));
  });

  it('samples large tables, with or without rowids, quickly and the same way every time', async () => {
    const engine = await testEngine();
    const db = engine.open();
    db.exec(`
      CREATE TABLE big (id INTEGER PRIMARY KEY, kind TEXT, parent INTEGER, code TEXT UNIQUE, gap INTEGER);
      CREATE TABLE plain (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
        INSERT INTO big SELECT i * 101, 'k' || (i % 101), (i * 7919) % 5000, 'c' || i, NULLIF(i % 4, 0) FROM n;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
        INSERT INTO plain SELECT i, i % 10 FROM n;`);
    const schema = readSchema(db);
    const begin = performance.now();
    const profile = readProfile(db, schema);
    assert.ok(performance.now() - begin < 3000);
    const [big, plain] = profile.tables;
    const column = (name: string) => big!.columns.find(each => each.name === name)!;
    assert.equal(big!.rows, 150_000);
    assert.ok(Math.abs(column('kind').distinct - 101) <= 3, String(column('kind').distinct));
    assert.ok(Math.abs(column('parent').distinct - 5000) < 1000, String(column('parent').distinct));
    assert.equal(column('code').distinct, 150_000);
    assert.equal(column('id').distinct, 150_000);
    assert.ok(Math.abs(column('gap').nulls - 0.25) < 0.05, String(column('gap').nulls));
    assert.equal(plain!.columns[1]!.distinct, 10);
    assert.deepEqual(readProfile(db, schema), profile);
    db.close();
  });

  it('never throws for odd columns', async () => {
    const column = await profileOf(`
      CREATE TABLE "odd table" ("a ""b""" TEXT, "select" BLOB, long TEXT, whole INTEGER);
      INSERT INTO "odd table" VALUES
        ('x', zeroblob(5000), printf('%.*c', 100000, 'y'), -9223372036854775808), (9e999, -9e999, '', NULL);
      ALTER TABLE "odd table" ADD COLUMN fails AS (abs(whole)) VIRTUAL;`);
    assert.equal(column('a "b"').distinct, 2);
    assert.deepEqual(column('long').common, ['']);
    assert.equal(column('fails').distinct, 0);
    assert.equal(column('whole').distinct, 1);
  });

  it('reads an empty database, and tables whose module is missing', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, 'CREATE TABLE t (a); CREATE TABLE u (b);');
    const db = engine.open();
    db.exec('CREATE TABLE t (a)');
    assert.deepEqual(
      readProfile(db, schema).tables.map(table => table.rows),
      [0, 0],
    );
    db.close();
  });

  it('profiles made-up data', async () => {
    const engine = await testEngine();
    const schema = createSchema(
      engine,
      `CREATE TABLE p (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b')));
       CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER NOT NULL REFERENCES p (id));`,
    );
    const db = engine.open();
    for (const statement of schema.ddl) db.exec(statement);
    synthesize(db, schema, 500, 1);
    const [p] = readProfile(db, schema).tables;
    assert.deepEqual([...p!.columns[1]!.common].sort(), ['a', 'b']);
    db.close();
  });
});
