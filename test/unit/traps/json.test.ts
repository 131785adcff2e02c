import assert from 'node:assert/strict';
import { judged, told } from '../judged.ts';

const ddl = `
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)), lang TEXT);
CREATE TABLE item (id INTEGER PRIMARY KEY, attrs TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, data JSON);
CREATE TABLE entry (id INTEGER PRIMARY KEY, raw TEXT, size INTEGER AS (json_extract(raw, '$.size')) VIRTUAL);`;

/** Wrong rewrites of queries that read JSON, by what they take for the same. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'the last element and the second': [
    `SELECT id, body ->> '$.t[#-1]' AS l FROM doc`,
    `SELECT id, body ->> '$.t[1]' AS l FROM doc`,
  ],
  'all elements and the first two': [
    `SELECT id FROM item WHERE json_valid(attrs) AND 'p' IN (SELECT value FROM json_each(attrs, '$.tags'))`,
    `SELECT id FROM item WHERE json_valid(attrs) AND (attrs ->> '$.tags[0]' = 'p' OR attrs ->> '$.tags[1]' = 'p')`,
  ],
  'any element and two of a nested list': [
    `SELECT id FROM doc WHERE EXISTS (SELECT 1 FROM json_each(body, '$.u.roles') WHERE value = 'z')`,
    `SELECT id FROM doc WHERE body ->> '$.u.roles[0]' = 'z' OR body ->> '$.u.roles[1]' = 'z'`,
  ],
  'the greatest element and the first': [
    `SELECT id FROM doc WHERE (SELECT max(value) FROM json_each(body, '$.v')) >= 30`,
    `SELECT id FROM doc WHERE body ->> '$.v[0]' >= 30`,
  ],
  'a nested key and one at any depth': [
    `SELECT id FROM doc WHERE json_extract(body, '$.o.x') = 1`,
    `SELECT id FROM doc WHERE EXISTS (SELECT 1 FROM json_tree(body) WHERE key = 'x' AND value = 1)`,
  ],
  'a key at the top and one at any depth': [
    `SELECT id FROM doc WHERE EXISTS (SELECT 1 FROM json_each(body) WHERE key = 'x' AND value = 7)`,
    `SELECT id FROM doc WHERE EXISTS (SELECT 1 FROM json_tree(body) WHERE key = 'x' AND value = 7)`,
  ],
  'a number and its text': [
    `SELECT id FROM doc WHERE body ->> '$.u.id' = 7`,
    `SELECT id FROM doc WHERE body -> '$.u.id' = '7'`,
  ],
  'equal elements added once': [
    `SELECT id, (SELECT sum(value ->> 'q') FROM json_each(body, '$.items')) AS s FROM doc`,
    `SELECT id, (SELECT sum(DISTINCT value ->> 'q') FROM json_each(body, '$.items')) AS s FROM doc`,
  ],
  'a sum of products and a product of sums': [
    `SELECT d.id, sum((j.value ->> 'p') * (j.value ->> 'q')) AS s FROM doc d JOIN json_each(d.body, '$.items') j GROUP BY d.id`,
    `SELECT d.id, sum(j.value ->> 'p') * sum(j.value ->> 'q') AS s FROM doc d JOIN json_each(d.body, '$.items') j GROUP BY d.id`,
  ],
  'a bound beside another condition on the document': [
    `SELECT id FROM doc WHERE json_extract(body, '$.status') = 'done' AND json_extract(body, '$.n') > 10`,
    `SELECT id FROM doc WHERE json_extract(body, '$.status') = 'done' AND json_extract(body, '$.n') >= 10`,
  ],
  'equal elements counted once': [
    `SELECT d.id FROM doc d WHERE (SELECT count(*) FROM json_each(d.body, '$.items') j WHERE j.value ->> 'p' >= 2) >= 2`,
    `SELECT d.id FROM doc d WHERE (SELECT count(DISTINCT j.value ->> 'p') FROM json_each(d.body, '$.items') j WHERE j.value ->> 'p' >= 2) >= 2`,
  ],
  'the length of a list': [
    `SELECT id FROM doc WHERE json_array_length(body, '$.tags') > 4`,
    `SELECT id FROM doc WHERE json_array_length(body, '$.tags') >= 4`,
  ],
  'lists within lists': [
    `SELECT d.id FROM doc d WHERE EXISTS (SELECT 1 FROM json_each(d.body, '$.a') x, json_each(x.value, '$.b') y WHERE y.value = 5)`,
    `SELECT d.id FROM doc d WHERE EXISTS (SELECT 1 FROM json_each(d.body, '$.a[0].b') y WHERE y.value = 5)`,
  ],
  'a column declared JSON': [
    `SELECT id FROM log WHERE data ->> 'level' = 'warn' AND data ->> 'code' > 500`,
    `SELECT id FROM log WHERE data ->> 'level' = 'warn' AND data ->> 'code' >= 500`,
  ],
  'a bound on a column calculated from a document': [
    'SELECT id FROM entry WHERE size > 40',
    'SELECT id FROM entry WHERE size >= 40',
  ],
  'a type of a value': [
    `SELECT id FROM doc WHERE json_type(body, '$.n') = 'integer'`,
    `SELECT id FROM doc WHERE json_type(body, '$.n') IN ('integer', 'real')`,
  ],
};

/** Right rewrites that the documents made for the wrong ones must not refute. */
const right: Readonly<Record<string, readonly [string, string]>> = {
  'paths and keys': [
    `SELECT id FROM doc WHERE json_extract(body, '$.k') = 'a'`,
    `SELECT id FROM doc WHERE body ->> 'k' = 'a'`,
  ],
  'EXISTS and IN': [
    `SELECT id FROM doc WHERE EXISTS (SELECT 1 FROM json_each(body, '$.t') WHERE value = 'z')`,
    `SELECT id FROM doc WHERE 'z' IN (SELECT value FROM json_each(body, '$.t'))`,
  ],
  'a guard in CASE': [
    `SELECT id FROM item WHERE json_valid(attrs) AND attrs ->> 'c' = 'red'`,
    `SELECT id FROM item WHERE CASE WHEN json_valid(attrs) THEN json_extract(attrs, '$.c') = 'red' END`,
  ],
};

describe('JSON documents', () => {
  for (const [name, [a, b]] of Object.entries(wrong))
    for (const seed of [1, 2])
      it(`tell apart ${name} (seed ${seed})`, async () => {
        const verdict = await judged(ddl, a, b, { databases: 60, seed });
        assert.equal(verdict.verdict, 'refuted', told(verdict));
      });

  for (const [name, [a, b]] of Object.entries(right))
    it(`leave alone ${name}`, async () => {
      const verdict = await judged(ddl, a, b, { databases: 100 });
      assert.equal(verdict.verdict, 'survived', told(verdict));
    });
});
