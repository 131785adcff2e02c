/** Right rewrites that look like wrong ones of rare values: no rows may tell them apart. */
import type { RarePair } from './rare-schemas.ts';

export const rightRareValues: readonly RarePair[] = [
  ['measures', 'SELECT id FROM m WHERE x * y = 18', 'SELECT id FROM m WHERE y * x = 18'],
  ['measures', 'SELECT id FROM m WHERE z % 13 = 5', 'SELECT id FROM m WHERE z % 13 = 5 AND z > 0'],
  [
    'measures',
    'SELECT id, z << 1 FROM m',
    'SELECT id, z * 2 FROM m WHERE abs(z) < 4000000000000000000 UNION ALL SELECT id, z << 1 FROM m WHERE abs(z) >= 4000000000000000000',
  ],
  ['measures', "SELECT id FROM m WHERE w LIKE '%ab' OR w LIKE '%AB'", "SELECT id FROM m WHERE w LIKE '%ab'"],
  ['measures', "SELECT id FROM m WHERE w LIKE 'ab%'", "SELECT id FROM m WHERE substr(lower(w), 1, 2) = 'ab'"],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%H', t_in) = '09'",
    "SELECT id FROM visit WHERE time(t_in) >= '09:00:00' AND time(t_in) < '10:00:00'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE date(epoch, 'unixepoch') = '2024-05-05'",
    'SELECT id FROM visit WHERE epoch >= 1714867200 AND epoch < 1714953600',
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%Y-%m', t_in) = '2024-02'",
    "SELECT id FROM visit WHERE date(t_in) BETWEEN '2024-02-01' AND '2024-02-29'",
  ],
  [
    'documents',
    "SELECT id FROM doc WHERE json_extract(body, '$.n') = 7",
    "SELECT id FROM doc WHERE body ->> '$.n' = 7",
  ],
  [
    'documents',
    "SELECT id FROM doc WHERE body ->> 'on'",
    "SELECT id FROM doc WHERE json_extract(body, '$.on')",
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*) > 7',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*) >= 8',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING avg(amt) > 12',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt) > 12 * count(amt)',
  ],
  [
    'sales',
    'SELECT id, row_number() OVER (ORDER BY id) FROM sale',
    'SELECT id, rank() OVER (ORDER BY id) FROM sale',
  ],
  [
    'trees',
    'SELECT a.id FROM node a JOIN node b ON a.par = b.id',
    'SELECT id FROM node WHERE par IS NOT NULL',
  ],
  [
    'people',
    'SELECT p.id FROM person p WHERE p.pay > (SELECT avg(e.v) FROM ev e JOIN link l ON l.a = e.pid WHERE e.pid = p.id)',
    'SELECT p.id FROM person p WHERE p.pay > (SELECT avg(e.v) FROM ev e WHERE e.pid = p.id AND e.pid IN (SELECT a FROM link))',
  ],
  [
    'people',
    "SELECT id FROM person WHERE first || ' ' || last = 'Ann Lee'",
    "SELECT id FROM person WHERE first = 'Ann' AND last = 'Lee' OR first || ' ' || last = 'Ann Lee'",
  ],
];
