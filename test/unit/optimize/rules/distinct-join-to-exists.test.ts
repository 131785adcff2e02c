import { distinctJoinToExists } from '../../../../src/core/optimize/rules/distinct-join-to-exists.ts';
import { testShop } from './shop.ts';

describe('rule: distinct join to exists', () => {
  it('tests for a match instead of joining them all', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT DISTINCT c.name, c.city FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.qty > 1 AND c.id > 1`,
      `SELECT DISTINCT c.name, c.city FROM customers c WHERE c.id > 1 AND EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.qty > 1)`,
    );
  });

  it('drops DISTINCT with a key, and keeps a chain of joins together', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT DISTINCT c.id, c.name -- who
FROM customers c
JOIN orders o ON o.customer_id = c.id
JOIN items i ON i.order_id = o.id
WHERE i.price > 3
ORDER BY c.name`,
      `SELECT c.id, c.name -- who
FROM customers c
WHERE EXISTS (
  SELECT 1
  FROM orders o
  JOIN items i ON i.order_id = o.id
  WHERE o.customer_id = c.id AND i.price > 3
)
ORDER BY c.name`,
    );
  });

  it('takes tables away before the one that stays', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT DISTINCT c.name FROM items i, orders o, customers c WHERE i.order_id = o.id AND o.customer_id = c.id AND i.price > 15`,
      `SELECT DISTINCT c.name FROM customers c WHERE EXISTS (SELECT 1 FROM items i JOIN orders o WHERE i.order_id = o.id AND o.customer_id = c.id AND i.price > 15)`,
    );
  });

  it('frees the condition of the table that stays', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT DISTINCT c.name FROM orders o JOIN customers c ON c.id = o.customer_id AND c.credit > 1`,
      `SELECT DISTINCT c.name FROM customers c WHERE c.credit > 1 AND EXISTS (SELECT 1 FROM orders o WHERE c.id = o.customer_id)`,
    );
  });

  it('counts the rows of a key', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT COUNT(DISTINCT c.id) FROM customers c JOIN orders o ON o.customer_id = c.id`,
      `SELECT COUNT(*) FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)`,
    );
  });

  it('reads GROUP BY as DISTINCT', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `SELECT c.id, c.name FROM customers c INNER JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name`,
      `SELECT c.id, c.name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)`,
    );
  });

  it('tests tables that do not belong together apart, in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      distinctJoinToExists,
      `WITH x AS (SELECT DISTINCT c.* FROM customers c JOIN orders "o" ON "o".customer_id = c.id JOIN regions r ON r.id = c.region_id WHERE r.name = 'north') SELECT name FROM x`,
      `WITH x AS (SELECT c.* FROM customers c WHERE EXISTS (SELECT 1 FROM orders "o" WHERE "o".customer_id = c.id) AND EXISTS (SELECT 1 FROM regions r WHERE r.id = c.region_id AND r.name = 'north')) SELECT name FROM x`,
    );
  });

  it('not where matches are counted', async () => {
    const shop = await testShop();
    shop.stays(
      distinctJoinToExists,
      `SELECT c.name, count(*) FROM customers c INNER JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name`,
    );
  });

  it('not without DISTINCT', async () => {
    const shop = await testShop();
    shop.stays(
      distinctJoinToExists,
      `SELECT c.name FROM customers c INNER JOIN orders o ON o.customer_id = c.id`,
    );
  });

  it('not for outer joins', async () => {
    const shop = await testShop();
    shop.stays(
      distinctJoinToExists,
      `SELECT DISTINCT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.qty > 1`,
    );
  });
});
