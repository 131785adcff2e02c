import { semiJoinToJoin } from '../../../../src/core/optimize/rules/semi-join-to-join.ts';
import { testShop } from './shop.ts';

describe('rule: semi join to join', () => {
  it('joins the table by its key', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `SELECT *
FROM orders o
WHERE o.customer_id IN (SELECT id FROM customers WHERE credit > 1)
  AND o.qty > 1
ORDER BY o.id`,
      `SELECT o.*
FROM orders o
JOIN customers ON customers.id = o.customer_id AND customers.credit > 1
WHERE o.qty > 1
ORDER BY o.id`,
    );
  });

  it('joins distinct keys where they repeat', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE qty > 1)`,
      `SELECT name FROM customers
JOIN (
  SELECT DISTINCT customer_id
  FROM orders
  WHERE qty > 1
) AS matching_customer ON matching_customer.customer_id = customers.id`,
    );
  });

  it('does the same for EXISTS', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `select c.name
from customers c
where exists (select 1 from orders o where o.customer_id = c.id and o.status = 'paid') -- paid once`,
      `select c.name
from customers c
join (
  select distinct o.customer_id
  from orders o
  where o.status = 'paid'
) as matching_customer on matching_customer.customer_id = c.id -- paid once`,
    );
  });

  it('joins by a key of two columns', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `SELECT i.price FROM items i WHERE EXISTS (SELECT 1 FROM items j WHERE i.order_id = j.order_id AND i.line = j.line AND j."product code" <> 'P-2')`,
      `SELECT i.price FROM items i JOIN items j ON j.order_id = i.order_id AND j.line = i.line AND j."product code" <> 'P-2'`,
    );
  });

  it('keeps groups', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `SELECT c.name FROM customers c WHERE c.id IN (SELECT customer_id FROM orders GROUP BY customer_id HAVING COUNT(*) > 3)`,
      `SELECT c.name FROM customers c
JOIN (
  SELECT DISTINCT customer_id
  FROM orders
  GROUP BY customer_id HAVING COUNT(*) > 3
) AS matching_customer ON matching_customer.customer_id = c.id`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `WITH x AS (SELECT qty FROM orders WHERE id IN (SELECT order_id FROM items) AND qty > 1) SELECT count(*) FROM x`,
      `WITH x AS (SELECT qty FROM orders
JOIN (
  SELECT DISTINCT order_id
  FROM items
) AS matching_order ON matching_order.order_id = orders.id
WHERE qty > 1) SELECT count(*) FROM x`,
    );
  });

  it('not under NOT', async () => {
    const shop = await testShop();
    shop.stays(semiJoinToJoin, `SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM items)`);
  });

  it('not under OR', async () => {
    const shop = await testShop();
    shop.stays(semiJoinToJoin, `SELECT id FROM orders WHERE id IN (SELECT order_id FROM items) OR qty > 1`);
  });

  it('keeps the collation under which IN compares', async () => {
    const shop = await testShop();
    shop.becomes(
      semiJoinToJoin,
      `SELECT u.id FROM uses u WHERE u.code IN (SELECT c.code FROM codes c)`,
      `SELECT u.id FROM uses u JOIN codes c ON u.code = c.code`,
    );
  });

  it('not where DISTINCT tells keys apart that the equation does not, nor the other way round', async () => {
    const shop = await testShop();
    shop.stays(semiJoinToJoin, `SELECT c.label FROM codes c WHERE c.code IN (SELECT u.code FROM uses u)`);
    shop.stays(semiJoinToJoin, `SELECT u.id FROM uses u WHERE u.code IN (SELECT x.email FROM customers x)`);
  });
});
