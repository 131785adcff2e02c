/** Rewrites that go wrong in one known way each, and beside most of them a twin that is right. */

export interface Twin {
  readonly name: string;
  readonly a: string;
  readonly wrong: string;
  /** An equivalent form, where there is one. */
  readonly right?: string;
}

export const twinSchema = `
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT, vip INTEGER);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customers(id),
  status TEXT NOT NULL,
  total REAL,
  created_at TEXT NOT NULL
);
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders(id),
  product TEXT,
  quantity INTEGER NOT NULL,
  price REAL NOT NULL
);
CREATE TABLE tags (order_id INTEGER, tag TEXT, PRIMARY KEY (order_id, tag));
CREATE TABLE names (id INTEGER PRIMARY KEY, label TEXT COLLATE NOCASE);
`;

export const twins: readonly Twin[] = [
  {
    name: 'NOT IN with NULLs to NOT EXISTS',
    a: 'SELECT id FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)',
    wrong: 'SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
    right: 'SELECT c.id FROM customers c WHERE c.id NOT IN (SELECT o.customer_id FROM orders o)',
  },
  {
    name: 'IN to a join that multiplies',
    a: 'SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders)',
    wrong: 'SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id',
    right: 'SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
  },
  {
    name: 'LEFT JOIN to JOIN',
    a: 'SELECT c.id, o.id AS oid FROM customers c LEFT JOIN orders o ON o.customer_id = c.id',
    wrong: 'SELECT c.id, o.id AS oid FROM customers c JOIN orders o ON o.customer_id = c.id',
    right: 'SELECT c.id, o.id AS oid FROM orders o RIGHT JOIN customers c ON o.customer_id = c.id',
  },
  {
    name: 'ON to WHERE',
    a: `SELECT c.id, o.total FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.status = 'open'`,
    wrong: `SELECT c.id, o.total FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.status = 'open'`,
  },
  {
    name: 'correlated count to an inner join',
    a: 'SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) AS n FROM customers c',
    wrong:
      'SELECT c.id, count(*) AS n FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id',
    right:
      'SELECT c.id, count(o.id) AS n FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id',
  },
  {
    name: 'correlated sum to zero',
    a: 'SELECT c.id, (SELECT sum(o.total) FROM orders o WHERE o.customer_id = c.id) AS s FROM customers c',
    wrong:
      'SELECT c.id, coalesce((SELECT sum(o.total) FROM orders o WHERE o.customer_id = c.id), 0) AS s FROM customers c',
    right:
      'SELECT c.id, x.s FROM customers c LEFT JOIN (SELECT customer_id, sum(total) AS s FROM orders GROUP BY customer_id) x ON x.customer_id = c.id',
  },
  {
    name: 'sum over a double fan-out',
    a: 'SELECT o.id, sum(i.price) AS s FROM orders o JOIN items i ON i.order_id = o.id GROUP BY o.id',
    wrong:
      'SELECT o.id, sum(i.price) AS s FROM orders o JOIN items i ON i.order_id = o.id LEFT JOIN tags t ON t.order_id = o.id GROUP BY o.id',
  },
  {
    name: 'UNION to UNION ALL',
    a: `SELECT customer_id FROM orders WHERE status = 'open' UNION SELECT customer_id FROM orders WHERE total > 10`,
    wrong: `SELECT customer_id FROM orders WHERE status = 'open' UNION ALL SELECT customer_id FROM orders WHERE total > 10`,
    right: `SELECT DISTINCT customer_id FROM orders WHERE status = 'open' OR total > 10`,
  },
  {
    name: 'OR to UNION ALL without a guard',
    a: `SELECT id FROM orders WHERE status = 'open' OR total > 10`,
    wrong: `SELECT id FROM orders WHERE status = 'open' UNION ALL SELECT id FROM orders WHERE total > 10 AND status <> 'open' AND total < 1000`,
    right: `SELECT id FROM orders WHERE status = 'open' UNION SELECT id FROM orders WHERE total > 10`,
  },
  {
    name: 'guard that loses NULL',
    a: `SELECT id FROM customers WHERE city = 'Rome' OR email = 'x'`,
    wrong: `SELECT id FROM customers WHERE city = 'Rome' UNION ALL SELECT id FROM customers WHERE email = 'x' AND city <> 'Rome'`,
    right: `SELECT id FROM customers WHERE city = 'Rome' UNION ALL SELECT id FROM customers WHERE email = 'x' AND city IS NOT 'Rome'`,
  },
  {
    name: 'DISTINCT dropped',
    a: 'SELECT DISTINCT c.city FROM customers c JOIN orders o ON o.customer_id = c.id',
    wrong: 'SELECT c.city FROM customers c JOIN orders o ON o.customer_id = c.id',
    right: 'SELECT c.city FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.city',
  },
  {
    name: 'LIMIT pushed below a join on a nullable reference',
    a: 'SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id ORDER BY o.created_at DESC, o.id LIMIT 3',
    wrong:
      'SELECT o.id, c.name FROM (SELECT * FROM orders ORDER BY created_at DESC, id LIMIT 3) o JOIN customers c ON c.id = o.customer_id ORDER BY o.created_at DESC, o.id',
    right:
      'SELECT o.id, c.name FROM (SELECT * FROM orders WHERE customer_id IS NOT NULL ORDER BY created_at DESC, id LIMIT 3) o JOIN customers c ON c.id = o.customer_id ORDER BY o.created_at DESC, o.id',
  },
  {
    name: 'year to BETWEEN that loses the last day',
    a: `SELECT id FROM orders WHERE strftime('%Y', created_at) = '2024'`,
    wrong: `SELECT id FROM orders WHERE created_at BETWEEN '2024-01-01' AND '2024-12-31'`,
    right: `SELECT id FROM orders WHERE created_at >= '2024-01-01' AND created_at < '2025-01-01'`,
  },
  {
    name: 'month range off by a day',
    a: `SELECT id FROM orders WHERE strftime('%Y-%m', created_at) = '2024-02'`,
    wrong: `SELECT id FROM orders WHERE created_at >= '2024-02-01' AND created_at < '2024-02-29'`,
    right: `SELECT id FROM orders WHERE created_at >= '2024-02-01' AND created_at < '2024-03-01'`,
  },
  {
    name: 'LIKE prefix to a range that heeds case',
    a: `SELECT id FROM customers WHERE name LIKE 'ab%'`,
    wrong: `SELECT id FROM customers WHERE name >= 'ab' AND name < 'ac'`,
  },
  {
    name: 'lower() to equality',
    a: `SELECT id FROM customers WHERE lower(email) = 'ann@x.org'`,
    wrong: `SELECT id FROM customers WHERE email = 'ann@x.org'`,
  },
  {
    name: 'COALESCE dropped where the default passes',
    a: 'SELECT id FROM orders WHERE coalesce(total, 0) < 10',
    wrong: 'SELECT id FROM orders WHERE total < 10',
    right: 'SELECT id FROM orders WHERE total < 10 OR total IS NULL',
  },
  {
    name: 'max to ORDER BY LIMIT 1',
    a: `SELECT max(total) AS m FROM orders WHERE status = 'open'`,
    wrong: `SELECT total AS m FROM orders WHERE status = 'open' ORDER BY total DESC LIMIT 1`,
    right: `SELECT (SELECT total FROM orders WHERE status = 'open' ORDER BY total DESC LIMIT 1) AS m`,
  },
  {
    name: 'greatest per group by row_number',
    a: 'SELECT o.id FROM orders o WHERE o.total = (SELECT max(x.total) FROM orders x WHERE x.customer_id = o.customer_id)',
    wrong:
      'SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY total DESC) AS rn FROM orders) WHERE rn = 1',
    right:
      'SELECT id FROM (SELECT id, total, customer_id, rank() OVER (PARTITION BY customer_id ORDER BY total DESC) AS rn FROM orders) WHERE rn = 1 AND total IS NOT NULL AND customer_id IS NOT NULL',
  },
  {
    name: 'HAVING off by one, larger than small groups',
    a: 'SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) > 5',
    wrong: 'SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) >= 5',
    right: 'SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) >= 6',
  },
  {
    name: 'HAVING on an exact sum',
    a: 'SELECT customer_id FROM orders GROUP BY customer_id HAVING sum(total) > 100',
    wrong: 'SELECT customer_id FROM orders GROUP BY customer_id HAVING sum(total) >= 100',
  },
  {
    name: 'HAVING to WHERE on an aggregate',
    a: 'SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id HAVING max(total) > 50',
    wrong: 'SELECT customer_id, count(*) AS n FROM orders WHERE total > 50 GROUP BY customer_id',
  },
  {
    name: 'count(distinct) to count',
    a: 'SELECT count(DISTINCT customer_id) AS n FROM orders',
    wrong: 'SELECT count(customer_id) AS n FROM orders',
    right:
      'SELECT count(*) AS n FROM (SELECT DISTINCT customer_id FROM orders WHERE customer_id IS NOT NULL)',
  },
  {
    name: 'count > 1 to EXISTS',
    a: 'SELECT id FROM customers c WHERE (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) > 1',
    wrong: 'SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)',
    right: 'SELECT id FROM customers c WHERE (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) >= 2',
  },
  {
    name: 'average of averages',
    a: 'SELECT avg(i.price) AS p FROM items i',
    wrong: 'SELECT avg(p) AS p FROM (SELECT avg(price) AS p FROM items GROUP BY order_id)',
  },
  {
    name: 'avg to integer division',
    a: 'SELECT avg(quantity) AS q FROM items',
    wrong: 'SELECT sum(quantity) / count(*) AS q FROM items',
    right: 'SELECT sum(quantity) * 1.0 / count(*) AS q FROM items',
  },
  {
    name: 'sum of CASE to filtered sum',
    a: `SELECT sum(CASE WHEN status = 'open' THEN 1 ELSE 0 END) AS n FROM orders`,
    wrong: `SELECT count(*) AS n FROM orders WHERE status = 'open'`,
  },
  {
    name: 'INTERSECT to a join',
    a: 'SELECT city FROM customers INTERSECT SELECT status FROM orders',
    wrong: 'SELECT c.city FROM customers c JOIN orders o ON o.status = c.city',
    right:
      'SELECT DISTINCT c.city FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.status = c.city)',
  },
  {
    name: 'EXCEPT to NOT IN',
    a: 'SELECT city FROM customers EXCEPT SELECT email FROM customers',
    wrong: 'SELECT DISTINCT city FROM customers WHERE city NOT IN (SELECT email FROM customers)',
  },
  {
    name: 'window by RANGE to ROWS',
    a: 'SELECT id, sum(total) OVER (ORDER BY created_at) AS s FROM orders',
    wrong: 'SELECT id, sum(total) OVER (ORDER BY created_at ROWS UNBOUNDED PRECEDING) AS s FROM orders',
    right:
      'SELECT id, (SELECT sum(x.total) FROM orders x WHERE x.created_at <= o.created_at) AS s FROM orders o',
  },
  {
    name: 'ORDER BY dropped',
    a: 'SELECT id, total FROM orders ORDER BY total',
    wrong: 'SELECT id, total FROM orders',
    right: 'SELECT id, total FROM orders ORDER BY total ASC, id DESC',
  },
  {
    name: 'NULLS LAST',
    a: 'SELECT id, total FROM orders ORDER BY total',
    wrong: 'SELECT id, total FROM orders ORDER BY total NULLS LAST',
  },
  {
    name: 'columns swapped',
    a: 'SELECT i.quantity AS q, i.id AS i FROM items i',
    wrong: 'SELECT i.id AS q, i.quantity AS i FROM items i',
  },
  {
    name: 'join on the wrong column',
    a: 'SELECT i.product FROM items i JOIN orders o ON o.id = i.order_id JOIN customers c ON c.id = o.customer_id WHERE c.vip = 1',
    wrong:
      'SELECT i.product FROM items i JOIN orders o ON o.id = i.order_id JOIN customers c ON c.id = o.id WHERE c.vip = 1',
  },
  {
    name: 'boundary behind joins',
    a: "SELECT min(c.name) AS n FROM customers c JOIN orders o ON o.customer_id = c.id JOIN items i ON i.order_id = o.id WHERE i.price > 8.0 AND o.status LIKE '%ship%'",
    wrong:
      "SELECT min(c.name) AS n FROM customers c JOIN orders o ON o.customer_id = c.id JOIN items i ON i.order_id = o.id WHERE i.price > 9.0 AND o.status LIKE '%ship%'",
  },
  {
    name: 'GROUP BY merges equal names',
    a: 'SELECT c.name, count(o.id) AS n FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name',
    wrong:
      'SELECT c.name, count(o.id) AS n FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.name',
    right:
      'SELECT c.name, count(*) AS n FROM orders o JOIN customers c ON o.customer_id = c.id GROUP BY c.id',
  },
  {
    name: 'collation folded away',
    a: `SELECT id FROM names WHERE label = 'bob'`,
    wrong: `SELECT id FROM names WHERE label || '' = 'bob'`,
  },
  {
    name: 'NOT over AND split wrongly',
    a: `SELECT id FROM orders WHERE NOT (status = 'open' AND total > 5)`,
    wrong: `SELECT id FROM orders WHERE status <> 'open' AND total <= 5`,
    right: `SELECT id FROM orders WHERE status <> 'open' OR total <= 5`,
  },
  {
    name: 'all against any',
    a: 'SELECT id FROM orders WHERE total > (SELECT max(price) FROM items)',
    wrong: 'SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.price >= o.total)',
  },
  {
    name: 'OFFSET forgotten',
    a: 'SELECT id FROM orders ORDER BY id LIMIT 2 OFFSET 2',
    wrong: 'SELECT id FROM orders ORDER BY id LIMIT 2',
    right: 'SELECT id FROM orders ORDER BY id LIMIT 2, 2',
  },
  {
    name: 'division relation: all tags',
    a: `SELECT id FROM orders o WHERE (SELECT count(*) FROM tags t WHERE t.order_id = o.id AND t.tag IN ('a', 'b')) = 2`,
    wrong: `SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM tags t WHERE t.order_id = o.id AND t.tag IN ('a', 'b'))`,
    right: `SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM tags t WHERE t.order_id = o.id AND t.tag = 'a') AND EXISTS (SELECT 1 FROM tags t WHERE t.order_id = o.id AND t.tag = 'b')`,
  },
  {
    name: 'self join counts equal pairs',
    a: 'SELECT a.id, b.id AS other FROM customers a JOIN customers b ON a.city = b.city AND a.id < b.id',
    wrong: 'SELECT a.id, b.id AS other FROM customers a JOIN customers b ON a.city = b.city AND a.id <> b.id',
  },
  {
    name: 'second highest',
    a: 'SELECT max(total) AS m FROM orders WHERE total < (SELECT max(total) FROM orders)',
    wrong: 'SELECT (SELECT total FROM orders ORDER BY total DESC LIMIT 1 OFFSET 1) AS m',
    right:
      'SELECT (SELECT DISTINCT total FROM orders WHERE total IS NOT NULL ORDER BY total DESC LIMIT 1 OFFSET 1) AS m',
  },
  {
    name: 'CTE filters too early',
    a: `WITH s AS (SELECT customer_id, sum(total) AS t FROM orders GROUP BY customer_id) SELECT c.name, s.t FROM customers c JOIN s ON s.customer_id = c.id WHERE s.t > 20`,
    wrong: `WITH s AS (SELECT customer_id, sum(total) AS t FROM orders WHERE total > 20 GROUP BY customer_id) SELECT c.name, s.t FROM customers c JOIN s ON s.customer_id = c.id`,
  },
  {
    name: 'year filter on another column',
    a: `SELECT count(*) AS n FROM orders WHERE date(created_at) = '2024-03-05'`,
    wrong: `SELECT count(*) AS n FROM orders WHERE created_at = '2024-03-05'`,
    right: `SELECT count(*) AS n FROM orders WHERE created_at >= '2024-03-05' AND created_at < '2024-03-06'`,
  },
  {
    name: 'dense_rank to rank',
    a: 'SELECT id FROM (SELECT id, dense_rank() OVER (ORDER BY total DESC) AS r FROM orders) WHERE r <= 2',
    wrong: 'SELECT id FROM (SELECT id, rank() OVER (ORDER BY total DESC) AS r FROM orders) WHERE r <= 2',
  },
];

/** LIMITs that bind only on many rows. */
export const largeLimits: readonly Twin[] = [40, 100, 1000].map(limit => ({
  name: `LIMIT ${limit} pushed below a join`,
  a: `SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id ORDER BY o.created_at LIMIT ${limit}`,
  wrong: `SELECT o.id, c.name FROM (SELECT * FROM orders ORDER BY created_at LIMIT ${limit}) o JOIN customers c ON c.id = o.customer_id ORDER BY o.created_at`,
}));
