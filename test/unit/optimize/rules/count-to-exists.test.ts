import { countToExists } from '../../../../src/core/optimize/rules/count-to-exists.ts';
import { testShop } from './shop.ts';

describe('rule: count to exists', () => {
  it('stops counting at the first row', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `SELECT name FROM customers c WHERE (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) > 0`,
      `SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)`,
    );
  });

  it('asks for none, written the other way round, with a counted column that may be NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `SELECT name FROM customers c WHERE 0 = (SELECT COUNT(total) FROM orders o WHERE o.customer_id = c.id AND qty > 2)`,
      `SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND qty > 2 AND total IS NOT NULL)`,
    );
  });

  it('gives the same value in a SELECT list', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `select name, (select count(distinct total) from orders o where o.customer_id = c.id) >= 1 as has from customers c`,
      `select name, exists (select 1 from orders o where o.customer_id = c.id and total is not null) as has from customers c`,
    );
  });

  it('reads the maximum against NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `SELECT name FROM customers c WHERE (SELECT MAX(o.total) FROM orders o WHERE o.customer_id = c.id) IS NOT NULL`,
      `SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total IS NOT NULL)`,
    );
  });

  it('takes a bare count as a condition, and keeps comments', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `SELECT "name" FROM customers AS "the customers"
WHERE (SELECT COUNT(*) /* how many */ FROM orders o WHERE o.customer_id = "the customers".id) -- some
  AND id > 1`,
      `SELECT "name" FROM customers AS "the customers"
WHERE EXISTS (SELECT 1 /* how many */ FROM orders o WHERE o.customer_id = "the customers".id) -- some
  AND id > 1`,
    );
  });

  it('needs parentheses under NOT', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `SELECT name FROM customers c WHERE NOT (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) = 0`,
      `SELECT name FROM customers c WHERE NOT (NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id))`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      countToExists,
      `WITH active AS (SELECT id FROM customers c WHERE (SELECT COUNT(*) FROM orders WHERE customer_id = c.id) <> 0) SELECT count(*) FROM active`,
      `WITH active AS (SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)) SELECT count(*) FROM active`,
    );
  });

  it('not for two or more', async () => {
    const shop = await testShop();
    shop.stays(
      countToExists,
      `SELECT name FROM customers c WHERE (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) > 1`,
    );
  });

  it('not for a sum, which may be 0 with rows', async () => {
    const shop = await testShop();
    shop.stays(
      countToExists,
      `SELECT name FROM customers c WHERE (SELECT SUM(qty) FROM orders o WHERE o.customer_id = c.id) > 0`,
    );
  });

  it('not for groups', async () => {
    const shop = await testShop();
    shop.stays(
      countToExists,
      `SELECT name FROM customers c WHERE (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id GROUP BY o.status) > 0`,
    );
  });
});
