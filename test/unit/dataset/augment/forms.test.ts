import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SqliteEngine } from '../../../../src/adapters/sqlite/engine.ts';
import { equalForms } from '../../../../src/core/dataset/augment/equal-forms.ts';
import { equivalentOf } from '../../../../src/core/dataset/augment/equivalent.ts';
import { chooseLayout, type Layout, layOut } from '../../../../src/core/dataset/augment/layout.ts';
import { NoVariant } from '../../../../src/core/dataset/augment/no-variant.ts';
import { templateId } from '../../../../src/core/dataset/ids.ts';
import { analyze } from '../../../../src/core/dialect/sqlite/analyze.ts';
import { tokens } from '../../../../src/core/dialect/sqlite/lex.ts';
import { QuillError } from '../../../../src/core/errors.ts';
import type { Database } from '../../../../src/core/ports.ts';
import { Random } from '../../../../src/core/random.ts';
import { synthesize } from '../../../../src/core/sample/synthesize.ts';
import { createSchema, runDdl } from '../../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../../src/core/schema/model.ts';
import type { BoundQuery } from '../../../../src/core/sql/bound.ts';
import { applyEdits } from '../../../../src/core/sql/edits.ts';
import { grammarSchema, laidOut, queries } from '../../dialect/grammar.ts';
import { testEngine } from '../../engine.ts';
import { QueryWriter } from '../../fuzz/random-query.ts';
import { allSchemas } from '../../schemas/schema-files.ts';

