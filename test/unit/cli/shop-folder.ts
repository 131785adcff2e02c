import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testEngine } from '../engine.ts';

export const ddl = `CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), total REAL);
`;

const rows = `
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
INSERT INTO users SELECT i, 'user ' || i, CASE i % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' END FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO orders SELECT i, 1 + i * 7 % 400, i % 100 FROM n;
`;

/** Three statements; the second is slow for want of an index. */
export const report = `-- a report
SELECT count(*) FROM users;

SELECT u.name,
  (SELECT sum(o.total) FROM orders o WHERE o.user_id = u.id) AS total
FROM users u
WHERE u.country = 'DE';
UPDATE users SET name = 'a;b';
`;

/** A new folder with schema.sql, report.sql and shop.sqlite. */
export async function makeShopFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quill-cli-'));
  writeFileSync(path.join(folder, 'schema.sql'), ddl);
  writeFileSync(path.join(folder, 'report.sql'), report);
  const engine = await testEngine();
  const db = engine.open();
  db.exec(ddl + rows);
  writeFileSync(path.join(folder, 'shop.sqlite'), engine.export(db));
  db.close();
  return folder;
}
