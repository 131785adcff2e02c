import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import type { InstanceKind } from '../../../src/core/verify/instances/instance.ts';
import { InstanceSource } from '../../../src/core/verify/instances/instance-source.ts';
import { Loader } from '../../../src/core/verify/instances/loader.ts';
import { freshLearnt } from '../../../src/core/verify/learnt.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { schemaOf } from '../judged.ts';

const ddl = `
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, boss INTEGER REFERENCES users(id));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), score INTEGER, topic TEXT);
CREATE TABLE topics (id INTEGER PRIMARY KEY);
CREATE TABLE talks (id INTEGER PRIMARY KEY, topic INTEGER NOT NULL REFERENCES topics(id));
CREATE TABLE seats (who INTEGER NOT NULL REFERENCES users(id), talk INTEGER NOT NULL REFERENCES talks(id), PRIMARY KEY (who, talk));
CREATE TABLE likes (post_id INTEGER NOT NULL REFERENCES posts(id), nr INTEGER NOT NULL, day INTEGER NOT NULL,
  note TEXT COLLATE NOCASE, PRIMARY KEY (post_id, nr, day));`;

/** An original, and a rewrite where it is another query. */
const queries = {
  mixed: [
    `SELECT u.name, p.score FROM users u LEFT JOIN posts p ON p.user_id = u.id
     WHERE u.age + p.id > 20 OR p.topic = 'sql' ORDER BY u.age LIMIT 3`,
  ],
  groups: [
    `SELECT p.topic, sum(p.score) FROM posts p JOIN likes l ON l.post_id = p.id WHERE p.score > 2
     GROUP BY p.topic HAVING count(*) > 2 AND sum(p.score) > 10`,
  ],
  missing: [
    `SELECT u.id FROM users u WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id AND p.score > 5)
     AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.boss)
     AND u.name IN (SELECT l.note FROM likes l ORDER BY l.nr LIMIT 2)`,
  ],
  recursive: [
    `WITH RECURSIVE above(id) AS (SELECT boss FROM users WHERE age > :age
     UNION SELECT u.boss FROM users u JOIN above a ON u.id = a.id) SELECT id FROM above`,
  ],
  ranked: [
    'SELECT post_id FROM (SELECT post_id, rank() OVER (PARTITION BY nr ORDER BY day) AS r FROM likes) WHERE r <= 2',
  ],
  running: [
    'SELECT id FROM (SELECT id, sum(score) OVER (ORDER BY topic) AS total FROM posts) WHERE total < 3',
  ],
  partners: [
    `SELECT u.id FROM users u WHERE NOT EXISTS (SELECT 1 FROM topics t WHERE NOT EXISTS
     (SELECT 1 FROM talks k JOIN seats s ON s.talk = k.id WHERE k.topic = t.id AND s.who = u.id))`,
  ],
  together: [
    `SELECT u.id FROM users u WHERE EXISTS
     (SELECT 1 FROM posts p WHERE p.user_id = u.id AND p.score > 5 AND p.topic = 'sql')`,
  ],
  parting: ['SELECT id FROM posts WHERE score > 5', 'SELECT id FROM posts WHERE score > 6'],
} as const;

/** A query that each kind of database is built for. */
const builtFor: Readonly<Record<InstanceKind, keyof typeof queries>> = {
  'a boundary value in one column': 'groups',
  'a chain of references': 'recursive',
  'a group of some size': 'groups',
  'a group whose rows differ in one column': 'groups',
  'a random mix': 'groups',
  'a row that should not match': 'missing',
  'all rows that should not match': 'missing',
  'amounts that rise and fall': 'running',
  'another row with other values': 'groups',
  'combinations of values that one expression mixes': 'mixed',
  'equal values that are written differently': 'missing',
  'groups and ties': 'groups',
  'groups at what their sums and sizes are compared with': 'groups',
  'groups that just meet and just miss what is asked of them': 'groups',
  'many values in one column': 'groups',
  'matching rows that differ only in their keys': 'groups',
  'matching rows with distinct values': 'groups',
  'more rows than LIMIT lets through': 'mixed',
  'no partner': 'groups',
  'no rows at all': 'groups',
  'no rows in one table': 'groups',
  'NULL in one column': 'groups',
  'NULL in what ties rows together': 'missing',
  'NULL or a value of its own for one parameter': 'recursive',
  'one matching row': 'groups',
  'one row at which the queries part': 'parting',
  'one row in each table, all of them tied together': 'groups',
  'rows at which the queries part': 'parting',
  'rows in a row': 'groups',
  'rows that differ in one column': 'groups',
  'rows that differ in one part of their key': 'groups',
  'rows that each meet another condition': 'together',
  'rows that several partners repeat': 'groups',
  'rows that tie before a LIMIT inside the query': 'missing',
  'small random tables': 'groups',
  'the same members in several groups': 'ranked',
  'the same partners in two ways': 'partners',
  'two groups alike': 'groups',
  'two partners': 'groups',
  'values at the boundaries': 'groups',
  'values at which a condition on several columns changes': 'mixed',
  'values that are mistaken for each other': 'mixed',
};

/** Of so many, the last are random. */
const TRIED = 200;

async function kindsFor(original: string, rewrite = original): Promise<Set<InstanceKind>> {
  const schema = await schemaOf(ddl);
  const db = openScratch(await testEngine(), schema);
  const loader = new Loader(db);
  const [a, b] = [analyze(original, schema), analyze(rewrite, schema)];
  const source = new InstanceSource(loader, schema, a, b, new Evaluator(db), 1);
  const kinds = new Set<InstanceKind>();
  let tried = 0;
  for (const { instance } of source.testCases(2 * TRIED, freshLearnt())) {
    kinds.add(instance.kind);
    if (++tried === TRIED) break;
  }
  loader.close();
  db.close();
  return kinds;
}

describe('each kind of database', () => {
  for (const [name, [original, rewrite]] of Object.entries(queries))
    it(`is built for the query that needs it: ${name}`, async () => {
      const built = await kindsFor(original, rewrite);
      const lacking = Object.entries(builtFor).filter(
        ([kind, query]) => query === name && !built.has(kind as InstanceKind),
      );
      assert.deepEqual(lacking, []);
    });
});
