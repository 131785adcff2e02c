import assert from 'node:assert/strict';
import { spellOutIn } from '../../../src/core/verify/in-table.ts';
import { judged } from '../judged.ts';

const ddl = `
  CREATE TABLE blocked (id INTEGER PRIMARY KEY);
  CREATE TABLE visit (who INT, page INT);
  CREATE VIEW allowed AS SELECT who FROM visit WHERE who NOT IN blocked;`;

describe('x IN table', () => {
  const options = { databases: 60, mutants: 6, budgetMs: 8000 };

  const wrong: [string, string][] = [
    ['SELECT who FROM visit WHERE who NOT IN blocked', 'SELECT who FROM visit'],
    ['SELECT who FROM visit', 'SELECT who FROM visit WHERE who NOT IN main.blocked'],
    ['SELECT who FROM visit WHERE page > 1 AND who IN blocked', 'SELECT who FROM visit WHERE page > 1'],
    ['SELECT who FROM allowed', 'SELECT who FROM visit'],
    ['SELECT page FROM visit WHERE who NOT IN allowed', 'SELECT page FROM visit WHERE who NOT IN blocked'],
  ];
  for (const [a, b] of wrong)
    it(`is judged with rows in the table: ${a}`, async () => {
      assert.equal((await judged(ddl, a, b, options)).verdict, 'refuted');
    });

  it('is the same as a subquery of it', async () => {
    const b = 'SELECT who FROM visit WHERE who NOT IN (SELECT id FROM blocked)';
    assert.ok(['survived', 'proved'].includes((await judged(ddl, wrong[0]![0], b, options)).verdict));
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
