import { antiJoin } from '../../../../src/core/optimize/rules/anti-join.ts';
import { testShop } from './shop.ts';

describe('rule: anti join', () => {
  it('joins without a match', async () => {
    const shop = await testShop();
    shop.becomes(
      antiJoin,
      `SELECT c.name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.qty > 2)`,
      `SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.qty > 2 WHERE o.id IS NULL`,
    );
  });

  it('turns NOT IN over columns without NULL, and keeps comments', async () => {
    const shop = await testShop();
    shop.becomes(
      antiJoin,
      `select *
from orders as "o"
where "o".id not in (select i.order_id from items i where i.price > 9 or i.line = 2) -- nothing dear
  and "o".qty > 1`,
      `select "o".*
from orders as "o"
left join items i on i.order_id = "o".id and (i.price > 9 or i.line = 2)
where "o".qty > 1
  and i.order_id is null`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      antiJoin,
      `WITH x AS (SELECT c.name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.qty > 2)) SELECT count(*) FROM x`,
      `WITH x AS (SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.qty > 2 WHERE o.id IS NULL) SELECT count(*) FROM x`,
    );
  });

  it('not for NOT IN over a column with NULL', async () => {
    const shop = await testShop();
    shop.stays(
      antiJoin,
      `SELECT c.name FROM customers c WHERE c.id NOT IN (SELECT o.customer_id FROM orders o)`,
    );
  });

  it('not under OR', async () => {
    const shop = await testShop();
    shop.stays(
      antiJoin,
      `SELECT c.name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id) OR c.id = 1`,
    );
  });

  it('keeps the collation under which NOT IN compares', async () => {
    const shop = await testShop();
    shop.becomes(
      antiJoin,
      `SELECT u.id FROM uses u WHERE u.code NOT IN (SELECT c.code FROM codes c)`,
      `SELECT u.id FROM uses u LEFT JOIN codes c ON u.code = c.code WHERE c.code IS NULL`,
    );
  });
});
