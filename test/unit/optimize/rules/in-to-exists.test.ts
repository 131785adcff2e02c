import { inToExists } from '../../../../src/core/optimize/rules/in-to-exists.ts';
import { testShop } from './shop.ts';

describe('rule: in to exists', () => {
  it('probes for each row', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE qty > 1)`,
      `SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE qty > 1 AND customer_id = customers.id)`,
    );
  });

  it('turns NOT IN over columns without NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM items WHERE price > 7)`,
      `SELECT id FROM orders WHERE NOT EXISTS (SELECT 1 FROM items WHERE price > 7 AND order_id = orders.id)`,
    );
  });

  it('renames a table that would catch the outer columns', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT id FROM orders WHERE id IN (SELECT id + 1 FROM orders WHERE qty > 1 OR total > 7) AND qty < 3`,
      `SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM orders AS matching_orders WHERE (matching_orders.qty > 1 OR matching_orders.total > 7) AND (matching_orders.id + 1) = orders.id) AND qty < 3`,
    );
  });

  it('keeps comments and stars', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT *
FROM orders AS "o"
WHERE "o".customer_id IN (SELECT /* only */ DISTINCT id FROM customers WHERE credit > 1) -- rich
  AND "o".qty > 1
ORDER BY "o".id`,
      `SELECT *
FROM orders AS "o"
WHERE EXISTS (SELECT /* only */ 1 FROM customers WHERE credit > 1 AND id = "o".customer_id) -- rich
  AND "o".qty > 1
ORDER BY "o".id`,
    );
  });

  it('works in a derived table', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT t.id FROM (SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE credit > 1 OR city = 'Oslo')) t`,
      `SELECT t.id FROM (SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM customers WHERE (credit > 1 OR city = 'Oslo') AND id = orders.customer_id)) t`,
    );
  });

  it('not for NOT IN over a column with NULL', async () => {
    const shop = await testShop();
    shop.stays(inToExists, `SELECT id FROM orders WHERE id NOT IN (SELECT customer_id FROM orders)`);
  });

  it('not for groups', async () => {
    const shop = await testShop();
    shop.stays(
      inToExists,
      `SELECT c.name FROM customers c WHERE id IN (SELECT customer_id FROM orders GROUP BY customer_id HAVING COUNT(*) > 3)`,
    );
  });

  it('keeps the collation under which IN compares', async () => {
    const shop = await testShop();
    shop.becomes(
      inToExists,
      `SELECT u.id FROM uses u WHERE u.code IN (SELECT c.code FROM codes c)`,
      `SELECT u.id FROM uses u WHERE EXISTS (SELECT 1 FROM codes c WHERE u.code = c.code)`,
    );
  });
});
