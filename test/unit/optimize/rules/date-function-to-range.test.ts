import { dateFunctionToRange } from '../../../../src/core/optimize/rules/date-function-to-range.ts';
import { testShop } from './shop.ts';

describe('rule: date function to range', () => {
  it('compares with a year', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE strftime('%Y', created_at) = '2024' AND qty > 1`,
      `SELECT id FROM orders WHERE created_at >= '2024-01-01' AND created_at < '2025-01-01' AND qty > 1`,
    );
  });

  it('joins year and month', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE CAST(strftime('%Y', created_at) AS INTEGER) = 2024 AND strftime('%m', created_at) = '03'`,
      `SELECT id FROM orders WHERE created_at >= '2024-01-01' AND created_at < '2025-01-01' AND strftime('%m', created_at) = '03'`,
      `SELECT id FROM orders WHERE created_at >= '2024-03-01' AND created_at < '2024-04-01'`,
    );
  });

  it('keeps parentheses under NOT, and takes any comparison', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE NOT strftime('%Y-%m', created_at) = '2024-01' OR date(shipped_at) > '2024-01-01'`,
      `SELECT id FROM orders WHERE NOT (created_at >= '2024-01-01' AND created_at < '2024-02-01') OR shipped_at >= '2024-01-02'`,
      `SELECT id FROM orders WHERE NOT (created_at >= '2024-01-01' AND created_at < '2024-02-01') OR date(shipped_at) > '2024-01-01'`,
      `SELECT id FROM orders WHERE NOT strftime('%Y-%m', created_at) = '2024-01' OR shipped_at >= '2024-01-02'`,
    );
  });

  it('takes BETWEEN to the end of its last day, and touching years together', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE date(created_at) BETWEEN '2024-01-01' AND '2024-03-05' OR substr(created_at, 1, 4) IN ('2023', '2024')`,
      `SELECT id FROM orders WHERE (created_at >= '2024-01-01' AND created_at < '2024-03-06') OR (created_at >= '2023-01-01' AND created_at < '2025-01-01')`,
      `SELECT id FROM orders WHERE (created_at >= '2024-01-01' AND created_at < '2024-03-06') OR substr(created_at, 1, 4) IN ('2023', '2024')`,
      `SELECT id FROM orders WHERE date(created_at) BETWEEN '2024-01-01' AND '2024-03-05' OR (created_at >= '2023-01-01' AND created_at < '2025-01-01')`,
    );
  });

  it('takes years apart, and instants of whole days', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE substr(created_at, 1, 4) IN ('2023', '2025') AND julianday(created_at) >= julianday('2024-01-01')`,
      `SELECT id FROM orders WHERE (created_at >= '2023-01-01' AND created_at < '2024-01-01' OR created_at >= '2025-01-01' AND created_at < '2026-01-01') AND created_at >= '2024-01-01'`,
      `SELECT id FROM orders WHERE (created_at >= '2023-01-01' AND created_at < '2024-01-01' OR created_at >= '2025-01-01' AND created_at < '2026-01-01') AND julianday(created_at) >= julianday('2024-01-01')`,
      `SELECT id FROM orders WHERE substr(created_at, 1, 4) IN ('2023', '2025') AND created_at >= '2024-01-01'`,
    );
  });

  it('takes days that are computed, with comments and quoted names', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `select id from orders as "o" where '2024-01-01' = date("o"."created_at") /* new year */ and date(shipped_at) >= date('2024-01-01', '+1 day')`,
      `select id from orders as "o" where "o"."created_at" >= '2024-01-01' and "o"."created_at" < '2024-01-02' /* new year */ and shipped_at >= date('2024-01-01', '+1 day')`,
      `select id from orders as "o" where "o"."created_at" >= '2024-01-01' and "o"."created_at" < '2024-01-02' /* new year */ and date(shipped_at) >= date('2024-01-01', '+1 day')`,
      `select id from orders as "o" where '2024-01-01' = date("o"."created_at") /* new year */ and shipped_at >= date('2024-01-01', '+1 day')`,
    );
  });

  it('names the value of a parameter twice', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `SELECT count(*) FROM orders WHERE date(created_at) = :day`,
      `SELECT count(*) FROM orders WHERE created_at >= :day AND created_at < date(:day, '+1 day')`,
    );
  });

  it('works in a CTE', async () => {
    const shop = await testShop();
    shop.becomes(
      dateFunctionToRange,
      `WITH x AS (SELECT id FROM orders WHERE strftime('%Y-%m-%d', created_at) <> '2024-01-01') SELECT count(*) FROM x`,
      `WITH x AS (SELECT id FROM orders WHERE (created_at < '2024-01-01' OR created_at >= '2024-01-02')) SELECT count(*) FROM x`,
    );
  });

  it('not for parts that repeat, nor for dates that do not exist', async () => {
    const shop = await testShop();
    shop.stays(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE strftime('%H', created_at) = '10' OR strftime('%m', created_at) = '03' OR date(created_at) = '2024-02-30' OR strftime('%Y', created_at) > 'x'`,
    );
  });

  it('not for a year compared as text with a number', async () => {
    const shop = await testShop();
    shop.stays(dateFunctionToRange, `SELECT id FROM orders WHERE strftime('%Y', created_at) = 2024`);
  });

  it('not for an instant within a day', async () => {
    const shop = await testShop();
    shop.stays(
      dateFunctionToRange,
      `SELECT id FROM orders WHERE julianday(created_at) > julianday('2024-01-01') OR datetime(created_at) <= '2024-01-01'`,
    );
  });

  it('not with a plain parameter, which would be named twice', async () => {
    const shop = await testShop();
    shop.stays(dateFunctionToRange, `SELECT id FROM orders WHERE date(created_at) = ?`);
  });
});