describe('other forms of a query', function () {
  this.timeout(60_000);
  let engine: SqliteEngine;
  let schema: Schema;
  before(async () => {
    engine = await testEngine();
    schema = createSchema(engine, grammarSchema);
  });

  const bound = (sql: string): BoundQuery => analyze(sql, schema);

  describe('layouts', () => {
    const base: Layout = {
      keywords: 'upper',
      functions: 'kept',
      breaks: 'clauses',
      indent: '  ',
      commaFirst: false,
      columnAs: 'written',
      tableAs: 'left out',
    };
    const laid = (sql: string, layout: Partial<Layout> = {}): string =>
      layOut(bound(sql), { ...base, ...layout });

    it('put clauses on lines, drop comments, and leave names and strings alone', () => {
      const sql = `select x.a n, Count(*) "My  c" /* remark */ from t as x -- why
        left join u on u.h=x.a where x.b='from  t' and x.a in (select a from u where a>-1) group by 1 order by n desc limit 3`;
      assert.equal(
        laid(sql),
        `SELECT x.a AS n, Count(*) AS "My  c"
FROM t x
LEFT JOIN u ON u.h = x.a
WHERE x.b = 'from  t' AND x.a IN (SELECT a
  FROM u
  WHERE a > -1)
GROUP BY 1
ORDER BY n DESC
LIMIT 3`,
      );
      assert.equal(
        laid(sql, {
          keywords: 'lower',
          functions: 'upper',
          breaks: 'items',
          commaFirst: true,
          columnAs: 'kept',
        }),
        `select
  x.a n
  , COUNT(*) "My  c"
from t x
left join u on u.h = x.a
where x.b = 'from  t'
  and x.a in (select
    a
  from u
  where a > -1)
group by 1
order by n desc
limit 3`,
      );
    });

    it('keep signs apart that would begin a comment', () => {
      for (const sql of ['SELECT - -a FROM t', 'SELECT a - -1, -+a, 1 - - -2, a-(-a) FROM t'])
        assert.doesNotMatch(laid(sql, { breaks: 'line' }), /--/);
    });

    it('are the same tokens but for AS and case, and the same query', () => {
      let checked = 0;
      fc.assert(
        fc.property(laidOut(queries()), fc.nat(10_000), (sql, seed) => {
          let before: BoundQuery;
          try {
            before = bound(sql);
          } catch {
            return;
          }
          const text = layOut(before, chooseLayout(new Random(seed)));
          assert.equal(templateId(bound(text)), templateId(before), text);
          const plain = (source: string): string[] =>
            tokens(source)
              .filter(token => token.kind !== 'comment')
              .map(token => source.slice(token.start, token.end).toLowerCase())
              .filter(token => token !== 'as' && token !== ';');
          assert.deepEqual(plain(text), plain(sql));
          checked++;
        }),
        { numRuns: 300, seed: 11 },
      );
      assert.ok(checked > 100, String(checked));
    });
  });

  describe('equal forms', () => {
    const formsOf = (sql: string): string[] => {
      const query = bound(sql);
      return equalForms(query).map(form => applyEdits(sql, form.edits));
    };

    it('say the same in other words', () => {
      const cases: [sql: string, form: string][] = [
        ["SELECT a FROM t WHERE b = 'x' AND c > 1", "SELECT a FROM t WHERE c > 1 AND b = 'x'"],
        [
          'SELECT a FROM t WHERE c BETWEEN 1 AND 2 AND a = 1',
          'SELECT a FROM t WHERE c >= 1 AND c <= 2 AND a = 1',
        ],
        ['SELECT a FROM t WHERE NOT c BETWEEN 1 AND 2', 'SELECT a FROM t WHERE NOT (c >= 1 AND c <= 2)'],
        ['select a from t where c >= 1 and c <= 2', 'select a from t where c between 1 and 2'],
        ['SELECT a FROM t WHERE a <> 1', 'SELECT a FROM t WHERE a != 1'],
        ['SELECT a FROM t WHERE a < 5', 'SELECT a FROM t WHERE 5 > a'],
        ['SELECT a FROM t WHERE a IN (5)', 'SELECT a FROM t WHERE a = 5'],
        ['SELECT a FROM t WHERE a NOT IN (5)', 'SELECT a FROM t WHERE a <> 5'],
        ['SELECT a FROM t WHERE a = 5', 'SELECT a FROM t WHERE a IN (5)'],
        ['SELECT a FROM t WHERE b IS NOT NULL', 'SELECT a FROM t WHERE b NOTNULL'],
        ['SELECT count(*) AS n FROM t', 'SELECT count(1) AS n FROM t'],
        ['SELECT t.a FROM t LEFT JOIN u ON h = t.a', 'SELECT t.a FROM t LEFT OUTER JOIN u ON h = t.a'],
        ['SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a ASC'],
        [
          'SELECT t.a FROM t JOIN u ON u.h = t.a WHERE t.c > 1 OR t.b IS NULL',
          'SELECT t.a FROM t , u  WHERE u.h = t.a AND (t.c > 1 OR t.b IS NULL)',
        ],
        [
          'SELECT t.a FROM t, u WHERE u.h = t.a AND t.c > 1',
          'SELECT t.a FROM t JOIN u ON u.h = t.a WHERE t.c > 1',
        ],
      ];
      for (const [sql, form] of cases)
        assert.ok(formsOf(sql).includes(form), `${sql}\n${formsOf(sql).join('\n')}`);
    });

    it('leave alone what would mean something else', () => {
      assert.ok(!formsOf('SELECT a FROM t WHERE random() BETWEEN 1 AND 2').some(sql => sql.includes('>=')));
      assert.ok(!formsOf('SELECT t.a FROM t LEFT JOIN u ON h = t.a').some(sql => sql.includes(',')));
      assert.ok(!formsOf('SELECT count(DISTINCT a) AS n FROM t').some(sql => sql.includes('*')));
      assert.ok(!formsOf('SELECT a FROM t WHERE a IN (1, 2)').some(sql => sql.includes('=')));
    });

    it('return equal rows for random queries over every schema', () => {
      const answer = (db: Database, sql: string): string[] | undefined => {
        try {
          const { rows } = db.query(sql, { limitMs: 2000, maxRows: 2000 });
          return rows.map(row => row.map(cell => `${typeof cell} ${String(cell)}`).join('|')).sort();
        } catch (error) {
          assert.ok(QuillError.is(error));
          return undefined;
        }
      };
      let compared = 0;
      for (const { id, ddl } of allSchemas) {
        const db = engine.open();
        runDdl(db, ddl);
        const own = createSchema(engine, ddl);
        synthesize(db, own, 15, 1);
        for (let seed = 0; seed < 5; seed++) {
          const sql = new QueryWriter(new Random(seed * 77 + id.length), own).query();
          const rows = answer(db, sql);
          if (rows === undefined) continue;
          try {
            const other = equivalentOf(analyze(sql, own), seed).source;
            assert.notEqual(other, sql);
            assert.deepEqual(answer(db, other), rows, `${sql}\n${other}`);
            compared++;
          } catch (error) {
            if (!(error instanceof NoVariant)) throw error;
          }
        }
        db.close();
      }
      assert.ok(compared > 180, String(compared));
    });
  });
});
