/**
 * Rewrites that show only when particular values stand side by side: parts of joined keys, numbers in texts, lists with
 * NULL in them, groups that tie in a rank, reals in the gap between two ranges.
 */
import type { RarePair } from './rare-schemas.ts';

const keys: readonly RarePair[] = [
  [
    'stands',
    'SELECT COUNT(*) AS n FROM stand GROUP BY hall, mark',
    'SELECT COUNT(*) AS n FROM stand GROUP BY hall || mark',
  ],
  [
    'stands',
    'SELECT s.id FROM stand s JOIN badge b ON b.hall = s.hall AND b.mark = s.mark',
    "SELECT s.id FROM stand s JOIN badge b ON b.hall || '/' || b.mark = s.hall || '/' || s.mark",
  ],
  [
    'stands',
    'SELECT s.id FROM stand s WHERE NOT EXISTS (SELECT 1 FROM badge b WHERE b.hall = s.hall AND b.mark = s.mark)',
    'SELECT s.id FROM stand s WHERE s.hall || s.mark NOT IN (SELECT hall || mark FROM badge)',
  ],
  [
    'stands',
    "SELECT b.hall FROM badge b WHERE (b.hall, b.mark) IN (SELECT 'east', s.mark FROM stand s)",
    "SELECT b.hall FROM badge b WHERE b.hall || b.mark IN (SELECT 'east' || s.mark FROM stand s)",
  ],
  [
    'stands',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT row_no, seats FROM stand)',
    'SELECT COUNT(DISTINCT row_no * 300 + seats) AS n FROM stand',
  ],
  [
    'stands',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT row_no, seats FROM stand)',
    "SELECT COUNT(DISTINCT printf('%d%d', row_no, seats)) AS n FROM stand",
  ],
  [
    'stands',
    'SELECT id, ROW_NUMBER() OVER (PARTITION BY row_no, seats ORDER BY id) AS n FROM stand',
    'SELECT id, ROW_NUMBER() OVER (PARTITION BY seats - row_no ORDER BY id) AS n FROM stand',
  ],
  [
    'stands',
    'WITH x AS (SELECT hall, mark, SUM(fee) AS f FROM stand GROUP BY 1, 2) SELECT b.mark, x.f FROM badge b JOIN x ON x.hall = b.hall AND x.mark = b.mark',
    'WITH x AS (SELECT hall || mark AS k, SUM(fee) AS f FROM stand GROUP BY 1) SELECT b.mark, x.f FROM badge b JOIN x ON x.k = b.hall || b.mark',
  ],
  [
    'stands',
    "SELECT COUNT(*) AS n FROM (SELECT DISTINCT edition, mark FROM stand WHERE edition IN ('x', 'xx', 'y'))",
    "SELECT COUNT(DISTINCT edition || mark) AS n FROM stand WHERE edition IN ('x', 'xx', 'y')",
  ],
];

const numbersInTexts: readonly RarePair[] = [
  [
    'stands',
    'SELECT hall, MIN(CAST(substr(mark, 3) AS INTEGER)) AS m FROM stand GROUP BY hall',
    'SELECT hall, CAST(substr(MIN(mark), 3) AS INTEGER) AS m FROM stand GROUP BY hall',
  ],
  [
    'stands',
    "SELECT MAX(CAST(replace(edition, 'ed', '') AS INTEGER)) AS m FROM stand",
    "SELECT CAST(replace(MAX(edition), 'ed', '') AS INTEGER) AS m FROM stand",
  ],
  [
    'stands',
    "SELECT MAX(CAST(substr(edition, instr(edition, '-') + 1) AS INTEGER)) AS m FROM stand WHERE edition LIKE '7-%'",
    "SELECT CAST(MAX(substr(edition, instr(edition, '-') + 1)) AS INTEGER) AS m FROM stand WHERE edition LIKE '7-%'",
  ],
  ['stands', 'SELECT id FROM stand ORDER BY edition + 0, id', 'SELECT id FROM stand ORDER BY edition, id'],
  [
    'stands',
    "SELECT COUNT(DISTINCT CAST(edition AS INTEGER)) AS n FROM stand WHERE edition GLOB '[0-9]*'",
    "SELECT COUNT(DISTINCT edition) AS n FROM stand WHERE edition GLOB '[0-9]*'",
  ],
  [
    'stands',
    'SELECT f.name, MAX(CAST(substr(b.kind, 2) AS INTEGER)) AS m FROM badge b JOIN stand s ON s.hall = b.hall JOIN firm f ON f.id = s.firm_id GROUP BY f.name',
    'SELECT f.name, CAST(substr(MAX(b.kind), 2) AS INTEGER) AS m FROM badge b JOIN stand s ON s.hall = b.hall JOIN firm f ON f.id = s.firm_id GROUP BY f.name',
  ],
];

