/** Wrong aggregates, groups and thresholds. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const goods = insert('product (id, sku)', "1, 'A-1'", "2, 'B-2'");
const reviews = (...stars: number[]): string =>
  goods + insert('review (id, product_id, stars)', ...stars.map((star, index) => `${index + 1}, 1, ${star}`));
const totals = (...values: (number | 'NULL')[]): string =>
  ann +
  insert('purchase (id, customer_id, total)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));
const lines = (...rows: string[]): string =>
  ann +
  goods +
  insert('purchase (id, customer_id)', '1, 1') +
  insert('line (purchase_id, no, product_id, quantity)', ...rows);

const overShop = wrong('shop', 'rows', [
  [
    'count-over-4-as-over-5',
    'SELECT product_id FROM review GROUP BY product_id HAVING COUNT(*) > 4',
    'SELECT product_id FROM review GROUP BY product_id HAVING COUNT(*) > 5',
    reviews(1, 2, 3, 4, 5),
  ],
  [
    'count-at-least-3-behind-joins',
    `SELECT c.id FROM customer c JOIN purchase p ON p.customer_id = c.id JOIN line l ON l.purchase_id = p.id
     WHERE l.quantity > 2 GROUP BY c.id HAVING COUNT(*) >= 3`,
    `SELECT c.id FROM customer c JOIN purchase p ON p.customer_id = c.id JOIN line l ON l.purchase_id = p.id
     WHERE l.quantity > 2 GROUP BY c.id HAVING COUNT(*) > 3`,
    lines('1, 1, 1, 3', '1, 2, 1, 3', '1, 3, 1, 3'),
  ],
  [
    'count-over-10-as-at-least',
    'SELECT customer_id FROM purchase GROUP BY customer_id HAVING COUNT(*) > 10',
    'SELECT customer_id FROM purchase GROUP BY customer_id HAVING COUNT(*) >= 10',
    totals(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  ],
  [
    'sum-over-100-as-at-least',
    'SELECT customer_id FROM purchase GROUP BY customer_id HAVING SUM(total) > 100',
    'SELECT customer_id FROM purchase GROUP BY customer_id HAVING SUM(total) >= 100',
    totals(60, 40),
  ],
  [
    'sum-of-products-over-1000',
    `SELECT l.purchase_id FROM line l JOIN product p ON p.id = l.product_id GROUP BY l.purchase_id
     HAVING SUM(l.quantity * p.price) > 1000`,
    `SELECT l.purchase_id FROM line l JOIN product p ON p.id = l.product_id GROUP BY l.purchase_id
     HAVING SUM(l.quantity * p.price) >= 1000`,
    lines('1, 1, 1, 100'),
  ],
  [
    'average-boundary',
    'SELECT product_id FROM review GROUP BY product_id HAVING AVG(stars) >= 4',
    'SELECT product_id FROM review GROUP BY product_id HAVING AVG(stars) > 4',
    reviews(4),
  ],
  [
    'average-threshold-lowered',
    'SELECT product_id FROM review GROUP BY product_id HAVING AVG(stars) > 3.5',
    'SELECT product_id FROM review GROUP BY product_id HAVING AVG(stars) > 3',
    reviews(3, 4),
  ],
  [
    'average-as-integer-division',
    'SELECT product_id, AVG(stars) AS v FROM review GROUP BY product_id',
    'SELECT product_id, SUM(stars) / COUNT(*) AS v FROM review GROUP BY product_id',
    reviews(3, 4),
  ],
  [
    'average-over-nulls',
    'SELECT customer_id, AVG(total) AS v FROM purchase GROUP BY customer_id',
    'SELECT customer_id, SUM(total) * 1.0 / COUNT(*) AS v FROM purchase GROUP BY customer_id',
    totals(4, 'NULL'),
  ],
  [
    'average-of-averages',
    'SELECT AVG(stars) AS v FROM review',
    'SELECT AVG(x.v) AS v FROM (SELECT AVG(stars) AS v FROM review GROUP BY product_id) x',
    goods + insert('review (id, product_id, stars)', '1, 1, 1', '2, 1, 1', '3, 2, 4'),
  ],
  [
    'count-distinct-dropped',
    'SELECT COUNT(DISTINCT p.customer_id) AS n FROM purchase p WHERE p.total > 20',
    'SELECT COUNT(p.customer_id) AS n FROM purchase p WHERE p.total > 20',
    totals(21, 22),
  ],
  [
    'sum-distinct-dropped',
    'SELECT customer_id, SUM(DISTINCT total) AS t FROM purchase GROUP BY customer_id',
    'SELECT customer_id, SUM(total) AS t FROM purchase GROUP BY customer_id',
    totals(5, 5),
  ],
  [
    'count-star-as-count-column',
    'SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id',
    'SELECT customer_id, COUNT(total) AS n FROM purchase GROUP BY customer_id',
    totals('NULL'),
  ],
  [
    'count-of-padded-row',
    'SELECT c.id, COUNT(p.id) AS n FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id GROUP BY c.id',
    'SELECT c.id, COUNT(*) AS n FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id GROUP BY c.id',
    ann,
  ],
  [
    'correlated-count-as-join',
    'SELECT c.id, (SELECT COUNT(*) FROM purchase p WHERE p.customer_id = c.id) AS n FROM customer c',
    'SELECT c.id, COUNT(*) AS n FROM customer c JOIN purchase p ON p.customer_id = c.id GROUP BY c.id',
    ann,
  ],
  [
    'correlated-count-as-left-join-of-counts',
    'SELECT c.id, (SELECT COUNT(*) FROM purchase p WHERE p.customer_id = c.id) AS n FROM customer c',
    `SELECT c.id, x.n FROM customer c
     LEFT JOIN (SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id) x ON x.customer_id = c.id`,
    ann,
  ],
  [
    'correlated-sum-with-default',
    'SELECT c.id, (SELECT SUM(p.total) FROM purchase p WHERE p.customer_id = c.id) AS t FROM customer c',
    `SELECT c.id, COALESCE(SUM(p.total), 0) AS t FROM customer c
     LEFT JOIN purchase p ON p.customer_id = c.id GROUP BY c.id`,
    ann,
  ],
  [
    'sum-over-fan-out',
    'SELECT p.customer_id, SUM(p.total) AS t FROM purchase p GROUP BY p.customer_id',
    `SELECT p.customer_id, SUM(p.total) AS t FROM purchase p LEFT JOIN line l ON l.purchase_id = p.id
     GROUP BY p.customer_id`,
    ann +
      goods +
      insert('purchase (id, customer_id, total)', '1, 1, 7') +
      insert('line (purchase_id, no, product_id)', '1, 1, 1', '1, 2, 1'),
  ],
  [
    'counts-over-two-fan-outs',
    `SELECT c.id, COUNT(DISTINCT p.id) AS np, COUNT(DISTINCT r.id) AS nr FROM customer c
     LEFT JOIN purchase p ON p.customer_id = c.id LEFT JOIN review r ON r.customer_id = c.id GROUP BY c.id`,
    `SELECT c.id, COUNT(p.id) AS np, COUNT(r.id) AS nr FROM customer c
     LEFT JOIN purchase p ON p.customer_id = c.id LEFT JOIN review r ON r.customer_id = c.id GROUP BY c.id`,
    totals(1, 2) + goods + insert('review (id, product_id, customer_id)', '1, 1, 1'),
  ],
  [
    'having-on-maximum-as-where',
    'SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id HAVING MAX(total) > 10',
    'SELECT customer_id, COUNT(*) AS n FROM purchase WHERE total > 10 GROUP BY customer_id',
    totals(11, 9),
  ],
  [
    'where-as-case-in-sum',
    "SELECT customer_id, SUM(total) AS t FROM purchase WHERE status = 'paid' GROUP BY customer_id",
    "SELECT customer_id, SUM(CASE WHEN status = 'paid' THEN total END) AS t FROM purchase GROUP BY customer_id",
    totals(1),
  ],
  [
    'filter-as-where',
    "SELECT customer_id, COUNT(*) FILTER (WHERE status = 'paid') AS n FROM purchase GROUP BY customer_id",
    "SELECT customer_id, COUNT(*) AS n FROM purchase WHERE status = 'paid' GROUP BY customer_id",
    totals(1),
  ],
  [
    'filtered-sum-as-case-with-zero',
    'SELECT customer_id, SUM(total) FILTER (WHERE total > 10) AS t FROM purchase GROUP BY customer_id',
    'SELECT customer_id, SUM(CASE WHEN total > 10 THEN total ELSE 0 END) AS t FROM purchase GROUP BY customer_id',
    totals(1),
  ],
  [
    'count-of-case-with-else',
    "SELECT customer_id, SUM(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS n FROM purchase GROUP BY customer_id",
    "SELECT customer_id, COUNT(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS n FROM purchase GROUP BY customer_id",
    totals(1),
  ],
  [
    'group-by-key-dropped',
    'SELECT c.name, COUNT(*) AS n FROM customer c GROUP BY c.name, c.id',
    'SELECT c.name, COUNT(*) AS n FROM customer c GROUP BY c.name',
    insert('customer (id, name)', "1, 'Ann'", "2, 'Ann'"),
  ],
  [
    'group-by-column-added',
    'SELECT city, COUNT(*) AS n FROM customer GROUP BY city',
    'SELECT city, COUNT(*) AS n FROM customer GROUP BY city, name',
    insert('customer (id, name, city)', "1, 'Ann', 'Oslo'", "2, 'Bob', 'Oslo'"),
  ],
  [
    'maximum-as-first-row-on-nothing',
    "SELECT MAX(total) AS m FROM purchase WHERE status = 'paid'",
    "SELECT total AS m FROM purchase WHERE status = 'paid' ORDER BY total DESC LIMIT 1",
    '',
  ],
  [
    'minimum-as-first-row-with-null',
    'SELECT (SELECT MIN(p.total) FROM purchase p WHERE p.customer_id = c.id) AS m FROM customer c',
    'SELECT (SELECT p.total FROM purchase p WHERE p.customer_id = c.id ORDER BY p.total LIMIT 1) AS m FROM customer c',
    totals('NULL', 5),
  ],
  [
    'group-by-constant-on-nothing',
    "SELECT SUM(total) AS t FROM purchase WHERE status = 'paid'",
    "SELECT SUM(total) AS t FROM purchase WHERE status = 'paid' GROUP BY status",
    '',
  ],
  [
    'aggregate-wrapped-in-where-false',
    'SELECT COUNT(*) AS n FROM purchase WHERE total > 5',
    'SELECT n FROM (SELECT COUNT(*) AS n FROM purchase WHERE total > 5) WHERE n > 0',
    '',
  ],
  [
    'total-for-sum-on-nothing',
    'SELECT SUM(total) AS t FROM purchase',
    'SELECT TOTAL(total) AS t FROM purchase',
    '',
  ],
  [
    'division-of-relations-by-count',
    `SELECT p.customer_id FROM purchase p JOIN line l ON l.purchase_id = p.id WHERE l.product_id IN (1, 2)
     GROUP BY p.customer_id HAVING COUNT(DISTINCT l.product_id) = 2`,
    `SELECT p.customer_id FROM purchase p JOIN line l ON l.purchase_id = p.id WHERE l.product_id IN (1, 2)
     GROUP BY p.customer_id HAVING COUNT(*) = 2`,
    lines('1, 1, 1, 1', '1, 2, 1, 1'),
  ],
  [
    'more-than-one-as-exists',
    'SELECT c.id FROM customer c WHERE (SELECT COUNT(*) FROM purchase p WHERE p.customer_id = c.id) > 1',
    'SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id)',
    totals(1),
  ],
  [
    'best-customers-as-first',
    `SELECT customer_id FROM purchase GROUP BY customer_id HAVING COUNT(*) =
     (SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM purchase GROUP BY customer_id))`,
    'SELECT customer_id FROM purchase GROUP BY customer_id ORDER BY COUNT(*) DESC, customer_id LIMIT 1',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 1', '2, 2'),
  ],
  [
    'rounded-as-truncated',
    'SELECT product_id, CAST(ROUND(AVG(stars)) AS INTEGER) AS v FROM review GROUP BY product_id',
    'SELECT product_id, CAST(AVG(stars) AS INTEGER) AS v FROM review GROUP BY product_id',
    reviews(1, 2),
  ],
  [
    'count-over-union',
    'SELECT COUNT(*) AS n FROM (SELECT customer_id FROM purchase UNION ALL SELECT customer_id FROM review)',
    'SELECT COUNT(*) AS n FROM (SELECT customer_id FROM purchase UNION SELECT customer_id FROM review)',
    totals(1, 2),
  ],
  [
    'group-concat-order',
    "SELECT customer_id, group_concat(total, ',' ORDER BY total DESC) AS l FROM purchase GROUP BY customer_id",
    "SELECT customer_id, group_concat(total, ',' ORDER BY total) AS l FROM purchase GROUP BY customer_id",
    totals(1, 2),
  ],
  [
    'group-concat-separator',
    "SELECT customer_id, group_concat(total, ', ' ORDER BY id) AS l FROM purchase GROUP BY customer_id",
    "SELECT customer_id, group_concat(total, ',' ORDER BY id) AS l FROM purchase GROUP BY customer_id",
    totals(1, 2),
  ],
]);

const types = wrong('shop', 'types', [
  [
    'total-for-sum',
    'SELECT purchase_id, SUM(quantity) AS q FROM line GROUP BY purchase_id',
    'SELECT purchase_id, TOTAL(quantity) AS q FROM line GROUP BY purchase_id',
    lines('1, 1, 1, 4'),
  ],
  [
    'price-made-real',
    'SELECT id, price * 2 AS p FROM product',
    'SELECT id, price * 2.0 AS p FROM product',
    goods,
  ],
]);

const overStaff = wrong('staff', 'rows', [
  [
    'department-total-per-manager',
    `SELECT d.id, (SELECT MAX(e.salary) FROM employee e WHERE e.department_id = d.id) AS m FROM department d
     WHERE d.budget > 100000`,
    `SELECT d.id, MAX(e.salary) AS m FROM department d JOIN employee e ON e.department_id = d.id
     WHERE d.budget > 100000 GROUP BY d.id`,
    insert('department (id, name, budget)', "1, 'it', 100001"),
  ],
  [
    'hours-threshold-per-row',
    'SELECT employee_id FROM assignment GROUP BY employee_id HAVING SUM(hours) >= 40',
    'SELECT DISTINCT employee_id FROM assignment WHERE hours >= 40',
    insert('employee (id)', '1') +
      insert('project (id, name)', "1, 'p'", "2, 'q'") +
      insert('assignment', '1, 1, 20', '1, 2, 20'),
  ],
  [
    'all-members-as-any-member',
    'SELECT department_id FROM employee WHERE department_id > 0 GROUP BY department_id HAVING MIN(salary) > 3000',
    'SELECT department_id FROM employee WHERE department_id > 0 GROUP BY department_id HAVING MAX(salary) > 3000',
    insert('department (id, name)', "1, 'it'") +
      insert('employee (id, department_id, salary)', '1, 1, 3001', '2, 1, 2999'),
  ],
]);

export const wrongAggregates: readonly WrongPair[] = [...overShop, ...types, ...overStaff];
