/** Equivalent joins, semi-joins and set operations, many of them only under the declared keys. */
import { type RightPair, right } from './pair.ts';

const shop = right('shop', [
  [
    'not-in-of-not-null-columns',
    'SELECT c.id FROM customer c WHERE c.id NOT IN (SELECT p.customer_id FROM purchase p)',
    'SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id)',
    'Both columns are NOT NULL, so NOT IN is never unknown.',
  ],
  [
    'not-in-with-inner-guard',
    'SELECT c.id FROM customer c WHERE c.id NOT IN (SELECT p.seller_id FROM purchase p WHERE p.seller_id IS NOT NULL)',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.seller_id = c.id WHERE p.id IS NULL',
    'The guard removes the NULLs; the anti-join tests a key.',
  ],
  [
    'in-of-a-key-as-join',
    "SELECT p.id FROM purchase p WHERE p.customer_id IN (SELECT id FROM customer WHERE city = 'Oslo')",
    "SELECT p.id FROM purchase p JOIN customer c ON c.id = p.customer_id WHERE c.city = 'Oslo'",
    'customer.id is unique: the join yields each purchase once at most.',
  ],
  [
    'exists-as-distinct-join-with-key',
    'SELECT c.id, c.name FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND p.total > 9)',
    'SELECT DISTINCT c.id, c.name FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE p.total > 9',
    'The outer key is in the output, so DISTINCT removes just the copies that the join makes.',
  ],
  [
    'left-join-with-rejecting-filter',
    'SELECT c.id, p.total FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.total > 50',
    'SELECT c.id, p.total FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE p.total > 50',
    'The filter is not true for padded rows.',
  ],
  [
    'left-join-chain-with-rejecting-filter',
    `SELECT c.id, l.no FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id
     LEFT JOIN line l ON l.purchase_id = p.id WHERE l.quantity >= 2`,
    `SELECT c.id, l.no FROM customer c JOIN purchase p ON p.customer_id = c.id
     JOIN line l ON l.purchase_id = p.id WHERE l.quantity >= 2`,
    'A row with a line has a purchase; padded rows fail the filter.',
  ],
  [
    'join-on-not-null-key-dropped',
    'SELECT p.id, p.total FROM purchase p JOIN customer c ON c.id = p.customer_id',
    'SELECT p.id, p.total FROM purchase p',
    'NOT NULL foreign key to a key: exactly one partner.',
  ],
  [
    'join-on-nullable-key-as-guard',
    'SELECT r.id FROM review r JOIN customer c ON c.id = r.customer_id',
    'SELECT r.id FROM review r WHERE r.customer_id IS NOT NULL',
    'Foreign key to a key: one partner exactly where it is not NULL.',
  ],
  [
    'left-join-to-key-dropped',
    'SELECT r.id, r.stars FROM review r LEFT JOIN customer c ON c.id = r.customer_id',
    'SELECT r.id, r.stars FROM review r',
    'customer.id is unique: one row each, with or without a partner.',
  ],
  [
    'left-join-to-unique-text-dropped',
    'SELECT c.id FROM customer c LEFT JOIN product p ON p.sku = c.name',
    'SELECT c.id FROM customer c',
    'product.sku is unique.',
  ],
  [
    'parent-exists-always',
    'SELECT l.purchase_id, l.no FROM line l WHERE EXISTS (SELECT 1 FROM product p WHERE p.id = l.product_id)',
    'SELECT l.purchase_id, l.no FROM line l',
    'NOT NULL foreign key: the parent exists.',
  ],
  [
    'parent-exists-unless-null',
    'SELECT l.purchase_id, l.no FROM line l WHERE l.coupon_id IN (SELECT id FROM coupon)',
    'SELECT l.purchase_id, l.no FROM line l WHERE l.coupon_id IS NOT NULL',
    'Foreign key: a coupon that is not NULL exists.',
  ],
  [
    'self-join-on-key-dropped',
    'SELECT x.id, y.total FROM purchase x JOIN purchase y ON y.id = x.id WHERE x.total > 3',
    'SELECT x.id, x.total FROM purchase x WHERE x.total > 3',
    'A row joins itself only.',
  ],
  [
    'self-join-on-composite-key-dropped',
    'SELECT x.purchase_id, y.quantity FROM line x JOIN line y ON y.purchase_id = x.purchase_id AND y.no = x.no',
    'SELECT purchase_id, quantity FROM line',
    'The pair is the primary key.',
  ],
  [
    'transitive-predicate-added',
    'SELECT p.id FROM purchase p JOIN customer c ON c.id = p.customer_id WHERE c.id = 5',
    'SELECT p.id FROM purchase p JOIN customer c ON c.id = p.customer_id WHERE c.id = 5 AND p.customer_id = 5',
    'Equality is transitive.',
  ],
  [
    'or-as-union-with-key',
    "SELECT id, total FROM purchase WHERE status = 'open' OR total > 70",
    "SELECT id, total FROM purchase WHERE status = 'open' UNION SELECT id, total FROM purchase WHERE total > 70",
    'The key in the output keeps the rows apart.',
  ],
  [
    'or-as-union-all-with-null-safe-guard',
    "SELECT name FROM customer WHERE city = 'Oslo' OR credit > 5",
    "SELECT name FROM customer WHERE city = 'Oslo' UNION ALL SELECT name FROM customer WHERE credit > 5 AND (city = 'Oslo') IS NOT TRUE",
    'IS NOT TRUE also admits unknown, so each row comes from one arm.',
  ],
  [
    'union-of-disjoint-keyed-arms',
    "SELECT id FROM purchase WHERE status = 'open' UNION SELECT id FROM purchase WHERE status = 'paid'",
    "SELECT id FROM purchase WHERE status = 'open' UNION ALL SELECT id FROM purchase WHERE status = 'paid'",
    'One status each, and ids are unique.',
  ],
  [
    'or-of-exists-as-union',
    `SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id)
     OR EXISTS (SELECT 1 FROM review r WHERE r.customer_id = c.id)`,
    'SELECT c.id FROM customer c WHERE c.id IN (SELECT customer_id FROM purchase UNION SELECT customer_id FROM review)',
    'IN is true just when a member equals; a NULL member makes it unknown at most, which WHERE drops too.',
  ],
  [
    'anti-join-as-except',
    'SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id)',
    'SELECT id FROM customer EXCEPT SELECT customer_id FROM purchase',
    'Keys on the left have no copies and no NULL.',
  ],
  [
    'wide-exists-with-limit',
    'SELECT c.id FROM customer c WHERE EXISTS (SELECT p.*, 1 FROM purchase p WHERE p.seller_id = c.id LIMIT 1)',
    'SELECT c.id FROM customer c WHERE c.id IN (SELECT DISTINCT p.seller_id FROM purchase p)',
    'EXISTS asks only whether a row is there; IN ignores copies.',
  ],
  [
    'both-products-by-intersect',
    `SELECT p.id FROM purchase p WHERE EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id = 1)
     AND EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id = 2)`,
    `SELECT purchase_id AS id FROM line WHERE product_id = 1 INTERSECT SELECT purchase_id FROM line WHERE product_id = 2`,
    'Every line has its purchase; purchase ids are unique and not NULL.',
  ],
  [
    'both-products-by-count',
    `SELECT purchase_id FROM line WHERE product_id = 1 INTERSECT SELECT purchase_id FROM line WHERE product_id = 2`,
    'SELECT purchase_id FROM line WHERE product_id IN (1, 2) GROUP BY purchase_id HAVING COUNT(DISTINCT product_id) = 2',
    'Two distinct products out of two are both.',
  ],
  [
    'left-join-condition-on-foreign-key-not-null',
    'SELECT p.id, c.name FROM purchase p LEFT JOIN customer c ON c.id = p.customer_id',
    'SELECT p.id, c.name FROM purchase p JOIN customer c ON c.id = p.customer_id',
    'Every purchase has its customer.',
  ],
  [
    'fan-out-under-minimum',
    'SELECT p.customer_id, MIN(p.total) AS m FROM purchase p LEFT JOIN line l ON l.purchase_id = p.id GROUP BY p.customer_id',
    'SELECT customer_id, MIN(total) AS m FROM purchase GROUP BY customer_id',
    'MIN does not mind copies, and the left join loses no row.',
  ],
]);

