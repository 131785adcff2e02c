import { groupByKey } from '../../../../src/core/optimize/rules/group-by-key.ts';
import { testShop } from './shop.ts';

describe('rule: group by key', () => {
  it('groups by the key alone', async () => {
    const shop = await testShop();
    shop.becomes(
      groupByKey,
      `SELECT c.id, c.name, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name, c.city`,
      `SELECT c.id, c.name, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id`,
    );
  });

  it('keeps columns of other tables, and comments', async () => {
    const shop = await testShop();
    shop.becomes(
      groupByKey,
      `select "c".id, "c".name, o.status, count(*)
from customers as "c" join orders o on o.customer_id = "c".id
group by "c".name, -- who
  "c".id, o.status`,
      `select "c".id, "c".name, o.status, count(*)
from customers as "c" join orders o on o.customer_id = "c".id
group by "c".id, o.status`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      groupByKey,
      `WITH x AS (SELECT order_id, line, price FROM items GROUP BY order_id, line, price) SELECT count(*) FROM x`,
      `WITH x AS (SELECT order_id, line, price FROM items GROUP BY order_id, line) SELECT count(*) FROM x`,
    );
  });

  it('not without a key', async () => {
    const shop = await testShop();
    shop.stays(groupByKey, `SELECT name, city, count(*) FROM customers GROUP BY name, city`);
  });

  it('not for a table that an outer join pads', async () => {
    const shop = await testShop();
    shop.stays(
      groupByKey,
      `SELECT c.id, c.name, COUNT(*) FROM orders o LEFT JOIN customers c ON c.id = o.customer_id GROUP BY c.id, c.name`,
    );
  });
});
