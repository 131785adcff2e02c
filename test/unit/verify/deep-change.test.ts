/** One change of which rows there are, in a query of many parts: what is not believed, and what provably changes nothing. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { loneDifference } from '../../../src/core/verify/lone-difference.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { judged, schemaOf, told } from '../judged.ts';

const ddl = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers, total REAL, placed TEXT
  );
  CREATE TABLE items (order_id INTEGER REFERENCES orders, line INTEGER, price REAL, PRIMARY KEY (order_id, line));
  CREATE TABLE codes (code TEXT COLLATE NOCASE NOT NULL PRIMARY KEY);
  CREATE TABLE uses (id INTEGER PRIMARY KEY, code TEXT NOT NULL REFERENCES codes);
  CREATE TABLE regions (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES regions);
`;

const large = `
  SELECT c.name
  FROM customers c
  WHERE c.id IN (
    SELECT o.customer_id
    FROM orders o LEFT JOIN items i ON i.order_id = o.id
    WHERE o.total > 5 AND o.placed IS NOT NULL
  ) AND NOT EXISTS (SELECT count(*) FROM (SELECT p.line, p.price FROM items p WHERE p.price > c.id) q GROUP BY q.line)`;

/** What is replaced, what comes in its place, and how the change is told. */
const changes: readonly (readonly [string, string, string])[] = [
  ['o.total > 5 AND', '', 'without o.total > 5'],
  ['WHERE o.total', 'WHERE o.id < 90 AND o.total', 'with the condition o.id < 90'],
  ['orders o LEFT JOIN', 'orders o JOIN', 'with JOIN instead of LEFT JOIN items i'],
  ['orders o LEFT JOIN', 'orders o FULL JOIN', 'with FULL JOIN instead of LEFT JOIN items i'],
  ['SELECT p.line', 'SELECT DISTINCT p.line', 'with DISTINCT in a subquery'],
];

/** What provably changes nothing. */
const harmless: readonly (readonly [string, string, string])[] = [
  ['a condition that another one implies', 'o.total > 5 AND', 'o.total > 5 AND o.total > 3 AND'],
  ['repeated rows behind IN', 'SELECT o.customer_id', 'SELECT DISTINCT o.customer_id'],
];

/** Query, what is replaced, what comes in its place: what looks as if it changed nothing. */
const deceptive: readonly (readonly [string, string, string, string])[] = [
  [
    'a join of a table that nothing reads drops rows',
    `SELECT DISTINCT c.city FROM customers c JOIN orders o ON o.customer_id = c.id JOIN items i ON i.order_id = o.id
     LEFT JOIN items j ON j.order_id = o.id AND j.price > 1000`,
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'the same text reads another table elsewhere',
    `SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer_id = c.id
     JOIN (SELECT o.customer_id AS cid FROM orders o WHERE o.total > 5) big ON big.cid = c.id
     JOIN items i ON i.order_id = o.id WHERE o.total > 5`,
    ' WHERE o.total > 5) big',
    ') big',
  ],
  [
    'NULL is not in a list without rows',
    `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id LEFT JOIN items i ON i.order_id = o.id
     WHERE i.line NOT IN (SELECT j.line FROM items j WHERE j.price < 0)`,
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'a join below the padded side drops rows before they are padded',
    `SELECT c.name FROM customers c JOIN orders p ON p.customer_id = c.id
     LEFT JOIN (orders o JOIN items i ON i.order_id = o.id) ON o.customer_id = c.id AND o.total > 9`,
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'a CTE holds some rows of its table',
    `WITH rich AS (SELECT id FROM customers WHERE city = 'X')
     SELECT o.id FROM orders o LEFT JOIN rich r ON r.id = o.customer_id, items i, items j`,
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'a foreign key finds its partner under another collation',
    'SELECT u.id FROM uses u LEFT JOIN codes c ON u.code = c.code, items i, items j',
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'a table without rows has no partner for itself',
    'SELECT u.id FROM uses u LEFT JOIN regions r ON r.id = r.parent_id, items i, items j',
    'LEFT JOIN',
    'JOIN',
  ],
  [
    'repeated rows take places below LIMIT',
    `SELECT c.name FROM customers c WHERE c.id IN (SELECT o.customer_id FROM orders o JOIN items i ON i.order_id = o.id
     JOIN items j ON j.line = i.line ORDER BY o.total DESC LIMIT 3)`,
    'SELECT o.customer_id',
    'SELECT DISTINCT o.customer_id',
  ],
  [
    'a UNION on the other side drops none of the repeated rows',
    `SELECT c.city FROM customers c, customers d UNION SELECT o.placed FROM orders o
     UNION ALL SELECT i.price FROM items i`,
    'SELECT i.price',
    'SELECT DISTINCT i.price',
  ],
  [
    'a window counts repeated rows',
    `SELECT DISTINCT c.city, count(*) OVER () AS n FROM customers c JOIN orders o ON o.customer_id = c.id, uses u
     LEFT JOIN items j ON j.order_id = o.id AND j.price > 5`,
    ' AND j.price > 5',
    '',
  ],
];

