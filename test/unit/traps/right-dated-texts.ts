/** Right pairs over texts of which some are dates. */
import { type RightPair, right } from './pair.ts';

export const rightDatedTexts: readonly RightPair[] = right('library', [
  [
    'card-prefix-to-like',
    "SELECT id FROM reader WHERE substr(card, 1, 4) = '5500'",
    "SELECT id FROM reader WHERE card LIKE '5500%'",
    'digits have no case',
  ],
  [
    'digits-within-a-shelf-to-like',
    "SELECT id FROM loan WHERE substr(shelf, 3, 2) = '12'",
    "SELECT id FROM loan WHERE shelf LIKE '__12%'",
    'each underscore stands for one character',
  ],
  [
    'date-function-into-the-choice',
    "SELECT id, datetime(IIF(desk = 'night', returned, taken)) AS d FROM loan",
    "SELECT id, CASE WHEN desk = 'night' THEN datetime(returned) ELSE datetime(taken) END AS d FROM loan",
    'the function is applied to the value that is chosen',
  ],
  [
    'partition-by-what-is-fixed',
    "SELECT id, julianday(taken) - julianday(LAG(taken) OVER (PARTITION BY shelf ORDER BY id)) AS d FROM loan WHERE shelf = 'poetry'",
    "SELECT id, julianday(taken) - julianday(LAG(taken) OVER (ORDER BY id)) AS d FROM loan WHERE shelf = 'poetry'",
    'all rows are of one shelf',
  ],
  [
    'modifier-guarded-against-null',
    'SELECT id, date(taken, extension) AS d FROM loan',
    'SELECT id, CASE WHEN extension IS NOT NULL THEN date(taken, extension) END AS d FROM loan',
    'a NULL modifier makes NULL',
  ],
  [
    'default-that-sorts-behind-all-dates',
    "SELECT reader_id, CASE WHEN count(*) = count(returned) THEN max(returned) END AS e FROM loan WHERE taken >= '2024-01-01' AND COALESCE(returned, '~') >= taken GROUP BY reader_id",
    "SELECT reader_id, NULLIF(max(COALESCE(returned, '~')), '~') AS e FROM loan WHERE taken >= '2024-01-01' AND COALESCE(returned, '~') >= taken GROUP BY reader_id",
    'what is compared with days holds days, and a tilde sorts behind them',
  ],
  [
    'year-and-month-in-one-part',
    "SELECT id FROM loan WHERE substr(taken, 1, 4) = '2024' AND substr(taken, 6, 2) = '03'",
    "SELECT id FROM loan WHERE substr(taken, 1, 7) = '2024-03'",
    'what has a year and a month is a date',
  ],
  [
    'year-by-range',
    "SELECT id FROM loan WHERE substr(taken, 1, 4) = '2024'",
    "SELECT id FROM loan WHERE taken >= '2024-01-01' AND taken < '2025-01-01'",
    'what is compared with days holds days',
  ],
  [
    'word-beside-dates-by-in',
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01' OR value = 'lost' OR value = 'never'",
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01' OR value IN ('lost', 'never')",
    'IN is a chain of OR',
  ],
  [
    'year-of-what-is-not-empty',
    "SELECT id FROM loan WHERE returned <> '' AND substr(returned, 1, 4) = '2024'",
    "SELECT id FROM loan WHERE returned <> '' AND returned >= '2024-01-01' AND returned < '2025-01-01'",
    'what is compared with days holds days, or nothing',
  ],
]);
