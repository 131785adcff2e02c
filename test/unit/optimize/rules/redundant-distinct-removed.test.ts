import { redundantDistinctRemoved } from '../../../../src/core/optimize/rules/redundant-distinct-removed.ts';
import { testShop } from './shop.ts';

describe('rule: redundant distinct removed', () => {
  it('drops DISTINCT with a key', async () => {
    const shop = await testShop();
    shop.becomes(
      redundantDistinctRemoved,
      `SELECT DISTINCT id, name FROM customers`,
      `SELECT id, name FROM customers`,
    );
  });

  it('follows keys through joins, and keeps comments', async () => {
    const shop = await testShop();
    shop.becomes(
      redundantDistinctRemoved,
      `SELECT /* each */ DISTINCT o.id, "c".name -- once
FROM orders o JOIN customers "c" ON "c".id = o.customer_id`,
      `SELECT /* each */ o.id, "c".name -- once
FROM orders o JOIN customers "c" ON "c".id = o.customer_id`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      redundantDistinctRemoved,
      `with x as (select distinct order_id, line from items) select count(*) from x`,
      `with x as (select order_id, line from items) select count(*) from x`,
    );
  });

  it('not where a join multiplies rows', async () => {
    const shop = await testShop();
    shop.stays(
      redundantDistinctRemoved,
      `SELECT DISTINCT o.id FROM orders o JOIN items i ON i.order_id = o.id`,
    );
  });

  it('not with a part of a key', async () => {
    const shop = await testShop();
    shop.stays(redundantDistinctRemoved, `SELECT DISTINCT order_id FROM items`);
  });

  it('not for a join by a key that is unique only under another collation', async () => {
    const shop = await testShop();
    shop.stays(
      redundantDistinctRemoved,
      `SELECT DISTINCT c.code FROM codes c JOIN regions r ON c.code = r.name`,
    );
  });

  it('not for a join by a key of text that a number finds several times', async () => {
    const shop = await testShop();
    shop.stays(
      redundantDistinctRemoved,
      `SELECT DISTINCT o.id FROM orders o JOIN regions r ON o.qty = r.name`,
    );
  });
});
