import { unusedJoinRemoved } from '../../../../src/core/optimize/rules/unused-join-removed.ts';
import { testShop } from './shop.ts';

describe('rule: unused join removed', () => {
  it('leaves out a LEFT JOIN by a key', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id`,
      `SELECT o.id FROM orders o`,
    );
  });

  it('leaves out a grouped subquery, and keeps the lines around it', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT o.id
FROM orders o -- all
LEFT JOIN (SELECT order_id, SUM(price) AS s FROM items GROUP BY order_id) "t" ON "t".order_id = o.id
WHERE o.qty > 1`,
      `SELECT o.id
FROM orders o -- all
WHERE o.qty > 1`,
    );
  });

  it('leaves out any LEFT JOIN under DISTINCT', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT DISTINCT o.id FROM orders o LEFT JOIN items i ON i.order_id = o.id`,
      `SELECT DISTINCT o.id FROM orders o`,
    );
  });

  it('leaves out the parent of a foreign key that is NOT NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT c.id FROM customers c JOIN regions r ON r.id = c.region_id`,
      `SELECT c.id FROM customers c`,
    );
  });

  it('keeps the test of a foreign key that may be NULL', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.qty > 1`,
      `SELECT o.id FROM orders o WHERE o.qty > 1 AND o.customer_id IS NOT NULL`,
    );
  });

  it('goes step by step through a chain, in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `WITH x AS (SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id LEFT JOIN regions r ON r.id = c.region_id) SELECT count(*) FROM x`,
      `WITH x AS (SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id) SELECT count(*) FROM x`,
    );
  });

  it('not where matches multiply rows', async () => {
    const shop = await testShop();
    shop.stays(unusedJoinRemoved, `SELECT o.id FROM orders o LEFT JOIN items i ON i.order_id = o.id`);
  });

  it('not where a column is used, or all are', async () => {
    const shop = await testShop();
    shop.stays(
      unusedJoinRemoved,
      `SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id`,
    );
  });

  it('not under a star', async () => {
    const shop = await testShop();
    shop.stays(unusedJoinRemoved, `SELECT * FROM orders o LEFT JOIN customers c ON c.id = o.customer_id`);
  });

  it('not where the inner join filters by more than the foreign key', async () => {
    const shop = await testShop();
    shop.stays(
      unusedJoinRemoved,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id AND c.credit > 1`,
    );
  });

  it('leaves out a parent compared as the foreign key is', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT u.id FROM uses u JOIN codes c ON c.code = u.code`,
      `SELECT u.id FROM uses u`,
    );
  });

  it('not a parent compared under another collation than the foreign key', async () => {
    const shop = await testShop();
    shop.stays(unusedJoinRemoved, `SELECT u.id FROM uses u JOIN codes c ON u.code = c.code`);
  });

  it('not by a key that is unique only under another collation', async () => {
    const shop = await testShop();
    shop.becomes(
      unusedJoinRemoved,
      `SELECT u.id FROM uses u LEFT JOIN codes c ON u.code = c.code`,
      `SELECT u.id FROM uses u`,
    );
    shop.stays(unusedJoinRemoved, `SELECT c.label FROM codes c LEFT JOIN regions r ON c.code = r.name`);
  });
});
