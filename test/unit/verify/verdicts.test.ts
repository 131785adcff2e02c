import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { JudgeOptions } from '../../../src/core/verify/judge.ts';
import { checkOnData } from '../../../src/core/verify/own-data.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';
import { judged } from '../judged.ts';

const ddl = `
CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT, score INTEGER, born DATE);
CREATE TABLE q (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p(id), note TEXT, price REAL);
CREATE VIEW cheap AS SELECT id, p_id, price FROM q WHERE price < 10;
`;

function verdict(a: string, b: string, options: Partial<JudgeOptions> = {}): Promise<Verdict> {
  return judged(ddl, a, b, { mutants: 20, ...options });
}

const short = (v: Verdict): string => `${v.verdict}${'reason' in v ? ` ${v.reason}` : ''}`;

describe('verdicts', () => {
  it('prove what is the same but for layout, case and aliases', async () => {
    const v = await verdict(
      'SELECT a.id, b.note FROM p a JOIN q b ON b.p_id = a.id WHERE (a.score > 5)',
      'select x.id, y.note /* same */ from p as x inner join q as y on y.p_id = x.id where x.score > 5',
    );
    assert.equal(v.verdict, 'proved');
  });

  it('do not prove what differs in one word', async () => {
    for (const b of [
      'SELECT a.id FROM p a JOIN q b ON b.p_id = a.id WHERE b.id > 5',
      'SELECT b.id FROM p a JOIN q b ON b.p_id = a.id WHERE a.id > 5',
      'SELECT a.id FROM q b JOIN p a ON b.p_id = a.id WHERE b.id > 5',
      'SELECT DISTINCT a.id FROM p a JOIN q b ON b.p_id = a.id WHERE a.id > 5',
      'SELECT a.id FROM p a LEFT JOIN q b ON b.p_id = a.id WHERE a.id > 5',
    ]) {
      const v = await verdict('SELECT a.id FROM p a JOIN q b ON b.p_id = a.id WHERE a.id > 5', b);
      assert.notEqual(v.verdict, 'proved', b);
    }
  });

  it('refute other column counts and names without a witness', async () => {
    const names = await verdict('SELECT id AS a FROM p', 'SELECT id AS b FROM p');
    assert.equal(short(names), 'refuted column names');
    assert.ok(names.verdict === 'refuted' && names.witness === undefined);
    assert.equal(short(await verdict('SELECT id FROM p', 'SELECT id, name FROM p')), 'refuted column count');
    assert.notEqual((await verdict('SELECT count(*) FROM p', 'SELECT count(id) FROM p')).verdict, 'refuted');
  });

  it('refute an error of the rewrite, and pass over one of the original', async () => {
    const bad = `SELECT json_extract(name, '$.a') AS x FROM p WHERE name IS NOT NULL`;
    const good = `SELECT json_extract(name, '$.a') AS x FROM p WHERE json_valid(name)`;
    assert.equal(short(await verdict(good, bad)), 'refuted error');
    assert.equal((await verdict(bad, good)).verdict, 'survived');
  });

  it('name the side that cannot be read', async () => {
    await assert.rejects(verdict('SELECT id FROM p', 'SELECT idd FROM p'), (error: unknown) => {
      return QuillError.is(error, 'unknown-name') && /rewrite/.test(error.message);
    });
    await assert.rejects(verdict('SELEC id FROM p', 'SELECT id FROM p'), (error: unknown) => {
      return error instanceof QuillError && /original/.test(error.message);
    });
  });

  it('abstain from random() in ORDER BY too', async () => {
    for (const rewrite of ['SELECT id FROM p LIMIT 3', 'SELECT id FROM p ORDER BY id LIMIT 3'])
      assert.equal(
        (await verdict('SELECT id FROM p ORDER BY random() LIMIT 3', rewrite)).verdict,
        'undetermined',
      );
  });

  it('tell the clock from a date, and the text now from the clock', async () => {
    assert.equal(
      (
        await verdict(
          `SELECT id FROM p WHERE born < date('now')`,
          `SELECT id FROM p WHERE born < '2024-06-15'`,
        )
      ).verdict,
      'refuted',
    );
    assert.equal(
      (
        await verdict(
          `SELECT id FROM p WHERE born < CURRENT_DATE`,
          `SELECT id FROM p WHERE born < date('now')`,
        )
      ).verdict,
      'survived',
    );
    assert.equal(
      (await verdict(`SELECT id FROM p WHERE name = 'now'`, `SELECT id FROM p WHERE name = 'no' || 'w'`))
        .verdict,
      'survived',
    );
  });

  it('abstain from random()', async () => {
    const v = await verdict(
      'SELECT id, random() AS r FROM p',
      'SELECT id, random() AS r FROM p WHERE random() > 0',
    );
    assert.equal(v.verdict, 'undetermined');
    assert.match(v.verdict === 'undetermined' ? v.reason : '', /random\(\)/);
  });

  it('read the clock as one fixed moment', async () => {
    const a = `SELECT id FROM p WHERE born > date('now', '-30 days')`;
    assert.equal(
      (await verdict(a, `SELECT id FROM p WHERE date('now', '-30 days') < born`)).verdict,
      'survived',
    );
    assert.equal(
      short(await verdict(a, `SELECT id FROM p WHERE born >= date('now', '-30 days')`)),
      'refuted rows',
    );
  });

  it('leave ties at LIMIT to the rewrite', async () => {
    const a = 'SELECT id, score FROM p ORDER BY score LIMIT 2';
    const v = await verdict(a, 'SELECT id, score FROM p ORDER BY score, id DESC LIMIT 2');
    assert.equal(v.verdict, 'survived');
    assert.ok(v.notes.some(note => /LIMIT without a total order/.test(note)));
    const wrong = await verdict(a, 'SELECT id, score FROM p ORDER BY score DESC LIMIT 2');
    assert.equal(short(wrong), 'refuted rows');
  });

  it('do not count ties inside a nested LIMIT', async () => {
    const a = 'SELECT x.id FROM (SELECT id FROM p ORDER BY score LIMIT 2) x';
    const v = await verdict(a, 'SELECT x.id FROM (SELECT id FROM p ORDER BY score, id DESC LIMIT 2) x');
    assert.notEqual(v.verdict, 'refuted');
    assert.equal(
      short(await verdict(a, 'SELECT x.id FROM (SELECT id FROM p ORDER BY score DESC LIMIT 2) x')),
      'refuted rows',
    );
  });

  it('do not count bare columns, row_number over ties and the order of group_concat', async () => {
    for (const [a, b] of [
      ['SELECT name, score FROM p GROUP BY name', 'SELECT name, min(score) AS score FROM p GROUP BY name'],
      [
        'SELECT id, row_number() OVER (ORDER BY score) AS n FROM p',
        'SELECT id, row_number() OVER (ORDER BY score, id DESC) AS n FROM p',
      ],
      [
        'SELECT group_concat(name) AS g FROM p',
        'SELECT group_concat(name) AS g FROM (SELECT name FROM p ORDER BY id DESC)',
      ],
    ] as const)
      assert.equal((await verdict(a, b)).verdict, 'undetermined', a);
  });

  it('bind parameters alike on both sides', async () => {
    const a = 'SELECT id FROM p WHERE score > :low AND name = ?2';
    assert.equal((await verdict(a, 'SELECT id FROM p WHERE ?2 = name AND :low < score')).verdict, 'survived');
    const wrong = await verdict(a, 'SELECT id FROM p WHERE score >= :low AND name = ?2');
    assert.equal(short(wrong), 'refuted rows');
    assert.ok(wrong.verdict === 'refuted' && wrong.witness && ':low' in wrong.witness.parameters);
  });

  it('bind parameters to what they are compared with', async () => {
    for (const [right, wrong] of [
      [':n > 5', ':n > 6'],
      [':n BETWEEN 20 AND 30', ':n BETWEEN 20 AND 29'],
      [':n IN (40, 50)', ':n IN (40)'],
      [`:kind = 'open'`, `:kind = 'shut'`],
      [':n > -7', ':n >= -7'],
      ['31.5 > :n', '31.5 >= :n'],
    ] as const) {
      const a = `SELECT id FROM p WHERE score > 5 AND ${right}`;
      const v = await verdict(a, `SELECT id FROM p WHERE score > 5 AND ${wrong}`, { mutants: 0 });
      assert.equal(v.verdict, 'refuted', right);
    }
  });

  it('do not take a parameter for a reason why nothing is returned', async () => {
    const v = await verdict(
      'SELECT id FROM p WHERE id < 0 AND id > 0 AND name = ?',
      'SELECT id FROM p WHERE name = ? AND 0',
      {
        mutants: 0,
      },
    );
    assert.equal(v.verdict, 'undetermined');
  });

  it('say where they rest on declared types', async () => {
    const notes = async (schema: string, a: string, b: string): Promise<readonly string[]> => {
      const { notes } = await judged(schema, a, b, { databases: 40, budgetMs: 5000 });
      return notes.filter(note => note === 'Columns are taken to hold values of their declared types.');
    };
    const table = 'CREATE TABLE m (id INTEGER PRIMARY KEY, n INTEGER, x, s TEXT)';
    const columns = (column: string): [string, string] => [
      `SELECT id FROM m WHERE ${column} > 5`,
      `SELECT y.id FROM m y WHERE ${column} - 5 > 0`,
    ];
    assert.equal((await notes(table, ...columns('n'))).length, 1);
    assert.equal((await notes(table, ...columns('id'))).length, 0);
    assert.equal((await notes(table, ...columns('x'))).length, 0);
    assert.equal((await notes(`${table.replace('x,', 'x ANY,')} STRICT`, ...columns('n'))).length, 0);
    const typed = await notes(table, `SELECT id FROM m WHERE typeof(n) <> 'text'`, 'SELECT id FROM m');
    assert.equal(typed.length, 1);
    // The same comparison on both sides.
    const same = await notes(
      table,
      'SELECT m.id FROM m WHERE m.n > 5 AND m.s IS NOT NULL',
      'SELECT k.id FROM (SELECT * FROM m WHERE s IS NOT NULL) k WHERE (k.n > 5)',
    );
    assert.equal(same.length, 0);
  });

  it('see through views', async () => {
    assert.equal(
      (await verdict('SELECT id FROM cheap', 'SELECT id FROM q WHERE price < 10')).verdict,
      'survived',
    );
    assert.equal(
      short(await verdict('SELECT id FROM cheap', 'SELECT id FROM q WHERE price <= 10')),
      'refuted rows',
    );
  });

  it('abstain from virtual tables', async () => {
    const fts = 'CREATE VIRTUAL TABLE d USING fts4(body)';
    const v = await judged(fts, 'SELECT body FROM d', 'SELECT body FROM d WHERE 1', {
      databases: 10,
      budgetMs: 1000,
    });
    assert.equal(v.verdict, 'undetermined');
    assert.match(v.verdict === 'undetermined' ? v.reason : '', /virtual table/);
  });

  it('stop a query without end', async () => {
    const endless =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n';
    const v = await verdict(endless, 'SELECT max(id) AS m FROM p', { queryLimitMs: 5, budgetMs: 300 });
    assert.equal(v.verdict, 'undetermined');
  });

  it('carry how strong the evidence is', async () => {
    const v = await verdict('SELECT id FROM p WHERE score > 5', 'SELECT id FROM p WHERE score - 5 > 0');
    assert.equal(v.verdict, 'survived');
    assert.equal(v.databases, 200);
    assert.ok(v.nonEmpty > 50);
    assert.ok(v.mutants.total > 3 && v.mutants.killed === v.mutants.total, v.uncaught.join('; '));
  });

  it('are the same for the same seed', async () => {
    const run = (): Promise<Verdict> =>
      verdict('SELECT id FROM q WHERE price > 5', 'SELECT id FROM q WHERE price >= 5');
    assert.deepEqual(await run(), await run());
  });
});

