import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { InstanceSource } from '../../../src/core/verify/instances/instance-source.ts';
import { Loader } from '../../../src/core/verify/instances/loader.ts';
import { freshLearnt } from '../../../src/core/verify/learnt.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { insertsOf } from '../../../src/core/verify/witness.ts';
import { testEngine } from '../engine.ts';
import { judged } from '../judged.ts';

/** Loads 120 instances into databases that enforce everything, and counts their rows. */
async function rowsOfInstances(ddl: string, sql: string): Promise<{ loaded: number; rows: number }> {
  const engine = await testEngine();
  const schema = createSchema(engine, ddl);
  const db = openScratch(engine, schema);
  const bound = analyze(sql, schema);
  const loader = new Loader(db);
  const instances = new InstanceSource(loader, schema, bound, bound, new Evaluator(db), 7);
  const strict = engine.open();
  strict.exec(ddl);
  strict.exec('PRAGMA foreign_keys = ON');
  let loaded = 0;
  let rows = 0;
  for (const { instance } of instances.testCases(120, freshLearnt())) {
    strict.exec('BEGIN; PRAGMA defer_foreign_keys = ON');
    const inserts = insertsOf(instances.tables, instance);
    for (const insert of inserts) strict.exec(insert);
    for (const { table } of instances.tables)
      assert.deepEqual(strict.query(`PRAGMA foreign_key_check("${table.name}")`).rows, []);
    strict.exec('ROLLBACK');
    rows += inserts.length;
    if (++loaded === 120) break;
  }
  loader.close();
  db.close();
  strict.close();
  return { loaded, rows };
}

const schemas: Readonly<Record<string, [string, string]>> = {
  'composite keys and references': [
    `CREATE TABLE a (x INTEGER, y TEXT, z REAL, PRIMARY KEY (x, y));
     CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER, y TEXT, FOREIGN KEY (x, y) REFERENCES a(x, y));`,
    'SELECT b.id, a.z FROM b JOIN a ON a.x = b.x AND a.y = b.y WHERE a.z > 5',
  ],
  'two references over one column': [
    `CREATE TABLE p (id INTEGER PRIMARY KEY, code INTEGER NOT NULL UNIQUE);
     CREATE TABLE c (id INTEGER PRIMARY KEY, x INTEGER NOT NULL,
       FOREIGN KEY (x) REFERENCES p(id), FOREIGN KEY (x) REFERENCES p(code));`,
    'SELECT c.id FROM c JOIN p ON p.id = c.x WHERE c.x > 3',
  ],
  'a reference to itself': [
    'CREATE TABLE e (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES e(id), name TEXT NOT NULL)',
    'SELECT e.name, m.name AS boss FROM e LEFT JOIN e m ON m.id = e.boss',
  ],
  'a required reference to itself': [
    'CREATE TABLE e (id INTEGER PRIMARY KEY, boss INTEGER NOT NULL REFERENCES e(id))',
    'SELECT e.id FROM e JOIN e m ON m.id = e.boss WHERE m.id > 3',
  ],
  'circular references': [
    `CREATE TABLE p (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c(id));
     CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES p(id));`,
    'SELECT p.id FROM p JOIN c ON c.p = p.id',
  ],
  CHECK: [
    `CREATE TABLE s (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('low', 'high')),
       lo INTEGER NOT NULL, hi INTEGER NOT NULL, CHECK (lo < hi), CHECK (hi BETWEEN 10 AND 20))`,
    `SELECT id FROM s WHERE kind = 'low' AND hi > 12`,
  ],
  'generated columns': [
    `CREATE TABLE g (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED UNIQUE,
       c TEXT AS (a || 'x') VIRTUAL)`,
    'SELECT b, c FROM g WHERE b > 4',
  ],
  STRICT: [
    'CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL NOT NULL, x TEXT, y ANY, z BLOB) STRICT',
    `SELECT * FROM t WHERE r > 1.5 AND x = 'q' AND y = 3`,
  ],
  'UNIQUE with NULL, NOCASE': [
    'CREATE TABLE u (id INTEGER PRIMARY KEY, mail TEXT COLLATE NOCASE UNIQUE, n INTEGER UNIQUE)',
    `SELECT id FROM u WHERE mail = 'Ann' AND n IS NOT NULL`,
  ],
  'a partial unique index': [
    `CREATE TABLE u (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, state TEXT NOT NULL);
     CREATE UNIQUE INDEX one_open ON u(owner) WHERE state = 'open'`,
    `SELECT owner, count(*) AS n FROM u WHERE state = 'open' GROUP BY owner`,
  ],
  'WITHOUT ROWID': [
    'CREATE TABLE w (k TEXT, n INTEGER, v TEXT, PRIMARY KEY (k, n)) WITHOUT ROWID',
    `SELECT v FROM w WHERE k = 'a' ORDER BY n LIMIT 2`,
  ],
};

describe('instances', () => {
  for (const [name, [ddl, sql]] of Object.entries(schemas))
    it(`are legal and not empty under: ${name}`, async () => {
      const { loaded, rows } = await rowsOfInstances(ddl, sql);
      assert.equal(loaded, 120);
      assert.ok(rows > 120, `only ${rows} rows in 120 instances`);
    });

  it('are the same for the same seed', async () => {
    const engine = await testEngine();
    const schema = createSchema(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)');
    const dump = (seed: number): string => {
      const db = openScratch(engine, schema);
      const bound = analyze(`SELECT id FROM t WHERE a = 'x'`, schema);
      const loader = new Loader(db);
      const instances = new InstanceSource(loader, schema, bound, bound, new Evaluator(db), seed);
      const texts: string[] = [];
      for (const { instance } of instances.testCases(60, freshLearnt())) {
        texts.push(insertsOf(instances.tables, instance).join('\n'));
        if (texts.length === 60) break;
      }
      loader.close();
      db.close();
      return texts.join('\n--\n');
    };
    assert.equal(dump(3), dump(3));
    assert.notEqual(dump(3), dump(4));
  });
});

describe('constraints that contradict each other', () => {
  it('are named', async () => {
    const ddl = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, CHECK (a > 5), CHECK (a < 3))';
    const verdict = await judged(ddl, 'SELECT a FROM t', 'SELECT a FROM t WHERE a > 0', {
      databases: 100,
      mutants: 10,
      budgetMs: 5000,
    });
    assert.equal(verdict.verdict, 'undetermined');
    assert.match(
      verdict.reason,
      /No database made the original return a row.*\bt\b.*CHECK \(a > 5\).*CHECK \(a < 3\)/,
    );
  });
});
