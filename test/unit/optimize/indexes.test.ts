import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { defaultOptions } from '../../../src/core/optimize/contract.ts';
import { withIndexes } from '../../../src/core/optimize/indexes/build.ts';
import {
  existingIndexFor,
  type IndexCandidate,
  indexDdl,
  nameIndex,
} from '../../../src/core/optimize/indexes/candidate.ts';
import { indexCandidates } from '../../../src/core/optimize/indexes/candidates.ts';
import { IndexSearch } from '../../../src/core/optimize/indexes/search.ts';
import { Statistics } from '../../../src/core/optimize/indexes/statistics.ts';
import { WhatIf } from '../../../src/core/optimize/indexes/what-if.ts';
import { optimize } from '../../../src/core/optimize/search.ts';
import { Workbench } from '../../../src/core/optimize/workbench.ts';
import type { Database, Engine } from '../../../src/core/ports.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from './shop.ts';

describe('index candidates', () => {
  let engine: Engine;
  let db: Database;
  let schema: Schema;
  before(async () => {
    engine = await testEngine();
    db = buildShop(engine, 200);
    db.exec('CREATE INDEX by_customer ON orders(customer_id, total DESC)');
    schema = readSchema(db);
  });
  after(() => db.close());

  const candidates = (sql: string) =>
    indexCandidates(analyze(sql, schema), new Statistics(db), 50).map(candidate =>
      indexDdl({ ...candidate, name: 'x' }).replace('CREATE INDEX x ON ', ''),
    );
  const includes = (sql: string, ...wanted: string[]) => {
    const found = candidates(sql);
    for (const one of wanted) assert.ok(found.includes(one), `${one} is not among ${found.join('; ')}`);
  };
  const candidate = (columns: string[], descending: boolean[] = []): IndexCandidate => ({
    table: schema.tables.find(t => t.name === 'orders')!,
    columns: columns.map((name, i) => ({ name, descending: descending[i] ?? false })),
    searched: columns.length,
  });

  it('puts equality before a range and before the order', () => {
    includes(
      "SELECT total FROM orders WHERE created_at > '2023' AND status = 'open'",
      'orders (status)',
      'orders (status, created_at)',
      'orders (status, created_at, total)',
    );
    includes('SELECT id FROM orders WHERE status = ? ORDER BY total DESC', 'orders (status, total)');
    includes('SELECT id FROM orders ORDER BY status, total DESC', 'orders (status, total DESC)');
  });

  it('sees joins, subqueries and grouping', () => {
    includes('SELECT * FROM orders o JOIN items i ON i.order_id = o.id', 'items (order_id)');
    includes(
      'SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM items i WHERE i.quantity = c.id)',
      'items (quantity)',
    );
    includes('SELECT sku, sum(quantity) FROM items GROUP BY sku', 'items (sku)', 'items (sku, quantity)');
    includes('SELECT id FROM items GROUP BY sku, order_id HAVING max(quantity) > 1', 'items (sku, order_id)');
    includes(
      'SELECT rank() OVER (PARTITION BY sku ORDER BY quantity DESC) FROM items',
      'items (sku, quantity DESC)',
    );
    includes(
      'SELECT * FROM orders JOIN (SELECT id AS x, status s FROM orders) d ON d.s = note',
      'orders (status)',
    );
  });

  it('gives each arm of an OR its own index', () => {
    includes(
      "SELECT * FROM orders WHERE status = 'open' OR total > 900",
      'orders (status)',
      'orders (total)',
    );
  });

  it('follows the collation of the comparison', () => {
    includes("SELECT * FROM customers WHERE name LIKE 'cust%'", 'customers (name COLLATE NOCASE)');
    includes("SELECT * FROM customers WHERE name = 'x' COLLATE NOCASE", 'customers (name COLLATE NOCASE)');
  });

  it('proposes a partial index for a selective test of a status, not of a key', () => {
    const partial = (sql: string) => candidates(sql).filter(c => c.includes('WHERE'));
    const rare = "SELECT id FROM orders WHERE status = 'lost' ORDER BY created_at";
    assert.ok(partial(rare).includes("orders (created_at) WHERE status = 'lost'"), partial(rare).join('; '));
    assert.deepEqual(partial("SELECT id FROM orders WHERE status = 'done' ORDER BY created_at"), []);
    assert.deepEqual(partial('SELECT id FROM orders WHERE customer_id = 7 ORDER BY created_at'), []);
  });

  it('proposes nothing for keys, tiny tables and whole tables', () => {
    assert.deepEqual(candidates('SELECT * FROM orders WHERE id = 3'), []);
    assert.deepEqual(candidates('SELECT * FROM drafts WHERE x = 3'), []);
    assert.deepEqual(candidates('SELECT * FROM orders'), []);
  });

  it('recognises an index that begins with the same columns, read in either direction', () => {
    assert.equal(existingIndexFor(candidate(['customer_id'])), 'by_customer');
    assert.equal(existingIndexFor(candidate(['customer_id', 'total'], [true, false])), 'by_customer');
    assert.equal(existingIndexFor(candidate(['customer_id', 'total'])), undefined);
    assert.equal(existingIndexFor(candidate(['total'])), undefined);
    assert.equal(existingIndexFor(candidate(['id', 'total'])), 'id');
  });

  it('names indexes after table and columns, without a clash', () => {
    const first = nameIndex(candidate(['status', 'total']), schema, []);
    assert.equal(first.name, 'idx_orders_status_total');
    assert.equal(
      nameIndex(candidate(['status', 'total']), schema, [first]).name,
      'idx_orders_status_total_2',
    );
  });

  it('asks the planner without building anything', () => {
    const whatIf = WhatIf.open(engine, db, schema);
    const good = nameIndex(candidate(['status']), schema, []);
    const useless = nameIndex(candidate(['note']), schema, [good]);
    const sql = "SELECT total FROM orders WHERE status = 'open'";
    assert.deepEqual(whatIf.used(sql, [useless, good], {}), [good]);
    assert.deepEqual(whatIf.used(sql, [useless], {}), []);
    assert.match(JSON.stringify(whatIf.plan(sql, [], {})), /SCAN orders/);
    whatIf.close();
  });

  it('builds in the copy, measures the size, and leaves nothing behind, also on an error', () => {
    const state = () => JSON.stringify(db.query('SELECT name, sql FROM sqlite_master').rows);
    const before = state();
    const index = nameIndex(candidate(['status', 'created_at']), schema, []);
    const bytes = withIndexes(db, [index], performance, built => {
      assert.match(state(), /idx_orders_status_created_at/);
      return built[0]!.bytes;
    });
    assert.ok(bytes >= 4096 && bytes % 4096 === 0, `${bytes} bytes`);
    assert.equal(state(), before);
    assert.throws(() =>
      withIndexes(db, [index], performance, () => {
        throw new Error('stop');
      }),
    );
    assert.equal(state(), before);
  });

  it('plans the same after a plan that failed halfway', () => {
    const whatIf = WhatIf.open(engine, db, schema);
    const good = nameIndex(candidate(['status']), schema, []);
    const sql = "SELECT total FROM orders WHERE status = 'open'";
    assert.deepEqual(whatIf.used(sql, [good], {}), [good]);
    assert.throws(() => whatIf.plan(sql, [good, good], {}), /already exists/);
    assert.deepEqual(whatIf.used(sql, [good], {}), [good]);
    assert.match(JSON.stringify(whatIf.plan(sql, [], {})), /SCAN orders/);
    whatIf.close();
  });

  it('leaves nothing behind when an index does not fit, is there twice or is interrupted', () => {
    const index = nameIndex(candidate(['note', 'created_at']), schema, []);
    const state = () => JSON.stringify(db.query('SELECT name, sql FROM sqlite_master').rows);
    const before = state();
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    const interrupted = () => db.query(endless, { limitMs: 2 });
    assert.throws(() => withIndexes(db, [index], performance, interrupted), /stopped at its limit/);
    assert.equal(state(), before);
    assert.throws(() => withIndexes(db, [index, index], performance, () => 0), /already exists/);
    assert.equal(state(), before);
    const pages = db.query('PRAGMA page_count').rows[0]![0];
    db.exec(`PRAGMA max_page_count = ${pages}`);
    assert.throws(() => withIndexes(db, [index], performance, () => 0), /full/);
    db.exec('PRAGMA max_page_count = 1000000');
    assert.equal(state(), before);
    assert.equal(
      withIndexes(db, [index], performance, built => built.length),
      1,
    );
  });

  it('never makes an index of a set the same as another of the set', () => {
    const sql = 'SELECT customer_id, max(created_at), count(*) FROM orders GROUP BY customer_id';
    const cases = [{ label: 'given' as const, values: {} }];
    const options = { queryLimitMs: 1000, knownSlow: false };
    const bench = new Workbench(db, sql, cases, performance, options);
    const search = new IndexSearch(engine, bench, schema, new Statistics(db));
    const wide = { ...candidate(['status', 'created_at']), searched: 2 };
    const indexes = search.named([wide, candidate(['status'])]);
    // No time is left to try the set without the wide one.
    const reduced = search.reduce(
      "SELECT created_at FROM orders WHERE status = 'open'",
      { indexes, ms: 1 },
      0,
    );
    assert.equal(new Set(reduced.map(indexDdl)).size, reduced.length);
    search.close();
    bench.close();
  });
});