describe('own data', () => {
  it('are compared in full, and a difference is told', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, ddl);
    const db = engine.open();
    db.exec(ddl);
    db.exec(`INSERT INTO p VALUES (1, 'a', 5, NULL), (2, 'b', 5, NULL), (3, 'c', 7, NULL)`);
    const a = analyze('SELECT id, score FROM p ORDER BY score LIMIT 1', schema);
    assert.deepEqual(checkOnData(db, a, 'SELECT id, score FROM p ORDER BY score, id DESC LIMIT 1'), {
      rows: 1,
      extent: 'full',
      compared: 1,
      shared: 0,
    });
    const wrong = checkOnData(db, a, 'SELECT id, score FROM p ORDER BY score DESC LIMIT 1');
    assert.ok('reason' in wrong && wrong.reason === 'rows');
    const random = analyze('SELECT id, random() AS r FROM p', schema);
    const unclear = checkOnData(db, random, 'SELECT id, random() AS r FROM p WHERE 1');
    assert.ok('extent' in unclear && unclear.extent === 'skipped' && /random\(\)/.test(unclear.why ?? ''));
    const many = checkOnData(db, analyze('SELECT id FROM p', schema), 'SELECT id FROM p', { maxRows: 2 });
    assert.ok('extent' in many && many.extent === 'sampled' && many.rows === 3);
    db.close();
  });
});
