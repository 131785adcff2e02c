/** Wrong LIMIT, top-n and ORDER BY. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const goods = insert('product (id, sku)', "1, 'A-1'");
const totals = (...values: (number | 'NULL')[]): string =>
  ann +
  insert('purchase (id, customer_id, total)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));
const count = (n: number): string => totals(...Array.from({ length: n }, (_, index) => index));

const rows = wrong('shop', 'rows', [
  [
    'limit-below-join-on-nullable-key',
    'SELECT r.id, c.name FROM review r JOIN customer c ON c.id = r.customer_id ORDER BY r.id LIMIT 2',
    `SELECT r.id, c.name FROM (SELECT id, customer_id FROM review ORDER BY id LIMIT 2) r
     JOIN customer c ON c.id = r.customer_id ORDER BY r.id`,
    ann + goods + insert('review (id, product_id, customer_id)', '1, 1, NULL', '2, 1, 1', '3, 1, 1'),
  ],
  [
    'limit-below-join-kept-above',
    `SELECT p.id, s.name FROM purchase p JOIN customer s ON s.id = p.seller_id WHERE p.total > 10
     ORDER BY p.id DESC LIMIT 10`,
    `SELECT p.id, s.name FROM (SELECT id, seller_id FROM purchase WHERE total > 10 ORDER BY id DESC LIMIT 10) p
     JOIN customer s ON s.id = p.seller_id ORDER BY p.id DESC LIMIT 10`,
    ann +
      insert('purchase (id, customer_id, seller_id, total)', '1, 1, 1, 11') +
      insert(
        'purchase (id, customer_id, total)',
        ...Array.from({ length: 10 }, (_, index) => `${index + 2}, 1, 11`),
      ),
  ],
  [
    'limit-below-join-to-many',
    'SELECT c.id, p.id AS p FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id ORDER BY c.id, p.id LIMIT 3',
    `SELECT c.id, p.id AS p FROM (SELECT id FROM customer ORDER BY id LIMIT 3) c
     LEFT JOIN purchase p ON p.customer_id = c.id ORDER BY c.id, p.id`,
    count(4),
  ],
  [
    'limit-below-filter-of-joined-table',
    `SELECT l.purchase_id, l.no FROM line l JOIN product p ON p.id = l.product_id WHERE p.price > 99
     ORDER BY l.purchase_id, l.no LIMIT 5`,
    `SELECT l.purchase_id, l.no FROM (SELECT * FROM line ORDER BY purchase_id, no LIMIT 5) l
     JOIN product p ON p.id = l.product_id WHERE p.price > 99 ORDER BY l.purchase_id, l.no`,
    ann +
      insert('product (id, sku, price)', "1, 'a', 1", "2, 'b', 100") +
      insert('purchase (id, customer_id)', '1, 1') +
      insert('line (purchase_id, no, product_id)', ...[1, 2, 3, 4, 5].map(no => `1, ${no}, 1`), '1, 6, 2'),
  ],
  [
    'limit-one-less',
    'SELECT id FROM purchase ORDER BY id LIMIT 10',
    'SELECT id FROM purchase ORDER BY id LIMIT 9',
    count(10),
  ],
  [
    'limit-25-dropped',
    'SELECT id FROM purchase WHERE total >= 0 ORDER BY id LIMIT 25',
    'SELECT id FROM purchase WHERE total >= 0 ORDER BY id',
    count(26),
  ],
  [
    'offset-dropped',
    'SELECT id FROM purchase ORDER BY id LIMIT 5 OFFSET 1',
    'SELECT id FROM purchase ORDER BY id LIMIT 5',
    count(1),
  ],
  [
    'offset-and-limit-swapped',
    'SELECT id FROM purchase ORDER BY id LIMIT 2, 5',
    'SELECT id FROM purchase ORDER BY id LIMIT 2 OFFSET 5',
    count(3),
  ],
  [
    'sort-direction-under-limit',
    'SELECT id FROM purchase ORDER BY id DESC LIMIT 1',
    'SELECT id FROM purchase ORDER BY id LIMIT 1',
    count(2),
  ],
  [
    'filter-above-limit-moved-below',
    "SELECT id FROM (SELECT id, status FROM purchase ORDER BY id DESC LIMIT 3) WHERE status = 'open'",
    "SELECT id FROM purchase WHERE status = 'open' ORDER BY id DESC LIMIT 3",
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'open'", "2, 1, 'x'", "3, 1, 'x'", "4, 1, 'x'"),
  ],
  [
    'distinct-above-limit',
    'SELECT DISTINCT city FROM customer ORDER BY city LIMIT 2',
    'SELECT DISTINCT city FROM (SELECT city FROM customer ORDER BY city LIMIT 2) ORDER BY city',
    insert('customer (id, city)', "1, 'a'", "2, 'a'", "3, 'b'"),
  ],
  [
    'limit-split-over-union-arms',
    `SELECT id FROM (SELECT id FROM purchase WHERE status = 'open' UNION ALL SELECT id FROM purchase WHERE status = 'paid')
     ORDER BY id LIMIT 2`,
    `SELECT id FROM (SELECT * FROM (SELECT id FROM purchase WHERE status = 'open' ORDER BY id LIMIT 1)
     UNION ALL SELECT * FROM (SELECT id FROM purchase WHERE status = 'paid' ORDER BY id LIMIT 1)) ORDER BY id`,
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'open'", "2, 1, 'open'"),
  ],
  [
    'top-two-per-group-as-top-two',
    `SELECT p.id FROM purchase p WHERE p.id IN
     (SELECT x.id FROM purchase x WHERE x.customer_id = p.customer_id ORDER BY x.id DESC LIMIT 2)`,
    'SELECT p.id FROM purchase p WHERE p.id IN (SELECT x.id FROM purchase x ORDER BY x.id DESC LIMIT 2)',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 1', '2, 2', '3, 2'),
  ],
  [
    'first-row-as-minimum-of-another-column',
    'SELECT name FROM customer ORDER BY id LIMIT 1',
    'SELECT MIN(name) AS name FROM customer',
    insert('customer (id, name)', "1, 'b'", "2, 'a'"),
  ],
  [
    'latest-by-date-as-latest-by-key',
    `SELECT p.customer_id, p.total FROM purchase p WHERE p.placed =
     (SELECT MAX(x.placed) FROM purchase x WHERE x.customer_id = p.customer_id)`,
    `SELECT p.customer_id, p.total FROM purchase p WHERE p.id =
     (SELECT MAX(x.id) FROM purchase x WHERE x.customer_id = p.customer_id)`,
    ann +
      insert('purchase (id, customer_id, placed, total)', "1, 1, '2024-02-02', 5", "2, 1, '2024-01-01', 6"),
  ],
  [
    'greatest-per-group-as-row-number',
    `SELECT p.id FROM purchase p WHERE p.total =
     (SELECT MAX(x.total) FROM purchase x WHERE x.customer_id = p.customer_id)`,
    `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY total DESC, id) AS n
     FROM purchase) WHERE n = 1`,
    totals(7, 7),
  ],
  [
    'greatest-per-group-of-nulls',
    `SELECT p.id FROM purchase p WHERE p.total =
     (SELECT MAX(x.total) FROM purchase x WHERE x.customer_id = p.customer_id)`,
    `SELECT id FROM (SELECT id, RANK() OVER (PARTITION BY customer_id ORDER BY total DESC) AS n
     FROM purchase) WHERE n = 1`,
    totals('NULL'),
  ],
  [
    'rank-as-dense-rank',
    'SELECT id FROM (SELECT id, RANK() OVER (ORDER BY total DESC) AS n FROM purchase) WHERE n <= 2',
    'SELECT id FROM (SELECT id, DENSE_RANK() OVER (ORDER BY total DESC) AS n FROM purchase) WHERE n <= 2',
    totals(7, 7, 5),
  ],
  [
    'top-three-as-top-four',
    `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM purchase)
     WHERE n <= 3`,
    `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM purchase)
     WHERE n <= 4`,
    count(4),
  ],
  [
    'filter-of-the-latest-moved-inside',
    `SELECT id FROM (SELECT id, status, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id DESC) AS n
     FROM purchase) WHERE n = 1 AND status = 'paid'`,
    `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id DESC) AS n
     FROM purchase WHERE status = 'paid') WHERE n = 1`,
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'paid'", "2, 1, 'open'"),
  ],
  [
    'page-by-key-of-two-columns',
    "SELECT id FROM purchase WHERE (placed, id) > ('2024-01-01', 5)",
    "SELECT id FROM purchase WHERE placed > '2024-01-01' AND id > 5",
    ann + insert('purchase (id, customer_id, placed)', "1, 1, '2024-01-02'"),
  ],
  [
    'limit-on-null-order',
    'SELECT id FROM purchase ORDER BY total IS NULL, total, id LIMIT 1',
    'SELECT id FROM purchase ORDER BY total, id LIMIT 1',
    totals('NULL', 3),
  ],
  [
    'first-customer-with-lines-limited-first',
    'SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id) ORDER BY c.id LIMIT 1',
    `SELECT c.id FROM (SELECT id FROM customer ORDER BY id LIMIT 1) c
     WHERE EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id)`,
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 2'),
  ],
  [
    'limit-below-group',
    'SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id ORDER BY customer_id LIMIT 2',
    `SELECT customer_id, COUNT(*) AS n FROM (SELECT customer_id FROM purchase ORDER BY customer_id LIMIT 2)
     GROUP BY customer_id ORDER BY customer_id`,
    count(3),
  ],
  [
    'nested-limit-dropped',
    'SELECT SUM(total) AS t FROM (SELECT total FROM purchase ORDER BY id LIMIT 5)',
    'SELECT SUM(total) AS t FROM purchase',
    count(6),
  ],
  [
    'nested-offset-dropped',
    'SELECT MAX(id) AS m FROM (SELECT id FROM purchase ORDER BY id DESC LIMIT 10 OFFSET 1)',
    'SELECT MAX(id) AS m FROM (SELECT id FROM purchase ORDER BY id DESC LIMIT 10)',
    count(2),
  ],
]);

const order = wrong('shop', 'order', [
  [
    'order-dropped',
    'SELECT id, total FROM purchase ORDER BY total DESC',
    'SELECT id, total FROM purchase',
    totals(1, 2),
  ],
  [
    'order-turned',
    'SELECT id FROM purchase WHERE total > 0 ORDER BY id',
    'SELECT id FROM purchase WHERE total > 0 ORDER BY id DESC',
    totals(1, 2),
  ],
  [
    'order-by-other-column',
    'SELECT id, total FROM purchase ORDER BY total, id',
    'SELECT id, total FROM purchase ORDER BY id',
    totals(2, 1),
  ],
  [
    'tie-breaker-turned',
    'SELECT id, total FROM purchase ORDER BY total DESC, id DESC',
    'SELECT id, total FROM purchase ORDER BY total DESC, id',
    totals(1, 1),
  ],
  [
    'order-columns-swapped',
    'SELECT id, customer_id, total FROM purchase ORDER BY customer_id, total, id',
    'SELECT id, customer_id, total FROM purchase ORDER BY total, customer_id, id',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id, total)', '1, 1, 9', '2, 2, 1'),
  ],
  [
    'order-by-collation',
    'SELECT name FROM customer ORDER BY name COLLATE NOCASE, id',
    'SELECT name FROM customer ORDER BY name, id',
    insert('customer (id, name)', "1, 'a'", "2, 'B'"),
  ],
  [
    'order-by-text-of-number',
    'SELECT id, total FROM purchase ORDER BY total',
    'SELECT id, total FROM purchase ORDER BY CAST(total AS TEXT)',
    totals(9, 10),
  ],
  [
    'order-by-hidden-column-dropped',
    'SELECT name FROM customer ORDER BY joined DESC, name',
    'SELECT name FROM customer ORDER BY name',
    insert('customer (id, name, joined)', "1, 'a', '2024-01-01'", "2, 'b', '2024-01-02'"),
  ],
  [
    'order-of-union-dropped',
    "SELECT id FROM purchase WHERE status = 'a' UNION ALL SELECT id FROM purchase WHERE status = 'b' ORDER BY id",
    "SELECT id FROM purchase WHERE status = 'a' UNION ALL SELECT id FROM purchase WHERE status = 'b'",
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'b'", "2, 1, 'a'"),
  ],
  [
    'order-by-group-count-turned',
    'SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id ORDER BY n DESC, customer_id',
    'SELECT customer_id, COUNT(*) AS n FROM purchase GROUP BY customer_id ORDER BY n, customer_id',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 1', '2, 1', '3, 2'),
  ],
]);

export const wrongLimits: readonly WrongPair[] = [...rows, ...order];
