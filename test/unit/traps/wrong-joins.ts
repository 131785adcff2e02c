/** Wrong joins, semi-joins and correlations. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name, city)', "1, 'Ann', 'Oslo'");
const annBob = insert('customer (id, name, city)', "1, 'Ann', 'Oslo'", "2, 'Bob', 'Oslo'");
const goods = insert('product (id, sku)', "1, 'A-1'", "2, 'B-2'");

const overShop = wrong('shop', 'rows', [
  [
    'left-join-to-join',
    'SELECT c.name, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id',
    'SELECT c.name, p.id AS p FROM customer c JOIN purchase p ON p.customer_id = c.id',
    ann,
  ],
  [
    'condition-from-on-to-where',
    "SELECT c.id, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND p.status = 'paid'",
    "SELECT c.id, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.status = 'paid'",
    ann,
  ],
  [
    'condition-from-where-to-on',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.id IS NULL',
    'SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND p.id IS NULL',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'left-filter-moved-into-on',
    "SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.status = 'paid' OR p.status IS NULL",
    "SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND (p.status = 'paid' OR p.status IS NULL)",
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'open'"),
  ],
  [
    'outer-filter-on-left-side-into-on',
    "SELECT c.id, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE c.city = 'Rome'",
    "SELECT c.id, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id AND c.city = 'Rome'",
    ann,
  ],
  [
    'join-on-nullable-key-dropped',
    'SELECT r.id, r.stars FROM review r JOIN customer c ON c.id = r.customer_id',
    'SELECT r.id, r.stars FROM review r',
    goods + insert('review (id, product_id)', '1, 1'),
  ],
  [
    'join-to-many-dropped',
    'SELECT p.id FROM purchase p JOIN line l ON l.purchase_id = p.id',
    'SELECT p.id FROM purchase p',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'left-join-to-many-dropped',
    'SELECT p.id, p.total FROM purchase p LEFT JOIN line l ON l.purchase_id = p.id',
    'SELECT p.id, p.total FROM purchase p',
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id)', '1, 1, 1', '1, 2, 2'),
  ],
  [
    'exists-to-join',
    'SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND p.total > 100)',
    'SELECT c.id FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE p.total > 100',
    ann + insert('purchase (id, customer_id, total)', '1, 1, 101', '2, 1, 102'),
  ],
  [
    'in-to-distinct-join-without-key',
    'SELECT c.name FROM customer c WHERE c.id IN (SELECT customer_id FROM purchase)',
    'SELECT DISTINCT c.name FROM customer c JOIN purchase p ON p.customer_id = c.id',
    insert('customer (id, name)', "1, 'Ann'", "2, 'Ann'") +
      insert('purchase (id, customer_id)', '1, 1', '2, 2'),
  ],
  [
    'optional-coupon-required',
    `SELECT c.name, pr.title, k.code FROM line l JOIN purchase p ON p.id = l.purchase_id
     JOIN customer c ON c.id = p.customer_id JOIN product pr ON pr.id = l.product_id
     LEFT JOIN coupon k ON k.id = l.coupon_id WHERE pr.price > 500 AND p.status = 'paid'`,
    `SELECT c.name, pr.title, k.code FROM line l JOIN purchase p ON p.id = l.purchase_id
     JOIN customer c ON c.id = p.customer_id JOIN product pr ON pr.id = l.product_id
     JOIN coupon k ON k.id = l.coupon_id WHERE pr.price > 500 AND p.status = 'paid'`,
    ann +
      insert('product (id, sku, price)', "1, 'A', 501") +
      insert('purchase (id, customer_id, status)', "1, 1, 'paid'") +
      insert('line (purchase_id, no, product_id)', '1, 1, 1'),
  ],
  [
    'pairs-in-both-orders',
    'SELECT x.id, y.id AS other FROM customer x JOIN customer y ON x.city = y.city AND x.id < y.id',
    'SELECT x.id, y.id AS other FROM customer x JOIN customer y ON x.city = y.city AND x.id <> y.id',
    annBob,
  ],
  [
    'pairs-with-themselves',
    'SELECT x.id, y.id AS other FROM customer x JOIN customer y ON x.city = y.city AND x.id < y.id',
    'SELECT x.id, y.id AS other FROM customer x JOIN customer y ON x.city = y.city AND x.id <= y.id',
    ann,
  ],
  [
    'two-exists-as-one',
    `SELECT p.id FROM purchase p WHERE EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id = 1)
     AND EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id = 2)`,
    'SELECT p.id FROM purchase p WHERE EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.product_id IN (1, 2))',
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id)', '1, 1, 1'),
  ],
  [
    'exists-of-both-split',
    `SELECT p.id FROM purchase p WHERE EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.quantity > 5
     AND l.discount > 10)`,
    `SELECT p.id FROM purchase p WHERE EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.quantity > 5)
     AND EXISTS (SELECT 1 FROM line l WHERE l.purchase_id = p.id AND l.discount > 10)`,
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id, quantity, discount)', '1, 1, 1, 6, 10', '1, 2, 1, 5, 11'),
  ],
  [
    'buyer-and-seller-confused',
    'SELECT p.id, c.name FROM purchase p JOIN customer c ON c.id = p.customer_id WHERE p.total > 50',
    'SELECT p.id, c.name FROM purchase p JOIN customer c ON c.id = p.seller_id WHERE p.total > 50',
    annBob + insert('purchase (id, customer_id, seller_id, total)', '1, 1, 2, 51'),
  ],
  [
    'wrong-column-in-subquery',
    'SELECT id FROM customer WHERE id IN (SELECT customer_id FROM purchase WHERE total > 10)',
    'SELECT id FROM customer WHERE id IN (SELECT id FROM purchase WHERE total > 10)',
    ann + insert('purchase (id, customer_id, total)', '7, 1, 11'),
  ],
  [
    'correlation-captured-by-inner-scope',
    `SELECT p.id FROM purchase p WHERE p.total = (SELECT MAX(x.total) FROM purchase x
     WHERE x.customer_id = p.customer_id)`,
    'SELECT p.id FROM purchase p WHERE p.total = (SELECT MAX(total) FROM purchase WHERE customer_id = customer_id)',
    annBob + insert('purchase (id, customer_id, total)', '1, 1, 5', '2, 2, 9'),
  ],
  [
    'correlation-dropped',
    `SELECT p.id FROM purchase p WHERE p.total > (SELECT AVG(x.total) FROM purchase x
     WHERE x.customer_id = p.customer_id)`,
    'SELECT p.id FROM purchase p WHERE p.total > (SELECT AVG(x.total) FROM purchase x)',
    annBob + insert('purchase (id, customer_id, total)', '1, 1, 5', '2, 2, 9'),
  ],
  [
    'lookup-of-names-merges-reviewers',
    `SELECT pr.title, (SELECT COUNT(*) FROM review r WHERE r.product_id = pr.id) AS n FROM product pr`,
    `SELECT pr.title, COUNT(r.id) AS n FROM product pr LEFT JOIN review r ON r.product_id = pr.id GROUP BY pr.title`,
    insert('product (id, sku, title)', "1, 'a', 'Pen'", "2, 'b', 'Pen'"),
  ],
  [
    'chain-of-left-joins-cut',
    `SELECT p.id, l.no, k.percent FROM purchase p LEFT JOIN line l ON l.purchase_id = p.id
     LEFT JOIN coupon k ON k.id = l.coupon_id`,
    `SELECT p.id, l.no, k.percent FROM purchase p LEFT JOIN (line l JOIN coupon k ON k.id = l.coupon_id)
     ON l.purchase_id = p.id`,
    ann +
      goods +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id)', '1, 1, 1'),
  ],
]);

const overPlain = wrong('plain', 'rows', [
  [
    'full-join-to-left-join',
    'SELECT a.k, b.v FROM a FULL JOIN b ON a.k = b.k',
    'SELECT a.k, b.v FROM a LEFT JOIN b ON a.k = b.k',
    insert('b', "1, 2, 'x'"),
  ],
  [
    'right-join-to-left-join',
    'SELECT a.v, b.s FROM a RIGHT JOIN b ON a.k = b.k',
    'SELECT a.v, b.s FROM a LEFT JOIN b ON a.k = b.k',
    insert('a', "1, 2, 'x'"),
  ],
  [
    'using-of-full-join-as-left-column',
    'SELECT k FROM a FULL JOIN b USING (k)',
    'SELECT a.k FROM a FULL JOIN b ON a.k = b.k',
    insert('b', "1, 2, 'x'"),
  ],
  [
    'natural-join-by-one-column',
    'SELECT k FROM a NATURAL JOIN b',
    'SELECT k FROM a JOIN b USING (k)',
    insert('a', "1, 2, 'x'") + insert('b', "1, 3, 'x'"),
  ],
  [
    'left-then-inner-regrouped',
    'SELECT a.k AS k, b.k AS bk, c.s AS s FROM a LEFT JOIN b ON a.k = b.k JOIN c ON c.k = b.v',
    'SELECT a.k AS k, b.k AS bk, c.s AS s FROM a LEFT JOIN (b JOIN c ON c.k = b.v) ON a.k = b.k',
    insert('a', "1, 2, 'x'"),
  ],
  ['product-with-empty-table', 'SELECT a.k FROM a, b', 'SELECT a.k FROM a', insert('a', "1, 2, 'x'")],
  [
    'transitive-equality-on-other-column',
    'SELECT a.s FROM a JOIN b ON a.k = b.k JOIN c ON b.k = c.k',
    'SELECT a.s FROM a JOIN b ON a.k = b.k JOIN c ON b.v = c.k',
    insert('a', "1, 2, 'x'") + insert('b', "1, 2, 'x'") + insert('c', "1, 2, 'x'"),
  ],
  [
    'join-by-one-of-two-keys',
    'SELECT a.k, b.s FROM a JOIN b ON a.k = b.k AND a.v = b.v',
    'SELECT a.k, b.s FROM a JOIN b ON a.k = b.k',
    insert('a', "1, 2, 'x'") + insert('b', "1, 3, 'y'"),
  ],
  [
    'not-exists-of-both-split',
    'SELECT k FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.v > 3 AND b.s = a.s)',
    `SELECT k FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.v > 3)
     AND NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.s = a.s)`,
    insert('a', "1, 2, 'x'") + insert('b', "1, 4, 'y'"),
  ],
  [
    'keyless-self-join-doubles',
    'SELECT k, v FROM a WHERE k = 3',
    'SELECT x.k, x.v FROM a x JOIN a y ON y.k = x.k AND y.v = x.v WHERE x.k = 3',
    insert('a', "3, 1, 'x'", "3, 1, 'y'"),
  ],
]);

const overStaff = wrong('staff', 'rows', [
  [
    'top-managers-lost',
    'SELECT e.id FROM employee e LEFT JOIN employee m ON m.id = e.manager_id WHERE m.salary < e.salary OR m.id IS NULL',
    'SELECT e.id FROM employee e LEFT JOIN employee m ON m.id = e.manager_id WHERE m.salary < e.salary',
    insert('employee (id)', '1'),
  ],
  [
    'manager-and-report-swapped',
    'SELECT e.name, m.name AS boss FROM employee e JOIN employee m ON e.manager_id = m.id WHERE e.salary > m.salary',
    'SELECT e.name, m.name AS boss FROM employee e JOIN employee m ON e.id = m.manager_id WHERE e.salary > m.salary',
    insert('employee (id, name, manager_id, salary)', "1, 'top', NULL, 5", "2, 'low', 1, 6"),
  ],
  [
    'grandparents-by-one-hop',
    'SELECT e.id, g.id AS g FROM employee e JOIN employee m ON m.id = e.manager_id JOIN employee g ON g.id = m.manager_id',
    'SELECT e.id, g.id AS g FROM employee e JOIN employee m ON m.id = e.manager_id JOIN employee g ON g.id = e.manager_id',
    insert('employee (id, manager_id)', '1, NULL', '2, 1'),
  ],
  [
    'colleagues-on-a-project-with-oneself',
    `SELECT x.employee_id, y.employee_id AS other FROM assignment x
     JOIN assignment y ON y.project_id = x.project_id AND y.employee_id <> x.employee_id WHERE x.hours > 20`,
    `SELECT x.employee_id, y.employee_id AS other FROM assignment x
     JOIN assignment y ON y.project_id = x.project_id WHERE x.hours > 20`,
    insert('employee (id)', '1') + insert('project (id, name)', "1, 'p'") + insert('assignment', '1, 1, 21'),
  ],
  [
    'head-or-member',
    'SELECT d.name, e.name AS who FROM department d JOIN employee e ON e.department_id = d.id OR e.id = d.head_id',
    'SELECT d.name, e.name AS who FROM department d JOIN employee e ON e.department_id = d.id',
    insert('employee (id, name)', "1, 'Eve'") + insert('department (id, name, head_id)', "1, 'it', 1"),
  ],
  [
    'department-lookup-by-inner-join',
    'SELECT e.id, (SELECT d.name FROM department d WHERE d.id = e.department_id) AS dep FROM employee e',
    'SELECT e.id, d.name AS dep FROM employee e JOIN department d ON d.id = e.department_id',
    insert('employee (id)', '1'),
  ],
]);

const overHotel = wrong('hotel', 'rows', [
  [
    'groups-finer-than-what-is-shown',
    `SELECT DISTINCT s.hotel FROM stay s JOIN stay z ON z.hotel = s.hotel AND z.from_day = s.from_day
     WHERE s.guest IS NULL AND z.guest IS NOT NULL`,
    'SELECT hotel FROM stay GROUP BY hotel, from_day HAVING COUNT(*) > COUNT(guest) AND COUNT(guest) > 0',
    insert('room (hotel, number)', "'A', 1") +
      insert('stay (id, hotel, number, guest)', "1, 'A', 1, NULL", "2, 'A', 1, 'g'") +
      insert(
        'stay (id, hotel, number, guest, from_day)',
        "3, 'A', 1, NULL, '2024-02-01'",
        "4, 'A', 1, 'g', '2024-02-01'",
      ),
  ],
  [
    'guests-counted-for-stays',
    `SELECT r.hotel, r.number FROM room r JOIN stay s ON s.hotel = r.hotel AND s.number = r.number
     GROUP BY r.hotel, r.number, r.beds HAVING COUNT(*) > r.beds`,
    `SELECT r.hotel, r.number FROM room r
     WHERE r.beds < (SELECT COUNT(s.guest) FROM stay s WHERE s.hotel = r.hotel AND s.number = r.number)`,
    insert('room (hotel, number)', "'A', 1") + insert('stay (id, hotel, number)', "1, 'A', 1", "2, 'A', 1"),
  ],
  [
    'overlap-that-begins-with-the-second',
    `SELECT x.hotel, x.day FROM cleaning x JOIN cleaning y ON x.hotel = y.hotel AND x.number < y.number
     AND x.day < datetime(y.day, '+' || y.minutes || ' minutes') AND y.day < datetime(x.day, '+' || x.minutes || ' minutes')`,
    `SELECT x.hotel, x.day FROM cleaning x JOIN cleaning y ON x.hotel = y.hotel AND x.number < y.number
     AND y.day BETWEEN x.day AND datetime(x.day, '+' || x.minutes || ' minutes')`,
    insert('room (hotel, number)', "'A', 1", "'A', 2") +
      insert('cleaning', "'A', 1, '2024-01-15 10:10:00', 30", "'A', 2, '2024-01-15 10:00:00', 30"),
  ],
  [
    'half-a-composite-key',
    'SELECT s.id, r.beds FROM stay s JOIN room r ON r.hotel = s.hotel AND r.number = s.number',
    'SELECT s.id, r.beds FROM stay s JOIN room r ON r.number = s.number',
    insert('room (hotel, number)', "'A', 1", "'B', 1") + insert('stay (id, hotel, number)', "1, 'A', 1"),
  ],
  [
    'overlap-with-touching-stays',
    `SELECT x.id, y.id AS other FROM stay x JOIN stay y ON x.hotel = y.hotel AND x.number = y.number AND x.id < y.id
     AND x.from_day < y.to_day AND y.from_day < x.to_day`,
    `SELECT x.id, y.id AS other FROM stay x JOIN stay y ON x.hotel = y.hotel AND x.number = y.number AND x.id < y.id
     AND x.from_day <= y.to_day AND y.from_day <= x.to_day`,
    insert('room (hotel, number)', "'A', 1") +
      insert(
        'stay (id, hotel, number, from_day, to_day)',
        "1, 'A', 1, '2024-01-01', '2024-01-03'",
        "2, 'A', 1, '2024-01-03', '2024-01-05'",
      ),
  ],
  [
    'cleaning-of-nullable-composite-key-dropped',
    'SELECT c.day FROM cleaning c JOIN room r ON r.hotel = c.hotel AND r.number = c.number',
    'SELECT c.day FROM cleaning c WHERE c.hotel IS NOT NULL',
    insert('cleaning (hotel, number, day)', "'A', NULL, '2024-01-01'"),
  ],
]);

export const wrongJoins: readonly WrongPair[] = [...overShop, ...overPlain, ...overStaff, ...overHotel];
