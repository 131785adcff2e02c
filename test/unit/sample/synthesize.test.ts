import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cell, Database, Engine } from '../../../src/core/ports.ts';
import { type SynthesisReport, synthesize } from '../../../src/core/sample/synthesize.ts';
import { runDdl } from '../../../src/core/schema/ddl.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { randomDdl } from '../schema/random-ddl.ts';

let engine: Engine;
before(async () => {
  engine = await testEngine();
});

function filled(ddl: string, rows: number, seed = 1): { db: Database; report: SynthesisReport } {
  const db = engine.open();
  runDdl(db, ddl);
  return { db, report: synthesize(db, readSchema(db), rows, seed) };
}

function assertLegal(db: Database): void {
  assert.deepEqual(db.query('PRAGMA foreign_key_check').rows, []);
  assert.deepEqual(db.query('PRAGMA integrity_check').rows, [['ok']]);
}

function scalar(db: Database, sql: string): Cell | undefined {
  return db.query(sql).rows[0]?.[0];
}

describe('synthetic data', () => {
  it('is legal in any schema', function () {
    this.timeout(60_000);
    let rows = 0;
    let wanted = 0;
    fc.assert(
      fc.property(randomDdl, fc.nat({ max: 99 }), (ddl, seed) => {
        const { db, report } = filled(ddl, 40, seed);
        assertLegal(db);
        for (const table of report.tables) {
          rows += table.rows;
          wanted += table.wanted;
          const isShort = table.rows < table.wanted * 0.9;
          assert.equal(
            report.notes.some(note => note.startsWith(`${table.name} has `)),
            isShort,
          );
        }
        db.close();
      }),
      { numRuns: 150, seed: 7 },
    );
    assert.ok(rows > wanted * 0.75, `${rows} of ${wanted} rows`);
  });

  it('keeps checks, formats and orders it can read', () => {
    const { db, report } = filled(
      `CREATE TABLE t (
        id INTEGER PRIMARY KEY, status TEXT NOT NULL CHECK (status IN ('open', 'Closed')),
        grade TEXT CHECK (grade = 'A' OR grade = 'B' OR grade IS NULL),
        price REAL NOT NULL CHECK (price >= 0.5 AND price <= 2), age INT CHECK (18 < age AND age < 20),
        code TEXT NOT NULL UNIQUE CHECK (code GLOB '[A-Z][0-9][0-9]*'), zip TEXT NOT NULL CHECK (length(zip) = 5),
        starts TEXT NOT NULL CHECK (date(starts) IS NOT NULL), ends TEXT NOT NULL CHECK (ends >= starts),
        payload TEXT CHECK (json_valid(payload)), even INT NOT NULL CHECK (even % 2 = 0)) STRICT`,
      200,
    );
    assertLegal(db);
    assert.deepEqual(report.notes, []);
    assert.equal(scalar(db, 'SELECT count(*) FROM t'), 200n);
    assert.ok(Number(scalar(db, 'SELECT count(*) FROM t WHERE grade IS NULL')) > 0);
    db.close();
  });

  it('follows composite, overlapping, self and circular references', () => {
    const { db, report } = filled(
      `CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT, chief INT REFERENCES members (id));
       CREATE TABLE members (id INTEGER PRIMARY KEY, tenant_id INT NOT NULL REFERENCES tenants, boss INT,
         UNIQUE (tenant_id, id), FOREIGN KEY (tenant_id, boss) REFERENCES members (tenant_id, id));
       CREATE TABLE teams (tenant_id INT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (tenant_id, name),
         FOREIGN KEY (tenant_id) REFERENCES tenants) WITHOUT ROWID;
       CREATE TABLE seats (tenant_id INT NOT NULL, team TEXT, member INT NOT NULL, PRIMARY KEY (tenant_id, member),
         FOREIGN KEY (tenant_id, team) REFERENCES teams, FOREIGN KEY (tenant_id, member) REFERENCES members (tenant_id, id));
       CREATE TABLE badges (member INTEGER PRIMARY KEY REFERENCES members (id), text TEXT);`,
      400,
    );
    assertLegal(db);
    assert.ok(Number(scalar(db, 'SELECT count(*) FROM members WHERE boss IS NOT NULL')) > 10);
    assert.ok(Number(scalar(db, 'SELECT count(*) FROM tenants WHERE chief IS NOT NULL')) > 3);
    assert.ok(Number(scalar(db, 'SELECT count(*) FROM seats WHERE team IS NOT NULL')) > 30);
    assert.ok(report.tables.every(table => table.rows > 0));
    db.close();
  });

  it('fills circles of NOT NULL references', () => {
    const { db } = filled(
      `CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INT NOT NULL REFERENCES b (id));
       CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT NOT NULL REFERENCES a (id));
       CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INT NOT NULL REFERENCES tree (id));`,
      50,
    );
    assertLegal(db);
    for (const table of ['a', 'b', 'tree'])
      assert.ok(Number(scalar(db, `SELECT count(*) FROM ${table}`)) >= 10, table);
    db.close();
  });

  it('gives children more rows than parents, skews references and leaves some NULL', () => {
    const { db, report } = filled(
      `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, created_at DATETIME NOT NULL, bio TEXT);
       CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), total DECIMAL(10,2));
       CREATE TABLE items (order_id INT NOT NULL REFERENCES orders (id), qty INT NOT NULL, user_id INT);`,
      1600,
    );
    assert.deepEqual(
      report.tables.map(table => [table.name, table.rows]),
      [
        ['users', 100],
        ['orders', 400],
        ['items', 1600],
      ],
    );
    assert.ok(Number(scalar(db, 'SELECT max(n) FROM (SELECT count(*) n FROM items GROUP BY order_id)')) > 12);
    assert.ok(Number(scalar(db, 'SELECT count(*) FROM users WHERE bio IS NULL')) > 0);
    assert.equal(scalar(db, "SELECT count(*) FROM users WHERE email NOT LIKE '%_@_%.__%'"), 0n);
    assert.equal(scalar(db, 'SELECT count(*) FROM users WHERE datetime(created_at) IS NULL'), 0n);
    const matches = 'SELECT count(*) FROM items JOIN users ON users.id = items.user_id';
    assert.ok(Number(scalar(db, matches)) > 1000, 'undeclared references find their users');
    db.close();
  });

  it('takes texts named after a moment for dates, and no others', () => {
    const { db } = filled(
      `CREATE TABLE stay (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, "leaseStart" TEXT NOT NULL,
         is_closed TEXT NOT NULL, weekend TEXT NOT NULL, paid INTEGER NOT NULL, delivered TEXT CHECK (delivered IN ('yes', 'no')));`,
      50,
    );
    const dates = (column: string): unknown =>
      scalar(
        db,
        `SELECT count(*) FROM stay WHERE date(${column}) IS NOT NULL AND ${column} LIKE '____-__-__%'`,
      );
    const nulls = Number(scalar(db, 'SELECT count(*) FROM stay WHERE ended IS NULL'));
    assert.deepEqual(['started', 'leaseStart'].map(dates), [50n, 50n]);
    assert.equal(dates('ended'), BigInt(50 - nulls));
    assert.deepEqual(['is_closed', 'weekend', 'paid', 'delivered'].map(dates), [0n, 0n, 0n, 0n]);
    db.close();
  });

  it('leaves parents without children where keys are references or enumerations', () => {
    const { db, report } = filled(
      `CREATE TABLE stays (id INTEGER PRIMARY KEY, at TEXT);
       CREATE TABLE reviews (stay_id INTEGER PRIMARY KEY REFERENCES stays (id), stars INT);
       CREATE TABLE parts (code TEXT PRIMARY KEY);
       CREATE TABLE papers (part TEXT NOT NULL REFERENCES parts (code), kind TEXT NOT NULL CHECK (kind IN ('a', 'b')),
         PRIMARY KEY (part, kind));`,
      400,
    );
    assert.deepEqual(report.notes, []);
    assert.deepEqual(
      new Map(report.tables.map(table => [table.name, table.rows])),
      new Map([
        ['stays', 100],
        ['reviews', 80],
        ['parts', 100],
        ['papers', 100],
      ]),
    );
    assertLegal(db);
    db.close();
  });

  it('knows dates and references by names in any writing', () => {
    const { db } = filled(
      `CREATE TABLE cust (cust_no INTEGER PRIMARY KEY, crt_dt CHAR(10) NOT NULL, "Left at" TEXT NOT NULL, paidAt INT NOT NULL);
       CREATE TABLE ord (ord_no INTEGER PRIMARY KEY, cust_no INT NOT NULL, payer_cust_no INT NOT NULL, data JSON NOT NULL);`,
      200,
    );
    assert.equal(scalar(db, 'SELECT count(*) FROM cust WHERE date(crt_dt) IS NOT crt_dt'), 0n);
    assert.equal(scalar(db, 'SELECT count(*) FROM cust WHERE datetime("Left at") IS NULL'), 0n);
    assert.equal(scalar(db, "SELECT count(*) FROM cust WHERE datetime(paidAt, 'unixepoch') < '2019'"), 0n);
    for (const name of ['cust_no', 'payer_cust_no'])
      assert.equal(scalar(db, `SELECT count(*) FROM ord JOIN cust c ON c.cust_no = ord.${name}`), 200n, name);
    assert.equal(
      scalar(db, "SELECT count(*) FROM ord WHERE NOT json_valid(data) OR json_type(data) <> 'object'"),
      0n,
    );
    db.close();
  });

  it('says which tables could not be filled, and why', () => {
    const { db, report } = filled(
      `CREATE TABLE never (a INT CHECK (a > 5 AND a < 2)); CREATE TABLE two (a TEXT NOT NULL UNIQUE CHECK (a IN ('x', 'y')));
       CREATE VIRTUAL TABLE docs USING fts4 (body); CREATE TABLE lost (a INT REFERENCES nowhere (id));`,
      30,
    );
    assertLegalWithout(db);
    assert.equal(scalar(db, 'SELECT count(*) FROM two'), 2n);
    const text = report.notes.join('\n');
    assert.match(text, /^two has 2 of 30 rows: UNIQUE constraint failed: two\.a\.$/m);
    assert.match(text, /docs stays empty: it is a virtual table \(fts4\)/);
    assert.match(text, /foreign key of lost to nowhere \(id\) refers to no key/);
    db.close();
  });

  it('is the same for the same seed, and keeps the setting of foreign keys', () => {
    const ddl =
      'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, at TEXT, x REAL); CREATE TABLE empty (y);';
    const digest = 'SELECT group_concat(coalesce(name, 0) || coalesce(at, 1) || coalesce(x, 2)) FROM t';
    const [one, same, other] = [filled(ddl, 50, 5), filled(ddl, 50, 5), filled(ddl, 50, 6)];
    assert.equal(scalar(one.db, digest), scalar(same.db, digest));
    assert.notEqual(scalar(one.db, digest), scalar(other.db, digest));
    const db = engine.open();
    db.exec('PRAGMA foreign_keys = ON; CREATE TABLE t (a)');
    synthesize(db, readSchema(db), 0, 1);
    assert.equal(scalar(db, 'PRAGMA foreign_keys'), 1n);
    assert.equal(scalar(db, 'SELECT count(*) FROM t'), 0n);
    for (const each of [one.db, same.db, other.db, db]) each.close();
  });
});

/** The foreign key to a missing table makes PRAGMA foreign_key_check report every row. */
function assertLegalWithout(db: Database): void {
  assert.deepEqual(db.query('PRAGMA integrity_check').rows, [['ok']]);
}
