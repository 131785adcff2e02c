/** Equivalent conditions, texts, numbers, dates and JSON. */
import { type RightPair, right } from './pair.ts';

const shop = right('shop', [
  [
    'de-morgan',
    "SELECT id FROM purchase WHERE NOT (status = 'open' AND total > 10)",
    "SELECT id FROM purchase WHERE status <> 'open' OR total <= 10",
    'De Morgan holds in three values.',
  ],
  [
    'negated-comparison',
    'SELECT id FROM purchase WHERE NOT total > 10',
    'SELECT id FROM purchase WHERE total <= 10',
    'Unknown stays unknown.',
  ],
  [
    'between-as-comparisons',
    'SELECT id FROM product WHERE price BETWEEN 10 AND 20',
    'SELECT id FROM product WHERE price >= 10 AND price <= 20',
    'The definition of BETWEEN.',
  ],
  [
    'integer-bounds',
    'SELECT id FROM product WHERE price > 9 AND price < 21',
    'SELECT id FROM product WHERE price BETWEEN 10 AND 20',
    'Prices are integers.',
  ],
  [
    'list-as-or',
    "SELECT id FROM purchase WHERE status IN ('open', 'paid')",
    "SELECT id FROM purchase WHERE status = 'open' OR status = 'paid'",
    'The definition of IN.',
  ],
  [
    'year-as-prefix',
    "SELECT id FROM purchase WHERE substr(placed, 1, 4) = '2024'",
    "SELECT id FROM purchase WHERE placed >= '2024' AND placed < '2025'",
    'Texts with that prefix stand between the two.',
  ],
  [
    'like-without-wildcard-on-nocase',
    "SELECT percent FROM coupon WHERE code LIKE 'save'",
    "SELECT percent FROM coupon WHERE code = 'save'",
    'LIKE and NOCASE both fold ASCII.',
  ],
  [
    'like-as-lower',
    "SELECT id FROM customer WHERE name LIKE 'ann'",
    "SELECT id FROM customer WHERE lower(name) = 'ann'",
    'Both fold ASCII only.',
  ],
  [
    'glob-as-prefix',
    "SELECT id FROM customer WHERE name GLOB 'an*'",
    "SELECT id FROM customer WHERE substr(name, 1, 2) = 'an'",
    'GLOB minds case.',
  ],
  [
    'coalesce-with-failing-default',
    'SELECT id FROM purchase WHERE COALESCE(total, 0) > 10',
    'SELECT id FROM purchase WHERE total > 10',
    'The default fails the condition.',
  ],
  [
    'check-implies-positive',
    'SELECT purchase_id, no FROM line WHERE quantity > 0 AND product_id = 3',
    'SELECT purchase_id, no FROM line WHERE product_id = 3',
    'CHECK and NOT NULL imply it.',
  ],
  [
    'check-implies-range',
    'SELECT id FROM review WHERE stars BETWEEN 1 AND 5',
    'SELECT id FROM review',
    'CHECK and NOT NULL imply it.',
  ],
  [
    'check-excludes-range',
    'SELECT id FROM review WHERE stars > 5 OR stars = 2',
    'SELECT id FROM review WHERE stars = 2',
    'CHECK excludes more than five.',
  ],
  [
    'not-null-implied',
    'SELECT id FROM purchase WHERE total > 5 AND total IS NOT NULL',
    'SELECT id FROM purchase WHERE total > 5',
    'NULL does not exceed.',
  ],
  [
    'tautology-as-not-null',
    'SELECT id FROM purchase WHERE total > 5 OR total <= 5',
    'SELECT id FROM purchase WHERE total IS NOT NULL',
    'True but for NULL.',
  ],
  [
    'case-as-condition',
    "SELECT id FROM purchase WHERE CASE WHEN total > 10 THEN 1 WHEN status = 'open' THEN 1 ELSE 0 END = 1",
    "SELECT id FROM purchase WHERE total > 10 OR status = 'open'",
    'Either branch.',
  ],
  [
    'null-safe-equality-with-constant',
    'SELECT id FROM purchase WHERE total IS NOT DISTINCT FROM 5',
    'SELECT id FROM purchase WHERE total = 5',
    'They differ in unknown and false only.',
  ],
  [
    'absorption',
    "SELECT id FROM purchase WHERE total > 5 AND (total > 5 OR status = 'open')",
    'SELECT id FROM purchase WHERE total > 5',
    'Absorption.',
  ],
  [
    'distribution',
    "SELECT id FROM purchase WHERE (total > 5 AND status = 'open') OR (total > 5 AND seller_id = 2)",
    "SELECT id FROM purchase WHERE total > 5 AND (status = 'open' OR seller_id = 2)",
    'Distribution.',
  ],
  [
    'weaker-bound-dropped',
    'SELECT id FROM purchase WHERE total > 5 AND total > 3',
    'SELECT id FROM purchase WHERE total > 5',
    'The stronger bound implies the weaker.',
  ],
  [
    'empty-range',
    'SELECT id FROM purchase WHERE total > 5 AND total < 6',
    'SELECT id FROM purchase WHERE total IS NULL AND total IS NOT NULL',
    'No integer is between five and six.',
  ],
  [
    'iif-as-case',
    "SELECT id, IIF(total > 10, 'a', 'b') AS g FROM purchase",
    "SELECT id, CASE WHEN total > 10 THEN 'a' ELSE 'b' END AS g FROM purchase",
    'The definition of IIF.',
  ],
  [
    'coalesce-as-case',
    "SELECT id, COALESCE(status, 'none') AS s FROM purchase",
    "SELECT id, CASE WHEN status IS NULL THEN 'none' ELSE status END AS s FROM purchase",
    'The definition of COALESCE.',
  ],
  [
    'nullif-as-case',
    "SELECT id, NULLIF(city, '') AS c FROM customer",
    "SELECT id, CASE WHEN city = '' THEN NULL ELSE city END AS c FROM customer",
    'The definition of NULLIF.',
  ],
  [
    'page-by-row-value',
    "SELECT id FROM purchase WHERE (placed, id) > ('2024-01-01', 5)",
    "SELECT id FROM purchase WHERE placed > '2024-01-01' OR (placed = '2024-01-01' AND id > 5)",
    'Row values compare from left to right.',
  ],
  [
    'arithmetic-moved',
    'SELECT id FROM product WHERE price + 5 > 20',
    'SELECT id FROM product WHERE price > 15',
    'Far from the bounds of integers; past them the sum is a real, and as great.',
  ],
  [
    'not-equal-as-two-comparisons',
    'SELECT id FROM purchase WHERE total <> 7',
    'SELECT id FROM purchase WHERE total < 7 OR total > 7',
    'A total order.',
  ],
  [
    'parameters-reordered',
    'SELECT id FROM purchase WHERE total > :low AND customer_id = :who',
    'SELECT id FROM purchase WHERE customer_id = :who AND total > :low',
    'AND commutes; the parameters have names.',
  ],
  [
    'parameter-list',
    'SELECT id FROM purchase WHERE customer_id IN (?1, ?2)',
    'SELECT id FROM purchase WHERE customer_id = ?2 OR customer_id = ?1',
    'OR commutes; the parameters have numbers.',
  ],
]);

