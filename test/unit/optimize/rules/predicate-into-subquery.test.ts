import { predicateIntoSubquery } from '../../../../src/core/optimize/rules/predicate-into-subquery.ts';
import { testShop } from './shop.ts';

describe('rule: predicate into subquery', () => {
  it('filters before grouping', async () => {
    const shop = await testShop();
    shop.becomes(
      predicateIntoSubquery,
      `SELECT d.n FROM (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) d WHERE d.customer_id = 3`,
      `SELECT d.n FROM (SELECT customer_id, COUNT(*) AS n FROM orders WHERE customer_id = 3 GROUP BY customer_id) d`,
    );
  });

  it('filters before a window, in a CTE, and keeps comments', async () => {
    const shop = await testShop();
    shop.becomes(
      predicateIntoSubquery,
      `with "d" as (
  select sensor as "the sensor", day, rank() over (partition by sensor order by value) as place
  from readings
  where day > 0 -- known
)
select day from "d" where "the sensor" = 's1' and place < 3`,
      `with "d" as (
  select sensor as "the sensor", day, rank() over (partition by sensor order by value) as place
  from readings
  where day > 0
    and sensor = 's1' -- known
)
select day from "d" where place < 3`,
    );
  });

  it('keeps an OR together', async () => {
    const shop = await testShop();
    shop.becomes(
      predicateIntoSubquery,
      `SELECT d.n FROM (SELECT qty, COUNT(*) AS n FROM orders WHERE id > 3 GROUP BY qty) d JOIN regions r ON r.id = d.qty WHERE (d.qty = 1 OR d.qty = 2) AND d.n > 1`,
      `SELECT d.n FROM (SELECT qty, COUNT(*) AS n FROM orders WHERE id > 3 AND (qty = 1 OR qty = 2) GROUP BY qty) d JOIN regions r ON r.id = d.qty WHERE d.n > 1`,
    );
  });

  it('not on an aggregate, nor outside the partition', async () => {
    const shop = await testShop();
    shop.stays(
      predicateIntoSubquery,
      `SELECT d.n FROM (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) d WHERE d.n > 3`,
    );
  });

  it('not outside the partition', async () => {
    const shop = await testShop();
    shop.stays(
      predicateIntoSubquery,
      `SELECT d.id FROM (SELECT id, day, rank() OVER (PARTITION BY sensor ORDER BY value) AS place FROM readings) d WHERE d.day = 2`,
    );
  });

  it('not for a table that an outer join pads', async () => {
    const shop = await testShop();
    shop.stays(
      predicateIntoSubquery,
      `SELECT c.id FROM customers c LEFT JOIN (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) d ON d.customer_id = c.id WHERE d.customer_id IS NULL`,
    );
  });

  it('not for what tells the texts of a group apart', async () => {
    const shop = await testShop();
    shop.keeps(
      predicateIntoSubquery,
      `SELECT d.n FROM (SELECT email, COUNT(*) AS n FROM customers GROUP BY email) d WHERE d.email > 'b'`,
    );
    shop.stays(
      predicateIntoSubquery,
      `SELECT d.n FROM (SELECT email, COUNT(*) AS n FROM customers GROUP BY email) d WHERE d.email > 'b' COLLATE BINARY`,
    );
  });
});
