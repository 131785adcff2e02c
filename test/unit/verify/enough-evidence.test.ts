import assert from 'node:assert/strict';
import { tooFewCompared, tooFewWithRows } from '../../../src/core/verify/enough-evidence.ts';
import { judged } from '../judged.ts';

describe('too little evidence', () => {
  const fewDatabases = { databases: 60, mutants: 10 };

  it('leaves a rewrite undetermined where the original returned no row on any database', async () => {
    // No text of a few letters has this hash-like property, so nothing is found although rows may pass.
    const a = "SELECT id FROM t WHERE hex(s) LIKE '%7A71%' AND length(s) = 7 AND unicode(substr(s, 4)) = 937";
    const verdict = await judged(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);',
      a,
      `${a} AND id > -100000`,
      fewDatabases,
    );
    assert.equal(verdict.nonEmpty, 0);
    assert.equal(verdict.verdict, 'undetermined');
    assert.match(verdict.verdict === 'undetermined' ? verdict.reason : '', /^No database made the original/);
  });

  it('says so where the original can return no row at all, and lets the rewrite survive', async () => {
    const verdict = await judged(
      'CREATE TABLE t (a INTEGER, b INTEGER);',
      'SELECT a FROM t WHERE b > 1 AND 1 = 2',
      'SELECT a FROM t WHERE 0 AND b > 1',
      fewDatabases,
    );
    assert.equal(verdict.verdict, 'survived');
    assert.match(verdict.notes.join(' '), /can return no row/);
  });

  it('leaves a rewrite undetermined where no row was found for a table it reads', async () => {
    const verdict = await judged(
      `CREATE TABLE t (a INTEGER, b TEXT NOT NULL CHECK (length(b) = 9 AND unicode(substr(b, 5)) = 937 AND b NOT LIKE 'k%'));
       CREATE TABLE u (a INTEGER)`,
      'SELECT u.a, t.b FROM u LEFT JOIN t ON t.a = u.a',
      'SELECT u.a, t.b FROM u LEFT JOIN t ON t.a = u.a AND u.a < 1000000',
      fewDatabases,
    );
    assert.equal(verdict.verdict, 'undetermined');
    assert.match(verdict.verdict === 'undetermined' ? verdict.reason : '', /^No row was found for t \[CHECK/);
  });

  it('asks for three databases with rows, or one in twenty', () => {
    assert.equal(tooFewWithRows({ databases: 60, nonEmpty: 3 }), undefined);
    assert.equal(tooFewWithRows({ databases: 1000, nonEmpty: 3 }), undefined);
    assert.equal(tooFewWithRows({ databases: 20, nonEmpty: 1 }), undefined);
    assert.match(tooFewWithRows({ databases: 60, nonEmpty: 2 }) ?? '', /only 2 of 60 databases/);
    assert.match(tooFewWithRows({ databases: 0, nonEmpty: 0 }) ?? '', /^No database/);
  });

  it('asks for one in ten of the databases, and for five', () => {
    assert.equal(tooFewCompared(2, 50), true);
    assert.equal(tooFewCompared(5, 50), false);
    assert.equal(tooFewCompared(19, 200), true);
    assert.equal(tooFewCompared(20, 200), false);
    assert.equal(tooFewCompared(3, 3), false);
    assert.equal(tooFewCompared(2, 3), true);
  });
});
