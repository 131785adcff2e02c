/** Wrong set operations, windows and CTEs. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const totals = (...values: (number | 'NULL')[]): string =>
  ann +
  insert('purchase (id, customer_id, total)', ...values.map((value, index) => `${index + 1}, 1, ${value}`));
const a = (...rows: string[]): string => insert('a', ...rows.map(row => `${row}, 'x'`));
const b = (...rows: string[]): string => insert('b', ...rows.map(row => `${row}, 'x'`));

const sets = wrong('plain', 'rows', [
  [
    'union-as-union-all',
    'SELECT k FROM a UNION SELECT k FROM b',
    'SELECT k FROM a UNION ALL SELECT k FROM b',
    a('1, 1') + b('1, 1'),
  ],
  [
    'union-of-disjoint-arms-with-duplicates',
    'SELECT k FROM a WHERE v = 1 UNION SELECT k FROM a WHERE v = 2',
    'SELECT k FROM a WHERE v = 1 UNION ALL SELECT k FROM a WHERE v = 2',
    a('1, 1', '1, 2'),
  ],
  [
    'union-all-as-union',
    'SELECT k, v FROM a UNION ALL SELECT k, v FROM b',
    'SELECT k, v FROM a UNION SELECT k, v FROM b',
    a('1, 1', '1, 1'),
  ],
  [
    'or-as-union-without-key',
    'SELECT v FROM a WHERE k = 1 OR k = 2',
    'SELECT v FROM a WHERE k = 1 UNION SELECT v FROM a WHERE k = 2',
    a('1, 5', '2, 5'),
  ],
  [
    'or-as-union-all-without-guard',
    'SELECT k, v FROM a WHERE k > 1 OR v > 1',
    'SELECT k, v FROM a WHERE k > 1 UNION ALL SELECT k, v FROM a WHERE v > 1',
    a('2, 2'),
  ],
  [
    'except-as-anti-join-with-duplicates',
    'SELECT k FROM a WHERE k IS NOT NULL EXCEPT SELECT k FROM b',
    'SELECT a.k FROM a WHERE a.k IS NOT NULL AND NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k)',
    a('1, 1', '1, 2'),
  ],
  [
    'intersect-as-in-with-duplicates',
    'SELECT k FROM a WHERE k > 0 INTERSECT SELECT k FROM b',
    'SELECT k FROM a WHERE k > 0 AND k IN (SELECT k FROM b)',
    a('1, 1', '1, 2') + b('1, 1'),
  ],
  [
    'except-turned',
    'SELECT k FROM a EXCEPT SELECT k FROM b',
    'SELECT k FROM b EXCEPT SELECT k FROM a',
    a('1, 1'),
  ],
  [
    'set-operations-regrouped',
    'SELECT k FROM a UNION SELECT k FROM b EXCEPT SELECT k FROM c',
    'SELECT k FROM a UNION SELECT k FROM (SELECT k FROM b EXCEPT SELECT k FROM c)',
    a('1, 1') + insert('c', "1, 1, 'x'"),
  ],
  [
    'except-of-one-column',
    'SELECT k, v FROM a EXCEPT SELECT k, v FROM b',
    'SELECT DISTINCT k, v FROM a WHERE k NOT IN (SELECT k FROM b WHERE k IS NOT NULL)',
    a('1, 1') + b('1, 2'),
  ],
  ['distinct-dropped', 'SELECT DISTINCT k FROM a', 'SELECT k FROM a', a('1, 1', '1, 2')],
  [
    'distinct-on-fewer-columns',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT k, v FROM a)',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT k FROM a)',
    a('1, 1', '1, 2'),
  ],
  [
    'distinct-before-join',
    'SELECT DISTINCT a.k FROM a JOIN b ON a.k = b.k',
    'SELECT a.k FROM a JOIN (SELECT DISTINCT k FROM b) b ON a.k = b.k',
    a('1, 1', '1, 2') + b('1, 1'),
  ],
  [
    'symmetric-difference-halved',
    'SELECT * FROM (SELECT k FROM a EXCEPT SELECT k FROM b) UNION ALL SELECT * FROM (SELECT k FROM b EXCEPT SELECT k FROM a)',
    'SELECT k FROM a EXCEPT SELECT k FROM b',
    b('1, 1'),
  ],
  [
    'intersect-before-filter',
    'SELECT k FROM a WHERE v > 10 INTERSECT SELECT k FROM b WHERE v > 10',
    'SELECT k FROM (SELECT k, v FROM a INTERSECT SELECT k, v FROM b) WHERE v > 10',
    a('1, 11') + b('1, 12'),
  ],
  [
    'shared-cte-filtered-twice',
    'WITH x AS (SELECT k, v FROM a WHERE v > 3) SELECT x.k FROM x JOIN a y ON y.k = x.k',
    'WITH x AS (SELECT k, v FROM a WHERE v > 3) SELECT x.k FROM x JOIN x y ON y.k = x.k',
    a('1, 4', '1, 3'),
  ],
]);

const windows = wrong('shop', 'rows', [
  [
    'range-as-rows',
    'SELECT id, SUM(total) OVER (ORDER BY total) AS s FROM purchase',
    'SELECT id, SUM(total) OVER (ORDER BY total, id ROWS UNBOUNDED PRECEDING) AS s FROM purchase',
    totals(5, 5),
  ],
  [
    'running-total-by-self-join',
    'SELECT p.id, (SELECT SUM(x.total) FROM purchase x WHERE x.placed <= p.placed) AS s FROM purchase p',
    'SELECT id, SUM(total) OVER (ORDER BY placed, id ROWS UNBOUNDED PRECEDING) AS s FROM purchase',
    totals(1, 2),
  ],
  [
    'partition-dropped',
    'SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM purchase',
    'SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM purchase',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id)', '1, 1', '2, 2'),
  ],
  [
    'lag-as-lead',
    'SELECT id, LAG(total) OVER (ORDER BY id) AS t FROM purchase',
    'SELECT id, LEAD(total) OVER (ORDER BY id) AS t FROM purchase',
    totals(1, 2),
  ],
  [
    'lag-default-dropped',
    'SELECT id, LAG(total, 1, 0) OVER (ORDER BY id) AS t FROM purchase',
    'SELECT id, LAG(total) OVER (ORDER BY id) AS t FROM purchase',
    totals(1),
  ],
  [
    'last-value-with-default-frame',
    `SELECT id, LAST_VALUE(total) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS t
     FROM purchase`,
    'SELECT id, LAST_VALUE(total) OVER (ORDER BY id) AS t FROM purchase',
    totals(1, 2),
  ],
  [
    'first-value-as-minimum',
    'SELECT id, FIRST_VALUE(total) OVER (PARTITION BY customer_id ORDER BY id) AS t FROM purchase',
    'SELECT id, MIN(total) OVER (PARTITION BY customer_id) AS t FROM purchase',
    totals(2, 1),
  ],
  [
    'frame-one-shorter',
    'SELECT id, AVG(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS m FROM purchase',
    'SELECT id, AVG(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS m FROM purchase',
    totals(9, 1, 1),
  ],
  [
    'range-by-value-as-rows',
    'SELECT id, COUNT(*) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM purchase',
    'SELECT id, COUNT(*) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM purchase',
    ann + insert('purchase (id, customer_id)', '1, 1', '5, 1'),
  ],
  [
    'groups-as-range',
    'SELECT id, COUNT(*) OVER (ORDER BY total GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM purchase',
    'SELECT id, COUNT(*) OVER (ORDER BY total RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM purchase',
    totals(1, 5),
  ],
  [
    'excluded-row-counted',
    `SELECT id, SUM(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS s
     FROM purchase`,
    'SELECT id, SUM(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s FROM purchase',
    totals(1),
  ],
  [
    'window-before-filter',
    'SELECT id, COUNT(*) OVER () AS n FROM purchase WHERE total > 5',
    'SELECT id, n FROM (SELECT id, total, COUNT(*) OVER () AS n FROM purchase) WHERE total > 5',
    totals(6, 5),
  ],
  [
    'ntile-of-three',
    'SELECT id, NTILE(2) OVER (ORDER BY id) AS q FROM purchase',
    'SELECT id, NTILE(3) OVER (ORDER BY id) AS q FROM purchase',
    totals(1, 2, 3),
  ],
  [
    'share-of-group-as-share-of-all',
    'SELECT id, total * 1.0 / SUM(total) OVER (PARTITION BY customer_id) AS share FROM purchase WHERE total > 0',
    'SELECT id, total * 1.0 / (SELECT SUM(total) FROM purchase WHERE total > 0) AS share FROM purchase WHERE total > 0',
    insert('customer (id)', '1', '2') + insert('purchase (id, customer_id, total)', '1, 1, 5', '2, 2, 5'),
  ],
  [
    'running-count-of-groups-unordered',
    'SELECT status, SUM(COUNT(*)) OVER (ORDER BY status) AS n FROM purchase GROUP BY status',
    'SELECT status, SUM(COUNT(*)) OVER () AS n FROM purchase GROUP BY status',
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'a'", "2, 1, 'b'"),
  ],
  [
    'window-order-turned',
    'SELECT id, SUM(total) OVER (ORDER BY id) AS s FROM purchase',
    'SELECT id, SUM(total) OVER (ORDER BY id DESC) AS s FROM purchase',
    totals(1, 2),
  ],
]);

const chain = insert('employee (id, manager_id)', '1, NULL', '2, 1', '3, 2', '4, 3', '5, 4', '6, 5');
const under = (condition: string): string => `WITH RECURSIVE up (id, depth) AS (
  SELECT id, 0 FROM employee WHERE manager_id IS NULL
  UNION ALL SELECT e.id, up.depth + 1 FROM up JOIN employee e ON e.manager_id = up.id WHERE ${condition})
  SELECT id, depth FROM up`;
const recursion = wrong('staff', 'rows', [
  ['recursion-one-deeper', under('up.depth < 4'), under('up.depth <= 4'), chain],
  [
    'recursion-counts-one-more',
    'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
    'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= 5) SELECT i FROM n',
    '',
  ],
  ['recursion-without-roots', under('up.depth < 9'), `${under('up.depth < 9')} WHERE depth > 0`, chain],
  [
    'all-reports-as-direct-reports',
    `WITH RECURSIVE below (id) AS (SELECT id FROM employee WHERE manager_id = 1
     UNION SELECT e.id FROM employee e JOIN below ON e.manager_id = below.id) SELECT id FROM below`,
    `SELECT id FROM employee WHERE manager_id = 1
     UNION SELECT e.id FROM employee e JOIN employee m ON e.manager_id = m.id WHERE m.manager_id = 1`,
    chain,
  ],
  [
    'paths-instead-of-nodes',
    `WITH RECURSIVE below (id) AS (SELECT id FROM employee WHERE salary > 100
     UNION SELECT e.id FROM employee e JOIN below ON e.manager_id = below.id) SELECT id FROM below LIMIT -1`,
    `SELECT id FROM employee WHERE salary > 100
     UNION ALL SELECT e.id FROM employee e JOIN employee m ON e.manager_id = m.id WHERE m.salary > 100`,
    insert('employee (id, manager_id, salary)', '1, NULL, 101', '2, 1, 101'),
  ],
]);

export const wrongSets: readonly WrongPair[] = [...sets, ...windows, ...recursion];
