import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownSchema } from '../../../src/adapters/pipeline/own-schema.ts';
import { buildSchema } from '../../../src/adapters/pipeline/schema-library.ts';
import { readDatabaseFile } from '../../../src/adapters/sqlite/database-file.ts';
import type { SqliteEngine } from '../../../src/adapters/sqlite/engine.ts';
import { SqlPool } from '../../../src/adapters/sqlite/sql-pool.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { testEngine } from '../engine.ts';
import { distFolder } from './dist.ts';

describe('a schema of the user’s own', function () {
  this.timeout(20_000);
  let folder: string;
  let engine: SqliteEngine;
  let pool: SqlPool;
  before(async () => {
    engine = await testEngine();
    folder = mkdtempSync(path.join(tmpdir(), 'quill-own-'));
    pool = new SqlPool({ distFolder: distFolder() });
  });
  after(async () => {
    await pool.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const database = (name: string, sql: string): string => {
    const db = engine.open();
    db.exec(sql);
    const file = path.join(folder, name);
    writeFileSync(file, engine.export(db));
    db.close();
    return file;
  };
  const limits = { rows: 10, remedy: 'give a smaller one', limitMs: 10_000 };
  const idOf = async (file: string): Promise<string> => {
    const { signal } = new AbortController();
    return (await ownSchema({ kind: 'database', path: file }, { pool, signal, ...limits })).id;
  };

  it('is named by its DDL: one at two paths, two after a migration', async () => {
    const shop = database('shop.sqlite', 'CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)');
    const copy = path.join(mkdtempSync(path.join(folder, 'copy-')), 'shop.sqlite');
    copyFileSync(shop, copy);
    const before = await idOf(shop);
    assert.match(before, /^own-shop-[0-9a-f]{8}$/);
    assert.equal(await idOf(copy), before);
    database('shop.sqlite', 'CREATE TABLE t (a INTEGER, b TEXT)');
    assert.notEqual(await idOf(shop), before);
    assert.ok(readFileSync(copy).length > 0);
  });

  it('is refused where it is a folder, a device or a pipe, or no sound database', async function () {
    await assert.rejects(idOf(folder), /cannot be read: it is a folder; name a file/);
    if (process.platform === 'win32') return this.skip();
    await assert.rejects(idOf('/dev/zero'), /\/dev\/zero cannot be read: it is a device;/);
    const pipe = path.join(folder, 'pipe.sqlite');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(idOf(pipe), /pipe\.sqlite cannot be read: it is a pipe;/);
    assert.throws(() => readDatabaseFile(pipe), /pipe\.sqlite is not an ordinary file/);
  });

  it('is refused where a file is no sound database', async () => {
    const damaged = path.join(folder, 'damaged.sqlite');
    const bytes = readFileSync(database('sound.sqlite', 'CREATE TABLE t (a INTEGER)'));
    writeFileSync(damaged, bytes.fill(7, 100));
    await assert.rejects(idOf(damaged), /damaged\.sqlite .*damaged/);
  });

  it('is what this thread would read, with constraints, indexes, views and values', async () => {
    const ddl = `
      CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE, c BLOB, d REAL CHECK (d > 0),
        e INTEGER GENERATED ALWAYS AS (id * 2) STORED, UNIQUE (b, d));
      CREATE TABLE f (a INTEGER REFERENCES a, g, PRIMARY KEY (a, g)) WITHOUT ROWID;
      CREATE INDEX h ON a (d DESC, lower(b)) WHERE d > 1;
      CREATE VIEW w AS SELECT b FROM a;
      INSERT INTO a (id, b, c, d) VALUES (9007199254740993, 'ä', x'00ff', 1.5), (2, 'y', NULL, 2);`;
    const file = database('whole.sqlite', ddl);
    const { signal } = new AbortController();
    for (const own of [
      { kind: 'database', path: file } as const,
      { kind: 'ddl', path: 'a.sql', ddl: ddl.slice(0, ddl.indexOf('INSERT')) } as const,
    ]) {
      const { read, ...shelved } = await ownSchema(own, { pool, signal, ...limits });
      assert.deepEqual(buildSchema(engine, { ...shelved, read }), buildSchema(engine, shelved));
    }
  });

  it('is given up where reading it takes too long', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => `CREATE TABLE t${n} (a INTEGER, b TEXT);`).join('');
    const parts = { pool, signal: new AbortController().signal, ...limits };
    const ask = (limitMs: number) =>
      ownSchema({ kind: 'database', path: database('many.sqlite', many) }, { ...parts, limitMs });
    await assert.rejects(
      ask(1),
      (error: unknown) =>
        QuillError.is(error, 'file') &&
        /many\.sqlite could not be built and read within 0\.001 s; give a smaller one\.$/.test(error.message),
    );
    assert.equal((await ask(10_000)).read.schema.tables.length, 2000);
  });
});
