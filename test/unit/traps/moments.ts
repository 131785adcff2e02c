/** Rewrites that depend on how moments are written, on short bounds of dates, and on the ends of months. */
import type { RarePair } from './rare-schemas.ts';

const months = (later: string, earlier: string): string =>
  `(substr(${later}, 1, 4) * 12 + substr(${later}, 6, 2)) - (substr(${earlier}, 1, 4) * 12 + substr(${earlier}, 6, 2))`;

export const wrongMoments: readonly RarePair[] = [
  [
    'visits',
    "SELECT id FROM visit WHERE date(t_in) = '2023-11-09'",
    "SELECT id FROM visit WHERE t_in BETWEEN '2023-11-09' AND '2023-11-09 23:59:59'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE date(day) = '2022-03-31' AND epoch > 4",
    "SELECT id FROM visit WHERE day >= '2022-03-31' AND day <= '2022-03-31T23:59:59' AND epoch > 4",
  ],
  [
    'visits',
    "SELECT COUNT(*) FROM visit WHERE strftime('%Y-%m', t_out) = '2024-06'",
    "SELECT COUNT(*) FROM visit WHERE t_out >= '2024-06-01' AND t_out <= '2024-06-30 23:59:59'",
  ],
  [
    'visits',
    "SELECT c.name FROM cust c JOIN visit v ON v.cust_id = c.id WHERE strftime('%Y', v.day) = '2021'",
    "SELECT c.name FROM cust c JOIN visit v ON v.cust_id = c.id WHERE v.day BETWEEN '2021-01-01' AND '2021-12-31 23:59:59'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE date(t_out) <= '2024-08-31'",
    "SELECT id FROM visit WHERE t_out <= '2024-08-31 23:59:59'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%S', t_in) = '45'",
    "SELECT id FROM visit WHERE t_in LIKE '%:45'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%M', day) = '20'",
    "SELECT id FROM visit WHERE day LIKE '% __:20:%'",
  ],
  [
    'visits',
    'SELECT id FROM visit WHERE date(day) = date(t_in)',
    "SELECT id FROM visit WHERE day BETWEEN date(t_in) AND date(t_in) || ' 23:59:59'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%m', day) = '09'",
    "SELECT id FROM visit WHERE strftime('%m', day) = '09' AND day < '2090'",
  ],
  [
    'visits',
    'SELECT id FROM visit WHERE date(day) > date(t_in)',
    "SELECT id FROM visit WHERE date(day) > date(t_in) AND day < '2071-04'",
  ],
  ['visits', 'SELECT id FROM cust WHERE up > 1', "SELECT id FROM cust WHERE up > 1 AND joined >= '1980'"],
  [
    'visits',
    `SELECT v.id FROM cust c JOIN visit v ON v.cust_id = c.id WHERE ${months('v.day', 'c.joined')} = 1`,
    "SELECT v.id FROM cust c JOIN visit v ON v.cust_id = c.id WHERE substr(v.day, 1, 7) = strftime('%Y-%m', c.joined, '+1 month')",
  ],
  [
    'visits',
    `SELECT c.id FROM cust c WHERE EXISTS (SELECT 1 FROM visit v WHERE v.cust_id = c.id AND ${months('c.joined', 'v.day')} = 3)`,
    "SELECT c.id FROM cust c WHERE EXISTS (SELECT 1 FROM visit v WHERE v.cust_id = c.id AND substr(v.day, 1, 7) = substr(date(c.joined, '-3 months'), 1, 7))",
  ],
  [
    'visits',
    "SELECT v.id FROM cust c JOIN visit v ON v.cust_id = c.id WHERE substr(v.day, 1, 7) = strftime('%Y-%m', c.joined, 'start of month', '+1 month')",
    "SELECT v.id FROM cust c JOIN visit v ON v.cust_id = c.id WHERE substr(v.day, 1, 7) = strftime('%Y-%m', c.joined, '+1 month')",
  ],
];

export const rightMoments: readonly RarePair[] = [
  [
    'visits',
    "SELECT id FROM visit WHERE date(t_in) = '2023-11-09'",
    "SELECT id FROM visit WHERE t_in >= '2023-11-09' AND t_in < '2023-11-10'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%Y', day) = '2021'",
    "SELECT id FROM visit WHERE day >= '2021' AND day < '2022'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%Y-%m', t_out) = '2024-06'",
    "SELECT id FROM visit WHERE t_out >= '2024-06' AND t_out < '2024-07'",
  ],
  ['visits', 'SELECT id FROM visit ORDER BY datetime(t_in), id', 'SELECT id FROM visit ORDER BY t_in, id'],
  [
    'visits',
    'SELECT cust_id, max(datetime(t_out)) FROM visit GROUP BY cust_id',
    'SELECT cust_id, datetime(max(t_out)) FROM visit GROUP BY cust_id',
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE datetime(t_in) > '2024-04-05 11:00:00'",
    "SELECT id FROM visit WHERE t_in > '2024-04-05 11:00:00'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE t_out > datetime(t_in, '+2 hours')",
    "SELECT id FROM visit WHERE datetime(t_out) > datetime(t_in, '+2 hours')",
  ],
  [
    'visits',
    'SELECT id FROM visit WHERE date(t_in) = date(t_out)',
    'SELECT id FROM visit WHERE substr(t_in, 1, 10) = substr(t_out, 1, 10)',
  ],
];
