import { orToUnionBelow } from '../../../../src/core/optimize/rules/or-to-union-below.ts';
import { testShop } from './shop.ts';

describe('rule: or to union below', () => {
  it('counts the rows of both parts once', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnionBelow,
      `SELECT COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty = 1 OR c.credit = 2`,
      `SELECT COUNT(*) FROM (
  SELECT 1
  FROM orders o JOIN customers c ON c.id = o.customer_id
  WHERE o.qty = 1
  UNION ALL
  SELECT 1
  FROM orders o JOIN customers c ON c.id = o.customer_id
  WHERE c.credit = 2 AND (o.qty = 1) IS NOT TRUE
) AS matching`,
    );
  });

  it('hands columns of the same name on, and keeps the names shown', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnionBelow,
      `select c.id, o.id, max(o.total) as "best" -- of all
from orders o
join customers c on c.id = o.customer_id
where (o.qty = 1 or c.credit = 2) and o.id > 3
group by c.id, o.id
having count(*) > 0
order by c.name, o.id
limit 100`,
      `select matching.id, matching.o_id as id, max(matching.total) as "best" -- of all
from (
  select c.id, o.id as o_id, o.total, c.name
  from orders o
    join customers c on c.id = o.customer_id
  where o.qty = 1 and o.id > 3
  union all
  select c.id, o.id as o_id, o.total, c.name
  from orders o
    join customers c on c.id = o.customer_id
  where c.credit = 2 and (o.qty = 1) is not true and o.id > 3
) as matching
group by matching.id, matching.o_id
having count(*) > 0
order by matching.name, matching.o_id
limit 100`,
    );
  });

  it('works in a derived table, for the condition of a join', async () => {
    const shop = await testShop();
    shop.becomes(
      orToUnionBelow,
      `SELECT t.n FROM (SELECT a.status, COUNT(b.id) AS n FROM orders a JOIN customers b ON a.customer_id = b.id OR a.qty = b.credit GROUP BY a.status) t`,
      `SELECT t.n FROM (SELECT matching.status, COUNT(matching.id) AS n FROM (
  SELECT a.status, b.id
  FROM orders a JOIN customers b ON a.customer_id = b.id
  UNION ALL
  SELECT a.status, b.id
  FROM orders a JOIN customers b ON a.qty = b.credit AND (a.customer_id = b.id) IS NOT TRUE
) AS matching
GROUP BY matching.status) t`,
    );
  });

  it('not where a UNION alone does', async () => {
    const shop = await testShop();
    shop.stays(
      orToUnionBelow,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty = 1 OR c.credit = 2`,
    );
  });

  it('not for one table', async () => {
    const shop = await testShop();
    shop.stays(orToUnionBelow, `SELECT COUNT(*) FROM orders WHERE qty = 1 OR customer_id = 2`);
  });
});
