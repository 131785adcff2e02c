import assert from 'node:assert/strict';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import { testEngine } from '../engine.ts';
import { trapSchema } from './traps.ts';

const original = `SELECT u.name, (SELECT count(*) FROM orders o WHERE o.customer_id = u.id) AS n
  FROM customers u WHERE u.id IN (SELECT customer_id FROM orders WHERE total > 10) ORDER BY u.name`;
const right = `SELECT u.name, count(o.id) AS n FROM customers u JOIN orders o ON o.customer_id = u.id
  WHERE EXISTS (SELECT 1 FROM orders x WHERE x.customer_id = u.id AND x.total > 10) GROUP BY u.id ORDER BY u.name`;
const wrong = `SELECT u.name, count(o.id) AS n FROM customers u JOIN orders o ON o.customer_id = u.id
  WHERE o.total > 10 GROUP BY u.id ORDER BY u.name`;
const alsoWrong = `SELECT u.name, (SELECT count(*) FROM orders o WHERE o.customer_id = u.id) AS n
  FROM customers u WHERE u.id IN (SELECT customer_id FROM orders WHERE total >= 10) ORDER BY u.name`;

const options = { databases: 200, mutants: 30, budgetMs: 10_000, seed: 1 };

describe('several rewrites of one original', () => {
  it('get the verdicts they get alone, in any order', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, trapSchema);
    for (const order of [
      [right, wrong, alsoWrong, right],
      [alsoWrong, right, wrong, right],
    ]) {
      const judge = createJudge(engine, schema, original, options);
      try {
        const verdicts = order.map(rewrite => judge.judge(rewrite));
        assert.deepEqual(
          verdicts.map(verdict => verdict.verdict),
          order.map(rewrite => (rewrite === right ? 'survived' : 'refuted')),
        );
        const [first, second] = verdicts.filter(verdict => verdict.verdict === 'survived');
        assert.ok(first && second);
        assert.equal(first.databases, options.databases);
        assert.equal(second.databases, options.databases);
        // The mistakes were exposed by databases that every later rewrite is tried on as well.
        assert.ok(second.mutants.killed >= first.mutants.killed);
      } finally {
        judge.close();
      }
    }
  });

  it('refute a like mistake on the first database that showed it', async () => {
    const engine = await testEngine();
    const judge = createJudge(engine, createSchema(engine, trapSchema), original, options);
    try {
      judge.judge(wrong);
      const again = judge.judge(wrong.replace('count(o.id)', 'count(*)'));
      assert.equal(again.verdict, 'refuted');
      assert.equal(again.databases, 1);
    } finally {
      judge.close();
    }
  });
});
