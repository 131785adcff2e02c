import { countOfKey } from '../../../../src/core/optimize/rules/count-of-key.ts';
import { testShop } from './shop.ts';

describe('rule: count of key', () => {
  it('counts rows', async () => {
    const shop = await testShop();
    shop.becomes(
      countOfKey,
      `SELECT COUNT(DISTINCT id) AS n FROM customers`,
      `SELECT COUNT(*) AS n FROM customers`,
    );
  });

  it('counts rows of groups, through a join by key', async () => {
    const shop = await testShop();
    shop.becomes(
      countOfKey,
      `select "c".city, count(distinct o.id) /* orders */ from orders o join customers "c" on "c".id = o.customer_id group by "c".city`,
      `select "c".city, count(*) /* orders */ from orders o join customers "c" on "c".id = o.customer_id group by "c".city`,
    );
  });

  it('works in a subquery', async () => {
    const shop = await testShop();
    shop.becomes(
      countOfKey,
      `SELECT (SELECT COUNT(DISTINCT o.id) FROM orders o WHERE o.customer_id = c.id) FROM customers c`,
      `SELECT (SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id) FROM customers c`,
    );
  });

  it('not where a join repeats the key', async () => {
    const shop = await testShop();
    shop.stays(countOfKey, `SELECT COUNT(DISTINCT o.id) FROM orders o JOIN items i ON i.order_id = o.id`);
  });

  it('not for a column with NULL or duplicates', async () => {
    const shop = await testShop();
    shop.stays(countOfKey, `SELECT COUNT(DISTINCT customer_id), COUNT(DISTINCT qty) FROM orders`);
  });

  it('not for a join by a key that is unique only under another collation', async () => {
    const shop = await testShop();
    shop.stays(countOfKey, `SELECT COUNT(DISTINCT c.code) FROM codes c JOIN regions r ON c.code = r.name`);
  });
});
