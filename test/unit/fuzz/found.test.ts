/** What a fuzz run found once: mistakes that slipped through, and a right rewrite that was refuted. */
import assert from 'node:assert/strict';
import { grammarSchema } from '../dialect/grammar.ts';
import { judged, told } from '../judged.ts';
import { foundInArms } from './found-arms.ts';
import { foundInConditions } from './found-conditions.ts';
import { foundAboveGroups } from './found-groups.ts';
import { foundInJoins } from './found-joins.ts';
import { rewriteOf } from './found-pair.ts';

const many = { databases: 400, budgetMs: 20_000 };

describe('mistakes that slipped through a fuzz run once', () => {
  for (const pair of [...foundInConditions, ...foundInArms, ...foundInJoins, ...foundAboveGroups])
    it(pair.name, async () => {
      const verdict = await judged(pair.ddl, pair.a, rewriteOf(pair), many);
      assert.equal(verdict.verdict, 'refuted', told(verdict));
    });

  it('rows that refer to rows of their own table keep what they refer to', async () => {
    const ddl =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES t, k TEXT CHECK (k GLOB '[A-C]*'))";
    const a = 'SELECT id FROM t WHERE boss > 70';
    const verdict = await judged(ddl, a, `${a} AND 1`, { databases: 100, budgetMs: 20_000 });
    // Most random databases are small, and few rows seldom have a `boss` above 70 that is a row of theirs.
    assert.ok(verdict.nonEmpty > 25, `${verdict.nonEmpty} of ${verdict.databases} with rows`);
  });
});

describe('right rewrites that a fuzz run saw refuted once', () => {
  it('a table as a derived table, below a LIMIT without an order', async () => {
    const query = (from: string): string =>
      `WITH u_list AS ( SELECT a FROM u ) SELECT  ( SELECT NOT X'0aff' FROM u  y999 WHERE CASE 0 WHEN y999.f THEN y999.f   END  ) AS c1 , $r IS DISTINCT FROM z994."d e" NOT NULL c2 FROM t  z994 WHERE 9223372036854775807 IS NOT NULL IN ( SELECT z994.a & z3.h FROM u  x4 RIGHT JOIN ${from} ON NOT EXISTS ( SELECT ? FROM ( "order"  x8 FULL JOIN t  x579 ON x8."group" LIKE x8.k ESCAPE '\\' ) INNER JOIN "order"   x287 ON TRUE COLLATE binary WHERE 1e3  ) WHERE ( 9223372036854775807 , ? ) != ( z994."d e" , TRUE ) LIMIT 1 )  LIMIT 3`;
    const verdict = await judged(grammarSchema, query('u  z3'), query('(SELECT * FROM u) AS z3'), many);
    assert.notEqual(verdict.verdict, 'refuted', told(verdict));
  });
});
