/** Wrong dates, texts, numbers, JSON and names. */
import { insert, type WrongPair, wrong } from './pair.ts';

const ann = insert('customer (id, name)', "1, 'Ann'");
const placed = (at: string): string => ann + insert('purchase (id, customer_id, placed)', `1, 1, '${at}'`);
const named = (name: string): string => insert('customer (id, name)', `1, '${name}'`);

const overShop = wrong('shop', 'rows', [
  [
    'last-day-of-month-loses-its-time',
    "SELECT id FROM purchase WHERE date(placed) BETWEEN '2024-01-01' AND '2024-01-31'",
    "SELECT id FROM purchase WHERE placed BETWEEN '2024-01-01' AND '2024-01-31'",
    placed('2024-01-31 10:00:00'),
  ],
  [
    'last-day-of-year-loses-its-time',
    "SELECT id FROM purchase WHERE strftime('%Y', placed) = '2024'",
    "SELECT id FROM purchase WHERE placed >= '2024-01-01' AND placed <= '2024-12-31'",
    placed('2024-12-31 23:59:59'),
  ],
  [
    'half-open-range-closed',
    "SELECT id FROM purchase WHERE placed >= '2024-01-01' AND placed < '2024-02-01'",
    "SELECT id FROM purchase WHERE placed >= '2024-01-01' AND placed <= '2024-02-01'",
    placed('2024-02-01'),
  ],
  [
    'day-as-equality',
    "SELECT id FROM purchase WHERE date(placed) = '2024-05-05'",
    "SELECT id FROM purchase WHERE placed = '2024-05-05'",
    placed('2024-05-05 01:00:00'),
  ],
  [
    'end-of-day-without-last-second',
    "SELECT id FROM purchase WHERE date(placed) = '2024-05-05'",
    "SELECT id FROM purchase WHERE placed >= '2024-05-05' AND placed < '2024-05-05 23:59:59'",
    placed('2024-05-05 23:59:59'),
  ],
  [
    'month-of-any-year',
    "SELECT id FROM purchase WHERE strftime('%Y-%m', placed) = '2024-03'",
    "SELECT id FROM purchase WHERE strftime('%m', placed) = '03'",
    placed('2023-03-01'),
  ],
  [
    'like-prefix-as-glob',
    "SELECT id FROM customer WHERE name LIKE 'an%'",
    "SELECT id FROM customer WHERE name GLOB 'an*'",
    named('Ann'),
  ],
  [
    'like-prefix-as-range',
    "SELECT id FROM customer WHERE name LIKE 'an%'",
    "SELECT id FROM customer WHERE name >= 'an' AND name < 'ao'",
    named('Ann'),
  ],
  [
    'lower-dropped',
    "SELECT id FROM customer WHERE lower(name) = 'ann'",
    "SELECT id FROM customer WHERE name = 'ann'",
    named('Ann'),
  ],
  [
    'collation-lost-in-expression',
    "SELECT percent FROM coupon WHERE code = 'save'",
    "SELECT percent FROM coupon WHERE code || '' = 'save'",
    insert('coupon', "1, 'SAVE', 5"),
  ],
  [
    'substring-for-suffix',
    "SELECT id FROM customer WHERE name LIKE '%son'",
    "SELECT id FROM customer WHERE name LIKE '%son%'",
    named('Sons'),
  ],
  [
    'one-letter-pattern-dropped',
    "SELECT id FROM customer WHERE name LIKE '_nn%'",
    "SELECT id FROM customer WHERE name LIKE '%nn%'",
    named('nn'),
  ],
  [
    'escape-dropped',
    "SELECT id FROM product WHERE sku LIKE 'a\\_b' ESCAPE '\\'",
    "SELECT id FROM product WHERE sku LIKE 'a_b'",
    insert('product (id, sku)', "1, 'axb'"),
  ],
  [
    'trim-dropped',
    "SELECT id FROM customer WHERE trim(name) = 'Ann'",
    "SELECT id FROM customer WHERE name = 'Ann'",
    named('Ann '),
  ],
  [
    'length-boundary',
    'SELECT id FROM customer WHERE length(name) > 3',
    'SELECT id FROM customer WHERE length(name) >= 3',
    named('Ann'),
  ],
  [
    'instr-is-case-sensitive',
    "SELECT id FROM customer WHERE name LIKE '%ann%'",
    "SELECT id FROM customer WHERE instr(name, 'ann') > 0",
    named('Ann'),
  ],
  [
    'substring-from-zero',
    'SELECT substr(sku, 1, 3) AS p FROM product',
    'SELECT substr(sku, 0, 3) AS p FROM product',
    insert('product (id, sku)', "1, 'abcd'"),
  ],
  [
    'concatenation-swapped',
    "SELECT id, name || ' ' || joined AS label FROM customer",
    "SELECT id, joined || ' ' || name AS label FROM customer",
    ann,
  ],
  [
    'deep-constant-changed',
    'SELECT id FROM product WHERE price IN (17, 23, 4711)',
    'SELECT id FROM product WHERE price IN (17, 23, 4712)',
    insert('product (id, sku, price)', "1, 'a', 4711"),
  ],
  [
    'list-item-forgotten',
    "SELECT id FROM purchase WHERE status IN ('open', 'paid', 'sent', 'returned')",
    "SELECT id FROM purchase WHERE status IN ('open', 'paid', 'sent')",
    ann + insert('purchase (id, customer_id, status)', "1, 1, 'returned'"),
  ],
  [
    'between-bounds-swapped',
    'SELECT id FROM product WHERE price BETWEEN 10 AND 20',
    'SELECT id FROM product WHERE price BETWEEN 20 AND 10',
    insert('product (id, sku, price)', "1, 'a', 15"),
  ],
  [
    'between-as-open-range',
    'SELECT id FROM product WHERE price BETWEEN 10 AND 20',
    'SELECT id FROM product WHERE price >= 10 AND price < 20',
    insert('product (id, sku, price)', "1, 'a', 20"),
  ],
  [
    'not-between-includes-bound',
    'SELECT id FROM product WHERE price NOT BETWEEN 1000 AND 2000',
    'SELECT id FROM product WHERE price < 1000 OR price >= 2000',
    insert('product (id, sku, price)', "1, 'a', 2000"),
  ],
  [
    'case-branches-swapped',
    "SELECT id, CASE WHEN price > 100 THEN 'a' WHEN price > 10 THEN 'b' ELSE 'c' END AS g FROM product",
    "SELECT id, CASE WHEN price > 10 THEN 'b' WHEN price > 100 THEN 'a' ELSE 'c' END AS g FROM product",
    insert('product (id, sku, price)', "1, 'a', 101"),
  ],
  [
    'case-else-dropped',
    "SELECT id, CASE WHEN price > 100 THEN 'a' ELSE 'c' END AS g FROM product",
    "SELECT id, CASE WHEN price > 100 THEN 'a' END AS g FROM product",
    insert('product (id, sku, price)', "1, 'a', 100"),
  ],
  [
    'integer-division',
    'SELECT id, price / 100.0 AS p FROM product WHERE price > 50',
    'SELECT id, CAST(price / 100 AS REAL) AS p FROM product WHERE price > 50',
    insert('product (id, sku, price)', "1, 'a', 51"),
  ],
  [
    'division-before-multiplication',
    'SELECT id, price * 100 / 3 AS p FROM product',
    'SELECT id, price / 3 * 100 AS p FROM product',
    insert('product (id, sku, price)', "1, 'a', 10"),
  ],
  [
    'rounded-down',
    'SELECT id, ROUND(credit, 1) AS c FROM customer',
    'SELECT id, ROUND(credit, 2) AS c FROM customer',
    insert('customer (id, credit)', '1, 1.25'),
  ],
  [
    'absolute-value-dropped',
    'SELECT id FROM purchase WHERE abs(total) > 5',
    'SELECT id FROM purchase WHERE total > 5',
    ann + insert('purchase (id, customer_id, total)', '1, 1, -6'),
  ],
  [
    'square-root-of-condition',
    'SELECT id FROM purchase WHERE total * total = 49',
    'SELECT id FROM purchase WHERE total = 7',
    ann + insert('purchase (id, customer_id, total)', '1, 1, -7'),
  ],
  [
    'odd-numbers-below-zero',
    'SELECT id FROM purchase WHERE total % 2 <> 0',
    'SELECT id FROM purchase WHERE total % 2 = 1',
    ann + insert('purchase (id, customer_id, total)', '1, 1, -3'),
  ],
  [
    'columns-swapped-under-one-name',
    'SELECT customer_id AS x, seller_id AS y FROM purchase',
    'SELECT seller_id AS x, customer_id AS y FROM purchase',
    ann + insert('purchase (id, customer_id)', '1, 1'),
  ],
  [
    'precedence-of-or',
    "SELECT id FROM purchase WHERE (status = 'open' OR status = 'paid') AND total > 10",
    "SELECT id FROM purchase WHERE status = 'open' OR status = 'paid' AND total > 10",
    ann + insert('purchase (id, customer_id, status, total)', "1, 1, 'open', 10"),
  ],
  [
    'de-morgan-without-turning',
    "SELECT id FROM purchase WHERE NOT (status = 'open' AND total > 10)",
    "SELECT id FROM purchase WHERE NOT status = 'open' AND NOT total > 10",
    ann + insert('purchase (id, customer_id, status, total)', "1, 1, 'open', 10"),
  ],
]);

