import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { aggregates } from '../../../src/core/verify/mutants/aggregates.ts';
import { comparisons } from '../../../src/core/verify/mutants/comparisons.ts';
import { constants } from '../../../src/core/verify/mutants/constants.ts';
import { duplicates } from '../../../src/core/verify/mutants/duplicates.ts';
import { mutantsOf } from '../../../src/core/verify/mutants/families.ts';
import { joins } from '../../../src/core/verify/mutants/joins.ts';
import { lists } from '../../../src/core/verify/mutants/lists.ts';
import type { MutantFamily } from '../../../src/core/verify/mutants/mutant.ts';
import { nulls } from '../../../src/core/verify/mutants/nulls.ts';
import { ordering } from '../../../src/core/verify/mutants/ordering.ts';
import { predicates } from '../../../src/core/verify/mutants/predicates.ts';
import { schemaOf } from '../judged.ts';

const ddl = `
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), score INTEGER, topic TEXT);`;

interface Case {
  readonly family: MutantFamily;
  readonly sql: string;
  /** All mistakes that the family makes in it. */
  readonly makes: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  joins: {
    family: joins,
    sql: 'SELECT u.id, p.id FROM users u LEFT JOIN posts p ON p.user_id = u.id AND p.score > 3 WHERE u.age > 1',
    makes: ['p.user_id = u.id AND p.score > 3 moved from ON to WHERE', 'JOIN instead of LEFT JOIN posts p'],
  },
  predicates: {
    family: predicates,
    sql: `SELECT id FROM users WHERE age > 10 OR name = 'a'`,
    makes: [`age > 10 OR name = 'a' dropped from WHERE`, `AND instead of OR in age > 10 OR name = 'a'`],
  },
  comparisons: {
    family: comparisons,
    sql: 'SELECT id FROM users WHERE age >= 10 AND id BETWEEN 3 AND 5',
    makes: [
      '> instead of >= in age >= 10',
      'upper end left out of id BETWEEN 3 AND 5',
      'lower end left out of id BETWEEN 3 AND 5',
    ],
  },
  duplicates: {
    family: duplicates,
    sql: 'SELECT DISTINCT age FROM users UNION ALL SELECT sum(score) FROM posts',
    makes: ['UNION instead of UNION ALL', 'DISTINCT dropped', 'DISTINCT added in sum'],
  },
  aggregates: {
    family: aggregates,
    sql: 'SELECT user_id, topic, min(score), count(score) FROM posts GROUP BY user_id, topic',
    makes: [
      'user_id dropped from GROUP BY',
      'topic dropped from GROUP BY',
      'max instead of min in min(score)',
      'count(*) instead of count(score)',
    ],
  },
  nulls: {
    family: nulls,
    sql: 'SELECT coalesce(age, 0) FROM users WHERE age IS NULL OR id NOT IN (SELECT user_id FROM posts)',
    makes: [
      'default dropped from coalesce(age, 0)',
      'NULL test turned round in age IS NULL',
      'IN instead of NOT IN in id NOT IN (SELECT user_id FROM posts)',
      'NULL passed over by id NOT IN (SELECT user_id FROM posts)',
    ],
  },
  constants: {
    family: constants,
    sql: `SELECT id FROM users WHERE age = 10 AND name = 'Ann'`,
    makes: ['11 instead of 10', '9 instead of 10', `'ANN' instead of 'Ann'`],
  },
  lists: {
    family: lists,
    sql: 'SELECT id FROM users WHERE age IN (1, 2, 3, 4, 5)',
    makes: [5, 1, 3].map(item => `${item} dropped from the list of age IN (…)`),
  },
  ordering: {
    family: ordering,
    sql: 'SELECT id, rank() OVER (ORDER BY name) FROM users ORDER BY age, id LIMIT 5',
    makes: [
      'row_number instead of rank',
      'dense_rank instead of rank',
      'sort direction of name turned round',
      'sort direction of age turned round',
      'sort direction of id turned round',
      'LIMIT 6 instead of 5',
      'LIMIT 4 instead of 5',
    ],
  },
};

describe('a family of deliberate mistakes', () => {
  for (const [name, { family, sql, makes }] of Object.entries(cases))
    it(`makes those that it is for: ${name}`, async () => {
      const bound = analyze(sql, await schemaOf(ddl));
      assert.deepEqual(
        family(bound).map(({ what }) => what),
        makes,
      );
      const made = mutantsOf(bound, 60).map(({ what }) => what);
      for (const what of makes) assert.ok(made.includes(what), `not among all mistakes: ${what}`);
    });
});
