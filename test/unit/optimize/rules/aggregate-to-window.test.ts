import {
  aggregateToWindow,
  runningTotalToWindow,
} from '../../../../src/core/optimize/rules/aggregate-to-window.ts';
import { testShop } from './shop.ts';

describe('rule: aggregate to window', () => {
  it("computes the group's aggregate beside its rows", async () => {
    const shop = await testShop();
    shop.becomes(
      aggregateToWindow,
      `SELECT o.id, o.total FROM orders o WHERE o.total >= (SELECT AVG(x.total) FROM orders x WHERE x.customer_id = o.customer_id)`,
      `SELECT o.id, o.total FROM (
  SELECT id, total, AVG(total) OVER (PARTITION BY customer_id) AS group_avg_total
  FROM orders
  WHERE customer_id IS NOT NULL
) AS o
WHERE o.total >= o.group_avg_total`,
    );
  });

  it('filters inside, and names the columns behind a star', async () => {
    const shop = await testShop();
    shop.becomes(
      aggregateToWindow,
      `SELECT * FROM readings r WHERE value = (SELECT MAX(value) FROM readings WHERE sensor = r.sensor AND day > 1)`,
      `SELECT r.id, r.sensor, r.day, r.value FROM (
  SELECT
    id,
    sensor,
    day,
    value,
    MAX(value) FILTER (WHERE day > 1) OVER (PARTITION BY sensor) AS group_max_value
  FROM readings
) AS r
WHERE value = r.group_max_value`,
    );
  });

  it('gives the value in a SELECT list', async () => {
    const shop = await testShop();
    shop.becomes(
      aggregateToWindow,
      `select r.id, -- which
  (select count(*) from readings "x" where "x".sensor = r.sensor) as n
from readings r
where r.day > 2`,
      `select r.id, -- which
  r.group_count as n
from (
  select id, day, count(*) over (partition by sensor) as group_count
  from readings
) as r
where r.day > 2`,
    );
  });

  it('not for groups of NULL, which `=` does not find', async () => {
    const shop = await testShop();
    shop.stays(
      aggregateToWindow,
      `SELECT o.id, (SELECT SUM(x.total) FROM orders x WHERE x.customer_id = o.customer_id) AS n FROM orders o`,
    );
  });

  it('not for another table', async () => {
    const shop = await testShop();
    shop.stays(
      aggregateToWindow,
      `SELECT c.id, (SELECT SUM(x.total) FROM orders x WHERE x.customer_id = c.id) AS n FROM customers c`,
    );
  });

  it('not for other columns', async () => {
    const shop = await testShop();
    shop.stays(
      aggregateToWindow,
      `SELECT r.id, (SELECT COUNT(*) FROM readings x WHERE x.day = r.value) AS n FROM readings r`,
    );
  });

  it('carries a running total, ties included', async () => {
    const shop = await testShop();
    shop.becomes(
      runningTotalToWindow,
      `SELECT r.id, r.sensor, (SELECT SUM(value) FROM readings x WHERE x.sensor = r.sensor AND x.day <= r.day) AS running FROM readings r WHERE r.day > 1 ORDER BY r.id`,
      `SELECT r.id, r.sensor, r.running_sum_value AS running FROM (
  SELECT
    id,
    sensor,
    day,
    SUM(value) OVER (PARTITION BY sensor ORDER BY day) AS running_sum_value
  FROM readings
) AS r
WHERE r.day > 1 ORDER BY r.id`,
    );
  });

  it('counts the rows before, ties left out', async () => {
    const shop = await testShop();
    shop.becomes(
      runningTotalToWindow,
      `SELECT r.id, (SELECT COUNT(*) FROM readings x WHERE x.value > r.value) + 1 AS place FROM readings r`,
      `SELECT r.id, r.running_count + 1 AS place FROM (
  SELECT
    id,
    COUNT(*) OVER (ORDER BY value DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS running_count
  FROM readings
) AS r`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      runningTotalToWindow,
      `WITH t AS (SELECT r.id, (SELECT MAX(value) FROM readings x WHERE r.day >= x.day) AS highest FROM readings AS r) SELECT * FROM t`,
      `WITH t AS (SELECT r.id, r.running_max_value AS highest FROM (
  SELECT id, MAX(value) OVER (ORDER BY day) AS running_max_value
  FROM readings
) AS r) SELECT * FROM t`,
    );
  });

  it('not for an order with NULL', async () => {
    const shop = await testShop();
    shop.stays(
      runningTotalToWindow,
      `SELECT o.id, (SELECT COUNT(*) FROM orders x WHERE x.total < o.total) AS n FROM orders o`,
    );
  });

  it('not for a text compared under the collation of what follows it', async () => {
    const shop = await testShop();
    shop.stays(
      aggregateToWindow,
      `SELECT x.id FROM customers x WHERE (SELECT MAX(y.name) FROM customers y WHERE y.region_id = x.region_id) = x.email`,
    );
  });
});
