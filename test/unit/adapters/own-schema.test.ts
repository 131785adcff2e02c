import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownSchema } from '../../../src/adapters/pipeline/own-schema.ts';
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
  const idOf = async (file: string, kind: 'database' | 'ddl' = 'database'): Promise<string> => {
    const { signal } = new AbortController();
    return (await ownSchema({ kind, path: file }, { engine, pool, signal, ...limits })).id;
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

  it('is refused where it is a folder, a device or a pipe, or has no end', async function () {
    await assert.rejects(idOf(folder, 'ddl'), /cannot be read: it is a folder; name a file/);
    const long = path.join(folder, 'long.sql');
    writeFileSync(long, '');
    truncateSync(long, 65 * 1024 * 1024);
    await assert.rejects(idOf(long, 'ddl'), /long\.sql cannot be read: it is longer than 64 MB/);
    if (process.platform === 'win32') return this.skip();
    await assert.rejects(idOf('/dev/zero', 'ddl'), /\/dev\/zero cannot be read: it is a device or a pipe/);
    const pipe = path.join(folder, 'pipe.sql');
    execFileSync('mkfifo', [pipe]);
    for (const kind of ['ddl', 'database'] as const)
      await assert.rejects(idOf(pipe, kind), /pipe\.sql cannot be read: it is a device or a pipe/);
    assert.throws(() => readDatabaseFile(pipe), /pipe\.sql is not an ordinary file/);
  });

  it('is refused where its text is not UTF-8, or a file is no sound database', async () => {
    const latin = path.join(folder, 'latin.sql');
    writeFileSync(latin, Buffer.from('CREATE TABLE t (a TEXT);\n-- Gr\xfc\xdfe\n', 'latin1'));
    await assert.rejects(idOf(latin, 'ddl'), /Line 2 of .*latin\.sql is not UTF-8/);
    const damaged = path.join(folder, 'damaged.sqlite');
    const bytes = readFileSync(database('sound.sqlite', 'CREATE TABLE t (a INTEGER)'));
    writeFileSync(damaged, bytes.fill(7, 100));
    await assert.rejects(idOf(damaged), /damaged\.sqlite .*damaged/);
  });

  it('is opened in this thread only after a worker has read it', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => `CREATE TABLE t${n} (a INTEGER, b TEXT);`).join('');
    let opened = 0;
    const watched = new Proxy(engine, {
      get: (target, key) => {
        if (key !== 'open') return Reflect.get(target, key);
        return (bytes?: Uint8Array) => {
          opened++;
          return target.open(bytes);
        };
      },
    });
    const parts = { engine: watched, pool, signal: new AbortController().signal, ...limits };
    const ask = (limitMs: number) =>
      ownSchema({ kind: 'database', path: database('many.sqlite', many) }, { ...parts, limitMs });
    await assert.rejects(
      ask(1),
      (error: unknown) =>
        QuillError.is(error, 'file') &&
        /many\.sqlite could not be built and read within 0\.001 s; give a smaller one\.$/.test(error.message),
    );
    assert.equal(opened, 0);
    await ask(10_000);
    assert.equal(opened, 1);
  });
});
