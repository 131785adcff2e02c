/** Wrong constants and conditions behind many joins, in wide tables and in parameters. */
import { insert, type WrongPair, wrong } from './pair.ts';

/** Six joins as benchmarks of join order have them; `where` completes the conditions. */
const credits = (select: string, where: string): string => `SELECT ${select} FROM film f
  JOIN casting c ON c.film_id = f.id JOIN person p ON p.id = c.person_id JOIN role r ON r.id = c.role_id
  JOIN film_company fc ON fc.film_id = f.id JOIN company co ON co.id = fc.company_id
  WHERE r.name = 'actor' AND co.country = '[us]' AND ${where}`;
const rated = (select: string, where: string): string => `SELECT ${select} FROM film f
  JOIN rating x ON x.film_id = f.id JOIN film_keyword fk ON fk.film_id = f.id JOIN keyword k ON k.id = fk.keyword_id
  WHERE k.word = 'sequel' AND ${where}`;
/** One film with everything around it. */
const one = (title: string, year: number | 'NULL', note: string, more = ''): string =>
  insert('film', `1, '${title}', ${year}`) +
  insert('person', "1, 'Ann', 'f'") +
  insert('role', "1, 'actor'") +
  insert('casting', `1, 1, 1, 1, ${note}`) +
  insert('company', "1, 'Co', '[us]'") +
  insert('film_company', "1, 1, 1, 'distributor'") +
  insert('keyword', "1, 'sequel'") +
  insert('film_keyword', '1, 1') +
  more;
const scored = (score: number): string => one('Up', 2001, 'NULL', insert('rating', `1, 'web', ${score}, 5`));

