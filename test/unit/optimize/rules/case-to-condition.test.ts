import { caseToCondition } from '../../../../src/core/optimize/rules/case-to-condition.ts';
import { testShop } from './shop.ts';

describe('rule: case to condition', () => {
  it('takes the condition of the wanted result', async () => {
    const shop = await testShop();
    shop.becomes(
      caseToCondition,
      `SELECT id FROM orders WHERE CASE WHEN qty > 1 AND status = 'paid' THEN 'yes' ELSE 'no' END = 'yes' AND id > 1`,
      `SELECT id FROM orders WHERE qty > 1 AND status = 'paid' AND id > 1`,
    );
  });

  it('counts NULL to ELSE', async () => {
    const shop = await testShop();
    shop.becomes(
      caseToCondition,
      `select id from orders as "o" where iif("o".total > 20, 1, 0) = 0 -- or unknown`,
      `select id from orders as "o" where ("o".total > 20) is not true -- or unknown`,
    );
  });

  it('keeps an OR together, in a subquery', async () => {
    const shop = await testShop();
    shop.becomes(
      caseToCondition,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE CASE WHEN qty = 1 OR qty = 3 THEN 1 END = 1 AND id > 1)`,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE (qty = 1 OR qty = 3) AND id > 1)`,
    );
  });

  it('not in a SELECT list', async () => {
    const shop = await testShop();
    shop.stays(caseToCondition, `SELECT CASE WHEN total > 1 THEN 1 ELSE 0 END = 1 FROM orders`);
  });

  it('not with several branches', async () => {
    const shop = await testShop();
    shop.stays(
      caseToCondition,
      `SELECT id FROM orders WHERE CASE WHEN qty = 1 THEN 1 WHEN qty = 2 THEN 2 ELSE 3 END = 1`,
    );
  });
});
