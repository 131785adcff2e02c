import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Cell, Database, Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import type { Difference } from '../../../src/core/verify/compare/compare.ts';
import {
  checkOnData,
  judgeTwice,
  type OwnDataOptions,
  verdictOnData,
  withOwnData,
} from '../../../src/core/verify/own-data.ts';
import { noEvidence, type OwnDataCheck, type Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, grp INTEGER, name TEXT COLLATE NOCASE, price REAL);
CREATE TABLE other (id INTEGER PRIMARY KEY, grp INTEGER, name TEXT, price REAL);
CREATE VIEW clock AS SELECT id, strftime('%f', 'now') AS r FROM t;
`;
const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
  SELECT i, i % 10, CASE i % 3 WHEN 0 THEN 'Name' WHEN 1 THEN 'name' ELSE NULL END, i / 7.0 FROM n`;

describe('own data', () => {
  let engine: Engine;
  let db: Database;
  let schema: Schema;
  const small: OwnDataOptions = { maxRows: 100, sampleRows: 20 };
  const check = (a: string, b: string, options = small): OwnDataCheck | Difference =>
    checkOnData(db, analyze(a, schema), b, options);
  const sampled = (a: string, b: string, options = small): OwnDataCheck => {
    const found = check(a, b, options);
    assert.ok('extent' in found && found.extent === 'sampled', inspect(found));
    return found;
  };
  const differs = (a: string, b: string, options = small): Difference => {
    const found = check(a, b, options);
    assert.ok('detail' in found, `${b}: ${inspect(found)}`);
    return found;
  };

  before(async () => {
    engine = await testEngine();
    schema = createSchema(engine, ddl);
    db = engine.open();
    db.exec(ddl);
    db.exec(`INSERT INTO t ${rows}; INSERT INTO other ${rows}`);
  });
  after(() => db.close());

  it('say which query ran past its limit, and how to raise that', () => {
    const fast = 'SELECT count(*) AS n FROM t';
    const slow = 'SELECT count(*) AS n FROM t a, t b, t c WHERE a.price + b.price < c.price';
    for (const [a, b, side] of [
      [slow, fast, 'original'],
      [fast, slow, 'rewrite'],
    ] as const) {
      const found = check(a, b, { limitMs: 20 });
      assert.ok('extent' in found && found.extent === 'skipped', inspect(found));
      assert.equal(found.why, `The ${side} ran past its limit of 20 ms for one run; raise the query limit.`);
      assert.equal(found.enoughLimitMs, 80);
    }
  });

  describe('of results too large to be read whole', () => {
    it('are counted, summed up and compared in a sample', () => {
      const found = sampled('SELECT * FROM t', 'SELECT id, grp, name, price FROM t; -- all');
      assert.equal(found.rows, 1000);
      assert.ok(found.compared >= 5 && found.compared <= 20, String(found.compared));
      assert.match(found.why ?? '', /Checksums over all rows agree/);
    });

    it('refute another number of rows', () => {
      assert.match(differs('SELECT id FROM t', 'SELECT id FROM t WHERE id <> 500').detail, /1,000 rows.*999/);
      assert.match(differs('SELECT id FROM t WHERE id < 50', 'SELECT id FROM t').detail, /49 rows.*1,000/);
    });

    it('refute any row that differs', () => {
      const at = (id: number, cell: string): string =>
        `SELECT id, CASE id WHEN ${id} THEN ${cell} ELSE grp END FROM t`;
      for (const id of [1, 3, 500, 999]) differs('SELECT id, grp FROM t', at(id, '77'));
      assert.match(differs('SELECT id, grp FROM t', at(500, '77')).detail, /checksum/);
      differs('SELECT id, grp FROM t', at(500, '5').replace(' ELSE', ' WHEN 505 THEN 0 ELSE'));
      differs('SELECT name FROM t', `SELECT coalesce(name, 'x') FROM t`);
      differs('SELECT name FROM t', 'SELECT lower(name) FROM t');
      differs('SELECT grp FROM t', 'SELECT grp * 1.0 FROM t');
      differs('SELECT grp FROM t', 'SELECT CAST(grp AS TEXT) FROM t');
      differs(
        'SELECT id, CAST(grp AS BLOB) FROM t',
        `SELECT id, CASE id WHEN 9 THEN x'' ELSE CAST(grp AS BLOB) END FROM t`,
      );
      differs('SELECT id << 40 FROM t', 'SELECT (id + (id = 8)) << 40 FROM t');
      differs('SELECT price FROM t', 'SELECT price + (id = 2) * 0.001 FROM t');
      differs('SELECT id, price FROM t', 'SELECT id, CASE id WHEN 7 THEN 9e999 ELSE price END FROM t');
      differs('SELECT id, price FROM t', 'SELECT 1001 - id, price FROM t');
    });

    it('see collations, equal names and what stands behind a query as harmless', () => {
      sampled('SELECT name FROM t', 'SELECT name FROM other');
      sampled('SELECT name, id FROM t', `SELECT name || '', id FROM other`);
      sampled(
        'SELECT id, id FROM t',
        'WITH result_rows AS (SELECT id FROM t) SELECT id, id FROM result_rows',
      );
      sampled('VALUES (1), (2), (3)', 'SELECT 3 UNION ALL VALUES (1), (2) /* so */', { maxRows: 2 });
      sampled('SELECT id FROM t WHERE id > ?', 'SELECT id FROM t WHERE ? < id', { ...small, params: [100n] });
    });

    it('allow float error', () => {
      const error = 'price * (1 + (id % 5 - 2) * 1e-12)';
      sampled('SELECT price FROM t', `SELECT ${error} FROM t`);
      sampled('SELECT price, id FROM t', `SELECT ${error}, id FROM t`);
      sampled('SELECT 1 + 0 * price, id, price FROM t', `SELECT 1 + id * 1e-14, id, ${error} FROM t`);
      const tie = (step: string): string => `SELECT grp, 5.0 + ${step} * 1e-12, price FROM t`;
      sampled(tie('(id % 3)'), tie('(id % 7)'), { maxRows: 200, sampleRows: 150 });
      sampled('SELECT price * 1e300 FROM t', 'SELECT price * 1e300 FROM other ORDER BY id DESC');
    });

    it('never refute the same bag, and always one that differs in an exact cell', () => {
      const cell = fc.oneof(
        fc.constant(null),
        fc.bigInt({ min: -3n, max: 3n }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.constantFrom('', 'a', 'A', 'ab', 'é😀'),
        fc.constantFrom(0, -0, 0.5, 1e-3, -7.25, 1e17, Infinity),
        fc.uint8Array({ maxLength: 3 }),
      );
      const bags = fc.array(fc.tuple(cell, cell), { minLength: 8, maxLength: 40 });
      const noise = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 9 });
      const few = { maxRows: 3, sampleRows: 10 };
      const fill = (table: string, rows: readonly (readonly Cell[])[]): void => {
        db.exec(`DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (x, y)`);
        const insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?)`);
        for (const row of rows) insert.run(row);
        insert.free();
      };
      fc.assert(
        fc.property(bags, noise, fc.nat(), (bag, steps, pick) => {
          const near = (one: Cell, i: number): Cell =>
            typeof one === 'number' && Number.isFinite(one)
              ? one * (1 + (steps[i % steps.length] ?? 0) * 1e-11)
              : one;
          fill('a', bag);
          fill('b', bag.map(([x, y], i): Cell[] => [near(x, i), near(y, i + 1)]).reverse());
          const bound = analyze('SELECT x, y FROM a', createSchema(engine, 'CREATE TABLE a (x, y)'));
          const same = checkOnData(db, bound, 'SELECT x, y FROM b', few);
          assert.ok('extent' in same && same.extent === 'sampled', JSON.stringify(same));
          const changed = bag.map((row, i) => (i === pick % bag.length ? ['changed', row[1]] : row));
          fill('b', changed);
          assert.ok('detail' in checkOnData(db, bound, 'SELECT x, y FROM b', few));
        }),
        { numRuns: 60 },
      );
    });

    it('check the order of the first rows where it is fixed', () => {
      const original = 'SELECT id FROM t ORDER BY grp DESC, id';
      const found = sampled(original, 'SELECT id FROM t ORDER BY grp DESC, id + 0');
      assert.match(found.why ?? '', /the first 99 were compared in their order/);
      assert.equal(found.compared, 99);
      assert.equal(differs(original, 'SELECT id FROM t ORDER BY grp DESC, id DESC').reason, 'order');
      assert.equal(differs(original, 'SELECT id FROM t').reason, 'order');
    });

    it('are only counted where LIMIT leaves the rows open', () => {
      const found = sampled('SELECT id FROM t LIMIT 500', 'SELECT id FROM t ORDER BY id DESC LIMIT 500');
      assert.deepEqual([found.rows, found.compared], [500, 0]);
      assert.match(found.why ?? '', /LIMIT leaves open/);
      differs('SELECT id FROM t ORDER BY id LIMIT 500', 'SELECT id FROM t ORDER BY id DESC LIMIT 500');
    });

    it('do not refute where SQL leaves the answer open', () => {
      const found = check('SELECT id, (SELECT id FROM t AS x LIMIT 1) FROM t', 'SELECT id, 1000 FROM t');
      assert.ok('extent' in found && found.extent === 'skipped');
    });
  });

  it('refute where these data leave no choice', () => {
    const cut = (by: string, count: number): string =>
      `WITH first AS (SELECT id, grp FROM t WHERE id < 90 ORDER BY ${by} LIMIT ${count}) SELECT id FROM first`;
    differs(cut('price', 5), cut('price', 6));
    differs(cut('price', 5), cut('price DESC', 5));
    const open = check(cut('grp', 5), cut('grp, id DESC', 5));
    assert.ok('extent' in open && open.extent === 'skipped');
    const value = (k: number): string =>
      `SELECT id, (SELECT price FROM other AS o WHERE o.grp = ${k}) AS p FROM t WHERE id < 5`;
    differs(value(1).replace('(SELECT price', '(SELECT 1 + count(price)'), value(1));
  });

  it('compare ties at LIMIT although the whole result is too large', () => {
    const original = 'SELECT id, grp FROM t ORDER BY id / 4 LIMIT 5';
    const found = check(original, 'SELECT id, grp FROM t ORDER BY id / 4, id DESC LIMIT 5');
    assert.deepEqual(found, { rows: 5, extent: 'full', compared: 5, shared: 3 });
    differs(original, 'SELECT id, grp FROM t ORDER BY id / 4 LIMIT 5 OFFSET 1');
    const wide = check(
      'SELECT id FROM t ORDER BY grp LIMIT 5',
      'SELECT id FROM t ORDER BY grp, id DESC LIMIT 5',
      {
        maxRows: 50,
      },
    );
    assert.ok('extent' in wide && wide.extent === 'skipped');
  });

  it('tell other rows that LIMIT allows from equal ones', () => {
    const first = 'SELECT id FROM t LIMIT 3';
    assert.deepEqual(check(first, 'SELECT id FROM t ORDER BY id DESC LIMIT 3', {}), {
      rows: 3,
      extent: 'full',
      compared: 3,
      shared: 0,
    });
    assert.deepEqual(check(first, 'SELECT id FROM t WHERE id < 4', {}), {
      rows: 3,
      extent: 'full',
      compared: 3,
    });
  });

  it('heed an order by what is not returned', () => {
    const original = 'SELECT grp FROM t ORDER BY id LIMIT 12';
    differs(original, 'SELECT grp FROM t WHERE id < 13 ORDER BY grp');
    differs('SELECT grp FROM t WHERE id < 13 ORDER BY id', 'SELECT grp FROM t WHERE id < 13 ORDER BY grp');
  });

  it('run an ordered original once', () => {
    const seen: string[] = [];
    const counting: Database = {
      exec: sql => db.exec(sql),
      prepare: sql => db.prepare(sql),
      close: () => undefined,
      query(sql, options) {
        seen.push(sql);
        return db.query(sql, options);
      },
    };
    const original = analyze('SELECT name FROM t WHERE id < 50 ORDER BY id', schema);
    checkOnData(counting, original, 'SELECT name FROM t WHERE id < 50 ORDER BY id + 0');
    assert.equal(seen.length, 2, seen.join('\n'));
  });

  it('are compared at one moment', () => {
    const fine = "SELECT id, strftime('%f', 'now') AS r, CURRENT_TIMESTAMP AS c FROM t";
    assert.equal(sampled(fine, `${fine} WHERE 1`).rows, 1000);
    assert.equal(differs(fine, `${fine} WHERE id > 1`).reason, 'rows');
    assert.equal(differs("SELECT date('now') AS d FROM t", "SELECT '2020-01-01' AS d FROM t").reason, 'rows');
  });

  it('do not refute where the clock runs on in a view', () => {
    const found = check('SELECT id, r FROM clock', 'SELECT id, r FROM clock WHERE id > 1');
    assert.ok('extent' in found && found.extent === 'skipped', inspect(found));
    assert.match(found.why ?? '', /another value each time/);
  });

  it('refute a rewrite that fails where the original does not', () => {
    const on = (a: string, b: string) => verdictOnData(db, analyze(a, schema), b);
    const fails = 'SELECT abs(-9223372036854775807 - 1) FROM t';
    const refuted = on('SELECT id FROM t', fails);
    assert.ok('verdict' in refuted && refuted.reason === 'error');
    assert.match(refuted.explanation, /the rewrite fails: .*range of 64-bit integers/);
    const both = on(fails, fails);
    assert.ok('extent' in both && both.extent === 'skipped');
    assert.match(both.why ?? '', /The original fails/);
    const other = on('SELECT id FROM t', 'SELECT id + 1 FROM t');
    assert.ok('verdict' in other);
    assert.deepEqual(other.ownRows?.columns, ['id']);
    assert.equal(other.ownRows?.onlyOriginal.length, 1);
    assert.equal(other.ownRows?.onlyRewrite.length, 1);
    const whole = withOwnData({ ...noEvidence, databases: 7, verdict: 'survived' }, other);
    assert.ok(whole.verdict === 'refuted' && whole.reason === 'own data' && whole.databases === 7);
  });

  it('refute what other databases left undetermined, and are not asked in vain', () => {
    const asked: string[] = [];
    const judged = (on: Verdict['verdict'], rewrite: string, ownFirst = false, ownIfUndetermined = true) => {
      const verdict: Verdict = { ...noEvidence, verdict: 'undetermined', reason: 'It is not known.' };
      return judgeTwice({
        onDatabases: () => {
          asked.push('databases');
          return on === 'survived' ? { ...noEvidence, verdict: on } : verdict;
        },
        onOwnData: () => {
          asked.push('own data');
          return verdictOnData(db, analyze('SELECT id FROM t', schema), rewrite);
        },
        ownFirst,
        ownIfUndetermined,
      });
    };
    const [same, other] = ['SELECT id + 0 AS id FROM t', 'SELECT id + 1 AS id FROM t'];
    assert.equal(judged('undetermined', other).verdict, 'refuted');
    assert.deepEqual(
      [judged('undetermined', same)].map(v => [v.verdict, v.ownData?.extent]),
      [['undetermined', 'full']],
    );
    assert.equal(judged('survived', same).ownData?.compared, 1000);
    asked.length = 0;
    assert.equal(judged('undetermined', other, false, false).verdict, 'undetermined');
    assert.equal(judged('survived', other, true).verdict, 'refuted');
    assert.deepEqual(asked, ['databases', 'own data']);
  });

  it('leave it to the databases to show a witness, where one is wanted', () => {
    const other = 'SELECT id + 1 AS id FROM t';
    const judged = (verdict: Verdict): Verdict =>
      judgeTwice({
        onDatabases: () => verdict,
        onOwnData: () => verdictOnData(db, analyze('SELECT id FROM t', schema), other),
        ownFirst: true,
        ownIfUndetermined: false,
        wantsWitness: true,
      });
    const shown = { ...noEvidence, verdict: 'refuted', reason: 'rows', explanation: 'Rows differ.' } as const;
    assert.equal(judged(shown), shown);
    const kept = judged({ ...noEvidence, databases: 7, verdict: 'survived' });
    assert.ok(kept.verdict === 'refuted' && kept.reason === 'own data' && kept.databases === 7);
    const proved = judged({ ...noEvidence, verdict: 'proved', steps: [] });
    assert.equal(proved.verdict, 'refuted');
  });
});
