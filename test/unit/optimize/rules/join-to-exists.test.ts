import { joinToExists } from '../../../../src/core/optimize/rules/join-to-exists.ts';
import { testShop } from './shop.ts';

describe('rule: join to exists', () => {
  it('tests for the matching row', async () => {
    const shop = await testShop();
    shop.becomes(
      joinToExists,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.credit > 1 AND o.qty > 1`,
      `SELECT o.id FROM orders o WHERE o.qty > 1 AND EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id AND c.credit > 1)`,
    );
  });

  it('reads a comma as a join', async () => {
    const shop = await testShop();
    shop.becomes(
      joinToExists,
      `SELECT o.id FROM orders o, customers c WHERE c.id = o.customer_id`,
      `SELECT o.id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id)`,
    );
  });

  it('keeps comments and small keywords, and an OR together', async () => {
    const shop = await testShop();
    shop.becomes(
      joinToExists,
      `select o.id
from orders o
join customers "c" on "c".id = o.customer_id -- who
join regions r on r.id = "c".region_id and r.name = 'north'
where o.qty > 1 or o.total is null
order by o.id`,
      `select o.id
from orders o
join customers "c" on "c".id = o.customer_id -- who
where (o.qty > 1 or o.total is null)
  and exists (select 1 from regions r where r.id = "c".region_id and r.name = 'north')
order by o.id`,
    );
  });

  it('works in a derived table', async () => {
    const shop = await testShop();
    shop.becomes(
      joinToExists,
      `SELECT count(*) FROM (SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id) AS t`,
      `SELECT count(*) FROM (SELECT o.id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id)) AS t`,
    );
  });

  it('not where several rows may match', async () => {
    const shop = await testShop();
    shop.stays(joinToExists, `SELECT o.id FROM orders o JOIN items i ON i.order_id = o.id`);
  });

  it('not where a column is shown', async () => {
    const shop = await testShop();
    shop.stays(joinToExists, `SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id`);
  });

  it('not for an outer join', async () => {
    const shop = await testShop();
    shop.stays(joinToExists, `SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id`);
  });

  it('not by a key that is unique only under another collation', async () => {
    const shop = await testShop();
    shop.stays(joinToExists, `SELECT c.label FROM codes c JOIN regions r ON c.code = r.name`);
  });
});
