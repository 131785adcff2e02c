import { innerOrderByRemoved } from '../../../../src/core/optimize/rules/inner-order-by-removed.ts';
import { testShop } from './shop.ts';

describe('rule: inner order by removed', () => {
  it('drops the order under groups', async () => {
    const shop = await testShop();
    shop.becomes(
      innerOrderByRemoved,
      `SELECT qty, COUNT(*) FROM (SELECT id, qty FROM orders ORDER BY total DESC) t GROUP BY qty`,
      `SELECT qty, COUNT(*) FROM (SELECT id, qty FROM orders) t GROUP BY qty`,
    );
  });

  it('drops it in a list of keys', async () => {
    const shop = await testShop();
    shop.becomes(
      innerOrderByRemoved,
      `SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers ORDER BY name)`,
      `SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers)`,
    );
  });

  it('keeps a comment before it, in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      innerOrderByRemoved,
      `WITH big AS (
  SELECT * FROM orders AS "o"
  WHERE total > 10 -- large
  ORDER BY total
)
SELECT b.id FROM big b JOIN customers c ON c.id = b.customer_id`,
      `WITH big AS (
  SELECT * FROM orders AS "o"
  WHERE total > 10 -- large
)
SELECT b.id FROM big b JOIN customers c ON c.id = b.customer_id`,
    );
  });

  it('not where the rows are passed on in that order', async () => {
    const shop = await testShop();
    shop.stays(
      innerOrderByRemoved,
      `SELECT * FROM (SELECT id, qty FROM orders ORDER BY total) t WHERE qty > 1`,
    );
  });

  it('not with LIMIT, nor where the first row is taken', async () => {
    const shop = await testShop();
    shop.stays(
      innerOrderByRemoved,
      `SELECT (SELECT id FROM orders ORDER BY total DESC), count(*) FROM (SELECT id FROM orders ORDER BY total LIMIT 3)`,
    );
  });

  it('not under an aggregate that sees the order', async () => {
    const shop = await testShop();
    shop.stays(innerOrderByRemoved, `SELECT group_concat(id) FROM (SELECT id FROM orders ORDER BY total)`);
  });
});
