import { derivedTablePruned } from '../../../../src/core/optimize/rules/derived-table-pruned.ts';
import { testShop } from './shop.ts';

describe('rule: derived table pruned', () => {
  it('lists the columns that are read', async () => {
    const shop = await testShop();
    shop.becomes(
      derivedTablePruned,
      `SELECT t.id FROM (SELECT * FROM orders WHERE qty > 1) t WHERE t.total > 10`,
      `SELECT t.id FROM (SELECT id, total FROM orders WHERE qty > 1) t WHERE t.total > 10`,
    );
  });

  it('drops columns of a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      derivedTablePruned,
      `WITH x AS (SELECT o.*, c.name, upper(c.city) AS city FROM orders o JOIN customers c ON c.id = o.customer_id) SELECT x.name, x.qty FROM x`,
      `WITH x AS (SELECT o.qty, c.name FROM orders o JOIN customers c ON c.id = o.customer_id) SELECT x.name, x.qty FROM x`,
    );
  });

  it('keeps what ORDER BY names', async () => {
    const shop = await testShop();
    shop.becomes(
      derivedTablePruned,
      `SELECT t.n FROM (SELECT customer_id, COUNT(*) AS n, SUM(total) AS s FROM orders GROUP BY customer_id ORDER BY s) t`,
      `SELECT t.n FROM (SELECT COUNT(*) AS n, SUM(total) AS s FROM orders GROUP BY customer_id ORDER BY s) t`,
    );
  });

  it('needs no column at all', async () => {
    const shop = await testShop();
    shop.becomes(
      derivedTablePruned,
      `SELECT count(*) FROM (SELECT id, "product code" AS code FROM items JOIN orders ON id = order_id) AS y`,
      `SELECT count(*) FROM (SELECT 1 FROM items JOIN orders ON id = order_id) AS y`,
    );
  });

  it('keeps comments between columns that stay', async () => {
    const shop = await testShop();
    shop.becomes(
      derivedTablePruned,
      `SELECT t.id, t."the city"
FROM (
  SELECT id, -- key
         name, -- not read
         city AS "the city"
  FROM customers
) t`,
      `SELECT t.id, t."the city"
FROM (
  SELECT id, -- key
         city AS "the city"
  FROM customers
) t`,
    );
  });

  it('not where a star reads all', async () => {
    const shop = await testShop();
    shop.stays(derivedTablePruned, `SELECT t.* FROM (SELECT * FROM orders) t`);
  });

  it('not under DISTINCT', async () => {
    const shop = await testShop();
    shop.stays(derivedTablePruned, `SELECT t.qty FROM (SELECT DISTINCT qty, status FROM orders) t`);
  });

  it('not the only aggregate', async () => {
    const shop = await testShop();
    shop.stays(derivedTablePruned, `SELECT 1 FROM (SELECT COUNT(*) AS n FROM orders) t`);
  });
});
