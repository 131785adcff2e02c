/** Queries of many parts get more databases. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { databasesFor } from '../../../src/core/verify/effort.ts';
import { judged, schemaOf } from '../judged.ts';

const ddl = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);';
const joined = (tables: number): string =>
  `SELECT t1.a FROM ${Array.from({ length: tables }, (_, i) => `t t${i + 1}`).join(' JOIN ')} WHERE t1.a > 1`;

describe('the number of databases', () => {
  it('is what was asked for up to six relations, and at most three times as many beyond', async () => {
    const schema = await schemaOf(ddl);
    const asked = (tables: number): number => {
      const bound = analyze(joined(tables), schema);
      return databasesFor(100, bound, bound);
    };
    assert.deepEqual([1, 6, 9, 12, 18, 40].map(asked), [100, 100, 150, 200, 300, 300]);
  });

  it('goes by the larger of the two queries', async () => {
    const schema = await schemaOf(ddl);
    const [small, large] = [analyze(joined(1), schema), analyze(joined(9), schema)];
    assert.equal(databasesFor(100, small, large), 150);
  });

  it('is the one that the verdict tells', async () => {
    const sql =
      'SELECT a FROM t WHERE a > 1 AND EXISTS (SELECT 1 FROM t b, t c, t d, t e, t f, t g, t h, t i)';
    const verdict = await judged(ddl, sql, sql.replace('a > 1', '1 < a'), {
      databases: 40,
      budgetMs: 20_000,
    });
    assert.ok(verdict.databases >= 40, String(verdict.databases));
  });
});
