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
  ['CROSS JOIN, which says the same as JOIN', 'FROM customers c', 'FROM customers c'],
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

  for (const [name, part, instead] of harmless)
    it(`may be ${name}`, async () => {
      assert.equal(await slipOf(large, large.replace(part, instead)), undefined);
    });

  it('may be a join that always finds its partner, or whose unmatched rows are dropped', async () => {
    const sure = `SELECT c.city FROM customers c WHERE c.id IN (
      SELECT o.id FROM orders o LEFT JOIN customers d ON d.id = o.customer_id, items i WHERE i.line = o.id)`;
    assert.equal(await slipOf(sure, sure.replace('LEFT JOIN', 'JOIN')), undefined);
    const dropped = `SELECT c.city FROM customers c, orders p WHERE c.id IN (
      SELECT o.id FROM orders o LEFT JOIN items i ON i.line = o.id WHERE i.price > 3)`;
    assert.equal(await slipOf(dropped, dropped.replace('LEFT JOIN', 'JOIN')), undefined);
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
