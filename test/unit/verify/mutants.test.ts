import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { mutantsOf } from '../../../src/core/verify/mutants/families.ts';
import type { Survived } from '../../../src/core/verify/verdict.ts';
import { judged, schemaOf, withJudge } from '../judged.ts';

const ddl = `
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, boss INTEGER REFERENCES users(id));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), score INTEGER);
CREATE TABLE likes (post_id INTEGER NOT NULL REFERENCES posts(id), user_id INTEGER NOT NULL REFERENCES users(id),
  PRIMARY KEY (post_id, user_id));`;

/** The query judged against itself with a condition that is always true, so that nothing can be proved. */
async function againstItself(sql: string): Promise<Survived> {
  const verdict = await judged(ddl, sql, `SELECT * FROM (${sql}) WHERE 1 = 1`, { mutants: 60 });
  assert.equal(verdict.verdict, 'survived', verdict.verdict);
  return verdict;
}

/** Queries of whose mutants some change nothing; all others must be killed. */
const withoutEffect: Readonly<Record<string, string>> = {
  'a condition that another implies': 'SELECT id FROM users WHERE age > 10 AND age > 3',
  'a condition below that the one above implies':
    'SELECT id FROM (SELECT id, age FROM users WHERE age > 10) t WHERE t.age > 10',
  'conditions that exclude each other': 'SELECT id FROM users WHERE age > 10 OR (age <= 10 AND id > 5)',
  'neighbouring whole numbers': 'SELECT id, age FROM users WHERE age > 1 AND age < 3',
  'a count of keys': `SELECT u.id, count(p.id) AS n FROM users u LEFT JOIN posts p ON p.user_id = u.id GROUP BY u.id`,
  'an anti-join': `SELECT u.* FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE p.id IS NULL`,
  'partitions of one row': `SELECT id, row_number() OVER (PARTITION BY id ORDER BY name) AS n FROM users WHERE age > 3`,
  'NOT IN without NULLs': 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM posts)',
};

describe('deliberate mistakes', () => {
  for (const [name, sql] of Object.entries(withoutEffect))
    it(`that change nothing do not count: ${name}`, async () => {
      const { mutants, uncaught } = await againstItself(sql);
      assert.deepEqual(uncaught, []);
      assert.ok(mutants.total > 0);
    });

  it('that change something are never taken out', async () => {
    const verdict = await againstItself(
      'SELECT id FROM users WHERE age >= 10 AND name > $$a$$'.replaceAll('$$', "'"),
    );
    assert.deepEqual(verdict.uncaught, []);
    assert.ok(!verdict.notes.some(note => note.includes('cannot change the result')));
  });

  it('are told apart from those that cannot change the result', async () => {
    const { notes } = await againstItself('SELECT id FROM users WHERE age > 10 AND age > 3');
    assert.ok(
      notes.some(note => note.includes('cannot change the result')),
      notes.join(' '),
    );
  });

  it('that the rewrite itself makes, and that nothing exposes, are told of first', async () => {
    const sql = 'SELECT id FROM users WHERE age > 10';
    // So few databases that none of them tells.
    const options = { databases: 1, mutants: 60, budgetMs: 10_000, seed: 1 };
    const among = await withJudge(ddl, sql, options, judge =>
      ['age >= 10', 'name = 1'].map(condition => {
        const verdict = judge.judge(`select  id from users where ${condition}`);
        return [verdict.verdict, verdict.mutants.rewriteAmong ?? false];
      }),
    );
    assert.deepEqual(among, [
      ['undetermined', true],
      ['refuted', false],
    ]);
  });

  it('can be made of tables with any alias', async () => {
    const schema = await schemaOf(ddl);
    const sql = 'SELECT count(*) AS n FROM users u LEFT JOIN posts "x""y" ON "x""y".user_id = u.id';
    const made = mutantsOf(analyze(sql, schema), 60);
    assert.ok(
      made.some(mutant => mutant.sql.includes('count("x""y".id)')),
      made.map(m => m.sql).join('\n'),
    );
  });
});
