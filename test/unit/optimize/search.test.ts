import assert from 'node:assert/strict';
import { QuillError } from '../../../src/core/errors.ts';
import {
  defaultOptions,
  type OptimizeOptions,
  type SearchEvent,
} from '../../../src/core/optimize/contract.ts';
import { type OptimizeInput, optimize } from '../../../src/core/optimize/search.ts';
import { unchanged } from '../../../src/core/optimize/verdicts.ts';
import type { Database, Engine } from '../../../src/core/ports.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from './shop.ts';

describe('the search', function () {
  this.timeout(30_000);
  let engine: Engine;
  let db: Database;
  let schema: Schema;
  before(async () => {
    engine = await testEngine();
    db = buildShop(engine, 600);
    schema = readSchema(db);
  });
  after(() => db.close());

  const run = (sql: string, options: Partial<OptimizeOptions> = {}, more: Partial<OptimizeInput> = {}) => {
    const events: SearchEvent[] = [];
    const result = optimize({
      engine,
      database: db,
      schema,
      sql,
      clock: performance,
      options: { ...defaultOptions, databases: 120, mutants: 8, ...options },
      onEvent: event => events.push(event),
      ...more,
    });
    return { ...result, events };
  };
  const state = () =>
    JSON.stringify([
      db.query('SELECT name, sql FROM sqlite_master').rows,
      db.query('PRAGMA page_count').rows.map(String),
    ]);

  it('advises a missing index for a statement that stays as it is', () => {
    const { suggestion, events, original } = run('SELECT id, total FROM orders WHERE customer_id = 5');
    assert.ok(suggestion);
    assert.equal(suggestion.rewritten, false);
    assert.deepEqual(
      suggestion.indexes.map(index => index.sql),
      ['CREATE INDEX idx_orders_customer_id ON orders (customer_id)'],
    );
    assert.ok(suggestion.speedup > 2 && suggestion.rewriteSpeedup === 1);
    assert.equal(suggestion.verdict.verdict, 'proved');
    assert.ok(suggestion.indexes[0]!.bytes > 0);
    assert.match(JSON.stringify(suggestion.plan.before), /SCAN orders/);
    assert.match(JSON.stringify(suggestion.plan.after), /idx_orders_customer_id/);
    assert.deepEqual([original.rows, original.timedOut], [4, false]);
    assert.deepEqual([events[0]?.type, events.some(e => e.type === 'suggestion')], ['original', true]);
  });

  it('finds verified rewrites', () => {
    const cases = [
      'SELECT c.name, (SELECT sum(o.total) FROM orders o WHERE o.customer_id = c.id) AS s FROM customers c',
      "SELECT id, total FROM orders WHERE strftime('%Y-%m', created_at) = '2023-04'",
      'SELECT c.name FROM customers c WHERE (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) > 0',
    ];
    for (const sql of cases) {
      const { suggestion, reason } = run(sql, { indexes: false });
      assert.ok(suggestion?.rewritten, `${sql}: ${reason}`);
      assert.deepEqual([suggestion.indexes, suggestion.indexSpeedup], [[], 1]);
      assert.ok(suggestion.speedup >= 1.1);
      assert.equal(
        suggestion.verdict.verdict === 'refuted' || suggestion.verdict.verdict === 'undetermined',
        false,
      );
      assert.equal(suggestion.verdict.ownData?.extent, 'full');
    }
  });

  it('adds an index to a rewrite that needs one, with separate figures', () => {
    const { suggestion } = run('SELECT id FROM orders WHERE customer_id + 0 = 77');
    assert.equal(suggestion?.sql, 'SELECT id FROM orders WHERE customer_id = 77');
    assert.deepEqual(suggestion.techniques, ['bare-column', 'index']);
    const product = suggestion.rewriteSpeedup * suggestion.indexSpeedup;
    assert.ok(Math.abs(product / suggestion.speedup - 1) < 1e-9);
  });

  it('leaves nothing behind in the database', () => {
    const before = state();
    run('SELECT sku, sum(quantity) FROM items WHERE quantity > 1 GROUP BY sku');
    assert.equal(state(), before);
  });

  it('says with an index where SQL leaves open which rows are returned', () => {
    const notesOf = (sql: string) => run(sql, {}, { rules: [] }).suggestion?.verdict.notes.join(' ') ?? '?';
    assert.match(
      notesOf('SELECT id, total FROM orders WHERE customer_id = 5 ORDER BY status LIMIT 2'),
      /LIMIT lets through.*an index may change/,
    );
    assert.match(
      notesOf('SELECT status, id, max(total) FROM orders WHERE customer_id = 5 GROUP BY status'),
      /any row of the group.*an index may change/,
    );
    assert.equal(
      notesOf('SELECT id, total FROM orders WHERE customer_id = 5 ORDER BY status, id LIMIT 2'),
      '',
    );
  });

  it('never suggests a rewrite that returns other rows, however fast', () => {
    const sql = "SELECT id FROM orders WHERE upper(status) = 'LOST'";
    const candidates = [
      { sql: "SELECT id FROM orders WHERE upper(status) = 'LOST' LIMIT 1", techniques: [] },
      { sql: 'SELECT id FROM orders WHERE id < 0', techniques: [] },
      // The same rows on this data: only other databases tell them apart.
      { sql: "SELECT id FROM orders WHERE status = 'lost'", techniques: [] },
    ];
    const { suggestion, rejected } = run(sql, { indexes: false }, { candidates, rules: [] });
    assert.equal(suggestion?.sql, undefined);
    assert.ok(rejected.length >= 2);
    for (const { verdict } of rejected) assert.equal(verdict?.verdict, 'refuted');
    assert.ok(rejected.some(r => r.verdict?.verdict === 'refuted' && r.verdict.witness !== undefined));
  });

  it('is not kept from a right rewrite by a wrong one that is faster', () => {
    const sql =
      "SELECT count(*) AS n FROM items WHERE replace(lower(upper(lower(upper(lower(upper(lower(sku))))))), 'sku', 'x') = 'x7'";
    const right = "SELECT count(*) AS n FROM items WHERE replace(lower(sku), 'sku', 'x') = 'x7'";
    const wrong = 'SELECT 1 AS n FROM items WHERE id = 1';
    const candidates = [wrong, right].map(text => ({ sql: text, techniques: [] }));
    const { suggestion, rejected } = run(sql, { indexes: false }, { candidates, rules: [] });
    assert.equal(suggestion?.sql, right);
    assert.deepEqual(
      rejected.map(r => r.sql),
      [wrong],
    );
  });

  /** The shop, on which every statement fails once `failing` says so. */
  const failingShop = (failing: () => QuillError | undefined): Database => {
    const check = (): void => {
      const error = failing();
      if (error) throw error;
    };
    return {
      exec(sql) {
        // What was begun can be rolled back.
        if (!/^(ROLLBACK|RELEASE)/.test(sql)) check();
        db.exec(sql);
      },
      prepare(sql) {
        check();
        return db.prepare(sql);
      },
      query(sql, how) {
        check();
        return db.query(sql, how);
      },
      close: () => undefined,
    };
  };

  for (const reason of ['query-failed', 'memory', 'timeout', 'internal'] as const) {
    it(`keeps what was verified before an error (${reason}) in a later attempt`, () => {
      const sql = 'SELECT id FROM orders WHERE customer_id + 0 = 77';
      let shown = 0;
      let doubts = 0;
      let raised = 0;
      const before = state();
      const { suggestion } = run(
        sql,
        {},
        {
          database: failingShop(() => {
            if (shown === 0) return undefined;
            raised++;
            return new QuillError(reason, 'It fails now.');
          }),
          onEvent: event => {
            if (event.type === 'suggestion') shown++;
          },
          onDoubt: () => doubts++,
        },
      );
      assert.equal(shown > 0, true);
      assert.ok(suggestion && suggestion.speedup > 1.1);
      if (reason !== 'memory') assert.equal(doubts > 0, reason === 'internal' && raised > 0);
      assert.equal(state(), before);
    });
  }

  it('throws an error that kept it from finding anything', () => {
    let ran = false;
    const failing = () => (ran ? new QuillError('internal', 'It fails now.') : undefined);
    const onEvent = (event: SearchEvent): void => {
      if (event.type === 'progress' && /indexes/.test(event.message)) ran = true;
    };
    const sql = 'SELECT id, total FROM orders WHERE customer_id = 5';
    assert.throws(() => run(sql, {}, { database: failingShop(failing), onEvent, rules: [] }), /It fails now/);
  });

  it('says what was tried when nothing improves the statement', () => {
    const { suggestion, reason, tried } = run('SELECT count(*), sum(total + id) FROM orders', {
      indexes: false,
    });
    assert.equal(suggestion, null);
    assert.match(reason, /^(No rule applies|\d+ rewrites? w)/);
    assert.equal(tried.judged, 0);
  });

  it('says so when the statement is fast or its tables are empty', () => {
    const fast = run('SELECT * FROM customers WHERE id = 4');
    assert.match(fast.reason, /takes 0\.0\d\d ms/);
    assert.equal(fast.why, 'too-fast');
    const empty = run('SELECT * FROM drafts ORDER BY x');
    assert.match(empty.reason, /^The tables are empty \(drafts\)/);
    assert.equal(empty.why, undefined);
  });

  it('stops a query without end and takes the limit as a lower bound', () => {
    const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    const { original, suggestion } = run(sql, { queryLimitMs: 60, budgetMs: 500 });
    assert.deepEqual([original.timedOut, original.ms, suggestion], [true, 60, null]);
  });

  it('does not start a statement that is known to be slow', () => {
    const sql = 'SELECT count(*) FROM orders a JOIN orders b ON a.total + b.total = 12345.678';
    const begin = performance.now();
    const { original } = run(sql, { knownSlow: [sql], budgetMs: 300, queryLimitMs: 5000 });
    assert.deepEqual([original.timedOut, original.ms], [true, 5000]);
    assert.ok(performance.now() - begin < 4000);
  });

  it('gives a lower bound where the original was stopped, and says that its rows are not known', () => {
    const sql =
      'SELECT id FROM orders o WHERE total = (SELECT max(total) FROM orders p WHERE p.customer_id = o.customer_id)';
    const { suggestion, reason } = run(sql, { knownSlow: [sql], queryLimitMs: 2000, indexes: false });
    assert.ok(suggestion?.rewritten, reason);
    assert.match(reason, /^At least /);
    assert.equal(suggestion.timing.before.timedOut, true);
    assert.equal(suggestion.verdict.ownData?.extent, 'skipped');
    assert.match(suggestion.verdict.ownData?.why ?? '', /stopped at its time limit/);
  });

  it('judges a rewrite that needs an index while the index is there', () => {
    const sql = 'SELECT sku FROM items WHERE order_id + 0 = 5';
    const right = "SELECT sku FROM items WHERE length(replace(sku || sku, 's', 'x')) > 0 AND order_id = 5";
    const seen: unknown[] = [];
    const openJudge: OptimizeInput['openJudge'] = ({ db: copy }) => ({
      judge: () => {
        seen.push(...copy.query("SELECT name FROM sqlite_master WHERE name LIKE 'idx%'").rows.flat());
        return { ...unchanged([]), verdict: 'survived', databases: 1 };
      },
      close: () => undefined,
    });
    const candidates = [{ sql: right, techniques: [] }];
    const { suggestion } = run(sql, {}, { candidates, rules: [], openJudge });
    assert.equal(suggestion?.sql, right);
    assert.deepEqual(seen, ['idx_items_order_id']);
  });

  it('measures with a frequent, a rare and an absent value, and reports the worst', () => {
    const { suggestion } = run(
      'SELECT id, total FROM orders WHERE status = ? ORDER BY created_at DESC LIMIT 10',
    );
    assert.ok(suggestion);
    assert.deepEqual(suggestion.parameterCases.map(c => c.label).sort(), ['absent', 'frequent', 'rare']);
    assert.equal(suggestion.parameterCases[0]!.speedup.toFixed(3), suggestion.speedup.toFixed(3));
    const { suggestion: given } = run('SELECT id FROM orders WHERE status = ?', { params: { '?1': 'open' } });
    assert.deepEqual(
      given?.parameterCases.map(c => [c.label, c.values]),
      [['given', { '?1': 'open' }]],
    );
  });

  it('keeps a column of an index that a frequent value needs, though the slowest one does not', () => {
    const skewed = engine.open();
    try {
      // One user has many events, some of them bought; of an absent user, all events are looked through.
      skewed.exec(`
        CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INTEGER, type TEXT, at INTEGER);
        CREATE INDEX events_at ON events (at);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
        INSERT INTO events SELECT i, iif(i % 25 = 0, 1, i), iif(i % 10 = 0, 'buy', 'view'), i FROM n;
        ANALYZE;`);
      const sql = `SELECT id FROM events WHERE user_id = :user AND type = 'buy' ORDER BY at DESC LIMIT 20`;
      const more = { database: skewed, schema: readSchema(skewed) };
      const indexes = run(sql, {}, more).suggestion?.indexes ?? [];
      assert.match(indexes.map(index => index.sql).join('; '), /user_id, type|type, user_id/);
    } finally {
      skewed.close();
    }
  });

  it('advises indexes, but no rewrite, where results are not reproducible', () => {
    const sql = "SELECT id, random() AS r FROM orders WHERE customer_id = 5 AND created_at < datetime('now')";
    const candidates = [{ sql: `${sql} AND 1`, techniques: [] }];
    const { suggestion } = run(sql, {}, { candidates });
    assert.ok(suggestion);
    assert.deepEqual([suggestion.rewritten, suggestion.indexes.length], [false, 1]);
  });

  it('refuses what is no query over the schema', () => {
    const reasonOf = (sql: string) => {
      try {
        run(sql);
      } catch (error) {
        return error instanceof QuillError ? error.reason : error;
      }
      return undefined;
    };
    assert.equal(reasonOf('DELETE FROM orders'), 'not-a-query');
    assert.equal(reasonOf('SELECT 1; SELECT 2'), 'several-statements');
    assert.equal(reasonOf('SELECT nme FROM customers'), 'unknown-name');
    assert.equal(reasonOf('SELECT FROM'), 'syntax');
  });
});