const hotel = right('hotel', [
  [
    'check-orders-days',
    'SELECT id FROM stay WHERE to_day >= from_day',
    'SELECT id FROM stay WHERE to_day IS NOT NULL',
    'CHECK orders the days where both are there.',
  ],
  [
    'nocase-group-as-lower',
    'SELECT COUNT(*) AS n FROM stay GROUP BY guest',
    'SELECT COUNT(*) AS n FROM stay GROUP BY lower(guest)',
    'NOCASE and lower() both fold ASCII.',
  ],
  [
    'nocase-constant-in-other-case',
    "SELECT amount FROM payment WHERE method = 'cash'",
    "SELECT amount FROM payment WHERE method = 'CASH'",
    'The column compares without case.',
  ],
  [
    'overlap-negated',
    "SELECT id FROM stay WHERE from_day <= '2024-03-01' AND to_day >= '2024-02-01'",
    "SELECT id FROM stay WHERE NOT (from_day > '2024-03-01' OR to_day < '2024-02-01')",
    'De Morgan.',
  ],
]);

const desk = right('desk', [
  [
    'json-arrow-as-extract',
    "SELECT id, settings ->> '$.theme' AS t FROM account",
    "SELECT id, json_extract(settings, '$.theme') AS t FROM account",
    'The definition of ->> with a path.',
  ],
  [
    'json-key-as-path',
    "SELECT id, settings ->> 'theme' AS t FROM account",
    "SELECT id, settings ->> '$.theme' AS t FROM account",
    'A bare label is that key.',
  ],
  [
    'check-implies-valid-json',
    'SELECT id FROM account WHERE json_valid(settings)',
    'SELECT id FROM account',
    'CHECK and NOT NULL imply it.',
  ],
  [
    'soft-delete-in-on-or-where',
    'SELECT a.id, t.id AS t FROM account a JOIN ticket t ON t.account_id = a.id AND t.deleted_at IS NULL WHERE a.deleted_at IS NULL',
    'SELECT a.id, t.id AS t FROM account a JOIN ticket t ON t.account_id = a.id WHERE t.deleted_at IS NULL AND a.deleted_at IS NULL',
    'ON and WHERE are one for inner joins.',
  ],
  [
    'unique-without-case',
    "SELECT id FROM account WHERE email = 'A@x' LIMIT 1",
    "SELECT id FROM account WHERE email = 'a@X'",
    'NOCASE and UNIQUE: one row at most.',
  ],
  [
    'events-of-live-tickets',
    'SELECT e.id FROM event e JOIN ticket t ON t.id = e.ticket_id WHERE t.deleted_at IS NULL',
    'SELECT e.id FROM event e WHERE e.ticket_id IN (SELECT id FROM ticket WHERE deleted_at IS NULL)',
    'ticket.id is a key.',
  ],
  [
    'last-event-of-a-ticket',
    'SELECT t.id, (SELECT MAX(e.at) FROM event e WHERE e.ticket_id = t.id) AS at FROM ticket t',
    'SELECT t.id, MAX(e.at) AS at FROM ticket t LEFT JOIN event e ON e.ticket_id = t.id GROUP BY t.id',
    'MAX of nothing and of padding is NULL.',
  ],
]);