const plain = right('plain', [
  [
    'right-join-turned',
    'SELECT a.s AS x, b.s AS y FROM a RIGHT JOIN b ON a.k = b.k AND a.v > 1',
    'SELECT a.s AS x, b.s AS y FROM b LEFT JOIN a ON a.k = b.k AND a.v > 1',
    'The definition of RIGHT JOIN.',
  ],
  [
    'full-join-as-union-all',
    'SELECT a.v AS x, b.v AS y FROM a FULL JOIN b ON a.k = b.k',
    `SELECT a.v AS x, b.v AS y FROM a LEFT JOIN b ON a.k = b.k
     UNION ALL SELECT NULL, b.v FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE a.k = b.k)`,
    'The definition of FULL JOIN.',
  ],
  [
    'comma-join-as-join',
    'SELECT a.s AS x, c.s AS y FROM a, b, c WHERE a.k = b.k AND b.v = c.v AND c.k > 2',
    'SELECT a.s AS x, c.s AS y FROM c JOIN (a JOIN b ON a.k = b.k) ON b.v = c.v WHERE c.k > 2',
    'Inner joins commute and associate.',
  ],
  [
    'using-as-on',
    'SELECT k, a.v AS x FROM a JOIN b USING (k)',
    'SELECT b.k AS k, a.v AS x FROM a JOIN b ON a.k = b.k',
    'Equal integers are the same value.',
  ],
  [
    'except-null-safe',
    'SELECT k, v FROM a EXCEPT SELECT k, v FROM b',
    'SELECT DISTINCT k, v FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k IS a.k AND b.v IS a.v)',
    'IS compares as set operations do.',
  ],
  [
    'intersect-null-safe',
    'SELECT k FROM a INTERSECT SELECT k FROM b',
    'SELECT DISTINCT a.k FROM a JOIN b ON a.k IS b.k',
    'IS compares as set operations do.',
  ],
  [
    'union-of-one-table-as-distinct',
    'SELECT k FROM a UNION SELECT k FROM a',
    'SELECT DISTINCT k FROM a',
    'Rows of a only, once each.',
  ],
  [
    'filter-pushed-into-union-arms',
    'SELECT k FROM (SELECT k, v FROM a UNION ALL SELECT k, v FROM b) WHERE v > 3',
    'SELECT k FROM a WHERE v > 3 UNION ALL SELECT k FROM b WHERE v > 3',
    'A filter distributes over UNION ALL.',
  ],
  [
    'filter-pushed-into-except',
    'SELECT k, v FROM (SELECT k, v FROM a EXCEPT SELECT k, v FROM b) WHERE v > 3',
    'SELECT k, v FROM a WHERE v > 3 EXCEPT SELECT k, v FROM b',
    'Rows that fail the filter matter on neither side.',
  ],
  [
    'derived-tables-flattened',
    "SELECT x.s FROM (SELECT * FROM a WHERE v > 1) x JOIN (SELECT k FROM b WHERE s LIKE 'q%') y ON y.k = x.k",
    "SELECT a.s FROM a JOIN b ON b.k = a.k AND b.s LIKE 'q%' WHERE a.v > 1",
    'Filters of inner joins may stand anywhere.',
  ],
  [
    'cte-read-twice-inlined',
    'WITH x AS (SELECT k, SUM(v) AS t FROM a GROUP BY k) SELECT p.k FROM x p WHERE p.t = (SELECT MAX(q.t) FROM x q)',
    `SELECT k FROM a GROUP BY k HAVING SUM(v) = (SELECT MAX(t) FROM (SELECT SUM(v) AS t FROM a GROUP BY k))`,
    'A CTE is its query.',
  ],
  [
    'anti-join-with-two-columns',
    'SELECT s FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.v = a.v)',
    'SELECT a.s FROM a LEFT JOIN (SELECT DISTINCT k, v, 1 AS hit FROM b) x ON x.k = a.k AND x.v = a.v WHERE x.hit IS NULL',
    'hit is NULL just for padded rows.',
  ],
]);