const overFilm = wrong('film', 'rows', [
  [
    'year-boundary-behind-joins',
    credits('MIN(f.title) AS t', 'f.year > 2000'),
    credits('MIN(f.title) AS t', 'f.year >= 2000'),
    one('Up', 2000, 'NULL'),
  ],
  [
    'year-range-end',
    credits('MIN(f.title) AS t', 'f.year BETWEEN 2005 AND 2010'),
    credits('MIN(f.title) AS t', 'f.year BETWEEN 2005 AND 2009'),
    one('Up', 2010, 'NULL'),
  ],
  [
    'minimum-as-maximum',
    credits('MIN(f.title) AS t', 'f.year > 2000'),
    credits('MAX(f.title) AS t', 'f.year > 2000'),
    one(
      'Up',
      2001,
      'NULL',
      insert('film', "2, 'Ax', 2001") +
        insert('casting', '2, 2, 1, 1, NULL') +
        insert('film_company', '2, 2, 1, NULL'),
    ),
  ],
  [
    'score-boundary',
    rated('MIN(f.title) AS t', 'x.score > 8.0'),
    rated('MIN(f.title) AS t', 'x.score > 9.0'),
    scored(8.5),
  ],
  ['score-at-boundary', rated('f.id', 'x.score >= 8.0'), rated('f.id', 'x.score > 8.0'), scored(8)],
  [
    'maximum-over-ratings-as-any',
    `SELECT f.id FROM film f WHERE (SELECT MAX(score) FROM rating x WHERE x.film_id = f.id) < 5`,
    `SELECT f.id FROM film f WHERE EXISTS (SELECT 1 FROM rating x WHERE x.film_id = f.id AND x.score < 5)`,
    insert('film', "1, 'Up', 1") + insert('rating', "1, 'a', 4, 1", "1, 'b', 6, 1"),
  ],
  [
    'keyword-condition-dropped',
    rated('f.id', 'x.votes > 1000'),
    rated('f.id', 'x.votes > 1000').replace("k.word = 'sequel' AND", ''),
    insert('film', "1, 'Up', 1") +
      insert('keyword', "1, 'x'") +
      insert('film_keyword', '1, 1') +
      insert('rating', "1, 'a', 4, 1001"),
  ],
  [
    'country-condition-dropped',
    credits('f.id', "p.gender = 'f'"),
    credits('f.id', "p.gender = 'f'").replace("co.country = '[us]' AND", ''),
    insert('film', "1, 'Up', 1") +
      insert('person', "1, 'Ann', 'f'") +
      insert('role', "1, 'actor'") +
      insert('casting', '1, 1, 1, 1, NULL') +
      insert('company', "1, 'Co', NULL") +
      insert('film_company', '1, 1, 1, NULL'),
  ],
  [
    'role-changed',
    credits('f.id', 'f.year > 2000'),
    credits('f.id', 'f.year > 2000').replace("'actor'", "'actress'"),
    one('Up', 2001, 'NULL'),
  ],
  [
    'join-key-mistaken',
    credits('f.id', 'f.year > 2000'),
    credits('f.id', 'f.year > 2000').replace('co.id = fc.company_id', 'co.id = fc.id'),
    one('Up', 2001, 'NULL', insert('film_company', '9, 1, 1, NULL')),
  ],
  [
    'note-pattern-widened',
    credits('f.id', "c.note LIKE '%(voice)%'"),
    credits('f.id', "c.note LIKE '%voice%'"),
    one('Up', 2001, "'voice'"),
  ],
  [
    'note-not-like-admits-null',
    credits('f.id', "c.note NOT LIKE '%(voice)%'"),
    credits('f.id', "(c.note NOT LIKE '%(voice)%' OR c.note IS NULL)"),
    one('Up', 2001, 'NULL'),
  ],
  [
    'kind-null-test',
    credits('f.id', 'fc.kind IS NULL'),
    credits('f.id', "fc.kind <> 'distributor'"),
    one('Up', 2001, 'NULL', insert('film_company', '2, 1, 1, NULL')),
  ],
  [
    'gender-or-name',
    credits('f.id', "p.gender = 'f' AND p.name LIKE '%Ang%'"),
    credits('f.id', "(p.gender = 'f' OR p.name LIKE '%Ang%')"),
    one('Up', 2001, 'NULL'),
  ],
  [
    'company-join-dropped',
    credits('f.id', 'f.year > 2000'),
    "SELECT f.id FROM film f JOIN casting c ON c.film_id = f.id JOIN role r ON r.id = c.role_id WHERE r.name = 'actor' AND f.year > 2000",
    insert('film', "1, 'Up', 2001") + insert('role', "1, 'actor'") + insert('casting', '1, 1, 1, 1, NULL'),
  ],
  [
    'person-join-without-foreign-key-dropped',
    'SELECT c.id, c.note FROM casting c JOIN person p ON p.id = c.person_id',
    'SELECT c.id, c.note FROM casting c',
    insert('casting', '1, 1, 1, 1, NULL'),
  ],
  [
    'limit-below-join-without-foreign-key',
    'SELECT c.id, p.name FROM casting c JOIN person p ON p.id = c.person_id ORDER BY c.id LIMIT 5',
    'SELECT c.id, p.name FROM (SELECT * FROM casting ORDER BY id LIMIT 5) c JOIN person p ON p.id = c.person_id ORDER BY c.id',
    insert('person', "1, 'Ann', 'f'") +
      insert('casting', ...[1, 2, 3, 4, 5].map(id => `${id}, 1, 9, 1, NULL`), '6, 1, 1, 1, NULL'),
  ],
  [
    'cast-of-three-behind-joins',
    credits('f.id', 'f.year > 2000 GROUP BY f.id HAVING COUNT(*) >= 3'),
    credits('f.id', 'f.year > 2000 GROUP BY f.id HAVING COUNT(*) >= 4'),
    one('Up', 2001, 'NULL', insert('casting', '2, 1, 1, 1, NULL', '3, 1, 1, 1, NULL')),
  ],
  [
    'distinct-persons-of-a-film',
    credits('f.id, COUNT(DISTINCT p.id) AS n', 'f.year > 2000 GROUP BY f.id'),
    credits('f.id, COUNT(p.id) AS n', 'f.year > 2000 GROUP BY f.id'),
    one('Up', 2001, 'NULL', insert('casting', '2, 1, 1, 1, NULL')),
  ],
  [
    'correlation-by-bare-name',
    'SELECT f.id FROM film f WHERE EXISTS (SELECT 1 FROM rating r WHERE r.film_id = f.id)',
    'SELECT f.id FROM film f WHERE EXISTS (SELECT 1 FROM rating r WHERE r.film_id = film_id)',
    insert('film', "1, 'Up', 1") + insert('rating', "7, 'a', 4, 1"),
  ],
  [
    'average-of-votes-boundary',
    'SELECT film_id FROM rating GROUP BY film_id HAVING AVG(votes) > 250',
    'SELECT film_id FROM rating GROUP BY film_id HAVING AVG(votes) >= 250',
    insert('rating', "1, 'a', 1, 200", "1, 'b', 1, 300"),
  ],
  [
    'spread-of-scores',
    'SELECT film_id FROM rating GROUP BY film_id HAVING MAX(score) - MIN(score) > 2',
    'SELECT film_id FROM rating GROUP BY film_id HAVING MAX(score) - MIN(score) >= 2',
    insert('rating', "1, 'a', 1, 2", "1, 'b', 3, 3"),
  ],
  [
    'two-keywords-of-one-film',
    `SELECT f.id FROM film f JOIN film_keyword x ON x.film_id = f.id JOIN keyword a ON a.id = x.keyword_id
     JOIN film_keyword y ON y.film_id = f.id JOIN keyword b ON b.id = y.keyword_id WHERE a.word = 'love' AND b.word = 'war'`,
    `SELECT f.id FROM film f JOIN film_keyword x ON x.film_id = f.id JOIN keyword a ON a.id = x.keyword_id
     WHERE a.word = 'love' OR a.word = 'war'`,
    insert('film', "1, 'Up', 1") + insert('keyword', "1, 'love'") + insert('film_keyword', '1, 1'),
  ],
]);

