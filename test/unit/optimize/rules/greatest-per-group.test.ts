import { greatestPerGroup } from '../../../../src/core/optimize/rules/greatest-per-group.ts';
import { testShop } from './shop.ts';

describe('rule: greatest per group', () => {
  it('ranks for the maximum of the group', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT o.id, o.total FROM orders o WHERE o.total = (SELECT MAX(x.total) FROM orders x WHERE x.customer_id = o.customer_id) AND o.qty > 1`,
      `SELECT o.id, o.total FROM (
  SELECT
    id,
    total,
    qty,
    RANK() OVER (PARTITION BY customer_id ORDER BY total DESC) AS total_rank
  FROM orders
  WHERE customer_id IS NOT NULL AND total IS NOT NULL
) AS o
WHERE o.total_rank = 1 AND o.qty > 1`,
    );
  });

  it('ranks where no later row exists', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT r.id -- latest
FROM readings r
WHERE NOT EXISTS (SELECT 1 FROM readings "later" WHERE "later".sensor = r.sensor AND "later".day > r.day)`,
      `SELECT r.id -- latest
FROM (
  SELECT id, RANK() OVER (PARTITION BY sensor ORDER BY day DESC) AS day_rank
  FROM readings
) AS r
WHERE r.day_rank = 1`,
    );
  });

  it('keeps the first three ranks', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT r.id FROM readings r WHERE (SELECT COUNT(*) FROM readings x WHERE x.sensor = r.sensor AND x.value < r.value) < 3`,
      `SELECT r.id FROM (
  SELECT id, RANK() OVER (PARTITION BY sensor ORDER BY value) AS value_rank
  FROM readings
) AS r
WHERE r.value_rank <= 3`,
    );
  });

  it('ranks for a pair in a list of minima', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT r.id FROM readings r WHERE (r.sensor, r.day) IN (SELECT sensor, MIN(day) FROM readings GROUP BY sensor)`,
      `SELECT r.id FROM (
  SELECT id, RANK() OVER (PARTITION BY sensor ORDER BY day) AS day_rank
  FROM readings
) AS r
WHERE r.day_rank = 1`,
    );
  });

  it('numbers the rows where one is taken by LIMIT', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT o.id, o.total
FROM orders o
WHERE o.id = (SELECT x.id FROM orders x WHERE x.customer_id = o.customer_id AND x.status <> 'new' ORDER BY x.total DESC, x.id LIMIT 1)`,
      `SELECT o.id, o.total
FROM (
  SELECT
    id,
    total,
    ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY total DESC, id) AS place_in_customer_id
  FROM orders
  WHERE status <> 'new' AND customer_id IS NOT NULL
) AS o
WHERE o.place_in_customer_id = 1`,
    );
  });

  it('breaks ties as NOT EXISTS did', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT r.id
FROM readings r
WHERE NOT EXISTS (
  SELECT 1 FROM readings x
  WHERE x.sensor = r.sensor AND (x.day > r.day OR (x.day = r.day AND x.id > r.id)))`,
      `SELECT r.id
FROM (
  SELECT id, RANK() OVER (PARTITION BY sensor ORDER BY day DESC, id DESC) AS day_rank
  FROM readings
) AS r
WHERE r.day_rank = 1`,
    );
  });

  it('not where LIMIT picks among equal rows', async () => {
    const shop = await testShop();
    shop.stays(
      greatestPerGroup,
      `SELECT o.id FROM orders o WHERE o.id = (SELECT x.id FROM orders x WHERE x.customer_id = o.customer_id ORDER BY x.total DESC LIMIT 1)`,
    );
  });

  it('ranks instead of a join on the maxima', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `SELECT r.id, r.value
FROM readings r
JOIN (SELECT sensor, MAX(day) AS last_day FROM readings GROUP BY sensor) m ON m.sensor = r.sensor AND m.last_day = r.day
ORDER BY r.id`,
      `SELECT r.id, r.value
FROM (
  SELECT id, value, RANK() OVER (PARTITION BY sensor ORDER BY day DESC) AS day_rank
  FROM readings
) AS r
WHERE r.day_rank = 1
ORDER BY r.id`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      greatestPerGroup,
      `with best as (select r.id, r.value from readings r where r.value = (select min(value) from readings where sensor = r.sensor)) select * from best`,
      `with best as (select r.id, r.value from (
  select id, value, rank() over (partition by sensor order by value) as value_rank
  from readings
) as r
where r.value_rank = 1) select * from best`,
    );
  });

  it('not where NULL keeps a row', async () => {
    const shop = await testShop();
    shop.stays(
      greatestPerGroup,
      `SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM orders x WHERE x.customer_id = o.customer_id AND x.id > o.id)`,
    );
  });

  it('not where the inner rows are filtered', async () => {
    const shop = await testShop();
    shop.stays(
      greatestPerGroup,
      `SELECT r.id FROM readings r WHERE r.value = (SELECT MAX(x.value) FROM readings x WHERE x.sensor = r.sensor AND x.day > 1)`,
    );
  });

  it('not for another table', async () => {
    const shop = await testShop();
    shop.stays(
      greatestPerGroup,
      `SELECT r.id FROM readings r WHERE r.value = (SELECT MAX(price) FROM items WHERE line = r.day)`,
    );
  });

  it('not for a maximum that a join compares under another collation', async () => {
    const shop = await testShop();
    shop.keeps(
      greatestPerGroup,
      `SELECT c.id FROM customers c JOIN (SELECT region_id, MAX(email) AS m FROM customers GROUP BY region_id) b ON b.region_id = c.region_id AND c.email = b.m`,
    );
    shop.stays(
      greatestPerGroup,
      `SELECT c.id FROM customers c JOIN (SELECT region_id, MAX(email) AS m FROM customers GROUP BY region_id) b ON b.region_id = c.region_id AND b.m = c.email`,
    );
  });
});
