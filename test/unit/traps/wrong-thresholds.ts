/** Wrong comparisons of counts, sums and averages: only groups at the threshold itself tell them apart. */
import { insert, type WrongPair, wrong } from './pair.ts';

const numbers = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

const pupils = (n: number): string => insert('pupil (id, name)', ...numbers(n).map(id => `${id}, 'n'`));
const subject = (code: string, points: number): string =>
  insert('subject', `'${code}', 't', ${points}, NULL`);
const mark = (code: string, value: number, pupil = 1, year = 1): string =>
  insert('mark', `${pupil}, '${code}', ${year}, ${value}`);
const subjects = (...points: number[]): string => points.map((value, i) => subject(`c${i}`, value)).join('');
const marks = (...values: number[]): string => values.map((value, i) => mark(`c${i}`, value)).join('');
const present = (...days: (0 | 1)[]): string =>
  pupils(1) + insert('lesson', ...days.map((day, i) => `1, ${i + 1}, ${day}`));
const transfers = (...amounts: number[]): string =>
  insert('account', '1', '2') +
  insert('transfer', ...amounts.map((amount, i) => `${i + 1}, 1, 2, ${amount}, '2024-01-01'`));
const path = (n: number): string =>
  insert('account', ...numbers(n).map(String)) +
  insert('transfer', ...numbers(n - 1).map(id => `${id}, ${id}, ${id + 1}, 1, '2024-01-01'`));

