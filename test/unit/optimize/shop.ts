/** A small shop for tests of the search: skewed, with NULLs, without indexes but the keys. */
import type { Database, Engine } from '../../../src/core/ports.ts';

export const shopDdl = `
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, country TEXT NOT NULL, joined TEXT NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), status TEXT NOT NULL,
  total REAL NOT NULL, created_at TEXT NOT NULL, note TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id), sku TEXT NOT NULL,
  quantity INTEGER NOT NULL);
CREATE TABLE drafts (id INTEGER PRIMARY KEY, x INTEGER);
`;

/** Builds the shop with so many customers, four orders each, and two items an order. */
export function buildShop(engine: Engine, customers = 1000): Database {
  const db = engine.open();
  db.exec(shopDdl);
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${customers})
    INSERT INTO customers SELECT i, 'customer ' || i, CASE WHEN i % 7 THEN 'c' || i || '@shop.test' END,
      CASE WHEN i % 10 < 6 THEN 'DE' WHEN i % 10 < 9 THEN 'FR' ELSE 'IS' END,
      date('2020-01-01', (i * 37 % 1500) || ' days') FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${customers * 4})
    INSERT INTO orders SELECT i, CASE WHEN i % 50 THEN 1 + (i * 7919) % ${customers} END,
      CASE WHEN i % 20 < 18 THEN 'done' WHEN i % 20 < 19 THEN 'open' ELSE 'lost' END,
      (i * 131 % 10007) / 10.0, datetime('2022-01-01', (i * 53 % 1000) || ' days', (i % 24) || ' hours'), NULL FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${customers * 8})
    INSERT INTO items SELECT i, 1 + (i * 6007) % ${customers * 4}, 'sku' || (i * 31 % 500), 1 + i % 5 FROM n;
  `);
  return db;
}
