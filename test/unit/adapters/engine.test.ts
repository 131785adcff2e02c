import assert from 'node:assert/strict';
import { QuillError } from '../../../src/core/errors.ts';
import { testEngine } from '../engine.ts';

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';

describe('SQLite engine', () => {
  it('has SQLite’s own mathematical functions, in memory as in files', async () => {
    const engine = await testEngine();
    const memory = engine.open();
    const file = engine.open(engine.export(memory));
    for (const database of [memory, file]) {
      const { rows } = database.query(
        "SELECT floor(-1.5), typeof(floor(2)), sqrt(2.25), upper('é'), pi() > 3",
      );
      assert.deepEqual(rows, [[-2, 'integer', 1.5, 'é', 1n]]);
      database.close();
    }
  });

  it('returns every type as its own', async () => {
    const db = (await testEngine()).open();
    const sql =
      "SELECT 1, 1.0, 'a' || char(0) || 'é', x'00ff', NULL, 9223372036854775807, -9007199254740993, ''";
    const [row] = db.query(sql).rows;
    assert.deepEqual(row, [
      1n,
      1,
      'a\0é',
      new Uint8Array([0, 255]),
      null,
      2n ** 63n - 1n,
      -9007199254740993n,
      '',
    ]);
    db.close();
  });

  it('binds every type as its own', async () => {
    const db = (await testEngine()).open();
    const params = [1n, 2, 'é\0x', new Uint8Array([1, 2]), null, -(2n ** 63n), 5_000_000_000n, ''];
    const holes = params.map((_, i) => `?${i + 1}`);
    const sql = `SELECT ${holes.join()}, ${holes.map(h => `typeof(${h})`).join(" || ' ' || ")}`;
    const [row] = db.query(sql, { params }).rows;
    assert.deepEqual(row?.slice(0, 8), params);
    assert.equal(row?.[8], 'integer real text blob null integer integer text');
    db.close();
  });

  it('binds by name, and a plain ? by its position', async () => {
    const db = (await testEngine()).open();
    const params = { ':a': 'x', '?2': 7n, '@missing': 1n, '?9': 1n };
    assert.deepEqual(db.query('SELECT :a, ?', { params }).rows, [['x', 7n]]);
    assert.throws(
      () => db.query('SELECT ?', { params: [1n, 2n] }),
      (e: unknown) => QuillError.is(e, 'parameter'),
    );
    db.close();
  });

  it('stops a query at its limit and stays usable', async () => {
    const engine = await testEngine();
    assert.ok(engine.canInterrupt);
    const db = engine.open();
    const started = performance.now();
    assert.throws(
      () => db.query(endless, { limitMs: 60 }),
      (e: unknown) => QuillError.is(e, 'timeout'),
    );
    const statement = db.prepare(endless);
    assert.throws(
      () => statement.drain(60),
      (e: unknown) => QuillError.is(e, 'timeout'),
    );
    assert.throws(
      () => db.exec(`CREATE TABLE t AS ${endless}`, 60),
      (e: unknown) => QuillError.is(e, 'timeout'),
    );
    assert.ok(performance.now() - started < 1000);
    db.exec('CREATE TABLE t (a)');
    assert.deepEqual(db.query('SELECT 1').rows, [[1n]]);
    db.close();
  });

  it('fails at once with a query it is told to refuse', async () => {
    const engine = await testEngine();
    const db = engine.open();
    engine.refuse([endless]);
    try {
      assert.throws(
        () => db.query(endless),
        (e: unknown) => QuillError.is(e, 'timeout'),
      );
      assert.deepEqual(db.query('SELECT 1').rows, [[1n]]);
    } finally {
      engine.refuse([]);
      db.close();
    }
  });

  it('cuts at maxRows and tells', async () => {
    const db = (await testEngine()).open();
    const sql = 'VALUES (1), (2), (3)';
    assert.deepEqual(db.query(sql, { maxRows: 2 }), {
      columns: ['column1'],
      rows: [[1n], [2n]],
      truncated: true,
    });
    assert.equal(db.query(sql, { maxRows: 3 }).truncated, false);
    db.close();
  });

  it('refuses a second statement, accepts comments and a semicolon after the first', async () => {
    const db = (await testEngine()).open();
    assert.deepEqual(db.query('SELECT 1; -- end').rows, [[1n]]);
    assert.throws(
      () => db.prepare('SELECT 1; SELECT 2'),
      (e: unknown) => QuillError.is(e, 'several-statements'),
    );
    assert.throws(
      () => db.prepare('SELEC 1'),
      (e: unknown) => QuillError.is(e, 'query-failed') && /near "SELEC"/.test(e.message),
    );
    assert.throws(() => db.prepare(' -- nothing'), QuillError);
    db.close();
  });

  it('reopens what it exports, and rolls back in it', async () => {
    const engine = await testEngine();
    const db = engine.open();
    db.exec('CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)');
    const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
    for (let i = 0n; i < 1000n; i++) insert.run([i, `row ${i}`]);
    const copy = engine.open(engine.export(db));
    copy.exec('BEGIN; CREATE INDEX i ON t(b); ROLLBACK; BEGIN; DELETE FROM t; ROLLBACK');
    assert.deepEqual(
      copy.query("SELECT count(*), (SELECT count(*) FROM sqlite_master WHERE type = 'index') FROM t").rows,
      [[1000n, 0n]],
    );
    copy.close();
    db.close();
  });

  it('refuses bytes that are no database', async () => {
    const engine = await testEngine();
    assert.throws(
      () => engine.open(new Uint8Array(4096).fill(65)),
      (e: unknown) => QuillError.is(e, 'file'),
    );
  });
});

describe('SQLite engine, large results', function () {
  this.timeout(10_000);

  it('gives up with a sentence before the machine runs out of memory, and stays usable', async () => {
    const db = (await testEngine()).open();
    db.exec('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
    const large =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40) SELECT zeroblob(16000000), a FROM n, t';
    const statement = db.prepare(large);
    assert.throws(
      () => statement.all(),
      (e: unknown) => QuillError.is(e, 'memory') && /512 MB/.test(e.message),
    );
    // A statement left in the middle of its rows would hold the table locked.
    db.exec('DROP TABLE t');
    db.close();
  });

  it('says by name what a statement lacks', async () => {
    const db = (await testEngine()).open();
    const missing = (sql: string): unknown => {
      try {
        db.exec(sql);
      } catch (error) {
        assert.ok(QuillError.is(error));
        return [error.reason, error.missing];
      }
      return assert.fail(sql);
    };
    db.exec('CREATE TABLE t (a)');
    const cases = {
      'SELECT soundslike(1)': ['query-failed', { kind: 'function', name: 'soundslike' }],
      'CREATE VIRTUAL TABLE v USING geopoly(a)': ['unsupported', { kind: 'module', name: 'geopoly' }],
      'SELECT a FROM t ORDER BY a COLLATE german': ['unsupported', { kind: 'collation', name: 'german' }],
      'DELETE FROM nowhere': ['query-failed', { kind: 'table', name: 'nowhere' }],
      'DELETE FROM main.nowhere': ['query-failed', { kind: 'table', name: 'nowhere' }],
      'SELECT b FROM t': ['query-failed', undefined],
    };
    for (const [sql, expected] of Object.entries(cases)) assert.deepEqual(missing(sql), expected, sql);
    db.close();
  });
});
