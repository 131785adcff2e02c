import { orToUnion } from '../../../../src/core/optimize/rules/or-to-union.ts';
import { testShop } from './shop.ts';

describe('rule: or to union', () => {
  it('splits conditions of two tables, with a guard against rows that meet both', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnion,
      `SELECT o.id
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE (o.qty = 1 OR c.credit = 2) -- either
  AND o.id > 3`,
      `SELECT o.id
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.qty = 1 -- either
  AND o.id > 3
UNION ALL
SELECT o.id
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE c.credit = 2 AND (o.qty = 1) IS NOT TRUE -- either
  AND o.id > 3`,
    );
  });

  it('lets UNION remove duplicates where DISTINCT did', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnion,
      `SELECT DISTINCT c.name
FROM customers c
JOIN orders o ON o.customer_id = c.id
WHERE o.status = 'paid' OR c.city = 'Oslo'
ORDER BY c.name`,
      `SELECT c.name
FROM customers c
JOIN orders o ON o.customer_id = c.id
WHERE o.status = 'paid'
UNION
SELECT c.name
FROM customers c
JOIN orders o ON o.customer_id = c.id
WHERE c.city = 'Oslo'
ORDER BY c.name`,
    );
  });

  it('splits off a subquery', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnion,
      `select id from orders where qty = 3 or customer_id in (select "id" from customers where credit > 2)`,
      `select id from orders where qty = 3 union all select id from orders where customer_id in (select "id" from customers where credit > 2) and (qty = 3) is not true`,
    );
  });

  it('splits the condition of a join, in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnion,
      `WITH pairs AS (SELECT a.id FROM orders a JOIN customers b ON a.customer_id = b.id OR a.qty = b.credit) SELECT count(*) FROM pairs`,
      `WITH pairs AS (SELECT a.id FROM orders a JOIN customers b ON a.customer_id = b.id UNION ALL SELECT a.id FROM orders a JOIN customers b ON a.qty = b.credit AND (a.customer_id = b.id) IS NOT TRUE) SELECT count(*) FROM pairs`,
    );
  });

  it('not for one table, which SQLite splits itself', async () => {
    const shop = await testShop();
    shop.stays(orToUnion, `SELECT id FROM orders WHERE qty = 3 OR customer_id = 2`);
  });

  it('not among aggregates', async () => {
    const shop = await testShop();
    shop.stays(
      orToUnion,
      `SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty = 1 OR c.credit = 2`,
    );
  });

  it('not where ORDER BY names a column that is not shown', async () => {
    const shop = await testShop();
    shop.stays(
      orToUnion,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty = 1 OR c.credit = 2 ORDER BY c.name`,
    );
  });

  it('not under LIMIT', async () => {
    const shop = await testShop();
    shop.stays(
      orToUnion,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty = 1 OR c.credit = 2 LIMIT 3`,
    );
  });
});
