import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { spellOutIn } from '../../../src/core/verify/in-table.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';

const ddl = `
  CREATE TABLE blocked (id INTEGER PRIMARY KEY);
  CREATE TABLE visit (who INT, page INT);
  CREATE VIEW allowed AS SELECT who FROM visit WHERE who NOT IN blocked;`;

describe('x IN table', () => {
  let engine: Engine;
  before(async () => {
    engine = await testEngine();
  });

  function judged(a: string, b: string): Verdict {
    const options = { databases: 60, mutants: 6, budgetMs: 8000, seed: 1 };
    const judge = createJudge(engine, createSchema(engine, ddl), a, options);
    try {
      return judge.judge(b);
    } finally {
      judge.close();
    }
  }

  const wrong: [string, string][] = [
    ['SELECT who FROM visit WHERE who NOT IN blocked', 'SELECT who FROM visit'],
    ['SELECT who FROM visit', 'SELECT who FROM visit WHERE who NOT IN main.blocked'],
    ['SELECT who FROM visit WHERE page > 1 AND who IN blocked', 'SELECT who FROM visit WHERE page > 1'],
    ['SELECT who FROM allowed', 'SELECT who FROM visit'],
    ['SELECT page FROM visit WHERE who NOT IN allowed', 'SELECT page FROM visit WHERE who NOT IN blocked'],
  ];
  for (const [a, b] of wrong)
    it(`is judged with rows in the table: ${a}`, () => assert.equal(judged(a, b).verdict, 'refuted'));

  it('is the same as a subquery of it', () => {
    const b = 'SELECT who FROM visit WHERE who NOT IN (SELECT id FROM blocked)';
    assert.ok(['survived', 'proved'].includes(judged(wrong[0]![0], b).verdict));
  });

  it('is spelled out wherever it stands, and nothing else is', () => {
    const spelled: [string, string][] = [
      ['SELECT a IN t IN "u v" FROM x', 'SELECT a IN (SELECT * FROM t) IN (SELECT * FROM "u v") FROM x'],
      [
        'SELECT 1 WHERE a NOT IN/**/ json_each(?)',
        'SELECT 1 WHERE a NOT IN/**/ (SELECT * FROM json_each(?))',
      ],
      [
        'WITH c AS (SELECT 1) SELECT (SELECT 1 IN c)',
        'WITH c AS (SELECT 1) SELECT (SELECT 1 IN (SELECT * FROM c))',
      ],
    ];
    for (const [sql, expected] of spelled) assert.equal(spellOutIn(sql), expected);
    for (const sql of ["SELECT 'a in b', x IN (1, 2) FROM t", 'SELECT a FROM t WHERE a IN ()'])
      assert.equal(spellOutIn(sql), sql);
  });
});