const overPlain = wrong('plain', 'rows', [
  [
    'text-below-9',
    "SELECT i FROM num WHERE t < '9'",
    'SELECT i FROM num WHERE CAST(t AS INTEGER) < 9',
    insert('num', "1, 1.5, '10', 2"),
  ],
  [
    'text-equal-to-number',
    'SELECT i FROM num WHERE t = 1',
    'SELECT i FROM num WHERE t + 0 = 1',
    insert('num', "1, 1.5, '01', 2"),
  ],
  [
    'number-beyond-doubles',
    'SELECT t FROM num WHERE i = 9007199254740993',
    'SELECT t FROM num WHERE i = 9007199254740992',
    insert('num', "9007199254740993, 1.5, 'x', 2"),
  ],
  [
    'text-of-number',
    'SELECT i AS x FROM num',
    'SELECT CAST(i AS TEXT) AS x FROM num',
    insert('num', "1, 1.5, 'x', 2"),
  ],
  [
    'minimum-of-text',
    'SELECT MIN(t) AS m FROM num',
    'SELECT CAST(MIN(CAST(t AS INTEGER)) AS TEXT) AS m FROM num',
    insert('num', "1, 1.5, '10', 2", "2, 1.5, '9', 3"),
  ],
  [
    'truncated-real',
    'SELECT i FROM num WHERE r > 2',
    'SELECT i FROM num WHERE CAST(r AS INTEGER) > 2',
    insert('num', "1, 2.5, 'x', 2"),
  ],
  [
    'real-boundary',
    'SELECT i FROM num WHERE r >= 0.5',
    'SELECT i FROM num WHERE r > 0.5',
    insert('num', "1, 0.5, 'x', 2"),
  ],
]);

