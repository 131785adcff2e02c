import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqlPool } from '../../../src/adapters/sqlite/sql-pool.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { defaultOptions, type SearchEvent } from '../../../src/core/optimize/contract.ts';
import type { DatabaseSource } from '../../../src/protocol/database-source.ts';
import { testEngine } from '../engine.ts';
import { distFolder } from './dist.ts';

/** One call of instr that takes minutes: SQLite takes no step in it, so nothing in its thread can stop it. */
const stuck = "SELECT a FROM t WHERE instr(printf('%.4000000c', 'a'), printf('%.2000000c', 'a') || 'b') = a";
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';

describe('SQL pool', function () {
  this.timeout(20_000);
  let folder: string;
  let file: DatabaseSource;
  let pool: SqlPool;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-pool-'));
    const engine = await testEngine();
    const db = engine.open();
    db.exec(
      'CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL); CREATE INDEX t_b ON t(b);' +
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO t SELECT i, 'b' || i FROM n",
    );
    file = { kind: 'file', path: path.join(folder, 'pool.sqlite') };
    writeFileSync(file.path, engine.export(db));
    db.close();
  });
  beforeEach(() => {
    pool = new SqlPool({ distFolder: distFolder() });
  });
  afterEach(() => pool.dispose());
  after(() => rmSync(folder, { recursive: true, force: true }));

  const isReason =
    (reason: QuillError['reason']) =>
    (error: unknown): boolean =>
      QuillError.is(error, reason);

  it('inspects a file', async () => {
    assert.deepEqual(await pool.inspect(file), {
      tables: [
        {
          name: 't',
          rows: 2000,
          columns: [
            { name: 'a', type: 'INTEGER', notNull: true, primaryKey: true },
            { name: 'b', type: 'TEXT', notNull: true, primaryKey: false },
          ],
          indexes: [{ name: 't_b', columns: ['b'], unique: false }],
        },
      ],
      unsupported: [],
      notes: [],
    });
  });

  it('reads a file anew when it was replaced', async () => {
    const engine = await testEngine();
    const source = { kind: 'file', path: path.join(folder, 'replaced.sqlite') } as const;
    for (const name of ['first', 'second']) {
      const db = engine.open();
      db.exec(`CREATE TABLE ${name}(a)`);
      writeFileSync(source.path, engine.export(db));
      db.close();
      assert.deepEqual(
        (await pool.inspect(source)).tables.map(table => table.name),
        [name],
      );
    }
  });

  it('reports a worker’s error as it is, and goes on', async () => {
    await assert.rejects(pool.inspect({ kind: 'file', path: path.join(folder, 'none') }), isReason('file'));
    assert.equal((await pool.inspect(file)).tables.length, 1);
  });

  it('cancels within 250 ms, and the spare answers at once', async () => {
    await pool.inspect(file);
    const abort = new AbortController();
    const job = pool.buildSample('large', 1, abort.signal);
    job.catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 700));
    const begin = performance.now();
    abort.abort();
    await assert.rejects(job, isReason('cancelled'));
    assert.ok(performance.now() - begin < 250, `${performance.now() - begin} ms`);
    assert.equal((await pool.inspect(file)).tables.length, 1);
    assert.ok(performance.now() - begin < 1500, `${performance.now() - begin} ms`);
  });

  it('cancels a job that still waits for its turn', async () => {
    const abort = new AbortController();
    const first = pool.buildSample('small', 1);
    const second = pool.inspect(file, abort.signal);
    abort.abort();
    await assert.rejects(second, isReason('cancelled'));
    const third = pool.inspect(file);
    assert.ok((await first).length > 100_000);
    assert.equal((await third).tables.length, 1);
  });

  it('fails what runs and what waits when disposed', async () => {
    const jobs = [pool.buildSample('large', 1), pool.inspect(file)];
    const ends = jobs.map(job => assert.rejects(job, isReason('cancelled')));
    await new Promise(resolve => setTimeout(resolve, 300));
    await pool.dispose();
    await Promise.all(ends);
  });

  it('names what a database has and SQLite here lacks', async () => {
    const engine = await testEngine();
    const db = engine.open();
    db.exec(
      'CREATE TABLE plain(a); PRAGMA writable_schema=ON;' +
        "INSERT INTO sqlite_master VALUES ('table', 'docs', 'docs', 0, 'CREATE VIRTUAL TABLE docs USING fts5(body)')",
    );
    const source = { kind: 'file', path: path.join(folder, 'fts.sqlite') } as const;
    writeFileSync(source.path, engine.export(db));
    db.close();
    const { tables, unsupported } = await pool.inspect(source);
    assert.ok(tables.some(table => table.name === 'plain' && table.rows === 0));
    assert.match(unsupported.join('\n'), /docs is a virtual table of module fts5/);
    await assert.rejects(
      pool.optimize({ sql: 'SELECT body FROM docs', database: source, options: defaultOptions }),
      (error: unknown) => QuillError.is(error, 'unsupported') && /fts5/.test(error.message),
    );
  });

  it('names the collation of an application', async function () {
    const source = { kind: 'file', path: path.join(folder, 'collation.sqlite') } as const;
    const program =
      'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.create_collation("APP", lambda a, b: (a > b) - (a < b));' +
      'db.executescript("CREATE TABLE t(a TEXT COLLATE APP, b); CREATE INDEX i ON t(a); CREATE TABLE plain(c);")';
    if (spawnSync('python3', ['-c', program, source.path]).status !== 0) this.skip();
    const { tables, unsupported } = await pool.inspect(source);
    assert.deepEqual(
      tables.map(table => table.name),
      ['t', 'plain'],
    );
    assert.match(unsupported.join('\n'), /^t\.a has the collation APP/);
    const optimize = (sql: string): Promise<unknown> =>
      pool.optimize({ sql, database: source, options: defaultOptions });
    await assert.rejects(
      optimize('SELECT b FROM t'),
      (error: unknown) => QuillError.is(error, 'unsupported') && /collation APP/.test(error.message),
    );
    await optimize('SELECT c FROM plain');
  });

  it('stops a query without end at its limit', async () => {
    const events: SearchEvent[] = [];
    const begin = performance.now();
    const result = await pool.optimize(
      { sql: endless, database: file, options: { ...defaultOptions, queryLimitMs: 300, budgetMs: 1000 } },
      { onEvent: event => events.push(event) },
    );
    assert.equal(result.original.timedOut, true);
    assert.ok(events.some(event => event.type === 'original' && event.timedOut));
    assert.ok(performance.now() - begin < 6000, `${performance.now() - begin} ms`);
  });

  it('ends a thread that is stuck in a query, and the search goes on without it', async () => {
    const result = await pool.optimize({
      sql: stuck,
      database: file,
      options: { ...defaultOptions, queryLimitMs: 200, budgetMs: 1500 },
    });
    assert.equal(result.original.timedOut, true);
    assert.equal((await pool.inspect(file)).tables.length, 1);
  });
});
