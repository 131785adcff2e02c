import assert from 'node:assert/strict';
import { withJudge } from '../judged.ts';
import { twinSchema } from '../traps/twins.ts';

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
    for (const order of [
      [right, wrong, alsoWrong, right],
      [alsoWrong, right, wrong, right],
    ]) {
      const verdicts = await withJudge(twinSchema, original, options, judge =>
        order.map(rewrite => judge.judge(rewrite)),
      );
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
    }
  });

  it('refute a like mistake on the first database that showed it', async () => {
    const again = await withJudge(twinSchema, original, options, judge => {
      judge.judge(wrong);
      return judge.judge(wrong.replace('count(o.id)', 'count(*)'));
    });
    assert.equal(again.verdict, 'refuted');
    assert.equal(again.databases, 1);
  });
});
