/** Wrong pairs that only a particular group of rows tells apart. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const goods = insert('product (id, sku)', "1, 'A-1'", "2, 'B-2'", "3, 'C-3'", "4, 'D-4'");
const totals = (...values: (number | 'NULL')[]): string =>
  ann +
  insert('purchase (id, customer_id, total)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));
const placed = (...at: string[]): string =>
  ann +
  insert('purchase (id, customer_id, placed)', ...at.map((when, index) => `${index + 1}, 1, '${when}'`));
const statuses = (...values: string[]): string =>
  ann +
  insert('purchase (id, customer_id, status)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));
const lines = (...rows: string[]): string =>
  ann +
  goods +
  insert('purchase (id, customer_id)', '1, 1') +
  insert('line (purchase_id, no, product_id, quantity)', ...rows);

const having = (condition: string): string =>
  `SELECT customer_id FROM purchase GROUP BY customer_id HAVING ${condition}`;
const ranked = (window: string, condition: string): string =>
  `SELECT id FROM (SELECT id, total, ${window} AS w FROM purchase) WHERE ${condition}`;

const groups = wrong('shop', 'rows', [
  [
    'count-over-25',
    having('COUNT(*) > 25'),
    having('COUNT(*) > 26'),
    totals(...Array.from({ length: 26 }, () => 1)),
  ],
  [
    'sum-in-range',
    having('SUM(total) BETWEEN 100 AND 200'),
    having('SUM(total) >= 100 AND SUM(total) < 200'),
    totals(150, 50),
  ],
  [
    'two-thresholds-count',
    having('COUNT(*) > 3 AND SUM(total) > 500'),
    having('COUNT(*) >= 3 AND SUM(total) > 500'),
    totals(1, 499, 1),
  ],
  [
    'two-thresholds-sum',
    having('COUNT(*) > 3 AND SUM(total) > 500'),
    having('COUNT(*) > 3 AND SUM(total) >= 500'),
    totals(1, 497, 1, 1),
  ],
  [
    'distinct-count-exactly-three',
    having('COUNT(DISTINCT total) = 3'),
    having('COUNT(DISTINCT total) >= 3'),
    totals(1, 2, 3, 4),
  ],
  [
    'all-paid-as-any-paid',
    having("COUNT(*) = SUM(status = 'paid')"),
    having("SUM(status = 'paid') > 0"),
    statuses("'paid'", "'open'"),
  ],
  [
    'all-paid-over-nulls',
    having("COUNT(*) = SUM(status = 'paid')"),
    having("MIN(status = 'paid') = 1"),
    statuses("'paid'", 'NULL'),
  ],
  [
    'three-statuses-as-three-rows',
    `${having('COUNT(DISTINCT status) = 3')}`.replace('GROUP', "WHERE status IN ('a', 'b', 'c') GROUP"),
    `${having('COUNT(*) = 3')}`.replace('GROUP', "WHERE status IN ('a', 'b', 'c') GROUP"),
    statuses("'a'", "'a'", "'b'"),
  ],
  [
    'average-without-zeros',
    'SELECT customer_id, AVG(NULLIF(total, 0)) AS v FROM purchase GROUP BY customer_id',
    'SELECT customer_id, AVG(total) AS v FROM purchase GROUP BY customer_id',
    totals(0, 4),
  ],
  [
    'correlated-count-of-five',
    'SELECT c.id FROM customer c WHERE (SELECT COUNT(*) FROM purchase p WHERE p.customer_id = c.id AND p.total > 10) >= 5',
    'SELECT c.id FROM customer c WHERE (SELECT COUNT(*) FROM purchase p WHERE p.customer_id = c.id AND p.total > 10) >= 6',
    totals(11, 12, 13, 14, 15),
  ],
  [
    'distinct-products-of-four',
    'SELECT purchase_id FROM line WHERE quantity > 1 GROUP BY purchase_id HAVING COUNT(DISTINCT product_id) > 3',
    'SELECT purchase_id FROM line WHERE quantity > 1 GROUP BY purchase_id HAVING COUNT(*) > 3',
    lines('1, 1, 1, 2', '1, 2, 1, 2', '1, 3, 2, 2', '1, 4, 3, 2'),
  ],
  [
    'group-by-month-of-any-year',
    "SELECT COUNT(*) AS n FROM purchase GROUP BY strftime('%Y-%m', placed)",
    "SELECT COUNT(*) AS n FROM purchase GROUP BY strftime('%m', placed)",
    placed('2023-03-01', '2024-03-01'),
  ],
  [
    'group-by-day-as-moment',
    'SELECT COUNT(*) AS n FROM purchase GROUP BY date(placed)',
    'SELECT COUNT(*) AS n FROM purchase GROUP BY placed',
    placed('2024-03-01 08:00:00', '2024-03-01 09:00:00'),
  ],
  [
    'bought-everything',
    'SELECT p.id FROM purchase p WHERE NOT EXISTS (SELECT 1 FROM product x WHERE x.price > 5 AND NOT EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id = x.id))',
    'SELECT l.purchase_id AS id FROM line l JOIN product x ON x.id = l.product_id WHERE x.price > 5 GROUP BY l.purchase_id HAVING COUNT(DISTINCT x.id) = (SELECT COUNT(*) FROM product WHERE price > 5)',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'bought-everything-or-more',
    'SELECT l.purchase_id FROM line l JOIN product x ON x.id = l.product_id WHERE x.price > 50 GROUP BY l.purchase_id HAVING COUNT(DISTINCT x.id) = (SELECT COUNT(*) FROM product WHERE price > 50)',
    'SELECT l.purchase_id FROM line l GROUP BY l.purchase_id HAVING COUNT(DISTINCT l.product_id) >= (SELECT COUNT(*) FROM product WHERE price > 50)',
    lines('1, 1, 1, 1'),
  ],
  [
    'pivot-by-maximum-as-join',
    "SELECT c.id, MAX(CASE WHEN p.status = 'paid' THEN p.total END) AS paid FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id GROUP BY c.id",
    "SELECT c.id, p.total AS paid FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND p.status = 'paid'",
    ann + insert('purchase (id, customer_id, status, total)', "1, 1, 'paid', 1", "2, 1, 'paid', 2"),
  ],
]);

const windows = wrong('shop', 'rows', [
  [
    'frame-of-seven',
    'SELECT id, SUM(total) OVER (ORDER BY id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS s FROM purchase',
    'SELECT id, SUM(total) OVER (ORDER BY id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS s FROM purchase',
    totals(1, 1, 1, 1, 1, 1, 1),
  ],
  [
    'lag-of-three',
    'SELECT id, LAG(total, 3) OVER (ORDER BY id) AS t FROM purchase',
    'SELECT id, LAG(total, 4) OVER (ORDER BY id) AS t FROM purchase',
    totals(1, 2, 3, 4),
  ],
  [
    'running-sum-up-to-100',
    ranked('SUM(total) OVER (ORDER BY id)', 'w <= 100'),
    ranked('SUM(total) OVER (ORDER BY id)', 'w < 100'),
    totals(60, 40),
  ],
  [
    'pairs-of-a-partition',
    ranked('COUNT(*) OVER (PARTITION BY customer_id)', 'w = 2'),
    ranked('COUNT(*) OVER (PARTITION BY customer_id)', 'w >= 2'),
    totals(1, 2, 3),
  ],
  [
    'lower-median-as-upper',
    'SELECT total FROM (SELECT total, ROW_NUMBER() OVER (ORDER BY total) AS i, COUNT(*) OVER () AS n FROM purchase WHERE total > 0) WHERE i = (n + 1) / 2',
    'SELECT total FROM (SELECT total, ROW_NUMBER() OVER (ORDER BY total) AS i, COUNT(*) OVER () AS n FROM purchase WHERE total > 0) WHERE i = n / 2 + 1',
    totals(1, 2),
  ],
  [
    'islands-without-partition',
    'SELECT customer_id, COUNT(*) AS n FROM (SELECT customer_id, id - ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS g FROM purchase) GROUP BY customer_id, g',
    'SELECT customer_id, COUNT(*) AS n FROM (SELECT customer_id, id - ROW_NUMBER() OVER (ORDER BY id) AS g FROM purchase) GROUP BY customer_id, g',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 1', '2, 2', '3, 1'),
  ],
  [
    'next-key-as-any-later',
    'SELECT x.id, y.total FROM purchase x JOIN purchase y ON y.id = x.id + 1 WHERE x.total > 5',
    'SELECT x.id, y.total FROM purchase x JOIN purchase y ON y.id > x.id WHERE x.total > 5',
    ann + insert('purchase (id, customer_id, total)', '1, 1, 6', '3, 1, 7'),
  ],
]);

const values = wrong('shop', 'rows', [
  [
    'within-seven-days',
    "SELECT id FROM purchase WHERE julianday('2024-03-10') - julianday(placed) <= 7",
    "SELECT id FROM purchase WHERE julianday('2024-03-10') - julianday(placed) < 7",
    placed('2024-03-03'),
  ],
  [
    'evening-hour',
    'SELECT id FROM purchase WHERE CAST(substr(placed, 12, 2) AS INTEGER) >= 18',
    'SELECT id FROM purchase WHERE CAST(substr(placed, 12, 2) AS INTEGER) > 18',
    placed('2024-03-03 18:30:00'),
  ],
  [
    'mail-domain-without-at',
    "SELECT id FROM customer WHERE email LIKE '%@example.com'",
    "SELECT id FROM customer WHERE email LIKE '%example.com'",
    insert('customer (id, email)', "1, 'a@myexample.com'"),
  ],
  [
    'pattern-of-fixed-width',
    "SELECT id FROM product WHERE sku LIKE 'AB-___-%'",
    "SELECT id FROM product WHERE sku LIKE 'AB-%-%'",
    insert('product (id, sku)', "1, 'AB-1-x'"),
  ],
  [
    'discount-divided-first',
    'SELECT l.no, l.quantity * p.price * (100 - l.discount) / 100 AS net FROM line l JOIN product p ON p.id = l.product_id',
    'SELECT l.no, l.quantity * (p.price * (100 - l.discount) / 100) AS net FROM line l JOIN product p ON p.id = l.product_id',
    ann +
      insert('product (id, sku, price)', "1, 'a', 5") +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id, quantity, discount)', '1, 1, 1, 2, 50'),
  ],
  [
    'joined-before-first-purchase',
    'SELECT p.id FROM purchase p JOIN customer c ON c.id = p.customer_id AND p.placed >= c.joined',
    'SELECT p.id FROM purchase p JOIN customer c ON c.id = p.customer_id AND p.placed > c.joined',
    ann + insert('purchase (id, customer_id, placed)', "1, 1, '2024-01-01'"),
  ],
  [
    'anti-join-with-condition-outside',
    "SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND p.status = 'paid' WHERE p.id IS NULL",
    "SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.id IS NULL OR p.status <> 'paid'",
    statuses("'paid'", "'open'"),
  ],
  [
    'third-highest-with-copies',
    'SELECT (SELECT DISTINCT total FROM purchase WHERE total > 0 ORDER BY total DESC LIMIT 1 OFFSET 2) AS t',
    'SELECT (SELECT total FROM purchase WHERE total > 0 ORDER BY total DESC LIMIT 1 OFFSET 2) AS t',
    totals(9, 9, 8, 7),
  ],
  [
    'second-highest-by-offset',
    'SELECT MAX(total) AS t FROM purchase WHERE total < (SELECT MAX(total) FROM purchase)',
    'SELECT (SELECT total FROM purchase WHERE total IS NOT NULL ORDER BY total DESC LIMIT 1 OFFSET 1) AS t',
    totals(9, 9),
  ],
  [
    'above-all-averages',
    'SELECT id FROM purchase WHERE total > (SELECT MAX(v) FROM (SELECT AVG(total) AS v FROM purchase GROUP BY customer_id))',
    'SELECT id FROM purchase WHERE total > (SELECT AVG(v) FROM (SELECT AVG(total) AS v FROM purchase GROUP BY customer_id))',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id, total)', '1, 1, 1', '2, 2, 9'),
  ],
  [
    'top-three-totals',
    'SELECT id FROM purchase WHERE total IN (SELECT DISTINCT total FROM purchase ORDER BY total DESC LIMIT 3)',
    'SELECT id FROM purchase WHERE total IN (SELECT DISTINCT total FROM purchase ORDER BY total DESC LIMIT 4)',
    totals(4, 3, 2, 1),
  ],
  [
    'never-only-once',
    'SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND NOT EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.quantity > 3))',
    'SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p JOIN line l ON l.purchase_id = p.id WHERE p.customer_id = c.id AND l.quantity > 3)',
    ann,
  ],
]);

const others = [
  ...wrong('shop', 'order', [
    [
      'order-by-case-branches',
      "SELECT id, status FROM purchase ORDER BY CASE status WHEN 'open' THEN 0 WHEN 'paid' THEN 1 ELSE 2 END, id",
      "SELECT id, status FROM purchase ORDER BY CASE status WHEN 'open' THEN 0 WHEN 'paid' THEN 2 ELSE 1 END, id",
      statuses("'sent'", "'paid'"),
    ],
  ]),
  ...wrong('desk', 'rows', [
    [
      'collation-of-the-left-operand',
      'SELECT a.id, e.id AS e FROM account a JOIN event e ON a.email = e.actor',
      'SELECT a.id, e.id AS e FROM account a JOIN event e ON e.actor = a.email',
      insert('account (id, email)', "1, 'a@x'") + insert('event (id, kind, actor)', "1, 'k', 'A@x'"),
    ],
    [
      'json-list-of-two',
      "SELECT id FROM account WHERE json_array_length(settings, '$.tags') > 2",
      "SELECT id FROM account WHERE json_array_length(settings, '$.tags') >= 2",
      insert('account (id, email, settings)', `1, 'a@x', '{"tags":[1,2]}'`),
    ],
  ]),
  ...wrong('plain', 'rows', [
    [
      'number-joined-to-text',
      'SELECT a.k, num.i FROM a JOIN num ON a.k = num.t',
      'SELECT a.k, num.i FROM a JOIN num ON CAST(a.k AS TEXT) = num.t',
      insert('a', "1, 1, 'x'") + insert('num', "1, 1.5, '01', 2"),
    ],
    [
      'pairs-in-one-order',
      'SELECT k, v FROM a WHERE k < v UNION SELECT v, k FROM a WHERE v < k',
      'SELECT DISTINCT k, v FROM a WHERE k < v',
      insert('a', "2, 1, 'x'"),
    ],
    [
      'third-arm-overlaps',
      'SELECT k FROM a WHERE v = 1 UNION SELECT k FROM b WHERE v = 2 UNION SELECT k FROM c WHERE v = 3',
      'SELECT k FROM a WHERE v = 1 UNION SELECT k FROM b WHERE v = 2 UNION ALL SELECT k FROM c WHERE v = 3',
      insert('a', "1, 1, 'x'") + insert('c', "1, 3, 'x'"),
    ],
    [
      'rounded-third',
      'SELECT k, ROUND(v / 3.0, 2) AS t FROM a',
      'SELECT k, ROUND(v / 3.0, 1) AS t FROM a',
      insert('a', "1, 1, 'x'"),
    ],
  ]),
  ...wrong('staff', 'rows', [
    [
      'six-levels-of-managers',
      `WITH RECURSIVE up (id, depth) AS (SELECT id, 1 FROM employee WHERE manager_id IS NULL
      UNION ALL SELECT e.id, depth + 1 FROM up JOIN employee e ON e.manager_id = up.id) SELECT id FROM up WHERE depth < 6`,
      `WITH RECURSIVE up (id, depth) AS (SELECT id, 1 FROM employee WHERE manager_id IS NULL
      UNION ALL SELECT e.id, depth + 1 FROM up JOIN employee e ON e.manager_id = up.id) SELECT id FROM up`,
      insert('employee (id, manager_id)', '1, NULL', '2, 1', '3, 2', '4, 3', '5, 4', '6, 5'),
    ],
    [
      'team-of-three-behind-manager',
      'SELECT m.id FROM employee m JOIN employee e ON e.manager_id = m.id JOIN assignment a ON a.employee_id = e.id WHERE a.hours > 10 GROUP BY m.id HAVING COUNT(DISTINCT e.id) >= 3',
      'SELECT m.id FROM employee m JOIN employee e ON e.manager_id = m.id JOIN assignment a ON a.employee_id = e.id WHERE a.hours > 10 GROUP BY m.id HAVING COUNT(e.id) >= 3',
      insert('employee (id, manager_id)', '1, NULL', '2, 1') +
        insert('project (id, name)', "1, 'p'", "2, 'q'", "3, 'r'") +
        insert('assignment', '2, 1, 11', '2, 2, 11', '2, 3, 11'),
    ],
    [
      'above-department-average-of-all',
      'SELECT e.id FROM employee e WHERE e.salary > (SELECT AVG(x.salary) FROM employee x WHERE x.department_id = e.department_id)',
      'SELECT e.id FROM employee e WHERE e.salary > (SELECT AVG(x.salary) FROM employee x WHERE x.department_id IS e.department_id)',
      insert('employee (id, salary)', '1, 5', '2, 1'),
    ],
  ]),
];

/** Found by fuzzing, made small. */
const found = [
  ...wrong('hotel', 'rows', [
    [
      'bound-on-key-within-coalesce',
      "SELECT MAX(r.beds) AS b FROM room r WHERE r.floor = 2 AND COALESCE(r.hotel, 'new') >= 'abc'",
      'SELECT MAX(r.beds) AS b FROM room r WHERE r.floor = 2',
      insert('room (hotel, number, floor)', "'A', 1, 2"),
    ],
  ]),
  ...wrong('staff', 'rows', [
    [
      'own-manager-turned',
      'SELECT MAX(1) AS one FROM employee x JOIN employee y ON x.id = y.manager_id WHERE x.title IS NOT NULL GROUP BY y.hired',
      'SELECT MAX(1) AS one FROM employee x JOIN employee y ON x.id <> y.manager_id WHERE x.title IS NOT NULL GROUP BY y.hired',
      insert('employee (id, manager_id, title)', "1, 1, 'boss'"),
    ],
    [
      'distinct-of-equal-minima',
      'SELECT MIN(budget) AS b FROM department GROUP BY head_id HAVING COUNT(*) < 3',
      'SELECT DISTINCT MIN(budget) AS b FROM department GROUP BY head_id HAVING COUNT(*) < 3',
      insert('employee (id)', '1') +
        insert('department (id, name, budget, head_id)', "1, 'a', 5, NULL", "2, 'b', 5, 1"),
    ],
  ]),
];

export const wrongRareGroups: readonly WrongPair[] = [...groups, ...windows, ...values, ...others, ...found];