const hotel = right('hotel', [
  [
    'composite-parent-join-dropped',
    'SELECT s.id FROM stay s JOIN room r ON r.hotel = s.hotel AND r.number = s.number',
    'SELECT s.id FROM stay s',
    'NOT NULL composite foreign key to the composite primary key.',
  ],
  [
    'composite-nullable-parent-as-guard',
    'SELECT c.day FROM cleaning c JOIN room r ON r.hotel = c.hotel AND r.number = c.number',
    'SELECT c.day FROM cleaning c WHERE c.hotel IS NOT NULL AND c.number IS NOT NULL',
    'A composite foreign key binds where no part is NULL.',
  ],
  [
    'row-value-in-as-exists',
    'SELECT r.beds FROM room r WHERE (r.hotel, r.number) IN (SELECT hotel, number FROM stay)',
    'SELECT r.beds FROM room r WHERE EXISTS (SELECT 1 FROM stay s WHERE s.hotel = r.hotel AND s.number = r.number)',
    'IN is true just when some row equals.',
  ],
]);

const staff = right('staff', [
  [
    'managers-by-in',
    'SELECT DISTINCT m.id, m.name FROM employee e JOIN employee m ON m.id = e.manager_id',
    'SELECT id, name FROM employee WHERE id IN (SELECT manager_id FROM employee)',
    'Keys in the output; IN ignores NULLs when it asks for truth.',
  ],
  [
    'left-join-to-manager-dropped',
    'SELECT e.id, COUNT(*) AS n FROM employee e LEFT JOIN employee m ON m.id = e.manager_id GROUP BY e.id',
    'SELECT id, 1 AS n FROM employee',
    'One manager at most, and ids are unique.',
  ],
  [
    'assignments-of-existing-projects',
    'SELECT a.employee_id, a.hours FROM assignment a JOIN project p ON p.id = a.project_id JOIN employee e ON e.id = a.employee_id',
    'SELECT employee_id, hours FROM assignment',
    'Both are NOT NULL foreign keys to keys.',
  ],
]);

export const rightJoins: readonly RightPair[] = [...shop, ...plain, ...hotel, ...staff];