const lists: readonly RarePair[] = [
  [
    'stands',
    "SELECT id FROM stand WHERE json_array_length(facts, '$.wares') >= 1",
    "SELECT id FROM stand WHERE facts ->> '$.wares[0]' IS NOT NULL",
  ],
  [
    'stands',
    "SELECT s.id, COUNT(*) AS n FROM stand s, json_each(s.facts, '$.wares') e GROUP BY s.id",
    "SELECT s.id, COUNT(e.value) AS n FROM stand s, json_each(s.facts, '$.wares') e GROUP BY s.id",
  ],
  [
    'stands',
    "SELECT COUNT(*) AS n FROM stand s, json_each(s.facts, '$.wares') e WHERE e.value = 'tea'",
    "SELECT COUNT(*) AS n FROM stand s, json_tree(s.facts, '$.wares') e WHERE e.value = 'tea'",
  ],
  [
    'stands',
    "SELECT id FROM stand WHERE json_extract(facts, '$.wares') IS NOT NULL",
    "SELECT id FROM stand WHERE json_array_length(facts, '$.wares') > 0",
  ],
  [
    'stands',
    "SELECT s.id FROM stand s WHERE EXISTS (SELECT 1 FROM json_each(s.facts, '$.wares'))",
    "SELECT s.id FROM stand s WHERE json_array_length(s.facts, '$.wares') > 0",
  ],
];

const ranks: readonly RarePair[] = [
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER (ORDER BY COUNT(*) DESC) AS r FROM stand GROUP BY hall) WHERE r <= 3',
    'SELECT hall FROM (SELECT hall, DENSE_RANK() OVER (ORDER BY COUNT(*) DESC) AS r FROM stand GROUP BY hall) WHERE r <= 3',
  ],
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER (ORDER BY SUM(seats)) AS r FROM stand GROUP BY hall) WHERE r <= 2',
    'SELECT hall FROM (SELECT hall, DENSE_RANK() OVER (ORDER BY SUM(seats)) AS r FROM stand GROUP BY hall) WHERE r <= 2',
  ],
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER (ORDER BY SUM(seats) DESC) AS r FROM stand GROUP BY hall) WHERE r <= 2',
    'SELECT hall FROM (SELECT hall, ROW_NUMBER() OVER (ORDER BY SUM(seats) DESC, hall) AS r FROM stand GROUP BY hall) WHERE r <= 2',
  ],
  [
    'stands',
    'SELECT mark FROM (SELECT hall, mark, RANK() OVER (PARTITION BY hall ORDER BY AVG(seats) DESC) AS r FROM stand GROUP BY hall, mark) WHERE r <= 2',
    'SELECT mark FROM (SELECT hall, mark, DENSE_RANK() OVER (PARTITION BY hall ORDER BY AVG(seats) DESC) AS r FROM stand GROUP BY hall, mark) WHERE r <= 2',
  ],
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER (ORDER BY n DESC) AS r FROM (SELECT hall, MAX(fee) AS n FROM stand WHERE fee > 0 GROUP BY hall)) WHERE r <= 2',
    'SELECT hall FROM (SELECT hall, ROW_NUMBER() OVER (ORDER BY n DESC, hall) AS r FROM (SELECT hall, MAX(fee) AS n FROM stand WHERE fee > 0 GROUP BY hall)) WHERE r <= 2',
  ],
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER w AS r FROM stand GROUP BY hall WINDOW w AS (ORDER BY COUNT(*) DESC)) WHERE r <= 2',
    'SELECT hall FROM (SELECT hall, DENSE_RANK() OVER w AS r FROM stand GROUP BY hall WINDOW w AS (ORDER BY COUNT(*) DESC)) WHERE r <= 2',
  ],
];