async function slipOf(own: string, other: string): Promise<string | undefined> {
  const schema = await schemaOf(ddl);
  const db = openScratch(await testEngine(), schema);
  try {
    return loneDifference(analyze(own, schema), analyze(other, schema), new Evaluator(db))?.slip;
  } finally {
    db.close();
  }
}

describe('one change of the rows in a query of many parts', () => {
  for (const [part, instead, how] of changes)
    it(`is not believed: ${how}`, async () => {
      assert.equal(await slipOf(large, large.replace(part, instead)), how);
    });

  for (const [name, query, part, instead] of deceptive)
    it(`is not believed where ${name}`, async () => {
      for (const [own, other] of [
        [query, query.replace(part, instead)],
        [query.replace(part, instead), query],
      ] as const)
        assert.notEqual(await slipOf(own, other), undefined, own);
    });

  for (const [name, part, instead] of harmless)
    it(`may be ${name}`, async () => {
      const changed = large.replace(part, instead);
      assert.notEqual(changed, large);
      assert.equal(await slipOf(large, changed), undefined);
      assert.equal(await slipOf(changed, large), undefined);
    });

  it('may be a join that always finds its partner, or whose unmatched rows are dropped', async () => {
    const sure = `SELECT c.city FROM customers c WHERE c.id IN (
      SELECT o.id FROM orders o LEFT JOIN customers d ON d.id = o.customer_id, items i WHERE i.line = o.id)`;
    assert.equal(await slipOf(sure, sure.replace('LEFT JOIN', 'JOIN')), undefined);
    assert.equal(await slipOf(sure.replace('LEFT JOIN', 'JOIN'), sure), undefined);
    const dropped = `SELECT c.city FROM customers c, orders p WHERE c.id IN (
      SELECT o.id FROM orders o LEFT JOIN items i ON i.line = o.id WHERE i.price > 3)`;
    assert.equal(await slipOf(dropped, dropped.replace('LEFT JOIN', 'JOIN')), undefined);
  });

  it('may be CROSS JOIN, which says the same as JOIN', async () => {
    const own = 'SELECT c.city FROM customers c JOIN orders o ON c.id = o.id JOIN items i JOIN items j';
    assert.equal(await slipOf(own, own.replace('c JOIN', 'c CROSS JOIN')), undefined);
  });

  it('is looked at in full where it is the whole query that shows repeated rows', async () => {
    const own = 'SELECT c.city FROM customers c, orders o, items i, items j WHERE c.id = o.id';
    assert.equal(await slipOf(own, own.replace('SELECT', 'SELECT DISTINCT')), undefined);
  });

  it('is believed in a small query', async () => {
    const own = 'SELECT id, total FROM orders WHERE total > 5 AND placed IS NOT NULL';
    assert.equal(await slipOf(own, own.replace('total > 5 AND', '')), undefined);
  });

  it('is told in the reason of the verdict', async () => {
    // Only a sum that one choice of thousands of rows gives shows the condition.
    const own = `SELECT count(*) AS n FROM customers c, orders o
      WHERE (SELECT sum(i.line * 7919 % 100003) = 5077 FROM items i, orders p WHERE i.order_id = p.id AND p.total > 5)`;
    const verdict = await judged(ddl, own, own.replace('AND p.total > 5', ''), { databases: 20 });
    assert.equal(verdict.verdict, 'undetermined', told(verdict));
    assert.match(told(verdict), /The rewrite is the original without p\.total > 5, and none of/);
  });
});