const overWide = wrong('wide', 'rows', [
  [
    'wide-column-mistaken',
    'SELECT id FROM measure WHERE c37 > 1200',
    'SELECT id FROM measure WHERE c36 > 1200',
    insert('measure (id, c37)', '1, 1201'),
  ],
  [
    'wide-sum-misses-one',
    'SELECT id, c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 AS s FROM measure',
    'SELECT id, c1 + c2 + c3 + c4 + c5 + c6 + c7 AS s FROM measure',
    insert('measure (id, c1, c2, c3, c4, c5, c6, c7, c8)', '1, 1, 1, 1, 1, 1, 1, 1, 1'),
  ],
  [
    'wide-conjunction-misses-one',
    'SELECT id FROM measure WHERE c1 = 1 AND c2 = 2 AND c3 = 3 AND c4 = 4 AND c5 = 5 AND c6 = 6 AND c7 = 7 AND c8 = 8',
    'SELECT id FROM measure WHERE c1 = 1 AND c2 = 2 AND c3 = 3 AND c4 = 4 AND c6 = 6 AND c7 = 7 AND c8 = 8',
    insert('measure (id, c1, c2, c3, c4, c6, c7, c8)', '1, 1, 2, 3, 4, 6, 7, 8'),
  ],
  [
    'wide-constant-changed',
    'SELECT COUNT(*) AS n FROM measure WHERE c40 BETWEEN -250 AND 987654',
    'SELECT COUNT(*) AS n FROM measure WHERE c40 BETWEEN -250 AND 987653',
    insert('measure (id, c40)', '1, 987654'),
  ],
  [
    'wide-remark-doubles',
    'SELECT SUM(m.c5) AS s FROM measure m WHERE m.id IN (SELECT measure_id FROM remark)',
    'SELECT SUM(m.c5) AS s FROM measure m JOIN remark r ON r.measure_id = m.id',
    insert('measure (id, c5)', '1, 3') + insert('remark', "1, 'a'", "1, 'b'"),
  ],
  [
    'wide-greatest-of-columns',
    'SELECT id, MAX(c1, c2, c3) AS m FROM measure',
    'SELECT id, MAX(c1, c2) AS m FROM measure',
    insert('measure (id, c1, c2, c3)', '1, 1, 2, 3'),
  ],
]);

const ann = insert('customer (id, name, city)', "1, 'Ann', 'Oslo'");
const parameters: readonly WrongPair[] = [
  {
    id: 'optional-parameter',
    schema: 'shop',
    differs: 'rows',
    a: 'SELECT id FROM customer WHERE city = :city',
    b: 'SELECT id FROM customer WHERE city = :city OR :city IS NULL',
    witness: ann,
    params: { ':city': null },
  },
  {
    id: 'parameters-swapped',
    schema: 'shop',
    differs: 'rows',
    a: 'SELECT id FROM purchase WHERE total > ?1 AND total < ?2',
    b: 'SELECT id FROM purchase WHERE total > ?2 AND total < ?1',
    witness: ann + insert('purchase (id, customer_id, total)', '1, 1, 5'),
    params: [1n, 9n],
  },
  {
    id: 'parameter-boundary',
    schema: 'shop',
    differs: 'rows',
    a: 'SELECT id FROM purchase WHERE total >= ?',
    b: 'SELECT id FROM purchase WHERE total > ?',
    witness: ann + insert('purchase (id, customer_id, total)', '1, 1, 5'),
    params: [5n],
  },
  {
    id: 'parameter-used-twice-unnumbered',
    schema: 'shop',
    differs: 'rows',
    a: 'SELECT id FROM purchase WHERE customer_id = ?1 OR seller_id = ?1',
    b: 'SELECT id FROM purchase WHERE customer_id = ?1',
    witness: ann + insert('customer (id)', '2') + insert('purchase (id, customer_id, seller_id)', '1, 2, 1'),
    params: [1n],
  },
  {
    id: 'parameter-in-having',
    schema: 'shop',
    differs: 'rows',
    a: 'SELECT customer_id FROM purchase GROUP BY customer_id HAVING COUNT(*) >= :n',
    b: 'SELECT customer_id FROM purchase GROUP BY customer_id HAVING COUNT(*) > :n',
    witness: ann + insert('purchase (id, customer_id)', '1, 1'),
    params: { ':n': 1n },
  },
];

export const wrongBehindJoins: readonly WrongPair[] = [...overFilm, ...overWide, ...parameters];