const lab = right('lab', [
  [
    'flag-not-zero',
    'SELECT sample_id, at FROM reading WHERE flag <> 0',
    'SELECT sample_id, at FROM reading WHERE flag = 1',
    'CHECK allows 0 and 1 only.',
  ],
  [
    'flag-as-truth',
    'SELECT sample_id, at FROM reading WHERE NOT flag',
    'SELECT sample_id, at FROM reading WHERE flag = 0',
    'The definition of NOT for numbers.',
  ],
  [
    'strict-type-known',
    "SELECT id FROM sample WHERE typeof(mass) = 'real'",
    'SELECT id FROM sample',
    'STRICT, REAL and NOT NULL.',
  ],
  [
    'strict-integer-cast',
    'SELECT id FROM sample WHERE CAST(level AS INTEGER) = level',
    'SELECT id FROM sample WHERE level IS NOT NULL',
    'STRICT INT holds integers and NULL.',
  ],
  [
    'unique-pair-counted',
    'SELECT sample_id, COUNT(DISTINCT at) AS n FROM reading GROUP BY sample_id',
    'SELECT sample_id, COUNT(*) AS n FROM reading GROUP BY sample_id',
    'UNIQUE over NOT NULL columns.',
  ],
  [
    'flags-summed',
    'SELECT sample_id, SUM(flag) AS n FROM reading GROUP BY sample_id',
    'SELECT sample_id, COUNT(*) FILTER (WHERE flag = 1) AS n FROM reading GROUP BY sample_id',
    'A flag is 0 or 1.',
  ],
]);

const film = right('film', [
  [
    'six-joins-in-another-order',
    "SELECT MIN(f.title) AS t FROM film f JOIN casting c ON c.film_id = f.id JOIN person p ON p.id = c.person_id JOIN role r ON r.id = c.role_id JOIN film_company fc ON fc.film_id = f.id JOIN company co ON co.id = fc.company_id WHERE r.name = 'actor' AND co.country = '[us]' AND f.year > 2000",
    "SELECT MIN(f.title) AS t FROM company co, film_company fc, role r, person p, casting c, film f WHERE co.country = '[us]' AND fc.company_id = co.id AND r.name = 'actor' AND c.role_id = r.id AND p.id = c.person_id AND f.id = c.film_id AND fc.film_id = c.film_id AND f.year >= 2001",
    'Inner joins commute; equality is transitive; years are integers.',
  ],
  [
    'joins-under-minimum-as-exists',
    "SELECT MIN(f.title) AS t FROM film f JOIN film_keyword fk ON fk.film_id = f.id JOIN keyword k ON k.id = fk.keyword_id WHERE k.word = 'sequel'",
    "SELECT MIN(f.title) AS t FROM film f WHERE f.id IN (SELECT fk.film_id FROM film_keyword fk WHERE fk.keyword_id IN (SELECT id FROM keyword WHERE word = 'sequel'))",
    'MIN does not mind copies.',
  ],
  [
    'rating-limits-by-not-exists',
    'SELECT f.id FROM film f WHERE (SELECT MAX(score) FROM rating x WHERE x.film_id = f.id) < 5',
    'SELECT f.id FROM film f WHERE EXISTS (SELECT 1 FROM rating x WHERE x.film_id = f.id) AND NOT EXISTS (SELECT 1 FROM rating x WHERE x.film_id = f.id AND x.score >= 5)',
    'score is NOT NULL; without ratings neither is true.',
  ],
]);

const wide = right('wide', [
  [
    'wide-conjunction-turned',
    'SELECT id FROM measure WHERE c1 = 1 AND c2 > 2 AND c3 < 3 AND c4 = 4 AND c5 <> 5 AND c6 IS NULL AND c7 >= 7',
    'SELECT id FROM measure WHERE c7 >= 7 AND c6 IS NULL AND c5 <> 5 AND 4 = c4 AND 3 > c3 AND 2 < c2 AND 1 = c1',
    'AND commutes.',
  ],
  [
    'wide-remark-by-exists',
    'SELECT COUNT(*) AS n FROM measure m WHERE m.id IN (SELECT measure_id FROM remark)',
    'SELECT COUNT(DISTINCT measure_id) AS n FROM remark',
    'Every remark has its measure.',
  ],
]);

export const rightValues: readonly RightPair[] = [...shop, ...hotel, ...desk, ...lab, ...film, ...wide];
