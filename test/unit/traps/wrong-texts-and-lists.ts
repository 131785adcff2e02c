/** Wrong pairs that only particular texts, members of long lists or gaps between rowids tell apart. */
import { insert, type WrongPair, wrong } from './pair.ts';

const entry = (message: string): string => insert('entry (host, message)', `'h', '${message}'`);
const members = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).join(', ');
const terms = (to: number): string => Array.from({ length: to + 1 }, (_, i) => `weight = ${i}`).join(' OR ');

const texts = wrong('journal', 'rows', [
  [
    'excluded-word-by-glob',
    "SELECT host FROM entry WHERE message LIKE '%error%' AND message NOT LIKE '%again%'",
    "SELECT host FROM entry WHERE message LIKE '%error%' AND NOT message GLOB '*again*'",
    entry('error AGAIN'),
  ],
  [
    'excluded-word-by-instr',
    "SELECT host FROM entry WHERE message LIKE '%error%' AND message NOT LIKE '%again%'",
    "SELECT host FROM entry WHERE message LIKE '%error%' AND instr(message, 'again') = 0",
    entry('error AGAIN'),
  ],
  [
    'blanks-replaced-twice',
    "SELECT replace(message, '  ', ' ') AS m FROM entry",
    "SELECT replace(replace(message, '  ', ' '), '  ', ' ') AS m FROM entry",
    entry('a    b'),
  ],
  [
    'letters-replaced-twice',
    "SELECT replace(message, 'oo', 'o') AS m FROM entry",
    "SELECT replace(replace(message, 'oo', 'o'), 'oo', 'o') AS m FROM entry",
    entry('oooo'),
  ],
  [
    'replace-as-trim',
    "SELECT replace(message, '*', '') AS m FROM entry",
    "SELECT trim(message, '*') AS m FROM entry",
    entry('a*b'),
  ],
  [
    'trim-as-ltrim-of-signs',
    "SELECT trim(message, '#') AS m FROM entry",
    "SELECT ltrim(message, '#') AS m FROM entry",
    entry('a#'),
  ],
  [
    'substr-one-shorter',
    'SELECT substr(message, 1, 80) AS m FROM entry',
    'SELECT substr(message, 1, 79) AS m FROM entry',
    entry('x'.repeat(80)),
  ],
  [
    'substr-from-the-end',
    'SELECT substr(message, -30) AS m FROM entry',
    'SELECT substr(message, -31) AS m FROM entry',
    entry('x'.repeat(40)),
  ],
]);

const lists = wrong('journal', 'rows', [
  [
    'list-as-range-one-short',
    `SELECT host FROM entry WHERE weight IN (${members(0, 200)})`,
    'SELECT host FROM entry WHERE weight BETWEEN 0 AND 199',
    insert('entry (host, weight)', "'h', 200"),
  ],
  [
    'list-without-a-member-in-the-middle',
    `SELECT host FROM entry WHERE weight IN (${members(0, 150)})`,
    `SELECT host FROM entry WHERE weight IN (${members(0, 71)}, ${members(73, 150)})`,
    insert('entry (host, weight)', "'h', 72"),
  ],
  [
    'or-chain-as-range-one-short',
    `SELECT host FROM entry WHERE ${terms(120)}`,
    'SELECT host FROM entry WHERE weight BETWEEN 0 AND 119',
    insert('entry (host, weight)', "'h', 120"),
  ],
]);

const rowids = wrong('journal', 'rows', [
  [
    'rowid-as-row-number',
    'SELECT rowid AS n, host FROM entry',
    'SELECT row_number() OVER (ORDER BY rowid) AS n, host FROM entry',
    insert('entry (rowid, host)', "7, 'h'"),
  ],
  [
    'highest-rowid-as-count',
    'SELECT max(rowid) AS n FROM entry',
    'SELECT nullif(count(*), 0) AS n FROM entry',
    insert('entry (rowid, host)', "7, 'h'"),
  ],
  [
    'highest-key-as-count',
    'SELECT max(id) AS n FROM visit',
    'SELECT nullif(count(*), 0) AS n FROM visit',
    insert('visit (id)', '7'),
  ],
  [
    'lowest-rowid-as-one',
    'SELECT host FROM entry WHERE rowid = (SELECT min(rowid) FROM entry)',
    'SELECT host FROM entry WHERE rowid = 1',
    insert('entry (rowid, host)', "7, 'h'"),
  ],
]);

const openElsewhere = wrong('journal', 'rows', [
  [
    'groups-in-either-case',
    'SELECT note, count(*) AS n FROM entry GROUP BY note',
    'SELECT note, count(*) AS n FROM entry GROUP BY note COLLATE BINARY',
    insert('entry (note)', "'a'", "'A'"),
  ],
  [
    'groups-in-either-case-with-a-sum-too-many',
    'SELECT note, total(weight) AS n FROM entry GROUP BY note',
    'SELECT note, total(weight) + (count(DISTINCT note COLLATE BINARY) > 1) AS n FROM entry GROUP BY note',
    insert('entry (note)', "'a'", "'A'"),
  ],
  [
    'peers-left-out-of-a-range',
    'SELECT host, count(*) OVER (ORDER BY weight RANGE BETWEEN 5 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS n FROM entry',
    'SELECT host, count(*) OVER (ORDER BY weight RANGE BETWEEN 5 PRECEDING AND CURRENT ROW EXCLUDE TIES) - 1 AS n FROM entry',
    insert('entry (weight)', '1', '1'),
  ],
]);

export const wrongTextsAndLists: readonly WrongPair[] = [...texts, ...lists, ...rowids, ...openElsewhere];
