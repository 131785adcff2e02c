import { unionToUnionAll } from '../../../../src/core/optimize/rules/union-to-union-all.ts';
import { testShop } from './shop.ts';

describe('rule: union to union all', () => {
  it('keeps parts apart by a condition and a key', async () => {
    const shop = await testShop();
    shop.becomes(
      unionToUnionAll,
      `SELECT id, name FROM customers WHERE city = 'Oslo' UNION SELECT id, name FROM customers WHERE city = 'Bergen'`,
      `SELECT id, name FROM customers WHERE city = 'Oslo' UNION ALL SELECT id, name FROM customers WHERE city = 'Bergen'`,
    );
  });

  it('keeps parts apart by a constant', async () => {
    const shop = await testShop();
    shop.becomes(
      unionToUnionAll,
      `SELECT 'c' AS kind, id FROM customers UNION SELECT 'o', id FROM orders UNION SELECT 'r', id FROM regions`,
      `SELECT 'c' AS kind, id FROM customers UNION ALL SELECT 'o', id FROM orders UNION ALL SELECT 'r', id FROM regions`,
      `SELECT 'c' AS kind, id FROM customers UNION SELECT 'o', id FROM orders UNION ALL SELECT 'r', id FROM regions`,
      `SELECT 'c' AS kind, id FROM customers UNION ALL SELECT 'o', id FROM orders UNION SELECT 'r', id FROM regions`,
    );
  });

  it('keeps parts apart by ranges, with comments and small keywords', async () => {
    const shop = await testShop();
    shop.becomes(
      unionToUnionAll,
      `select id from orders as "o" where qty < 2 -- few
union -- and
select id from orders where qty >= 2`,
      `select id from orders as "o" where qty < 2 -- few
union all -- and
select id from orders where qty >= 2`,
    );
  });

  it('does not matter in a list of keys', async () => {
    const shop = await testShop();
    shop.becomes(
      unionToUnionAll,
      `SELECT id FROM orders WHERE id IN (SELECT order_id FROM items UNION SELECT qty FROM orders)`,
      `SELECT id FROM orders WHERE id IN (SELECT order_id FROM items UNION ALL SELECT qty FROM orders)`,
    );
  });

  it('tells NULL from values', async () => {
    const shop = await testShop();
    shop.becomes(
      unionToUnionAll,
      `SELECT * FROM customers WHERE credit IS NULL UNION SELECT * FROM customers WHERE credit > 2`,
      `SELECT * FROM customers WHERE credit IS NULL UNION ALL SELECT * FROM customers WHERE credit > 2`,
    );
  });

  it('not where an arm may repeat its rows', async () => {
    const shop = await testShop();
    shop.stays(
      unionToUnionAll,
      `SELECT name FROM customers WHERE city = 'Oslo' UNION SELECT name FROM customers WHERE city = 'Bergen'`,
    );
  });

  it('not where the arms may overlap', async () => {
    const shop = await testShop();
    shop.stays(
      unionToUnionAll,
      `SELECT id FROM customers WHERE credit < 3 UNION SELECT id FROM customers WHERE credit < 4`,
    );
  });

  it('not where the key belongs to another table', async () => {
    const shop = await testShop();
    shop.stays(
      unionToUnionAll,
      `SELECT id FROM customers WHERE credit = 1 UNION SELECT id FROM orders WHERE qty = 2`,
    );
  });

  it('not where the collation of the UNION merges rows that a key keeps apart', async () => {
    const shop = await testShop();
    shop.stays(unionToUnionAll, `SELECT code, 'c' FROM codes UNION SELECT name, 'r' FROM regions`);
  });

  it('not for conditions that the same texts meet under their collation', async () => {
    const shop = await testShop();
    shop.stays(
      unionToUnionAll,
      `SELECT code FROM codes WHERE code = 'ab' UNION SELECT code FROM codes WHERE code = 'AB'`,
    );
    shop.becomes(
      unionToUnionAll,
      `SELECT code FROM codes WHERE code < 'b' UNION SELECT code FROM codes WHERE code > 'C'`,
      `SELECT code FROM codes WHERE code < 'b' UNION ALL SELECT code FROM codes WHERE code > 'C'`,
    );
  });

  it('not in a list of which IN tells texts apart that the UNION merges', async () => {
    const shop = await testShop();
    shop.stays(
      unionToUnionAll,
      `SELECT id FROM uses WHERE code IN (SELECT code FROM codes UNION SELECT name FROM customers)`,
    );
  });
});
