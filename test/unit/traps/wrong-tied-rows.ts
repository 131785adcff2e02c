/** Mistakes that show only in small databases whose rows are all tied together, or behind the cut of a LIMIT. */
import { insert, type WrongPair, wrong } from './pair.ts';

export const wrongTiedRows: readonly WrongPair[] = [
  ...wrong('shop', 'rows', [
    [
      'all-lines-fit-turned-with-nulls',
      `SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND NOT EXISTS (
         SELECT 1 FROM line l WHERE l.purchase_id = p.id AND NOT EXISTS (
           SELECT 1 FROM product q WHERE q.id = l.product_id AND q.price > 50 AND q.category = c.city)))`,
      `SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND NOT EXISTS (
         SELECT 1 FROM line l JOIN product q ON q.id = l.product_id
         WHERE l.purchase_id = p.id AND (q.price <= 50 OR q.category <> c.city)))`,
      insert('customer (id, city)', '1, NULL') +
        insert('purchase (id, customer_id)', '1, 1') +
        insert('product (id, sku, price)', "1, 's', 60") +
        insert('line (purchase_id, no, product_id)', '1, 1, 1'),
    ],
    [
      'status-of-the-row-as-of-the-group',
      `SELECT seller_id, COUNT(*) AS n FROM purchase WHERE total > 100 GROUP BY seller_id HAVING COUNT(*) = COUNT(status)`,
      `SELECT seller_id, COUNT(*) AS n FROM purchase GROUP BY seller_id HAVING MAX(total) > 100 AND COUNT(*) = COUNT(status)`,
      insert('customer (id)', '1') +
        insert('purchase (id, customer_id, status, total)', "1, 1, 'x', 200", "2, 1, 'x', 20"),
    ],
  ]),
  ...wrong('staff', 'rows', [
    [
      'bound-of-a-crossed-table-dropped',
      `SELECT MAX(e.title) AS t FROM employee e, department d WHERE e.salary = 2 AND COALESCE(d.name, 'new') >= 'abc'`,
      `SELECT MAX(e.title) AS t FROM employee e, department d WHERE e.salary = 2`,
      insert('department (id, name)', "1, 'A'") + insert('employee (id, salary, title)', "1, 2, 't'"),
    ],
    [
      'one-who-manages-and-heads',
      `SELECT COUNT(*) AS n FROM employee e JOIN employee m ON m.id = e.manager_id
       WHERE NOT EXISTS (SELECT 1 FROM department d WHERE d.head_id = e.id AND d.id <> m.department_id) AND m.bonus > 3`,
      `SELECT COUNT(*) AS n FROM employee e JOIN employee m ON m.id = e.manager_id
       WHERE NOT EXISTS (SELECT 1 FROM department d WHERE d.head_id = e.id AND d.id IS NOT m.department_id) AND m.bonus > 3`,
      insert('department (id, name, head_id)', "1, 'a', 1") +
        insert('employee (id, manager_id, bonus)', '1, 1, 4'),
    ],
    [
      'or-term-at-its-bound',
      `SELECT DISTINCT e.salary FROM employee e WHERE e.title = 'boss' OR e.hired > '2024-01-01' OR e.bonus <= e.salary`,
      `SELECT DISTINCT e.salary FROM employee e WHERE e.title = 'boss' OR e.hired > '2024-01-01' OR e.bonus < e.salary`,
      insert('employee (id, salary, bonus)', '1, 5, 5'),
    ],
    [
      'condition-for-the-missing-partner',
      `SELECT (SELECT MAX(p.name) FROM project p) AS t FROM project q LEFT JOIN assignment a ON a.hours > 2
       WHERE NOT (a.project_id BETWEEN 1 AND 5) OR q.name IS NOT NULL`,
      `SELECT (SELECT MAX(p.name) FROM project p) AS t FROM project q LEFT JOIN assignment a ON a.hours > 2
       WHERE NOT (a.project_id BETWEEN 1 AND 5) OR q.name IS NULL`,
      insert('project (id, name)', "1, 'a'"),
    ],
  ]),
  ...wrong('shop', 'rows', [
    [
      'distinct-over-a-unique-column-with-nulls',
      'SELECT name, email FROM customer',
      'SELECT DISTINCT name, email FROM customer',
      insert('customer (id, name, email)', "1, 'a', NULL", "2, 'a', NULL"),
    ],
  ]),
  ...wrong('hotel', 'rows', [
    [
      'distinct-over-a-part-of-the-key',
      'SELECT number, floor FROM room',
      'SELECT DISTINCT number, floor FROM room',
      insert('room (hotel, number)', "'a', 1", "'b', 1"),
    ],
    [
      'folded-bound-behind-a-limit',
      `SELECT s.hotel FROM stay s WHERE COALESCE(s.guest, '') > 'abc' AND s.guest LIKE '%a%' ORDER BY 1 LIMIT 1`,
      `SELECT s.hotel FROM stay s WHERE s.guest > 'abc' AND s.guest LIKE '%a%' ORDER BY 1 LIMIT 1`,
      insert('room (hotel, number)', "'h', 1") +
        insert('stay (id, hotel, number, guest)', "1, 'h', 1, 'Paid'"),
    ],
    [
      'distinct-places-one-more',
      'SELECT DISTINCT c.hotel FROM cleaning c LEFT JOIN cleaning d ON d.hotel = c.day ORDER BY 1 DESC LIMIT 4',
      'SELECT DISTINCT c.hotel FROM cleaning c LEFT JOIN cleaning d ON d.hotel = c.day ORDER BY 1 DESC LIMIT 5',
      insert('room (hotel, number)', "'a', 1", "'b', 1", "'c', 1", "'d', 1", "'e', 1") +
        insert(
          'cleaning (hotel, number, day)',
          "'a', 1, 'm'",
          "'b', 1, 'm'",
          "'c', 1, 'm'",
          "'d', 1, 'm'",
          "'e', 1, 'm'",
        ),
    ],
  ]),
];
