import { bareColumn } from '../../../../src/core/optimize/rules/bare-column.ts';
import { testShop } from './shop.ts';

describe('rule: bare column', () => {
  it('drops what changes nothing', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT id FROM orders WHERE id + 0 = 5 OR +qty = 2`,
      `SELECT id FROM orders WHERE id = 5 OR qty = 2`,
      `SELECT id FROM orders WHERE id = 5 OR +qty = 2`,
      `SELECT id FROM orders WHERE id + 0 = 5 OR qty = 2`,
    );
  });

  it('drops it in a join, too', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id + 0`,
      `SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id`,
    );
  });

  it('moves integers to the other side', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT id FROM orders WHERE qty * 2 > 2 AND 10 - qty < 9 AND qty + 3 >= 5`,
      `SELECT id FROM orders WHERE qty > 1 AND qty > 1 AND qty >= 2`,
      `SELECT id FROM orders WHERE qty > 1 AND 10 - qty < 9 AND qty + 3 >= 5`,
      `SELECT id FROM orders WHERE qty * 2 > 2 AND qty > 1 AND qty + 3 >= 5`,
      `SELECT id FROM orders WHERE qty * 2 > 2 AND 10 - qty < 9 AND qty >= 2`,
    );
  });

  it('doubles reals exactly, and divides integers by range', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT id FROM orders WHERE total * 2 > 40 AND id / 10 = 2`,
      `SELECT id FROM orders WHERE total > 20 AND id >= 20 AND id < 30`,
      `SELECT id FROM orders WHERE total > 20 AND id / 10 = 2`,
      `SELECT id FROM orders WHERE total * 2 > 40 AND id >= 20 AND id < 30`,
    );
  });

  it('keeps the parentheses that NOT needs', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT id FROM orders WHERE NOT id / 10 = 2`,
      `SELECT id FROM orders WHERE NOT (id >= 20 AND id < 30)`,
    );
  });

  it('leaves COALESCE where the default fails, keeps NULL where it passes', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT id FROM customers WHERE coalesce(credit, 0) = 3 OR ifnull(city, '') = ''`,
      `SELECT id FROM customers WHERE credit = 3 OR (city = '' OR city IS NULL)`,
      `SELECT id FROM customers WHERE credit = 3 OR ifnull(city, '') = ''`,
      `SELECT id FROM customers WHERE coalesce(credit, 0) = 3 OR (city = '' OR city IS NULL)`,
    );
  });

  it('drops a cast, an empty text and an absolute value; comments stay', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT "id" FROM customers WHERE "name" || '' = 'Ann' /* her */ AND abs(id) < 20 AND CAST(id AS INTEGER) = 1`,
      `SELECT "id" FROM customers WHERE "name" = 'Ann' /* her */ AND id > -20 AND id < 20 AND id = 1`,
      `SELECT "id" FROM customers WHERE "name" = 'Ann' /* her */ AND abs(id) < 20 AND CAST(id AS INTEGER) = 1`,
      `SELECT "id" FROM customers WHERE "name" || '' = 'Ann' /* her */ AND id > -20 AND id < 20 AND CAST(id AS INTEGER) = 1`,
      `SELECT "id" FROM customers WHERE "name" || '' = 'Ann' /* her */ AND abs(id) < 20 AND id = 1`,
    );
  });

  it('works in a subquery', async () => {
    const shop = await testShop();
    shop.becomes(
      bareColumn,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE qty - 1 = 2)`,
      `SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE qty = 3)`,
    );
  });

  it('not for functions that cannot be undone', async () => {
    const shop = await testShop();
    shop.stays(
      bareColumn,
      `SELECT id FROM customers WHERE lower(name) = 'ann' OR credit % 2 = 1 OR credit * 3 = 4`,
    );
  });

  it('not for text in a calculation', async () => {
    const shop = await testShop();
    shop.stays(bareColumn, `SELECT id FROM customers WHERE city + 0 = 0`);
  });

  it('not where NULL and false differ', async () => {
    const shop = await testShop();
    shop.stays(bareColumn, `SELECT id FROM customers WHERE NOT coalesce(credit, 0) = 3`);
  });

  it('not where the collation would change', async () => {
    const shop = await testShop();
    shop.stays(
      bareColumn,
      `SELECT id FROM customers WHERE email || '' = 'ANN0@X.IO' OR coalesce(email, '') = 'X'`,
    );
  });

  it('not around zero, where integer division rounds toward it', async () => {
    const shop = await testShop();
    shop.stays(bareColumn, `SELECT id FROM orders WHERE id / 10 = 0 OR id / 10 < 0`);
  });

  it('not where the column would compare under another collation', async () => {
    const shop = await testShop();
    shop.stays(bareColumn, `SELECT id FROM customers WHERE city || '' = email`);
    shop.stays(bareColumn, `SELECT id FROM customers WHERE city || '' BETWEEN email AND 'z'`);
    shop.stays(bareColumn, `SELECT id FROM customers WHERE email = coalesce(name, '')`);
  });
});
