import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { textOf } from '../../../src/core/sql/span.ts';
import { sourcesOfOutput } from '../../../src/core/verify/instances/query/value-sources.ts';
import { testEngine } from '../engine.ts';

/** Where the first output of a query comes from: columns, and the texts of what is no column. */
async function sources(sql: string): Promise<{ columns: string[]; others: string[] }> {
  const ddl = 'CREATE TABLE a (x INTEGER, n INTEGER); CREATE TABLE b (y INTEGER);';
  const bound = analyze(sql, createSchema(await testEngine(), ddl));
  const { slots, others } = sourcesOfOutput(bound, bound.query, 0);
  return {
    columns: slots.map(({ column }) => column),
    others: others.map(expr => textOf(bound.source, expr.span)),
  };
}

describe('the sources of a value', () => {
  it('are found through CTEs, the arms of set operations and functions that pass on a value', async () => {
    const sql = 'WITH c AS (SELECT x AS v FROM a UNION ALL SELECT coalesce(y, 7) FROM b) SELECT c.v FROM c';
    assert.deepEqual(await sources(sql), { columns: ['x', 'y'], others: ['7'] });
  });

  it('are found through stars and names in another case', async () => {
    assert.deepEqual(await sources('SELECT * FROM (SELECT * FROM a)'), { columns: ['x'], others: [] });
    assert.deepEqual(await sources('SELECT S.X FROM (SELECT * FROM a) AS s'), { columns: ['x'], others: [] });
  });

  it('come to an end where a CTE reads itself', async () => {
    const sql =
      'WITH RECURSIVE r(i) AS (SELECT x FROM a UNION ALL SELECT i + 1 FROM r WHERE i < 9) SELECT i FROM r';
    assert.deepEqual(await sources(sql), { columns: ['x'], others: ['i + 1'] });
  });

  it('are both values of a CASE, and no condition of it', async () => {
    const sql = 'SELECT CASE WHEN n > 3 THEN x ELSE (SELECT max(y) FROM b) END FROM a';
    assert.deepEqual(await sources(sql), { columns: ['x', 'y'], others: [] });
  });
});
