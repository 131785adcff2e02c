import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { normalForm } from '../../../src/core/verify/normal-form.ts';
import { stopClock } from '../../../src/core/verify/volatile.ts';
import { judged, schemaOf } from '../judged.ts';

const ddl = `CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, s TEXT COLLATE NOCASE, r TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a INTEGER, r TEXT);
CREATE TABLE v (k INTEGER, c INTEGER, "k #0.c" INTEGER);
CREATE TABLE w (m INTEGER, n INTEGER);`;

async function same(a: string, b: string): Promise<boolean> {
  const schema = await schemaOf(ddl);
  const [one, other] = [a, b].map(sql => normalForm(analyze(sql, schema)));
  return one !== undefined && one === other;
}

const where = (condition: string): string => `SELECT id FROM t WHERE ${condition}`;

describe('the normal form', () => {
  for (const [a, b] of [
    ['a = 1 AND b > 2', '2 < b AND a = 1'],
    ['a = 1 AND a = 1', '1 = a'],
    ['a BETWEEN 1 AND 5', 'a >= 1 AND a <= 5'],
    ['b = 3 AND a BETWEEN 1 AND 5', 'a <= 5 AND b = 3 AND a >= 1'],
    ['a IN (1, 2, 2)', 'a IN (2, 1)'],
    ['a IS NULL OR (b = 1 OR a > b)', '(b < a OR a IS NULL) OR 1 = b'],
    ['a != 1', '1 <> a'],
  ] as const)
    it(`is the same for ${a} and ${b}`, async () => {
      assert.ok(await same(where(a), where(b)));
    });

  for (const [a, b] of [
    ['a = 1 AND b = 2', 'a = 1 OR b = 2'],
    ['a BETWEEN 1 AND 5', 'a BETWEEN 5 AND 1'],
    ['NOT a BETWEEN 1 AND 5', 'a BETWEEN 1 AND 5'],
    ['a NOT IN (1, 2)', 'a IN (1, 2)'],
    ['a IN (1, NULL)', 'a IN (1)'],
    ['a < b', 'b < a'],
    ['a <= b', 'b < a'],
    ['s = r', 'r = s'],
    ['a AND a', 'a'],
    ['a = 1 AND abs(b) > 1', 'abs(b) > 1 AND a = 1'],
    ["a = '1'", 'a = 1'],
    ['a = 1 AND (b = 2 OR b = 3)', 'a = 1 AND b = 2 OR b = 3'],
    ['a IS NULL', 'a IS NOT NULL'],
    ['a IS TRUE', 'TRUE IS a'],
    ['b = 1 AND a IS NOT FALSE', 'FALSE IS NOT a AND b = 1'],
    ['a IS TRUE', 'a IS 1'],
  ] as const)
    it(`is not the same for ${a} and ${b}`, async () => {
      assert.ok(!(await same(where(a), where(b))));
    });

  for (const [what, a, b] of [
    [
      'an alias that hides a column of the query around',
      'SELECT id FROM t WHERE EXISTS (SELECT c AS a FROM v WHERE EXISTS (SELECT 1 FROM w WHERE m = a))',
      'SELECT id FROM t WHERE EXISTS (SELECT c AS a FROM v WHERE EXISTS (SELECT 1 FROM w WHERE m = t.a))',
    ],
    [
      'an alias that ON sees',
      'SELECT id FROM t WHERE EXISTS (SELECT c AS b FROM v JOIN w ON m = b)',
      'SELECT id FROM t WHERE EXISTS (SELECT c AS b FROM v JOIN w ON m = t.b)',
    ],
    [
      'a star of two tables under one name',
      'SELECT count(*) FROM (SELECT DISTINCT p.* FROM v p, w p)',
      'SELECT count(*) FROM (SELECT DISTINCT p.* FROM v p, w q)',
    ],
    [
      'two outputs under one name',
      'SELECT a AS x, b AS x FROM t UNION ALL SELECT a AS p, id AS q FROM u ORDER BY q',
      'SELECT a AS x, b AS x FROM t UNION ALL SELECT a AS p, id AS q FROM u ORDER BY x',
    ],
    [
      'a column whose name looks like two',
      'SELECT coalesce(c, "k #0.c") FROM v',
      'SELECT coalesce(c, k, c) FROM v',
    ],
    [
      'reals that differ beyond the digits we read',
      'SELECT id FROM t WHERE a = 0.1',
      'SELECT id FROM t WHERE a = 0.10000000000000001',
    ],
    [
      'an index hint where the answer is open',
      'SELECT a FROM t LIMIT 1',
      'SELECT a FROM t NOT INDEXED LIMIT 1',
    ],
    [
      'the clock with fractions of a second',
      stopClock("SELECT strftime('%f', CURRENT_TIMESTAMP) FROM t"),
      stopClock("SELECT strftime('%f', 'now') FROM t"),
    ],
  ] as const)
    it(`does not take for equal: ${what}`, async () => {
      assert.ok(!(await same(a, b)));
    });

  it('keeps the order of operands where LIMIT leaves the rows open', async () => {
    assert.ok(!(await same(`${where('a = 1 AND b = 2')} LIMIT 1`, `${where('b = 2 AND a = 1')} LIMIT 1`)));
  });
});

describe('a proof', () => {
  it('is tried on databases as well', async () => {
    const verdict = await judged(ddl, where('a = 1 AND b > 2'), where('2 < b AND a = 1'), {
      mutants: 20,
      budgetMs: 5000,
    });
    assert.equal(verdict.verdict, 'proved');
    assert.equal(verdict.databases, 40);
    assert.ok(verdict.nonEmpty > 0);
  });
});
