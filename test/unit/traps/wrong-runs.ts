/** Wrong pairs that only several rows of one group, in a certain order, tell apart. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const totals = (...values: (number | 'NULL')[]): string =>
  ann +
  insert('purchase (id, customer_id, total)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));

export const wrongRuns: readonly WrongPair[] = wrong('shop', 'rows', [
  [
    'three-in-a-row-as-three-in-all',
    `SELECT DISTINCT customer_id FROM (SELECT customer_id, MIN(total) OVER w AS least, COUNT(total) OVER w AS n
       FROM purchase WINDOW w AS (PARTITION BY customer_id ORDER BY id ROWS 2 PRECEDING)) WHERE n = 3 AND least > 50`,
    'SELECT customer_id FROM purchase WHERE total > 50 GROUP BY customer_id HAVING COUNT(*) >= 3',
    totals(60, 70, 10, 80),
  ],
  [
    'last-known-as-one-or-two-back',
    `SELECT p.id, (SELECT q.total FROM purchase q WHERE q.customer_id = p.customer_id AND q.id <= p.id
       AND q.total IS NOT NULL ORDER BY q.id DESC LIMIT 1) AS known FROM purchase p`,
    `SELECT id, COALESCE(total, LAG(total) OVER w, LAG(total, 2) OVER w) AS known
       FROM purchase WINDOW w AS (PARTITION BY customer_id ORDER BY id)`,
    totals(5, 'NULL', 'NULL', 'NULL'),
  ],
  [
    'large-group-without-a-status-left-out',
    'SELECT status, COUNT(*) AS n FROM purchase GROUP BY status HAVING COUNT(DISTINCT customer_id) >= 3',
    `SELECT status, SUM(n) AS n FROM (SELECT status, customer_id, COUNT(*) AS n FROM purchase
       WHERE status IS NOT NULL GROUP BY status, customer_id) GROUP BY status HAVING COUNT(*) >= 3`,
    insert('customer (id, name)', "1, 'Ann'", "2, 'Bob'", "3, 'Cy'") +
      insert('purchase (id, customer_id, status)', '1, 1, NULL', '2, 2, NULL', '3, 3, NULL'),
  ],
  [
    'open-and-paid-at-two-times-each',
    `SELECT DISTINCT a.customer_id FROM purchase a JOIN purchase b ON b.customer_id = a.customer_id
       AND b.placed = a.placed AND b.status = 'paid' WHERE a.status = 'open'`,
    `SELECT customer_id FROM purchase GROUP BY customer_id, placed
     HAVING MAX(status = 'open') = 1 AND MAX(status = 'paid') = 1`,
    ann +
      insert(
        'purchase (id, customer_id, placed, status)',
        "1, 1, '2024-01-01', 'open'",
        "2, 1, '2024-01-01', 'paid'",
        "3, 1, '2024-01-02', 'open'",
        "4, 1, '2024-01-02', 'paid'",
      ),
  ],
]);
