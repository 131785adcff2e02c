/** Wrong pairs over texts of which some are dates: cards, phones and shelves beside days, modifiers and months. */
import { insert, type WrongPair, wrong } from './pair.ts';

const reader = (card: string, phone = ''): string =>
  insert('reader (id, card, phone)', `1, '${card}', '${phone}'`);
const loan = (...rows: readonly string[]): string =>
  reader('k') + insert('loan (id, reader_id, shelf, taken, returned, extension, desk)', ...rows);
const attribute = (name: string, value: string): string =>
  loan("1, 1, 's', '2024-01-15', NULL, NULL, NULL") + insert('attribute', `1, '${name}', '${value}'`);

export const wrongDatedTexts: readonly WrongPair[] = wrong('library', 'rows', [
  [
    'card-prefix-to-a-range',
    "SELECT id FROM reader WHERE substr(card, 1, 4) = '5500'",
    "SELECT id FROM reader WHERE card BETWEEN '5500' AND '55009999'",
    reader('5500A'),
  ],
  [
    'number-of-the-year-to-a-pattern',
    "SELECT id FROM reader WHERE substr(card, 1, 4) = '2024'",
    "SELECT id FROM reader WHERE card LIKE '2024-%'",
    reader('2024A'),
  ],
  [
    'digits-within-a-shelf-to-anywhere',
    "SELECT id FROM loan WHERE substr(shelf, 3, 2) = '12'",
    "SELECT id FROM loan WHERE instr(shelf, '12') >= 3",
    loan("1, 1, '12x12', '2024-01-15', NULL, NULL, NULL", "2, 1, 'abc12', '2024-01-15', NULL, NULL, NULL"),
  ],
  [
    'dialled-zeros-to-a-number',
    "SELECT id FROM reader WHERE substr(phone, 1, 2) = '00' OR substr(phone, 1, 1) = '+'",
    'SELECT id FROM reader WHERE CAST(phone AS INTEGER) = 0',
    reader('k', '0049'),
  ],
  [
    'part-beside-a-pattern-to-a-range',
    "SELECT id FROM reader WHERE card LIKE 'KB-%' AND substr(card, 4, 2) = '07'",
    "SELECT id FROM reader WHERE card BETWEEN 'KB-07' AND 'KB-0799'",
    reader('KB-07X'),
  ],
  [
    'choice-of-a-date-to-coalesce',
    "SELECT id, datetime(IIF(desk = 'night', returned, taken)) AS d FROM loan",
    'SELECT id, datetime(COALESCE(returned, taken)) AS d FROM loan',
    loan("1, 1, 's', '2024-01-15', '2024-01-20', NULL, 'day'"),
  ],
  [
    'choice-of-a-date-by-more-desks',
    "SELECT strftime('%Y-%m', CASE desk WHEN 'night' THEN returned ELSE taken END) AS m FROM loan",
    "SELECT strftime('%Y-%m', CASE WHEN desk LIKE 'night%' THEN returned ELSE taken END) AS m FROM loan",
    loan("1, 1, 's', '2024-01-15', '2024-02-20', NULL, 'nights'"),
  ],
  [
    'previous-date-of-another-partition',
    "SELECT id, julianday(taken) - julianday(LAG(taken) OVER (PARTITION BY shelf ORDER BY id)) AS d FROM loan WHERE shelf = 'poetry'",
    "SELECT id, julianday(taken) - julianday(LAG(taken) OVER (PARTITION BY shelf, desk ORDER BY id)) AS d FROM loan WHERE shelf = 'poetry'",
    loan("1, 1, 'poetry', '2024-01-15', NULL, NULL, 'a'", "2, 1, 'poetry', '2024-01-16', NULL, NULL, 'b'"),
  ],
  [
    'modifier-from-a-column-cut-to-the-year',
    'SELECT id, date(taken, extension) AS d FROM loan',
    "SELECT id, date(taken, extension, 'start of year') AS d FROM loan",
    loan("1, 1, 's', '2024-01-15', NULL, '+1 month', NULL"),
  ],
  [
    'amount-from-a-column',
    "SELECT id, date(taken, extension || ' days') AS d FROM loan",
    "SELECT id, date(taken, '+' || extension || ' days') AS d FROM loan",
    loan("1, 1, 's', '2024-01-15', NULL, '-1', NULL"),
  ],
  [
    'modifiers-of-a-choice',
    "SELECT id FROM loan WHERE returned > date(taken, CASE desk WHEN 'night' THEN '+9 days' WHEN 'day' THEN '+2 days' ELSE '+4 days' END)",
    "SELECT id FROM loan WHERE returned > date(taken, CASE WHEN desk IN ('night', 'day') THEN '+9 days' ELSE '+4 days' END)",
    loan("1, 1, 's', '2024-01-15', '2024-01-20', NULL, 'day'"),
  ],
  [
    'word-in-a-column-of-dates',
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01' OR value = 'lost'",
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01'",
    attribute('due', 'lost'),
  ],
  [
    'pattern-in-a-column-of-dates',
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01' OR value LIKE 'lost%'",
    "SELECT loan_id FROM attribute WHERE date(value) < '2024-06-01' OR value = 'lost'",
    attribute('due', 'lost again'),
  ],
  [
    'month-completed-to-a-date',
    "SELECT month FROM period WHERE date(month || '-01') >= '2024-03-01'",
    "SELECT month FROM period WHERE date(month || '-01') > '2024-03-01'",
    insert('period', "'2024-03', NULL, 0"),
  ],
  [
    'date-put-together-from-parts',
    "SELECT month FROM period WHERE date(substr(german, 7) || '-' || substr(german, 4, 2) || '-' || substr(german, 1, 2)) >= '2024-02-29'",
    "SELECT month FROM period WHERE date(substr(german, 7) || '-' || substr(german, 4, 2) || '-' || substr(german, 1, 2)) > '2024-02-29'",
    insert('period', "'2024-02', '29.02.2024', 0"),
  ],
  [
    'months-apart-from-the-other-end',
    "SELECT id FROM loan WHERE substr(returned, 1, 7) = strftime('%Y-%m', taken, '+2 months')",
    "SELECT id FROM loan WHERE strftime('%Y-%m', returned, '-2 months') = substr(taken, 1, 7)",
    loan("1, 1, 's', '2023-12-31', '2024-03-15', NULL, NULL"),
  ],
  [
    'two-parts-of-a-card',
    "SELECT id FROM reader WHERE substr(card, 1, 4) = '4000' AND substr(card, 6, 2) = '12'",
    "SELECT id FROM reader WHERE card LIKE '4000-12%'",
    reader('4000x12'),
  ],
  [
    'empty-text-beside-dates',
    "SELECT id FROM loan WHERE returned >= '2024-01-01' OR returned = '' OR returned IS NULL",
    "SELECT id FROM loan WHERE returned >= '2024-01-01' OR returned IS NULL",
    loan("1, 1, 's', '2024-01-15', '', NULL, NULL"),
  ],
]);
