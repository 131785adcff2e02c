import { scalarSubqueriesMerged } from '../../../../src/core/optimize/rules/scalar-subqueries-merged.ts';
import { testShop } from './shop.ts';

describe('rule: scalar subqueries merged', () => {
  it('filters each aggregate of one pass', async () => {
    const shop = await testShop();
    shop.becomes(
      scalarSubqueriesMerged,
      `SELECT (SELECT COUNT(*) FROM orders WHERE qty > 1) AS a, (SELECT SUM(total) FROM orders WHERE status = 'paid' AND qty > 1) AS b`,
      `SELECT COUNT(*) AS a, SUM(total) FILTER (WHERE status = 'paid') AS b FROM orders WHERE qty > 1`,
    );
  });

  it('keeps the expressions around, and the lines', async () => {
    const shop = await testShop();
    shop.becomes(
      scalarSubqueriesMerged,
      `SELECT
  (SELECT COUNT(*) FROM orders) AS a, -- all
  (SELECT MAX(total) - MIN(total) FROM orders WHERE qty = 2 OR qty = 1) / 2 AS "spread"`,
      `SELECT
  COUNT(*) AS a, -- all
  (MAX(total) FILTER (WHERE (qty = 2 OR qty = 1)) - MIN(total) FILTER (WHERE (qty = 2 OR qty = 1))) / 2 AS "spread"
FROM orders`,
    );
  });

  it('works in a derived table', async () => {
    const shop = await testShop();
    shop.becomes(
      scalarSubqueriesMerged,
      `SELECT t.a + t.b FROM (select (select count(*) from items) as a, (select sum(price) from items) as b) t`,
      `SELECT t.a + t.b FROM (select count(*) as a, sum(price) as b FROM items) t`,
    );
  });

  it('not over two tables', async () => {
    const shop = await testShop();
    shop.stays(scalarSubqueriesMerged, `SELECT (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM items)`);
  });

  it('not for a single row', async () => {
    const shop = await testShop();
    shop.stays(
      scalarSubqueriesMerged,
      `SELECT (SELECT COUNT(*) FROM orders), (SELECT id FROM orders LIMIT 1)`,
    );
  });
});
