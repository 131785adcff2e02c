import assert from 'node:assert/strict';
import { QuillError } from '../../../src/core/errors.ts';
import type { JudgeOptions } from '../../../src/core/verify/judge.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { judged } from '../judged.ts';

function verdict(ddl: string, a: string, b: string, options: Partial<JudgeOptions> = {}): Promise<Verdict> {
  return judged(ddl, a, b, { mutants: 10, ...options });
}

/** The reason of an `undetermined` verdict. */
async function reason(...pair: Parameters<typeof verdict>): Promise<string> {
  const v = await verdict(...pair);
  assert.equal(v.verdict, 'undetermined');
  return v.verdict === 'undetermined' ? v.reason : '';
}

const t = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT);';

describe('what cannot be judged', () => {
  it('names the error with which the original fails wherever it finds a row', async () => {
    const why = await reason(
      t,
      'SELECT id, zeroblob(2000000000) AS z FROM t WHERE a > 5',
      'SELECT id, zeroblob(2000000000) AS z FROM t WHERE a - 5 > 0',
    );
    // How many of the databases hold such a row is up to the generator; most do.
    const failed = /^The original returned no row on any database; on (\d+) of \d+ it failed: .*blob larger/;
    assert.match(why, failed);
    assert.ok(Number(failed.exec(why)?.[1]) > 50, why);
  });

  it('says how often the original failed where it also returned rows', async () => {
    const v = await verdict(
      t,
      `SELECT id, json_extract(b, '$.a') AS x FROM t`,
      `SELECT id, CASE WHEN json_valid(b) OR 1 THEN json_extract(b, '$.a') END AS x FROM t`,
    );
    assert.ok(v.notes.some(note => /passed over, because the original failed: .*JSON/.test(note)));
  });

  it('refuses a query of many megabytes at once', async () => {
    const long = `SELECT id, '${'x'.repeat(2_000_000)}' AS l FROM t`;
    assert.match(await reason(t, long, 'SELECT id FROM t'), /^The original is 2,000,0\d\d characters long/);
    assert.match(await reason(t, 'SELECT id FROM t', long), /^The rewrite is 2,000,0\d\d characters long/);
  });

  it('fills tables of 2,000 columns', async () => {
    const columns = Array.from({ length: 1999 }, (_, i) => `c${i} INTEGER`).join(', ');
    const v = await verdict(
      `CREATE TABLE w (id INTEGER PRIMARY KEY, ${columns});`,
      'SELECT * FROM w WHERE c1 > 5',
      'SELECT * FROM w WHERE c1 - 5 > 0',
      { databases: 40, mutants: 0 },
    );
    assert.equal(v.verdict, 'survived');
  });

  it('names the table and the CHECKs that no row satisfies', async () => {
    const why = await reason(
      'CREATE TABLE o (id INTEGER PRIMARY KEY, total INTEGER NOT NULL, CHECK (total > 10), CHECK (total < 5));',
      'SELECT id FROM o WHERE total > 3',
      'SELECT id FROM o WHERE total - 3 > 0',
      { mutants: 0 },
    );
    assert.match(why, /No .*\bo \[CHECK \(total > 10\), CHECK \(total < 5\)\]/);
  });

  it('gives one reason for a recursion without end', async () => {
    const endless = `WITH RECURSIVE n(i) AS (SELECT id FROM t UNION ALL SELECT i + 1 FROM n)
      SELECT count(*) AS c FROM n`;
    const why = await reason(t, endless, 'SELECT count(id) AS c FROM t', {
      queryLimitMs: 5,
      databases: 60,
      mutants: 0,
    });
    assert.match(
      why,
      /^The queries could be compared on \d of \d+ databases only: .* did not come to an end\.$/,
    );
    const never = endless.replace('SELECT id FROM t', 'SELECT 1');
    const rows = await reason(t, never, 'SELECT count(id) AS c FROM t', { queryLimitMs: 5, mutants: 0 });
    assert.match(rows, /^The original does not come to an end/);
  });

  it('names the side that does not come to an end', async () => {
    const endless =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n';
    const why = await reason(t, 'SELECT count(id) AS c FROM t', endless, {
      queryLimitMs: 5,
      databases: 60,
      mutants: 0,
    });
    assert.match(
      why,
      /^The queries could be compared on 0 of \d+ databases only: on the others the rewrite did not come to an end\.$/,
    );
  });

  it('names the CHECK that a condition contradicts', async () => {
    const ward = `CREATE TABLE ward (id INTEGER PRIMARY KEY, name TEXT,
      floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND 9) CHECK (floor <> 4));`;
    const none = 'No database made the original return a row';
    for (const condition of ['floor = 12', 'floor > 9', 'floor IN (4, 20)'])
      assert.equal(
        await reason(
          ward,
          `SELECT id FROM ward WHERE name > 'b' AND ${condition}`,
          `SELECT id FROM ward WHERE ${condition} AND NOT name <= 'b'`,
          { databases: 60 },
        ),
        `${none}: no value of floor was found for which both ${condition} and ` +
          'CHECK (floor BETWEEN 0 AND 9) and CHECK (floor <> 4) hold.',
      );
    const legal = 'SELECT id FROM ward WHERE floor = 9';
    assert.equal((await verdict(ward, legal, `${legal} AND id = id`)).verdict, 'survived');
  });

  it('names no budget for what never ends', async () => {
    const own = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n';
    const endless = await verdict(t, own, `${own} WHERE i > 0`, {
      budgetMs: 200,
      queryLimitMs: 60,
      mutants: 0,
    });
    assert.equal(endless.verdict, 'undetermined');
    assert.equal(endless.enoughBudgetMs, undefined);
  });

  it('says that the time ran out', async () => {
    const slow = `SELECT id, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      SELECT count(*) FROM n) AS c FROM t`;
    const none = await reason(t, slow, `${slow} WHERE id = id`, { budgetMs: 0, mutants: 0 });
    assert.match(none, /^No time to try one database; raise the budget/);
    const some = await verdict(t, slow, `${slow} WHERE id = id`, {
      budgetMs: 300,
      databases: 2000,
      mutants: 0,
    });
    assert.notEqual(some.verdict, 'refuted');
    assert.ok(some.databases < 1000);
    assert.ok((some.enoughBudgetMs ?? 0) >= 1000, String(some.enoughBudgetMs));
    const fast = await verdict(t, 'SELECT id FROM t WHERE a > 1', 'SELECT id FROM t WHERE NOT a <= 1', {
      databases: 20,
    });
    assert.equal(fast.enoughBudgetMs, undefined);
    // They differ in one place only, which asks for three times as many.
    const note = `The time ran out after ${some.databases} of 6,000 databases: the check is weak.`;
    assert.ok(some.notes.includes(note), some.notes.join(' '));
  });

  it('says in a sentence what is wrong with a schema', async () => {
    await assert.rejects(verdict('CREATE TABLE t (id INTEGER,, a);', 'SELECT 1', 'SELECT 1'), error => {
      return (
        QuillError.is(error, 'schema') &&
        /^Line 1 of the schema, `CREATE TABLE t .*syntax error.*\.$/.test(error.message)
      );
    });
  });

  it('says in a sentence that a table is missing, and on which side', async () => {
    await assert.rejects(verdict(t, 'SELECT id FROM nope', 'SELECT id FROM t'), error => {
      return QuillError.is(error, 'unknown-name') && /^The original .*nope.*\.$/.test(error.message);
    });
    await assert.rejects(verdict(t, 'SELECT id FROM t', 'SELECT id FROM nope'), error => {
      return QuillError.is(error, 'unknown-name') && /^The rewrite .*nope.*\.$/.test(error.message);
    });
  });
});