export const wrongThresholds: readonly WrongPair[] = wrong('school', 'rows', [
  [
    'distinct-parents-over-a-join-chain',
    `SELECT s.code FROM subject s JOIN mark m ON m.code = s.code JOIN pupil p ON p.id = m.pupil_id
     JOIN lesson l ON l.pupil_id = p.id GROUP BY s.code HAVING COUNT(DISTINCT p.id) >= 5`,
    `SELECT s.code FROM subject s JOIN mark m ON m.code = s.code JOIN pupil p ON p.id = m.pupil_id
     JOIN lesson l ON l.pupil_id = p.id GROUP BY s.code HAVING COUNT(DISTINCT p.id) > 5`,
    pupils(5) +
      subject('c0', 1) +
      numbers(5)
        .map(id => mark('c0', 1, id))
        .join('') +
      insert('lesson', ...numbers(5).map(id => `${id}, 1, 1`)),
  ],
  [
    'distinct-pupils-as-distinct-years',
    'SELECT code FROM mark GROUP BY code HAVING COUNT(DISTINCT pupil_id) >= 3 AND SUM(value) > 0',
    'SELECT code FROM mark GROUP BY code HAVING COUNT(DISTINCT year) >= 3 AND SUM(value) > 0',
    pupils(3) + subject('c0', 1) + [1, 2, 3].map(id => mark('c0', 1, id)).join(''),
  ],
  [
    'distinct-through-two-links-to-one-table',
    `SELECT s.code FROM subject s JOIN subject b ON b.code = s.needs JOIN mark m ON m.code = b.code
     GROUP BY s.code HAVING COUNT(DISTINCT m.pupil_id) >= 4`,
    `SELECT s.code FROM subject s JOIN subject b ON b.code = s.needs JOIN mark m ON m.code = b.code
     GROUP BY s.code HAVING COUNT(DISTINCT m.pupil_id) > 4`,
    pupils(4) +
      subject('b', 1) +
      insert('subject', "'k', 't', 1, 'b'") +
      numbers(4)
        .map(id => mark('b', 1, id))
        .join(''),
  ],
  [
    'sum-of-capped-values',
    'SELECT pupil_id FROM mark GROUP BY pupil_id HAVING SUM(value) >= 500',
    'SELECT pupil_id FROM mark GROUP BY pupil_id HAVING SUM(value) > 500',
    pupils(1) + subjects(1, 1, 1, 1, 1) + marks(100, 100, 100, 100, 100),
  ],
  [
    'sum-of-capped-values-one-less',
    `SELECT m.pupil_id FROM mark m JOIN subject s ON s.code = m.code WHERE m.value >= 50
     GROUP BY m.pupil_id HAVING SUM(s.points) >= 120`,
    `SELECT m.pupil_id FROM mark m JOIN subject s ON s.code = m.code WHERE m.value >= 50
     GROUP BY m.pupil_id HAVING SUM(s.points) >= 119`,
    pupils(1) + subjects(30, 30, 30, 29) + marks(50, 50, 50, 50),
  ],
  [
    'sum-through-a-grouping-view',
    `SELECT p.id FROM pupil p JOIN passed b ON b.pupil_id = p.id JOIN subject s ON s.code = b.code
     GROUP BY p.id HAVING SUM(s.points) >= 60`,
    `SELECT p.id FROM pupil p JOIN passed b ON b.pupil_id = p.id JOIN subject s ON s.code = b.code
     GROUP BY p.id HAVING SUM(s.points) > 60`,
    pupils(1) + subjects(30, 30) + marks(50, 50),
  ],
  [
    'sum-of-maxima-of-a-view',
    'SELECT pupil_id FROM passed GROUP BY pupil_id HAVING SUM(best) >= 200',
    'SELECT pupil_id FROM passed GROUP BY pupil_id HAVING SUM(best) > 200',
    pupils(1) + subjects(1, 1) + marks(100, 100),
  ],
  [
    'sum-of-a-derived-table',
    `SELECT pupil_id FROM (SELECT pupil_id, code, MAX(value) AS best FROM mark GROUP BY pupil_id, code)
     GROUP BY pupil_id HAVING SUM(best) > 250`,
    `SELECT pupil_id FROM (SELECT pupil_id, code, MAX(value) AS best FROM mark GROUP BY pupil_id, code)
     GROUP BY pupil_id HAVING SUM(best) > 251`,
    pupils(1) + subjects(1, 1, 1) + marks(100, 100, 51),
  ],
  [
    'share-of-a-flag',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING AVG(present) < 0.75',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING SUM(present) * 4 <= 3 * COUNT(*)',
    present(1, 1, 1, 0),
  ],
  [
    'share-of-four-fifths',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING AVG(present) >= 0.8',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING AVG(present) > 0.8',
    present(1, 1, 1, 1, 0),
  ],
  [
    'average-between-two-constants',
    'SELECT code FROM mark GROUP BY code HAVING AVG(year) > 3.4',
    'SELECT code FROM mark GROUP BY code HAVING AVG(year) >= 3.5',
    pupils(7) +
      subject('c0', 1) +
      [4, 4, 4, 3, 3, 3, 3].map((year, i) => mark('c0', 1, i + 1, year)).join(''),
  ],
  [
    'greatest-is-three-times-the-average',
    'SELECT src FROM transfer GROUP BY src HAVING MAX(amount) > 3 * AVG(amount)',
    'SELECT src FROM transfer GROUP BY src HAVING MAX(amount) >= 3 * AVG(amount)',
    transfers(9, 1, 1, 1),
  ],
  [
    'sum-between-whole-numbers',
    'SELECT src FROM transfer GROUP BY src HAVING COUNT(*) >= 3 AND SUM(amount) BETWEEN 9000 AND 9999',
    'SELECT src FROM transfer GROUP BY src HAVING COUNT(*) >= 3 AND SUM(amount) >= 9000 AND SUM(amount) < 10000',
    transfers(3000, 3000, 3999.5),
  ],
  [
    'size-sum-and-greatest-together',
    'SELECT src FROM transfer GROUP BY src HAVING COUNT(*) >= 3 AND SUM(amount) < 10000 AND MAX(amount) >= 5000',
    'SELECT src FROM transfer GROUP BY src HAVING COUNT(*) >= 3 AND SUM(amount) < 10000 AND MAX(amount) > 5000',
    transfers(5000, 1, 1),
  ],
  [
    'as-many-as-a-check-allows',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING COUNT(*) = 10',
    'SELECT pupil_id FROM lesson GROUP BY pupil_id HAVING COUNT(*) >= 9',
    present(1, 1, 1, 1, 1, 1, 1, 1, 1),
  ],
  [
    'count-of-rows-above-an-average',
    `SELECT p.id FROM pupil p WHERE 3 <= (SELECT COUNT(*) FROM mark m WHERE m.pupil_id = p.id AND m.value >
     (SELECT AVG(o.value) FROM mark o WHERE o.code = m.code))`,
    `SELECT p.id FROM pupil p WHERE 3 < (SELECT COUNT(*) FROM mark m WHERE m.pupil_id = p.id AND m.value >
     (SELECT AVG(o.value) FROM mark o WHERE o.code = m.code))`,
    pupils(2) + subjects(1, 1, 1) + marks(9, 9, 9) + [0, 1, 2].map(i => mark(`c${i}`, 1, 2)).join(''),
  ],
  [
    'boundary-row-beside-a-counted-group',
    `SELECT p.id FROM pupil p WHERE (SELECT COUNT(*) FROM lesson l WHERE l.pupil_id = p.id) >= 3
     AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.pupil_id = p.id AND m.value >= 90)`,
    `SELECT p.id FROM pupil p WHERE (SELECT COUNT(*) FROM lesson l WHERE l.pupil_id = p.id) >= 3
     AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.pupil_id = p.id AND m.value > 90)`,
    present(1, 1, 1) + subject('c0', 1) + mark('c0', 90),
  ],
  [
    'elements-of-a-list-counted',
    "SELECT id FROM pupil WHERE (SELECT COUNT(*) FROM json_each(pupil.notes, '$.items')) >= 5",
    "SELECT id FROM pupil WHERE (SELECT COUNT(*) FROM json_each(pupil.notes, '$.items')) >= 6",
    insert('pupil', `1, 'n', '{"items":[1,2,3,4,5]}'`),
  ],
  [
    'depth-along-edges-with-keys',
    `WITH RECURSIVE r (n, h) AS (SELECT 1, 0 UNION SELECT dst, h + 1 FROM transfer JOIN r ON src = n WHERE h < 6)
     SELECT DISTINCT n FROM r`,
    `WITH RECURSIVE r (n, h) AS (SELECT 1, 0 UNION SELECT dst, h + 1 FROM transfer JOIN r ON src = n WHERE h < 5)
     SELECT DISTINCT n FROM r`,
    path(7),
  ],
  [
    'depth-below-a-named-root',
    `WITH RECURSIVE r (code, d) AS (SELECT code, 0 FROM subject WHERE title = 'root' UNION
     SELECT s.code, d + 1 FROM subject s JOIN r ON s.needs = r.code WHERE d < 3) SELECT DISTINCT code FROM r`,
    `WITH RECURSIVE r (code, d) AS (SELECT code, 0 FROM subject WHERE title = 'root' UNION
     SELECT s.code, d + 1 FROM subject s JOIN r ON s.needs = r.code WHERE d <= 3) SELECT DISTINCT code FROM r`,
    insert('subject', "'a', 'root', 1, NULL", "'b', 't', 1, 'a'", "'c', 't', 1, 'b'") +
      insert('subject', "'d', 't', 1, 'c'", "'e', 't', 1, 'd'"),
  ],
]);
