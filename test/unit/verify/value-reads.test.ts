/** Values that may be any one of several: where the choice decides nothing, because nothing tells them apart. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { freeChoices } from '../../../src/core/verify/compare/free-choices.ts';
import { judgeAnswers } from '../../../src/core/verify/judge-answers.ts';
import { Original } from '../../../src/core/verify/original.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { judged, schemaOf, told } from '../judged.ts';

const ddl = `
CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE, team INTEGER, code TEXT COLLATE RTRIM, note TEXT);
CREATE TABLE letter (id INTEGER PRIMARY KEY, account_id INTEGER, subject TEXT COLLATE NOCASE);
`;

const settled: readonly string[] = [
  'SELECT count(*) AS n FROM (SELECT email FROM account GROUP BY email)',
  'SELECT count(*) AS n FROM (SELECT DISTINCT email, team FROM account)',
  'SELECT count(y) AS n FROM (SELECT note COLLATE NOCASE AS y FROM account GROUP BY note COLLATE NOCASE)',
  'SELECT count(DISTINCT y) AS n FROM (SELECT email AS y, team FROM account GROUP BY team, email)',
  'SELECT team, count(*) AS n FROM (SELECT team, email FROM account GROUP BY team, email) GROUP BY team',
  'SELECT count(*) AS n FROM (SELECT y FROM (SELECT DISTINCT email AS y FROM account) GROUP BY y)',
  'SELECT count(*) AS n FROM (SELECT email FROM account UNION SELECT subject FROM letter)',
  'SELECT id FROM letter WHERE subject IN (SELECT DISTINCT email FROM account)',
  'SELECT l.id FROM letter l JOIN (SELECT DISTINCT email AS y FROM account) d ON d.y = l.subject',
  "SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y BETWEEN 'a' AND 'b' OR y IN ('A', 'c')",
  'SELECT team FROM (SELECT team, max(email) AS m FROM account GROUP BY team) WHERE m IS NOT NULL',
  'SELECT team, n FROM (SELECT team, min(email) AS m, count(*) AS n FROM account GROUP BY team)',
  "SELECT count(*) AS n FROM account GROUP BY email HAVING email >= 'b'",
  'WITH w AS (SELECT code FROM account GROUP BY code) SELECT count(*) AS n FROM w WHERE code IS NOT NULL',
  'SELECT count(*) AS n FROM (SELECT team, group_concat(note) AS notes FROM account GROUP BY team)',
  'SELECT sum(n) AS s FROM (SELECT team, note, count(*) AS n FROM account GROUP BY team)',
  'SELECT team FROM (SELECT id, team, row_number() OVER (ORDER BY team) AS place FROM account)',
  'SELECT id FROM account a WHERE EXISTS (SELECT note, count(*) AS n FROM letter l WHERE l.account_id = a.id GROUP BY subject HAVING count(*) > 1)',
];

const open: readonly string[] = [
  'SELECT count(DISTINCT y COLLATE BINARY) AS n FROM (SELECT DISTINCT email AS y, team FROM account)',
  "SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y = 'a' COLLATE BINARY",
  "SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y || '' = 'a'",
  "SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y GLOB 'a*'",
  'SELECT hex(y) AS h FROM (SELECT email AS y FROM account GROUP BY email)',
  'SELECT y, count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) GROUP BY y',
  'SELECT max(y) AS m FROM (SELECT DISTINCT email AS y FROM account)',
  'SELECT count(*) AS n FROM (SELECT DISTINCT y COLLATE BINARY FROM (SELECT email AS y, team FROM account GROUP BY email, team))',
  'SELECT count(*) AS n FROM (SELECT hex(email) AS h FROM account GROUP BY email) GROUP BY h',
  "SELECT count(*) AS n FROM (SELECT team, max(email) AS m FROM account GROUP BY team) WHERE m = 'a'",
  'SELECT id FROM letter WHERE subject COLLATE BINARY IN (SELECT DISTINCT email FROM account)',
  'SELECT * FROM (SELECT DISTINCT email FROM account)',
  'SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y IN (SELECT subject COLLATE BINARY FROM letter)',
  'SELECT count(*) AS n FROM (SELECT team, note AS y FROM account GROUP BY team) WHERE y IS NOT NULL',
  'SELECT count(*) AS n FROM (SELECT DISTINCT team, group_concat(note) AS y FROM account GROUP BY team, email)',
  'SELECT count(*) AS n FROM (SELECT team, group_concat(note) AS y FROM account GROUP BY team, id % 2 UNION SELECT 1, NULL)',
  'SELECT n FROM (SELECT note AS y, count(*) AS n FROM account GROUP BY team ORDER BY y LIMIT 1)',
  'SELECT count(*) AS n FROM (SELECT (SELECT subject FROM letter) AS y, email FROM account GROUP BY y)',
];

describe('a value that may be any one of several', function () {
  this.timeout(20_000);
  for (const sql of settled)
    it(`decides nothing: ${sql}`, async () => {
      assert.deepEqual([...freeChoices(analyze(sql, await schemaOf(ddl))).kinds], []);
    });

  for (const sql of open)
    it(`may decide: ${sql}`, async () => {
      assert.notEqual(freeChoices(analyze(sql, await schemaOf(ddl))).kinds.size, 0);
    });

  const text = fc.constantFrom('a', 'A', 'b', 'a ', 'B', null);
  const account = fc.tuple(text, fc.integer({ min: 0, max: 1 }), text, text);
  const letter = fc.tuple(fc.integer({ min: 1, max: 3 }), text);
  const quoted = (value: unknown): string => (value === null ? 'NULL' : `'${String(value)}'`);

  it('gives no other answer where the rows are stored in another order', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, ddl);
    const db = engine.open();
    const turned = engine.open();
    try {
      for (const each of [db, turned]) each.exec(ddl);
      turned.exec(
        'CREATE INDEX by_email ON account (email DESC, note); CREATE INDEX by_team ON account (team)',
      );
      const queries = settled.map(sql => ({
        sql,
        original: new Original(db, analyze(sql, schema), new Evaluator(db), 1000),
      }));
      fc.assert(
        fc.property(
          fc.array(account, { maxLength: 5 }),
          fc.array(letter, { maxLength: 3 }),
          (accounts, letters) => {
            const insert = (to: typeof db, name: string, rows: readonly (readonly unknown[])[]): void =>
              rows.forEach((row, i) => {
                to.exec(`INSERT INTO ${name} VALUES (${i + 1}, ${row.map(quoted).join(', ')})`);
              });
            for (const each of [db, turned]) each.exec('DELETE FROM account; DELETE FROM letter');
            insert(db, 'account', accounts);
            insert(db, 'letter', letters);
            insert(turned, 'account', accounts.toReversed());
            insert(turned, 'letter', letters);
            for (const { sql, original } of queries) {
              // Ids are others then.
              if (/\bid\b/.test(sql.replace(/account_id/g, ''))) continue;
              const [a, b] = [original.run({}), { kind: 'rows' as const, result: turned.query(sql) }];
              assert.equal(judgeAnswers(a, b, original.comparison({})).kind, 'same', sql);
            }
          },
        ),
        { numRuns: 150, seed: 3 },
      );
      for (const { original } of queries) original.free();
    } finally {
      db.close();
      turned.close();
    }
  });

  it('lets right rewrites survive', async () => {
    for (const [a, b] of [
      [
        'SELECT count(DISTINCT email) AS n FROM account',
        settled[0]?.replace('GROUP', 'WHERE email IS NOT NULL GROUP'),
      ],
      [
        'SELECT id FROM letter l WHERE EXISTS (SELECT 1 FROM account a WHERE a.email = l.subject)',
        'SELECT id FROM letter WHERE subject IN (SELECT DISTINCT email FROM account)',
      ],
      [
        'SELECT DISTINCT team FROM account WHERE email IS NOT NULL AND team > 0',
        'SELECT team FROM (SELECT team, max(email) AS m FROM account WHERE team > 0 GROUP BY team) WHERE m IS NOT NULL',
      ],
      [
        'SELECT count(DISTINCT account_id) AS n FROM letter WHERE account_id IS NOT NULL',
        'SELECT count(*) AS n FROM (SELECT account_id, group_concat(subject) AS y FROM letter WHERE account_id IS NOT NULL GROUP BY account_id)',
      ],
    ] as const) {
      const verdict = await judged(ddl, a, b ?? '');
      assert.equal(verdict.verdict, 'survived', `${b}: ${told(verdict)}`);
    }
  });

  it('refutes wrong ones', async () => {
    for (const [a, b] of [
      [settled[0], 'SELECT count(DISTINCT email COLLATE BINARY) AS n FROM account'],
      [settled[1], 'SELECT count(*) AS n FROM (SELECT DISTINCT email COLLATE BINARY, team FROM account)'],
      [
        settled[6],
        'SELECT count(*) AS n FROM (SELECT email COLLATE BINARY FROM account UNION SELECT subject FROM letter)',
      ],
      [
        "SELECT count(*) AS n FROM (SELECT DISTINCT email AS y FROM account) WHERE y = 'ab'",
        "SELECT count(*) AS n FROM (SELECT DISTINCT email COLLATE BINARY AS y FROM account) WHERE y = 'ab'",
      ],
      [
        "SELECT count(*) AS n FROM account GROUP BY email HAVING email >= 'b'",
        "SELECT count(*) AS n FROM account GROUP BY email HAVING email >= 'b' COLLATE BINARY",
      ],
    ] as const) {
      const verdict = await judged(ddl, a ?? '', b);
      assert.equal(verdict.verdict, 'refuted', `${b}: ${told(verdict)}`);
    }
  });
});
