import { correlatedAggregateToJoin } from '../../../../src/core/optimize/rules/correlated-aggregate-to-join.ts';
import { testShop } from './shop.ts';

describe('rule: correlated aggregate to join', () => {
  it('joins the grouped aggregate on the left, so that rows without a group stay', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `SELECT c.name, (SELECT SUM(o.total) FROM orders o WHERE o.customer_id = c.id) AS spent FROM customers c`,
      `SELECT c.name, orders_by_customer.sum_total AS spent FROM customers c
LEFT JOIN (
  SELECT o.customer_id, SUM(o.total) AS sum_total
  FROM orders o
  GROUP BY o.customer_id
) AS orders_by_customer ON orders_by_customer.customer_id = c.id`,
    );
  });

  it('counts 0 for an empty group', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `SELECT c.name, (SELECT COUNT(*) FROM orders WHERE customer_id = c.id AND qty > 2) AS n
FROM customers c
ORDER BY n`,
      `SELECT c.name, COALESCE(orders_by_customer.orders_count, 0) AS n
FROM customers c
LEFT JOIN (
  SELECT customer_id, COUNT(*) AS orders_count
  FROM orders
  WHERE qty > 2
  GROUP BY customer_id
) AS orders_by_customer ON orders_by_customer.customer_id = c.id
ORDER BY n`,
    );
  });

  it('joins inside where the comparison fails for NULL, and names the columns behind a star', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `SELECT * FROM orders o WHERE o.total > (SELECT 1.1 * AVG(total) FROM orders x WHERE x.customer_id = o.customer_id AND x.status <> 'new')`,
      `SELECT o.* FROM orders o
JOIN (
  SELECT x.customer_id, AVG(total) AS avg_total
  FROM orders x
  WHERE x.status <> 'new'
  GROUP BY x.customer_id
) AS orders_by_customer ON orders_by_customer.customer_id = o.customer_id
WHERE o.total > (1.1 * orders_by_customer.avg_total)`,
    );
  });

  it('keeps comments, small keywords and quoted names', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `select
  o.id, -- the order
  (select max(i."product code") from items as i where i.order_id = o.id) as "last code"
from orders o /* all */
where o.qty > 1`,
      `select
  o.id, -- the order
  items_by_order.max_product_code as "last code"
from orders o
left join (
  select i.order_id, max(i."product code") as max_product_code
  from items as i
  group by i.order_id
) as items_by_order on items_by_order.order_id = o.id /* all */
where o.qty > 1`,
    );
  });

  it('works inside a CTE, and avoids a name that the query uses plainly', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `WITH busy AS (
  SELECT customer_id, qty
  FROM orders
  WHERE qty >= (SELECT AVG(p.qty) FROM orders p WHERE p.customer_id = orders.customer_id)
)
SELECT * FROM busy`,
      `WITH busy AS (
  SELECT customer_id, qty
  FROM orders
  JOIN (
    SELECT p.customer_id AS matched_customer_id, AVG(p.qty) AS avg_qty
    FROM orders p
    GROUP BY p.customer_id
  ) AS orders_by_customer ON orders_by_customer.matched_customer_id = orders.customer_id
  WHERE qty >= orders_by_customer.avg_qty
)
SELECT * FROM busy`,
    );
  });

  it('takes several aggregates of the same groups from one join', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedAggregateToJoin,
      `SELECT c.id,
       (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) AS n,
       (SELECT MAX(x.total) FROM orders x WHERE c.id = x.customer_id AND x.status = 'paid') AS best
FROM customers c`,
      `SELECT c.id,
       COALESCE(orders_by_customer.orders_count, 0) AS n,
       orders_by_customer.max_total AS best
FROM customers c
LEFT JOIN (
  SELECT
    o.customer_id,
    COUNT(*) AS orders_count,
    MAX(o.total) FILTER (WHERE o.status = 'paid') AS max_total
  FROM orders o
  GROUP BY o.customer_id
) AS orders_by_customer ON orders_by_customer.customer_id = c.id`,
      `SELECT c.id,
       COALESCE(orders_by_customer.orders_count, 0) AS n,
       (SELECT MAX(x.total) FROM orders x WHERE c.id = x.customer_id AND x.status = 'paid') AS best
FROM customers c
LEFT JOIN (
  SELECT o.customer_id, COUNT(*) AS orders_count
  FROM orders o
  GROUP BY o.customer_id
) AS orders_by_customer ON orders_by_customer.customer_id = c.id`,
      `SELECT c.id,
       (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) AS n,
       orders_by_customer.max_total AS best
FROM customers c
LEFT JOIN (
  SELECT x.customer_id, MAX(x.total) AS max_total
  FROM orders x
  WHERE x.status = 'paid'
  GROUP BY x.customer_id
) AS orders_by_customer ON c.id = orders_by_customer.customer_id`,
    );
  });

  it('not without an equation with the outer row', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.id, (SELECT COUNT(*) FROM orders o WHERE o.customer_id < c.id) AS n FROM customers c`,
    );
  });

  it('not for a column outside the aggregate', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.id, (SELECT o.id + COUNT(*) FROM orders o WHERE o.customer_id = c.id) AS n FROM customers c`,
    );
  });

  it('not in the SELECT list of groups that do not hold the key', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.city, (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) AS n FROM customers c GROUP BY c.city`,
    );
  });

  it('not with a plain parameter, whose number would change', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.id, (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id AND o.qty > ?) AS n FROM customers c`,
    );
  });

  it('not where the equation compares under another collation than the groups', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.label, (SELECT COUNT(*) FROM uses u WHERE c.code = u.code) FROM codes c`,
    );
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT u.id, (SELECT MAX(c.label) FROM codes c WHERE u.code = c.code) FROM uses u`,
    );
  });

  it('not for a text compared under the collation of what follows it', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedAggregateToJoin,
      `SELECT c.label FROM codes c WHERE (SELECT MAX(r.name) FROM regions r WHERE r.id = length(c.code) - 4) = c.code`,
    );
  });
});
