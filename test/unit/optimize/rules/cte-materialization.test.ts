import { cteMaterialization } from '../../../../src/core/optimize/rules/cte-materialization.ts';
import { testShop } from './shop.ts';

describe('rule: cte materialization', () => {
  it('lets a CTE with two uses be merged into them', async () => {
    const shop = await testShop();
    shop.becomes(
      cteMaterialization,
      `WITH x AS (SELECT * FROM orders) SELECT a.id FROM x a JOIN x b ON b.id = a.id`,
      `WITH x AS NOT MATERIALIZED (SELECT * FROM orders) SELECT a.id FROM x a JOIN x b ON b.id = a.id`,
    );
  });

  it('computes a CTE with one use once, with comments and quoted names', async () => {
    const shop = await testShop();
    shop.becomes(
      cteMaterialization,
      `with "the orders" as /* all */ (select * from orders), y as (select 1) select count(*) from "the orders", y`,
      `with "the orders" as /* all */ materialized (select * from orders), y as (select 1) select count(*) from "the orders", y`,
      `with "the orders" as /* all */ (select * from orders), y as materialized (select 1) select count(*) from "the orders", y`,
    );
  });

  it('not where a hint is given, nor for a recursion', async () => {
    const shop = await testShop();
    shop.stays(
      cteMaterialization,
      `WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3), m AS MATERIALIZED (SELECT 1) SELECT * FROM n, m`,
    );
  });
});
