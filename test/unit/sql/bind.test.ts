import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import type { BoundQuery, Resolution } from '../../../src/core/sql/bound.ts';
import type { ColumnRef } from '../../../src/core/sql/model.ts';
import { walk } from '../../../src/core/sql/walk.ts';
import { testEngine } from '../engine.ts';

const ddl = `
  CREATE TABLE customer(id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, city TEXT, "group" TEXT);
  CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), total REAL, note TEXT NOT NULL);
  CREATE TABLE item(order_id INTEGER NOT NULL, line INTEGER NOT NULL, sku TEXT, PRIMARY KEY(order_id, line)) WITHOUT ROWID;
  CREATE TABLE tag(name TEXT COLLATE NOCASE, PRIMARY KEY(name COLLATE BINARY));
  CREATE TABLE label(name TEXT COLLATE NOCASE PRIMARY KEY);
  CREATE VIEW big AS SELECT id, total FROM orders WHERE total > 100;`;

describe('binder', () => {
  let schema: Schema;
  before(async () => {
    const database = (await testEngine()).open();
    database.exec(ddl);
    schema = readSchema(database);
    database.close();
  });

  const refs = (bound: BoundQuery): ColumnRef[] => {
    const found: ColumnRef[] = [];
    walk(bound.query, node => {
      if (node.kind === 'column-ref') found.push(node);
    });
    return found;
  };
  /** `text → where it comes from` for each column reference. */
  const sources = (sql: string): string[] => {
    const bound = analyze(sql, schema);
    const say = (found: Resolution | undefined) => {
      if (found?.kind === 'column') return `${found.relation.name}.${found.column.name}@${found.depth}`;
      if (found?.kind === 'output') return `output ${found.output.name}`;
      return found ? `string ${found.value}` : 'unknown';
    };
    return refs(bound)
      .sort((a, b) => a.span.start - b.span.start)
      .map(ref => `${sql.slice(ref.span.start, ref.span.end)} → ${say(bound.resolve(ref))}`);
  };
  const outputs = (sql: string) => {
    const bound = analyze(sql, schema);
    return bound.outputsOf(bound.query).map(o => `${o.name}${o.named ? '' : '*'}${o.nullable ? '?' : ''}`);
  };
  const failure = (sql: string): string => {
    try {
      analyze(sql, schema);
    } catch (error) {
      assert.ok(QuillError.is(error, 'unknown-name'), String(error));
      return error.message;
    }
    return 'bound';
  };

  it('looks up names in the windows that a function is over, as SQLite does', async () => {
    const db = (await testEngine()).open();
    db.exec(ddl);
    const from = 'FROM customer, orders';
    for (const sql of [
      `SELECT city ${from} WINDOW w AS (PARTITION BY nope)`,
      `SELECT city ${from} WINDOW w AS (ORDER BY customer.nope, id)`,
      `SELECT city ${from} WINDOW w AS (ORDER BY city ROWS nope PRECEDING)`,
      `SELECT city ${from} WINDOW w AS (PARTITION BY (SELECT nope FROM item))`,
      `SELECT city ${from} WINDOW w AS (PARTITION BY (SELECT 1 FROM missing))`,
      `SELECT count(*) OVER w ${from} WINDOW w AS (PARTITION BY nope)`,
      `SELECT count(*) OVER w ${from} WINDOW w AS (PARTITION BY id)`,
      `SELECT count(*) OVER W ${from} WINDOW w AS (PARTITION BY city), v AS (PARTITION BY nope)`,
      `SELECT count(*) OVER (w ORDER BY city) ${from} WINDOW w AS (PARTITION BY nope)`,
      `SELECT count(*) OVER v ${from} WINDOW w AS (PARTITION BY nope), v AS (w ORDER BY city)`,
      `SELECT count(*) OVER v ${from} WINDOW v AS (w ORDER BY city), w AS (PARTITION BY nope)`,
      `SELECT city ${from} WINDOW w AS (PARTITION BY nope), v AS (w ORDER BY city)`,
      `SELECT city ${from} WINDOW w AS (PARTITION BY nope) ORDER BY count(*) OVER w`,
      `SELECT count(*) OVER w ${from} WINDOW w AS (PARTITION BY nope), w AS (PARTITION BY city)`,
      `SELECT count(*) OVER w ${from} WINDOW w AS (PARTITION BY city), w AS (PARTITION BY nope)`,
    ]) {
      let isRun = true;
      try {
        db.prepare(sql).free();
      } catch {
        isRun = false;
      }
      assert.equal(failure(sql) === 'bound', isRun, sql);
    }
    db.close();
  });

  it('finds columns through aliases, without case, and in correlated subqueries', () => {
    assert.deepEqual(
      sources(
        'SELECT C.ID FROM customer c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND total > 1)',
      ),
      ['C.ID → c.id@0', 'o.customer_id → o.customer_id@0', 'c.id → c.id@1', 'total → o.total@0'],
    );
  });

  it('sees out of a derived table inside a correlated subquery, not its neighbours', () => {
    assert.deepEqual(
      sources(
        'SELECT (SELECT max(t) FROM (SELECT total AS t FROM orders WHERE customer_id = c.id)) FROM customer c',
      ),
      ['t → .t@0', 'total → orders.total@0', 'customer_id → orders.customer_id@0', 'c.id → c.id@1'],
    );
    assert.match(
      failure('SELECT 1 FROM customer c, (SELECT total FROM orders WHERE customer_id = c.id) d'),
      /no table "c\.?/,
    );
  });

  it('prefers aliases in ORDER BY and columns elsewhere', () => {
    assert.deepEqual(sources('SELECT total AS note FROM orders WHERE note > 1 ORDER BY note'), [
      'total → orders.total@0',
      'note → orders.note@0',
      'note → output note',
    ]);
    assert.deepEqual(sources('SELECT total * 2 AS twice FROM orders WHERE twice > 1 GROUP BY twice'), [
      'total → orders.total@0',
      'twice → output twice',
      'twice → output twice',
    ]);
  });

  it('names outputs of set operations in ORDER BY', () => {
    assert.deepEqual(
      sources('SELECT id AS a FROM orders UNION SELECT id FROM customer ORDER BY a').at(-1),
      'a → output a',
    );
  });

  it('reads quoted names as columns, else as strings', () => {
    assert.deepEqual(sources('SELECT "group", "gruppe" FROM customer'), [
      '"group" → customer.group@0',
      '"gruppe" → string gruppe',
    ]);
  });

  it('knows rowids', () => {
    assert.deepEqual(sources('SELECT rowid, o.oid FROM orders o'), ['rowid → o.rowid@0', 'o.oid → o.oid@0']);
    assert.match(failure('SELECT rowid FROM item'), /no column "rowid"/);
  });

  it('expands stars, with merged columns once', () => {
    assert.deepEqual(outputs('SELECT * FROM customer LEFT JOIN orders USING (id)'), [
      'id',
      'email',
      'city?',
      'group?',
      'customer_id?',
      'total?',
      'note?',
    ]);
    assert.deepEqual(outputs('SELECT o.*, 1 + 1, total t FROM orders o'), [
      'id',
      'customer_id?',
      'total?',
      'note',
      '1 + 1*',
      't?',
    ]);
  });

  it('follows nullability through joins, functions, aggregates and subqueries', () => {
    const one = (expr: string, rest = 'orders o LEFT JOIN customer c ON c.id = o.customer_id') =>
      outputs(`SELECT ${expr} AS x FROM ${rest}`)[0];
    assert.equal(one('o.note'), 'x');
    assert.equal(one('c.email'), 'x?');
    assert.equal(one("coalesce(c.email, '')"), 'x');
    assert.equal(one('count(c.id)'), 'x');
    assert.equal(one('max(o.id)'), 'x?');
    assert.equal(outputs('SELECT max(id) AS x FROM orders GROUP BY customer_id')[0], 'x');
    assert.equal(one('(SELECT count(*) FROM item)'), 'x');
    assert.equal(one('(SELECT sku FROM item LIMIT 1)'), 'x?');
    assert.equal(one('o.id / 2'), 'x?');
    assert.equal(one('o.total IS NULL'), 'x');
  });

  it('carries origins through derived tables and CTEs, and binds recursive ones', () => {
    const bound = analyze(
      'WITH a(x) AS (SELECT total FROM orders) SELECT y FROM (SELECT x AS y FROM a)',
      schema,
    );
    assert.equal(bound.outputsOf(bound.query)[0]?.origin?.column.name, 'total');
    const recursive = analyze(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
      schema,
    );
    assert.equal(recursive.scopes.length, 3);
    const [relation] = recursive.scopes.at(-1)?.relations ?? [];
    assert.ok(relation?.source.kind === 'cte' && relation.source.recursive);
  });

  it('knows keys of tables, groups, DISTINCT and single rows', () => {
    const keys = (from: string) =>
      analyze(`SELECT 1 FROM ${from}`, schema).scopes.find(s => s.select.span.start === 0)?.relations[0]
        ?.keys;
    assert.deepEqual(keys('customer'), [['id'], ['email'], ['rowid']]);
    assert.deepEqual(keys('item'), [['order_id', 'line']]);
    // Two names of a tag may differ in case only.
    assert.deepEqual(keys('tag'), [['rowid']]);
    assert.deepEqual(keys('label'), [['name'], ['rowid']]);
    assert.deepEqual(keys('(SELECT customer_id AS c, count(*) FROM orders GROUP BY customer_id)'), [['c']]);
    assert.deepEqual(keys('(SELECT DISTINCT city FROM customer)'), [['city']]);
    assert.deepEqual(keys('(SELECT max(id) FROM orders)'), [[]]);
    assert.deepEqual(keys('(SELECT id AS k, city FROM customer WHERE city IS NOT NULL)'), [['k']]);
  });

  it('names what does not exist, with the nearest name', () => {
    assert.equal(
      failure('SELECT 1\nFROM custmer'),
      'Line 2: There is no table "custmer"; did you mean "customer"?',
    );
    assert.equal(
      failure('SELECT emial FROM customer'),
      'Line 1: There is no column "emial"; did you mean "email"?',
    );
    assert.match(failure('SELECT x.id FROM customer'), /There is no table "x"/);
    assert.match(
      failure('SELECT id FROM customer, orders'),
      /is in customer and orders: write which one is meant/,
    );
    assert.match(failure('SELECT z.* FROM customer'), /no table "z"/);
  });

  it('binds views, json_each and other functions', () => {
    assert.deepEqual(sources('SELECT total FROM big'), ['total → big.total@0']);
    assert.deepEqual(sources('SELECT value FROM orders, json_each(orders.note)'), [
      'value → json_each.value@0',
      'orders.note → orders.note@0',
    ]);
    const unknown = analyze('SELECT whatever FROM some_function(1)', schema);
    assert.equal(unknown.scopes[0]?.closed, false);
  });

  it('ties a column merged by a FULL or RIGHT JOIN to neither side', () => {
    for (const join of ['FULL JOIN orders USING (id)', 'NATURAL RIGHT JOIN orders']) {
      const bound = analyze(`SELECT id, customer.id FROM customer ${join}`, schema);
      assert.deepEqual(
        refs(bound).map(ref => bound.resolve(ref)?.kind),
        [undefined, 'column'],
      );
      assert.equal(bound.scopes[0]?.closed, false);
      assert.deepEqual(
        bound
          .outputsOf(bound.query)
          .map(({ name, nullable, origin }) => [name, nullable, origin?.column.name]),
        [
          ['id', true, undefined],
          ['id', true, 'id'],
        ],
      );
      const star = analyze(`SELECT * FROM customer ${join}`, schema);
      assert.deepEqual(star.outputsOf(star.query)[0], { name: 'id', named: true, nullable: true });
    }
  });

  it('leaves the scopes around open where a subquery may mention any name', () => {
    const bound = analyze(
      'SELECT 1 FROM customer WHERE id > (SELECT count(*) FROM orders WHERE total IN item)',
      schema,
    );
    assert.deepEqual(
      bound.scopes.map(scope => scope.closed),
      [false, false],
    );
  });

  it('stops at the limits of SQLite, whatever a short text asks for', function () {
    this.timeout(10_000);
    const chain = (steps: number, step: (before: string) => string) =>
      `WITH ${Array.from({ length: steps }, (_, i) => `c${i} AS (${step(i === 0 ? 'orders' : `c${i - 1}`)})`).join(', ')} SELECT * FROM c${steps - 1}`;
    const doubled = (before: string) => `SELECT a.*, b.* FROM ${before} a, ${before} b`;
    assert.equal(analyze(chain(8, doubled), schema).scopes.length, 9);
    const wide = `${chain(8, doubled)},`.replace(/ SELECT \* FROM c7,$/, '');
    const texts: [string, boolean][] = [
      [chain(24, doubled), false],
      [chain(60, before => `SELECT a.*, b.*, a.* FROM ${before} a JOIN ${before} b`), false],
      [`SELECT ${Array(600).fill('*').join(',')} FROM orders`, false],
      [`SELECT 1 FROM ${Array(65).fill('orders').join(',')}`, false],
      [`SELECT 1 FROM ${Array.from({ length: 64 }, (_, i) => `orders o${i}`).join(',')}`, true],
      [`${wide} SELECT ${Array(60).fill('(SELECT 1 FROM c7 a,c7 b,c7 c,c7 d)').join(',')}`, false],
      [`${wide} SELECT 1 FROM c7 ${Array(40).fill('NATURAL JOIN c7').join(' ')}`, true],
      [`${wide} ${Array(60).fill('SELECT * FROM c7').join(' UNION ')} ORDER BY 1`, true],
      [chain(150, before => `SELECT DISTINCT * FROM ${before}`), true],
      [
        `WITH w AS (${wide} SELECT DISTINCT * FROM c7), ${chain(
          80,
          before => `SELECT DISTINCT * FROM ${before}`,
        )
          .slice(5)
          .replace('orders', 'w')}`,
        true,
      ],
      [
        `${wide} SELECT ${Array(300).fill('k.email').join(',')} FROM c7 a, c7 b, c7 c, c7 d, customer k`,
        true,
      ],
    ];
    for (const [sql, fits] of texts) {
      const began = performance.now();
      try {
        analyze(sql, schema);
        assert.ok(fits, `should be too much: ${sql.slice(-200)}`);
      } catch (error) {
        if (!(error instanceof QuillError)) throw error;
        assert.deepEqual([fits, error.reason], [false, 'too-complex'], `${error.message} ${sql.slice(-200)}`);
      }
      const took = performance.now() - began;
      assert.ok(took < 1500, `${took.toFixed()} ms for ${sql.slice(0, 300)}`);
    }
  });
});
