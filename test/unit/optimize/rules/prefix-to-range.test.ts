import { prefixToRange } from '../../../../src/core/optimize/rules/prefix-to-range.ts';
import { testShop } from './shop.ts';

describe('rule: prefix to range', () => {
  it('compares with a range of text', async () => {
    const shop = await testShop();
    shop.becomes(
      prefixToRange,
      `SELECT order_id FROM items WHERE substr("product code", 1, 3) = 'P-1' -- one`,
      `SELECT order_id FROM items WHERE "product code" >= 'P-1' AND "product code" < 'P-2' -- one`,
    );
  });

  it('puts a wider range beside LIKE where case differs', async () => {
    const shop = await testShop();
    shop.becomes(
      prefixToRange,
      `SELECT id FROM customers WHERE city LIKE 'o%' AND name <> 'x'`,
      `SELECT id FROM customers WHERE city >= 'O' AND city < 'p' AND city LIKE 'o%' AND name <> 'x'`,
    );
  });

  it('adds a wider range only once', async () => {
    const shop = await testShop();
    shop.stays(
      prefixToRange,
      `SELECT id FROM customers WHERE name <> 'x' AND (city >= 'O' AND city < 'p') AND city LIKE 'o%'`,
    );
  });

  it("takes the collation's own order", async () => {
    const shop = await testShop();
    shop.becomes(
      prefixToRange,
      `SELECT id FROM customers WHERE email LIKE 'an%'`,
      `SELECT id FROM customers WHERE email >= 'an' AND email < 'ao'`,
    );
  });

  it('needs no case for digits', async () => {
    const shop = await testShop();
    shop.becomes(
      prefixToRange,
      `SELECT id FROM orders WHERE NOT created_at LIKE '2024-%'`,
      `SELECT id FROM orders WHERE NOT (created_at >= '2024-' AND created_at < '2024.')`,
    );
  });

  it('takes instr and lists, in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      prefixToRange,
      `WITH x AS (SELECT price FROM items WHERE instr("product code", 'P-2') = 1 OR substr("product code", 1, 3) IN ('P-0', 'P-3')) SELECT count(*) FROM x`,
      `WITH x AS (SELECT price FROM items WHERE ("product code" >= 'P-2' AND "product code" < 'P-3') OR ("product code" >= 'P-0' AND "product code" < 'P-1' OR "product code" >= 'P-3' AND "product code" < 'P-4')) SELECT count(*) FROM x`,
      `WITH x AS (SELECT price FROM items WHERE ("product code" >= 'P-2' AND "product code" < 'P-3') OR substr("product code", 1, 3) IN ('P-0', 'P-3')) SELECT count(*) FROM x`,
      `WITH x AS (SELECT price FROM items WHERE instr("product code", 'P-2') = 1 OR ("product code" >= 'P-0' AND "product code" < 'P-1' OR "product code" >= 'P-3' AND "product code" < 'P-4')) SELECT count(*) FROM x`,
    );
  });

  it('not where the collation would change the case', async () => {
    const shop = await testShop();
    shop.stays(prefixToRange, `SELECT id FROM customers WHERE substr(email, 1, 1) = 'A'`);
  });

  it('not for other places and lengths', async () => {
    const shop = await testShop();
    shop.stays(
      prefixToRange,
      `SELECT id FROM customers WHERE substr(name, 2, 1) = 'n' OR substr(name, 1, 2) = 'A' OR name LIKE '%n' OR instr(name, 'n') = 2`,
    );
  });

  it('not for numbers', async () => {
    const shop = await testShop();
    shop.stays(prefixToRange, `SELECT id FROM orders WHERE substr(qty, 1, 1) = '1' OR qty LIKE '1%'`);
  });
});