const gaps: readonly RarePair[] = [
  ['stands', 'SELECT id FROM stand WHERE fee < 100', 'SELECT id FROM stand WHERE fee <= 99.999'],
  ['stands', 'SELECT id FROM stand WHERE fee > 0.5', 'SELECT id FROM stand WHERE fee >= 0.51'],
  [
    'stands',
    'SELECT id FROM stand WHERE fee >= 20 AND fee < 50',
    'SELECT id FROM stand WHERE fee BETWEEN 20 AND 49.9',
  ],
  [
    'stands',
    'SELECT hall, SUM(CASE WHEN fee < 10 THEN 1 WHEN fee < 20 THEN 10 WHEN fee >= 20 THEN 100 END) AS s FROM stand GROUP BY hall',
    'SELECT hall, SUM(CASE WHEN fee < 10 THEN 1 WHEN fee BETWEEN 10 AND 19.99 THEN 10 WHEN fee >= 20 THEN 100 END) AS s FROM stand GROUP BY hall',
  ],
  [
    'stands',
    "SELECT COUNT(*) FILTER (WHERE fee > 4.5) AS n FROM stand WHERE hall = 'east'",
    "SELECT COUNT(*) FILTER (WHERE fee >= 4.6) AS n FROM stand WHERE hall = 'east'",
  ],
];

export const wrongMistakenValues: Readonly<Record<string, readonly RarePair[]>> = {
  'joined keys': keys,
  'numbers in texts': numbersInTexts,
  'odd lists': lists,
  'ties in a rank': ranks,
  gaps,
};

/** The same where constraints keep the values apart, or where nothing needs to. */
export const rightMistakenValues: readonly RarePair[] = [
  [
    'terms',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT year, month FROM term)',
    'SELECT COUNT(DISTINCT year * 12 + month) AS n FROM term',
  ],
  [
    'terms',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT year, points FROM term)',
    'SELECT COUNT(DISTINCT year * 1000 + points) AS n FROM term',
  ],
  [
    'terms',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT land, zone FROM term)',
    'SELECT COUNT(DISTINCT land || zone) AS n FROM term',
  ],
  [
    'terms',
    'SELECT COUNT(*) AS n FROM (SELECT DISTINCT points, month FROM term)',
    "SELECT COUNT(DISTINCT points || '-' || month) AS n FROM term",
  ],
  [
    'terms',
    'SELECT MAX(CAST(week AS INTEGER)) AS m FROM term',
    'SELECT CAST(MAX(week) AS INTEGER) AS m FROM term',
  ],
  [
    'stands',
    'SELECT hall FROM (SELECT hall, RANK() OVER (ORDER BY COUNT(*) DESC) AS r FROM stand GROUP BY hall) WHERE r = 1',
    'SELECT hall FROM (SELECT hall, DENSE_RANK() OVER (ORDER BY COUNT(*) DESC) AS r FROM stand GROUP BY hall) WHERE r = 1',
  ],
  [
    'stands',
    "SELECT id FROM stand WHERE json_array_length(facts, '$.wares') >= 1",
    "SELECT id FROM stand WHERE json_type(facts, '$.wares[0]') IS NOT NULL",
  ],
];
