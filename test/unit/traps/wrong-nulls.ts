/** Wrong treatment of NULL. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const goods = insert('product (id, sku)', "1, 'A-1'");

const overShop = wrong('shop', 'rows', [
  [
    'not-in-to-not-exists',
    'SELECT c.id FROM customer c WHERE c.id NOT IN (SELECT p.seller_id FROM purchase p)',
    'SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.seller_id = c.id)',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'not-in-to-anti-join',
    'SELECT c.id FROM customer c WHERE c.id NOT IN (SELECT p.seller_id FROM purchase p)',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.seller_id = c.id WHERE p.id IS NULL',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'outer-null-of-not-in',
    "SELECT r.id FROM review r WHERE r.customer_id NOT IN (SELECT id FROM customer WHERE city = 'Oslo')",
    `SELECT r.id FROM review r WHERE NOT EXISTS
     (SELECT 1 FROM customer c WHERE c.city = 'Oslo' AND c.id = r.customer_id)`,
    insert('customer (id, city)', "1, 'Oslo'") + goods + insert('review (id, product_id)', '1, 1'),
  ],
  [
    'not-in-to-except',
    'SELECT id FROM customer WHERE id NOT IN (SELECT seller_id FROM purchase)',
    'SELECT id FROM customer EXCEPT SELECT seller_id FROM purchase',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'not-equal-to-is-not',
    "SELECT id FROM purchase WHERE status <> 'paid'",
    "SELECT id FROM purchase WHERE status IS NOT 'paid'",
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'coalesce-dropped-where-default-passes',
    'SELECT id FROM purchase WHERE COALESCE(total, 0) < 10',
    'SELECT id FROM purchase WHERE total < 10',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'comparison-with-itself-dropped',
    'SELECT id FROM purchase WHERE total = total',
    'SELECT id FROM purchase',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'negation-admits-null',
    'SELECT id FROM purchase WHERE NOT (total > 10)',
    'SELECT id FROM purchase WHERE total <= 10 OR total IS NULL',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'case-inverted',
    "SELECT id, CASE WHEN total > 10 THEN 'big' ELSE 'small' END AS size FROM purchase",
    "SELECT id, CASE WHEN total <= 10 THEN 'small' ELSE 'big' END AS size FROM purchase",
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'null-in-list-ignored',
    'SELECT id FROM purchase WHERE total NOT IN (1, NULL)',
    'SELECT id FROM purchase WHERE total <> 1',
    ann + insert('purchase (id, customer_id, total)', '1, 1, 2'),
  ],
  [
    'unique-column-counted-as-rows',
    'SELECT COUNT(DISTINCT email) AS n FROM customer',
    'SELECT COUNT(*) AS n FROM customer',
    ann,
  ],
  [
    'grouping-by-unique-column-dropped',
    'SELECT email, COUNT(*) AS n FROM customer GROUP BY email',
    'SELECT email, 1 AS n FROM customer',
    insert('customer (id)', '1', '2'),
  ],
  [
    'distinct-unique-column-dropped',
    'SELECT DISTINCT email FROM customer',
    'SELECT email FROM customer',
    insert('customer (id)', '1', '2'),
  ],
  [
    'concatenation-with-null',
    "SELECT id, name || ', ' || city AS address FROM customer",
    "SELECT id, name || COALESCE(', ' || city, '') AS address FROM customer",
    ann,
  ],
  [
    'scalar-max-as-case',
    'SELECT id, MAX(total, 0) AS t FROM purchase',
    'SELECT id, CASE WHEN total > 0 THEN total ELSE 0 END AS t FROM purchase',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'guard-of-union-branch-loses-null',
    "SELECT id FROM purchase WHERE status = 'open' OR total = 1",
    "SELECT id FROM purchase WHERE status = 'open' UNION ALL SELECT id FROM purchase WHERE total = 1 AND status <> 'open'",
    ann + insert('purchase (id, customer_id, total)', '1, 1, 1'),
  ],
  [
    'anti-join-on-nullable-column',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.id IS NULL',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.seller_id IS NULL',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'empty-text-as-null',
    "SELECT id FROM customer WHERE COALESCE(city, '') = ''",
    'SELECT id FROM customer WHERE city IS NULL',
    insert('customer (id, city)', "1, ''"),
  ],
  [
    'length-as-not-null',
    'SELECT id FROM customer WHERE length(city) > 0',
    'SELECT id FROM customer WHERE city IS NOT NULL',
    insert('customer (id, city)', "1, ''"),
  ],
  [
    'nullif-dropped',
    "SELECT id, COALESCE(NULLIF(city, ''), '?') AS city FROM customer",
    "SELECT id, COALESCE(city, '?') AS city FROM customer",
    insert('customer (id, city)', "1, ''"),
  ],
  [
    'greater-than-maximum-of-nothing',
    'SELECT p.id FROM purchase p WHERE p.total > (SELECT MAX(l.discount) FROM line l WHERE l.purchase_id = p.id)',
    `SELECT p.id FROM purchase p WHERE NOT EXISTS
     (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.discount >= p.total)`,
    ann + insert('purchase (id, customer_id, total)', '1, 1, 5'),
  ],
  [
    'not-exists-with-null-comparison',
    'SELECT p.id FROM purchase p WHERE p.total >= (SELECT MAX(x.total) FROM purchase x)',
    'SELECT p.id FROM purchase p WHERE NOT EXISTS (SELECT 1 FROM purchase x WHERE x.total > p.total)',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'sum-of-products-with-null-factor',
    'SELECT purchase_id, SUM(quantity - discount) AS d FROM line GROUP BY purchase_id',
    'SELECT purchase_id, SUM(quantity) - SUM(discount) AS d FROM line GROUP BY purchase_id',
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id, quantity, discount)', '1, 1, 1, 3, 1', '1, 2, 1, 5, NULL'),
  ],
  [
    'coalesce-moved-out-of-sum',
    'SELECT purchase_id, SUM(COALESCE(discount, 1)) AS d FROM line GROUP BY purchase_id',
    'SELECT purchase_id, COALESCE(SUM(discount), 1) AS d FROM line GROUP BY purchase_id',
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id, discount)', '1, 1, 1, 5', '1, 2, 1, NULL'),
  ],
]);

const overPlain = wrong('plain', 'rows', [
  [
    'coalesce-arguments-swapped',
    'SELECT a.k, COALESCE(a.v, b.v) AS v FROM a JOIN b ON a.k = b.k',
    'SELECT a.k, COALESCE(b.v, a.v) AS v FROM a JOIN b ON a.k = b.k',
    insert('a', "1, 2, 'x'") + insert('b', "1, 3, 'x'"),
  ],
  [
    'null-safe-join-as-equality',
    'SELECT a.s, b.s AS t FROM a JOIN b ON a.v IS b.v',
    'SELECT a.s, b.s AS t FROM a JOIN b ON a.v = b.v',
    insert('a', "1, NULL, 'x'") + insert('b', "1, NULL, 'y'"),
  ],
  [
    'except-as-not-in',
    'SELECT v FROM a EXCEPT SELECT v FROM b',
    'SELECT DISTINCT v FROM a WHERE v NOT IN (SELECT v FROM b)',
    insert('a', "1, NULL, 'x'") + insert('b', "1, 1, 'y'"),
  ],
  [
    'except-as-anti-join',
    'SELECT v FROM a EXCEPT SELECT v FROM b',
    'SELECT DISTINCT a.v FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.v = a.v)',
    insert('a', "1, NULL, 'x'") + insert('b', "1, NULL, 'y'"),
  ],
  [
    'intersect-as-join',
    'SELECT v FROM a INTERSECT SELECT v FROM b',
    'SELECT DISTINCT a.v FROM a JOIN b ON a.v = b.v',
    insert('a', "1, NULL, 'x'") + insert('b', "1, NULL, 'y'"),
  ],
  [
    'row-value-not-in-as-not-exists',
    'SELECT s FROM a WHERE (k, v) NOT IN (SELECT k, v FROM b)',
    'SELECT s FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.v = a.v)',
    insert('a', "1, NULL, 'x'") + insert('b', "1, 2, 'y'"),
  ],
  [
    'product-with-zero-folded',
    'SELECT k, v * 0 AS z FROM a',
    'SELECT k, 0 AS z FROM a',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'difference-with-itself-folded',
    'SELECT k FROM a WHERE v - v = 0',
    'SELECT k FROM a',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'tautology-folded',
    'SELECT k FROM a WHERE v > 5 OR v <= 5',
    'SELECT k FROM a',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'absorbed-null-branch',
    'SELECT k FROM a WHERE CASE v WHEN NULL THEN 1 ELSE 0 END = 0',
    'SELECT k FROM a WHERE v IS NOT NULL',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'equals-null',
    'SELECT k FROM a WHERE v IS NULL',
    'SELECT k FROM a WHERE v = NULL',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'true-is-not-not-false',
    'SELECT k FROM a WHERE (v > 3) IS NOT FALSE',
    'SELECT k FROM a WHERE v > 3',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'group-of-nulls-joined-away',
    'SELECT v, COUNT(*) AS n FROM a GROUP BY v',
    'SELECT d.v, COUNT(*) AS n FROM (SELECT DISTINCT v FROM a) d JOIN a ON a.v = d.v GROUP BY d.v',
    insert('a', "1, NULL, 'x'"),
  ],
  [
    'in-subquery-with-null-shown',
    'SELECT k, v IN (SELECT v FROM b) AS f FROM a',
    'SELECT k, EXISTS (SELECT 1 FROM b WHERE b.v = a.v) AS f FROM a',
    insert('a', "1, 2, 'x'") + insert('b', "1, NULL, 'y'"),
  ],
]);

const overStaff = wrong('staff', 'rows', [
  [
    'bonus-added-without-default',
    'SELECT id, salary + COALESCE(bonus, 0) AS pay FROM employee WHERE salary > 1000',
    'SELECT id, salary + bonus AS pay FROM employee WHERE salary > 1000',
    insert('employee (id, salary)', '1, 1001'),
  ],
  [
    'default-inside-and-outside',
    'SELECT id FROM employee WHERE COALESCE(salary + bonus, 0) > 100',
    'SELECT id FROM employee WHERE COALESCE(salary, 0) + COALESCE(bonus, 0) > 100',
    insert('employee (id, salary)', '1, 101'),
  ],
  [
    'leafs-by-not-in',
    'SELECT id FROM employee e WHERE NOT EXISTS (SELECT 1 FROM employee r WHERE r.manager_id = e.id)',
    'SELECT id FROM employee WHERE id NOT IN (SELECT manager_id FROM employee)',
    insert('employee (id)', '1'),
  ],
]);

const overHotel = wrong('hotel', 'rows', [
  [
    'open-end-treated-as-start',
    "SELECT id FROM stay WHERE to_day >= '2024-03-01' OR to_day IS NULL",
    "SELECT id FROM stay WHERE COALESCE(to_day, from_day) >= '2024-03-01'",
    insert('room (hotel, number)', "'A', 1") +
      insert('stay (id, hotel, number, from_day)', "1, 'A', 1, '2024-02-01'"),
  ],
  [
    'check-taken-for-not-null',
    'SELECT id FROM stay WHERE to_day >= from_day',
    'SELECT id FROM stay',
    insert('room (hotel, number)', "'A', 1") + insert('stay (id, hotel, number)', "1, 'A', 1"),
  ],
]);

const nullsLast = insert('purchase (id, customer_id, total)', '1, 1, NULL', '2, 1, 5');
const inOrder = wrong('shop', 'order', [
  [
    'nulls-last-dropped',
    'SELECT id, total FROM purchase ORDER BY total NULLS LAST',
    'SELECT id, total FROM purchase ORDER BY total',
    ann + nullsLast,
  ],
  [
    'nulls-sorted-by-coalesce',
    'SELECT id, total FROM purchase ORDER BY total DESC',
    'SELECT id, total FROM purchase ORDER BY COALESCE(total, 999999) DESC',
    ann + nullsLast,
  ],
]);

export const wrongNulls: readonly WrongPair[] = [
  ...overShop,
  ...overPlain,
  ...overStaff,
  ...overHotel,
  ...inOrder,
];
