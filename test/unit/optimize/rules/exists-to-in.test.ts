import { existsToIn } from '../../../../src/core/optimize/rules/exists-to-in.ts';
import { testShop } from './shop.ts';

describe('rule: exists to in', () => {
  it('builds the set of keys', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.qty > 1)`,
      `SELECT name FROM customers c WHERE c.id IN (SELECT o.customer_id FROM orders o WHERE o.qty > 1)`,
    );
  });

  it('keeps NULL keys out of NOT IN', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT name
FROM customers c
WHERE NOT EXISTS (
  SELECT * FROM orders o
  WHERE o.customer_id = c.id
    AND o.qty > 2 -- more than two
) AND c.id > 1`,
      `SELECT name
FROM customers c
WHERE c.id NOT IN (
  SELECT o.customer_id FROM orders o
  WHERE o.qty > 2
    AND o.customer_id IS NOT NULL -- more than two
) AND c.id > 1`,
    );
  });

  it('keeps outer rows with NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customers WHERE customers.id = o.customer_id and credit > 1)`,
      `SELECT id FROM orders o WHERE (o.customer_id IS NULL OR o.customer_id NOT IN (SELECT customers.id FROM customers WHERE credit > 1))`,
    );
  });

  it('gives the same value in a SELECT list', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT id, EXISTS (SELECT 1 FROM customers WHERE customers.id = o.customer_id) FROM orders o`,
      `SELECT id, (o.customer_id IS NOT NULL AND o.customer_id IN (SELECT customers.id FROM customers)) FROM orders o`,
    );
  });

  it('compares several columns as a row', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT i.price FROM items i WHERE EXISTS (SELECT 1 FROM items j WHERE i.order_id = j.order_id AND i.line = j.line AND j."product code" LIKE 'P-1%')`,
      `SELECT i.price FROM items i WHERE (i.order_id, i.line) IN (SELECT j.order_id, j.line FROM items j WHERE j."product code" LIKE 'P-1%')`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `WITH x AS (SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM items WHERE order_id = orders.id)) SELECT count(*) FROM x`,
      `WITH x AS (SELECT id FROM orders WHERE orders.id IN (SELECT order_id FROM items)) SELECT count(*) FROM x`,
    );
  });

  it('not for other comparisons', async () => {
    const shop = await testShop();
    shop.stays(
      existsToIn,
      `SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM items i WHERE i.order_id > o.id)`,
    );
  });

  it('not for IS, which finds NULL', async () => {
    const shop = await testShop();
    shop.stays(
      existsToIn,
      `SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.credit IS o.customer_id)`,
    );
  });

  it('keeps a collation that is that of the outer side', async () => {
    const shop = await testShop();
    shop.becomes(
      existsToIn,
      `SELECT u.id FROM uses u WHERE EXISTS (SELECT 1 FROM codes c WHERE u.code = c.code)`,
      `SELECT u.id FROM uses u WHERE u.code IN (SELECT c.code FROM codes c)`,
    );
  });

  it('not where IN would compare under another collation', async () => {
    const shop = await testShop();
    shop.stays(
      existsToIn,
      `SELECT u.id FROM uses u WHERE EXISTS (SELECT 1 FROM codes c WHERE c.code = u.code)`,
    );
  });
});