const overHotel = wrong('hotel', 'rows', [
  [
    'group-by-other-collation',
    'SELECT COUNT(*) AS n FROM stay GROUP BY guest',
    'SELECT COUNT(*) AS n FROM stay GROUP BY guest COLLATE BINARY',
    insert('room (hotel, number)', "'A', 1") +
      insert('stay (id, hotel, number, guest)', "1, 'A', 1, 'eve'", "2, 'A', 1, 'Eve'"),
  ],
  [
    'method-compared-by-bytes',
    "SELECT amount FROM payment WHERE method = 'cash'",
    "SELECT amount FROM payment WHERE method COLLATE BINARY = 'cash'",
    insert('room (hotel, number)', "'A', 1") +
      insert('stay (id, hotel, number)', "1, 'A', 1") +
      insert('payment', "1, 2.5, 'CASH'"),
  ],
  [
    'exact-amount-truncated',
    'SELECT stay_id FROM payment GROUP BY stay_id HAVING SUM(amount) >= 99.5',
    'SELECT stay_id FROM payment GROUP BY stay_id HAVING SUM(amount) >= 100',
    insert('room (hotel, number)', "'A', 1") +
      insert('stay (id, hotel, number)', "1, 'A', 1") +
      insert('payment', "1, 99.5, 'cash'"),
  ],
]);

