import assert from 'node:assert/strict';
import { explainPlan, indexesInPlan, programOf } from '../../../src/core/dialect/sqlite/plan.ts';
import type { Database } from '../../../src/core/ports.ts';
import { testEngine } from '../engine.ts';
import { buildShop } from '../optimize/shop.ts';

describe('plans', () => {
  let db: Database;
  before(async () => {
    db = buildShop(await testEngine(), 20);
    db.exec('CREATE INDEX "odd name" ON orders(customer_id); CREATE INDEX by_status ON orders(status)');
  });
  after(() => db.close());

  it('makes a tree of the rows that EXPLAIN QUERY PLAN returns', () => {
    const plan = explainPlan(
      db,
      'SELECT (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customers c',
    );
    assert.deepEqual(
      plan.map(node => [node.detail, node.children.length]),
      [
        ['SCAN c', 0],
        ['CORRELATED SCALAR SUBQUERY 1', 1],
      ],
    );
  });

  it('names the indexes that are read, wherever they stand', () => {
    const names = (sql: string) => [...indexesInPlan(explainPlan(db, sql))].sort();
    assert.deepEqual(names("SELECT * FROM orders WHERE status = 'open'"), ['by_status']);
    assert.deepEqual(names("SELECT * FROM orders WHERE status = 'open' OR customer_id = 1"), [
      'by_status',
      'odd name',
    ]);
    assert.deepEqual(names('SELECT * FROM orders WHERE total = 1'), []);
  });

  it('tells queries apart by their programs only', () => {
    assert.equal(programOf(db, 'SELECT id FROM orders'), programOf(db, 'select  orders.id from orders -- x'));
    assert.notEqual(programOf(db, 'SELECT id FROM orders'), programOf(db, 'SELECT total FROM orders'));
  });
});
