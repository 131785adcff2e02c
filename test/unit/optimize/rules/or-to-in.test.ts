import { orToIn } from '../../../../src/core/optimize/rules/or-to-in.ts';
import { testShop } from './shop.ts';

describe('rule: or to in', () => {
  it('collects the values', async () => {
    const shop = await testShop();
    shop.becomes(
      orToIn,
      `SELECT id FROM orders WHERE status = 'new' OR status = 'paid' OR qty = 1`,
      `SELECT id FROM orders WHERE status IN ('new', 'paid') OR qty = 1`,
    );
  });

  it('collects values that stand apart, and lists', async () => {
    const shop = await testShop();
    shop.becomes(
      orToIn,
      `SELECT id FROM orders WHERE (status = 'new' OR qty = 1 OR 'paid' = status OR status IN ('sent', 'new')) AND id > 2`,
      `SELECT id FROM orders WHERE (status IN ('new', 'paid', 'sent') OR qty = 1) AND id > 2`,
    );
  });

  it('collects what is ruled out', async () => {
    const shop = await testShop();
    shop.becomes(
      orToIn,
      `SELECT id FROM orders o WHERE "o"."status" <> 'new' AND qty > 1 AND "o"."status" <> 'paid' -- done`,
      `SELECT id FROM orders o WHERE "o"."status" NOT IN ('new', 'paid') AND qty > 1 -- done`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      orToIn,
      `with x as (select * from orders where qty = 1 or qty = :q) select count(*) from x`,
      `with x as (select * from orders where qty in (1, :q)) select count(*) from x`,
    );
  });

  it('not for columns', async () => {
    const shop = await testShop();
    shop.stays(orToIn, `SELECT id FROM orders WHERE qty = 1 OR qty = customer_id`);
  });

  it('not for two columns', async () => {
    const shop = await testShop();
    shop.stays(orToIn, `SELECT id FROM orders WHERE qty = 1 OR customer_id = 2`);
  });

  it('not across plain parameters, whose order would change', async () => {
    const shop = await testShop();
    shop.stays(orToIn, `SELECT id FROM orders WHERE qty = ? OR customer_id = ? OR qty = ?`);
  });
});