const account = insert('account (id, email)', "1, 'a@x'");
const overDesk = wrong('desk', 'rows', [
  [
    'json-text-kept-quoted',
    "SELECT id, settings ->> '$.theme' AS theme FROM account",
    "SELECT id, settings -> '$.theme' AS theme FROM account",
    insert('account (id, email, settings)', `1, 'a@x', '{"theme":"dark"}'`),
  ],
  [
    'json-number-as-text',
    "SELECT id FROM account WHERE json_extract(settings, '$.level') = 1",
    "SELECT id FROM account WHERE json_extract(settings, '$.level') = '1'",
    insert('account (id, email, settings)', `1, 'a@x', '{"level":1}'`),
  ],
  [
    'json-path-other-key',
    "SELECT id, json_extract(settings, '$.a') AS v FROM account",
    "SELECT id, json_extract(settings, '$.b') AS v FROM account",
    insert('account (id, email, settings)', `1, 'a@x', '{"a":1}'`),
  ],
  [
    'deleted-tickets-kept',
    'SELECT a.id, t.id AS t FROM account a JOIN ticket t ON t.account_id = a.id WHERE a.deleted_at IS NULL AND t.deleted_at IS NULL',
    'SELECT a.id, t.id AS t FROM account a JOIN ticket t ON t.account_id = a.id WHERE a.deleted_at IS NULL',
    account + insert('ticket (id, account_id, deleted_at)', "1, 1, '2024-01-01'"),
  ],
  [
    'deleted-filter-moved-to-where',
    'SELECT a.id, t.id AS t FROM account a LEFT JOIN ticket t ON t.account_id = a.id AND t.deleted_at IS NULL',
    'SELECT a.id, t.id AS t FROM account a LEFT JOIN ticket t ON t.account_id = a.id WHERE t.deleted_at IS NULL',
    account + insert('ticket (id, account_id, deleted_at)', "1, 1, '2024-01-01'"),
  ],
  [
    'days-between-as-dates',
    'SELECT id FROM ticket WHERE julianday(closed_at) - julianday(opened_at) > 1',
    "SELECT id FROM ticket WHERE date(closed_at) > date(opened_at, '+1 day')",
    account +
      insert(
        'ticket (id, account_id, opened_at, closed_at)',
        "1, 1, '2024-01-01 08:00:00', '2024-01-02 09:00:00'",
      ),
  ],
  [
    'closed-within-range-of-opened',
    "SELECT id FROM ticket WHERE closed_at >= '2024-01-01' AND closed_at < '2024-02-01'",
    "SELECT id FROM ticket WHERE opened_at >= '2024-01-01' AND closed_at < '2024-02-01'",
    account + insert('ticket (id, account_id, opened_at, closed_at)', "1, 1, '2023-12-31', '2024-01-01'"),
  ],
]);

const overLab = wrong('lab', 'rows', [
  [
    'flag-dropped-in-condition',
    'SELECT sample_id, at FROM reading WHERE flag = 1 AND value > 0.75',
    'SELECT sample_id, at FROM reading WHERE value > 0.75',
    insert('sample (id, batch)', "1, 'b'") + insert('reading', '1, 1, 0.8, 0'),
  ],
  [
    'any-column-compared-as-text',
    'SELECT id FROM sample WHERE extra = 5',
    "SELECT id FROM sample WHERE extra = '5'",
    insert('sample (id, batch, extra)', "1, 'b', 5"),
  ],
]);

const names = [
  ...wrong('shop', 'column names', [
    [
      'alias-renamed',
      'SELECT id, total AS amount FROM purchase',
      'SELECT id, total AS sum FROM purchase',
      '',
    ],
    ['columns-swapped', 'SELECT sku, title FROM product', 'SELECT title, sku FROM product', ''],
  ]),
  ...wrong('shop', 'column count', [
    ['star-for-columns', 'SELECT id, sku FROM product', 'SELECT * FROM product', ''],
    ['helper-column-left', 'SELECT id FROM purchase', 'SELECT id, total FROM purchase', ''],
  ]),
  ...wrong('desk', 'error', [
    [
      'validity-check-after-use',
      `SELECT id FROM ticket WHERE CASE WHEN json_valid(payload) THEN json_extract(payload, '$.a') END = 1`,
      "SELECT id FROM ticket WHERE json_extract(payload, '$.a') = 1",
      account + insert('ticket (id, account_id, payload)', "1, 1, 'x'"),
    ],
  ]),
];

export const wrongValues: readonly WrongPair[] = [
  ...overShop,
  ...overPlain,
  ...overHotel,
  ...overDesk,
  ...overLab,
  ...names,
];
