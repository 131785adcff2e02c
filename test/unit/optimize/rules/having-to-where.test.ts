import { havingToWhere } from '../../../../src/core/optimize/rules/having-to-where.ts';
import { testShop } from './shop.ts';

describe('rule: having to where', () => {
  it('filters before grouping', async () => {
    const shop = await testShop();
    shop.becomes(
      havingToWhere,
      `SELECT qty, COUNT(*) FROM orders GROUP BY qty HAVING qty > 1 AND COUNT(*) > 2`,
      `SELECT qty, COUNT(*) FROM orders WHERE qty > 1 GROUP BY qty HAVING COUNT(*) > 2`,
    );
  });

  it('drops the empty HAVING, and keeps the lines', async () => {
    const shop = await testShop();
    shop.becomes(
      havingToWhere,
      `select status, count(*)
from orders as "o"
where "o".id > 3 -- some
group by status
having status = 'paid' or status = 'new'`,
      `select status, count(*)
from orders as "o"
where "o".id > 3
  and (status = 'paid' or status = 'new') -- some
group by status`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      havingToWhere,
      `WITH x AS (SELECT status, COUNT(*) AS n FROM orders GROUP BY status HAVING status <> 'new') SELECT * FROM x`,
      `WITH x AS (SELECT status, COUNT(*) AS n FROM orders WHERE status <> 'new' GROUP BY status) SELECT * FROM x`,
    );
  });

  it('not for an aggregate', async () => {
    const shop = await testShop();
    shop.stays(havingToWhere, `SELECT qty FROM orders GROUP BY qty HAVING COUNT(*) > 2`);
  });

  it('not for a column that is no key', async () => {
    const shop = await testShop();
    shop.stays(havingToWhere, `SELECT qty, id FROM orders GROUP BY qty HAVING id > 2`);
  });

  it('not for what tells the texts of a group apart', async () => {
    const shop = await testShop();
    shop.keeps(
      havingToWhere,
      `SELECT count(*) FROM customers GROUP BY email HAVING email > 'b' AND lower(email) LIKE '%o'`,
    );
    shop.stays(havingToWhere, `SELECT count(*) FROM customers GROUP BY email HAVING email GLOB 'A*'`);
  });
});