describe('indexes that somebody else offers', () => {
  let engine: Engine;
  let db: Database;
  let schema: Schema;
  before(async () => {
    engine = await testEngine();
    db = buildShop(engine, 400);
    db.exec('CREATE INDEX by_customer ON orders(customer_id, total DESC)');
    schema = readSchema(db);
  });
  after(() => db.close());

  const ddlOf = (...statements: string[]): string[] => {
    const whatIf = WhatIf.open(engine, db, schema);
    const before = whatIf.offered(schema, []);
    const found = whatIf.offered(schema, statements).map(one => indexDdl({ ...one, name: 'x' }));
    // What was looked at is gone again: it would be there already.
    assert.deepEqual([before, whatIf.offered(schema, statements).length], [[], found.length]);
    whatIf.close();
    return found;
  };

  it('are candidates where SQLite takes them, by table and columns alone', () => {
    assert.deepEqual(
      ddlOf(
        'CREATE INDEX a ON orders (status, total DESC);',
        'create unique index if not exists b on "orders"(created_at collate nocase)',
      ),
      [
        'CREATE INDEX x ON orders (status, total DESC)',
        'CREATE INDEX x ON orders (created_at COLLATE NOCASE)',
      ],
    );
  });

  it('are left out where a table or column is not there, an index is there already, or it is no plain index', () => {
    assert.deepEqual(
      ddlOf(
        'CREATE INDEX a ON nowhere (status)',
        'CREATE INDEX a ON orders (nothing)',
        'CREATE INDEX a ON orders (customer_id)',
        'CREATE INDEX a ON orders (id)',
        "CREATE INDEX a ON orders (status) WHERE status = 'open'",
        'CREATE INDEX a ON orders (lower(status))',
      ),
      [],
    );
    assert.deepEqual(
      ddlOf(
        'CREATE INDEX a ON orders (status); DROP TABLE orders',
        'DROP TABLE orders',
        'CREATE INDEX by_customer ON orders (status)',
        'CREATE INDEX a ON',
        '',
      ),
      [],
    );
  });

  it('are built and timed like those of the search', () => {
    const built = (...offeredIndexes: string[]): number =>
      optimize({
        engine,
        database: db,
        schema,
        sql: 'SELECT count(status), max(length(status)) FROM orders',
        clock: performance,
        options: { ...defaultOptions, databases: 10, mutants: 0 },
        offeredIndexes,
        onEvent: () => {},
      }).tried.indexes;
    assert.equal(built(), 0, 'of itself the search has none');
    assert.equal(built('CREATE INDEX a ON orders (status)'), 1);
    assert.equal(built('CREATE INDEX a ON orders (nothing)'), 0);
  });
});
