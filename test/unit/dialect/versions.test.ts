import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/core/dialect/sqlite/parse.ts';
import { isNewer, isSqliteVersion, versionNeeded } from '../../../src/core/dialect/sqlite/versions.ts';

describe('SQLite versions', () => {
  const check = (original: string, rewrite: string, oldest: string) =>
    versionNeeded(parseQuery(original), parseQuery(rewrite), oldest);

  it('compares number by number', () => {
    assert.equal(isNewer('3.30', '3.9'), true);
    assert.equal(isNewer('3.30', '3.30.1'), false);
    assert.equal(isNewer('3.30.1', '3.30'), true);
    assert.equal(isNewer('3.25', '3.25'), false);
  });

  it('names the newest of several', () => {
    const sql = 'SELECT iif(a, 1, row_number() OVER (ORDER BY b NULLS LAST)) FROM t';
    assert.equal(check('SELECT a FROM t', sql, '3.20'), '3.32');
  });

  it('tells versions from other words', () => {
    for (const version of ['3.9', '3.31', '3.31.1']) assert.ok(isSqliteVersion(version), version);
    for (const word of ['9x', 'banana', '', '3', '3.', '3.31x', '31', '-3.1'])
      assert.ok(!isSqliteVersion(word), word);
  });

  const features: [string, string, string][] = [
    ['SELECT row_number() OVER (ORDER BY a) FROM t', '3.24', '3.25'],
    ['SELECT a FROM t ORDER BY a NULLS LAST', '3.29', '3.30'],
    ['SELECT count(*) FILTER (WHERE a) FROM t', '3.29', '3.30'],
    ['SELECT iif(a, 1, 2) FROM t', '3.31', '3.32'],
    ['WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM x', '3.34', '3.35'],
    ["SELECT a -> 'b' FROM t", '3.37', '3.38'],
    ['SELECT * FROM t FULL JOIN u ON t.a = u.a', '3.38', '3.39'],
    ['SELECT * FROM t WHERE (a, b) = (1, 2)', '3.14', '3.15'],
  ];
  for (const [sql, without, since] of features) {
    it(`knows that ${sql} needs ${since}`, () => {
      assert.equal(check('SELECT a FROM t', sql, without), since);
      assert.equal(check('SELECT a FROM t', sql, since), undefined);
      assert.equal(check(sql, sql, without), undefined, 'the original needs it too');
    });
  }
});
