import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { techniquesBetween } from '../../../src/core/optimize/techniques-between.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { testEngine } from '../engine.ts';

describe('the techniques between two queries', () => {
  let schema: Schema;
  before(async () => {
    schema = createSchema(
      await testEngine(),
      `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, born TEXT);
       CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), total REAL);`,
    );
  });
  const between = (slow: string, fast: string) =>
    techniquesBetween(analyze(slow, schema), analyze(fast, schema));

  const chain = "SELECT u.name FROM users AS u WHERE u.city = 'a' OR u.city = 'b' OR u.city = 'c'";

  it('are those of the rules, whatever names, aliases and layout', () => {
    const fast = "select x.name\nfrom users x\nwhere (x.city in ('a', 'b', 'c'))";
    assert.deepEqual(between(chain, fast), ['or-to-in']);
    assert.deepEqual(
      between(
        'SELECT name FROM users u WHERE (SELECT count(*) FROM orders o WHERE o.user_id = u.id) > 0',
        'SELECT name FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = users.id)',
      )?.includes('count-to-exists'),
      true,
    );
  });

  it('are several where several rules lead there', () => {
    const slow = `${chain.replace('WHERE', 'WHERE u.id + 1 = 7 AND (')})`;
    const fast = "SELECT name FROM users WHERE id = 6 AND city IN ('a', 'b', 'c')";
    assert.deepEqual([...(between(slow, fast) ?? [])].sort(), ['bare-column', 'or-to-in']);
  });

  it('are unknown where no rule leads there, or nothing changed', () => {
    assert.equal(between(chain, "SELECT u.name FROM users u WHERE u.city > 'a'"), undefined);
    assert.equal(between(chain, chain.toLowerCase()), undefined);
  });
});
