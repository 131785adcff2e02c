import { correlatedLookupToJoin } from '../../../../src/core/optimize/rules/correlated-lookup-to-join.ts';
import { testShop } from './shop.ts';

describe('rule: correlated lookup to join', () => {
  it('joins the table once for several columns', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedLookupToJoin,
      `SELECT o.id, (SELECT c.name FROM customers c WHERE c.id = o.customer_id) AS who, (SELECT upper(x.city) FROM customers x WHERE x.id = o.customer_id) AS city FROM orders o WHERE qty > 1`,
      `SELECT o.id, c.name AS who, upper(c.city) AS city FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE qty > 1`,
      `SELECT o.id, c.name AS who, (SELECT upper(x.city) FROM customers x WHERE x.id = o.customer_id) AS city FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE qty > 1`,
      `SELECT o.id, (SELECT c.name FROM customers c WHERE c.id = o.customer_id) AS who, upper(x.city) AS city FROM orders o LEFT JOIN customers x ON x.id = o.customer_id WHERE qty > 1`,
    );
  });

  it('qualifies the plain names that the new table has, too', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedLookupToJoin,
      `SELECT id,
       (SELECT name FROM customers c WHERE c.id = o.customer_id AND c.credit > 0) AS "the name" -- or NULL
FROM orders o
ORDER BY id`,
      `SELECT o.id,
       c.name AS "the name" -- or NULL
FROM orders o
LEFT JOIN customers c ON c.id = o.customer_id AND c.credit > 0
ORDER BY o.id`,
    );
  });

  it('joins a grouped subquery by its key', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedLookupToJoin,
      `SELECT c.name, (SELECT x.n FROM (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) x WHERE x.customer_id = c.id) FROM customers c`,
      `SELECT c.name, x.n FROM customers c LEFT JOIN (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) x ON x.customer_id = c.id`,
    );
  });

  it('takes another alias where the name is in use', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedLookupToJoin,
      `SELECT c.id, (SELECT c2.name FROM customers c2 WHERE c2.id = c.id - 1) FROM customers c, regions AS c2`,
      `SELECT c.id, customers_lookup.name FROM customers c, regions AS c2 LEFT JOIN customers customers_lookup ON customers_lookup.id = c.id - 1`,
    );
  });

  it('works in a derived table', async () => {
    const shop = await testShop();
    shop.becomes(
      correlatedLookupToJoin,
      `SELECT t.who FROM (SELECT (SELECT name FROM customers WHERE customers.id = o.customer_id) AS who FROM orders o) AS t`,
      `SELECT t.who FROM (SELECT customers.name AS who FROM orders o LEFT JOIN customers ON customers.id = o.customer_id) AS t`,
    );
  });

  it('not where several rows may match', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedLookupToJoin,
      `SELECT c.name, (SELECT o.total FROM orders o WHERE o.customer_id = c.id) FROM customers c`,
    );
  });

  it('not for a column that sorts by another collation than the value of a subquery', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedLookupToJoin,
      `SELECT o.id, (SELECT c.email FROM customers c WHERE c.id = o.customer_id) AS email FROM orders o ORDER BY email`,
    );
  });

  it('not among aggregates', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedLookupToJoin,
      `SELECT max(o.qty), (SELECT c.name FROM customers c WHERE c.id = o.customer_id) FROM orders o GROUP BY o.customer_id`,
    );
  });

  it('not for a text compared under the collation of what follows it', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedLookupToJoin,
      `SELECT c.label FROM codes c WHERE (SELECT r.name FROM regions r WHERE r.id = length(c.code) - 4) = c.code`,
    );
  });

  it('not by a key that is unique only under another collation', async () => {
    const shop = await testShop();
    shop.stays(
      correlatedLookupToJoin,
      `SELECT c.label, (SELECT r.id FROM regions r WHERE c.code = r.name) FROM codes c`,
    );
  });
});
