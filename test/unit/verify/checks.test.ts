import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { InstanceSource } from '../../../src/core/verify/instances/instance-source.ts';
import { Loader } from '../../../src/core/verify/instances/loader.ts';
import { fillPattern } from '../../../src/core/verify/instances/values/text-patterns.ts';
import { freshLearnt } from '../../../src/core/verify/learnt.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { judged } from '../judged.ts';

/** Columns with their constraints, as they are written in practice. */
const TABLES: readonly string[] = [
  "email TEXT NOT NULL CHECK (email LIKE '%@%')",
  "email TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%._%' AND email = lower(email))",
  "code TEXT NOT NULL CHECK (code GLOB '[A-Z][A-Z][0-9]*')",
  'code TEXT PRIMARY KEY CHECK (length(code) = 3 AND code = upper(code))',
  "code TEXT NOT NULL CHECK (code GLOB '[A-C][0-9]*'), note TEXT NOT NULL CHECK (length(note) BETWEEN 3 AND 8)",
  'price REAL NOT NULL CHECK (price >= 0 AND price < 10000)',
  'price NUMERIC(10, 2) NOT NULL CHECK (round(price, 2) = price AND price > 0)',
  'start_at TEXT NOT NULL, end_at TEXT NOT NULL, CHECK (end_at > start_at)',
  'start_on DATE NOT NULL, end_on DATE, CHECK (end_on IS NULL OR end_on >= start_on)',
  'start_on DATE NOT NULL, end_on DATE NOT NULL, CHECK (julianday(end_on) - julianday(start_on) BETWEEN 1 AND 30)',
  "status TEXT NOT NULL CHECK (status IN ('a', 'b'))",
  "status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')), done_at TEXT, CHECK ((status = 'done') = (done_at IS NOT NULL))",
  'doc TEXT NOT NULL CHECK (json_valid(doc))',
  "doc TEXT NOT NULL CHECK (json_valid(doc) AND json_type(doc) = 'object')",
  'iso TEXT NOT NULL CHECK (length(iso) = 2 AND iso = upper(iso))',
  'a INTEGER, b TEXT, CHECK ((a IS NULL) <> (b IS NULL))',
  'a INTEGER, b INTEGER, c INTEGER, CHECK ((a IS NOT NULL) + (b IS NOT NULL) + (c IS NOT NULL) = 1)',
  "x INTEGER NOT NULL CHECK (typeof(x) = 'integer')",
  "kind TEXT NOT NULL CHECK (kind IN ('card', 'cash')), number TEXT, CHECK ((kind = 'card' AND number IS NOT NULL AND length(number) = 16) OR (kind = 'cash' AND number IS NULL))",
  "zip TEXT NOT NULL CHECK (length(zip) = 5 AND zip NOT GLOB '*[^0-9]*')",
  "hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 40 AND hash NOT GLOB '*[^0-9a-f]*')",
  "color TEXT NOT NULL CHECK (color GLOB '#[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]')",
  "born TEXT NOT NULL CHECK (born GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')",
  'born TEXT NOT NULL CHECK (born IS date(born))',
  'id INTEGER PRIMARY KEY CHECK (id = 1), theme TEXT NOT NULL',
  'lat REAL NOT NULL CHECK (abs(lat) <= 90), lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180)',
  'name TEXT NOT NULL CHECK (length(trim(name)) > 0)',
  'low INTEGER NOT NULL, high INTEGER NOT NULL, step INTEGER NOT NULL, CHECK (low < high), CHECK (step > 0 AND low + step <= high)',
  'quantity INTEGER NOT NULL CHECK (quantity > 0), price INTEGER NOT NULL CHECK (price >= 100), total INTEGER NOT NULL, CHECK (total = quantity * price)',
  'minutes INTEGER NOT NULL CHECK (minutes % 15 = 0 AND minutes BETWEEN 15 AND 480)',
  "phone TEXT NOT NULL CHECK (phone LIKE '+%' AND length(phone) >= 8)",
  'flag INTEGER NOT NULL CHECK (flag IN (0, 1)), rating INTEGER CHECK (rating BETWEEN 1 AND 5)',
  "uuid TEXT PRIMARY KEY CHECK (length(uuid) = 36 AND substr(uuid, 9, 1) = '-')",
  "mail TEXT NOT NULL CHECK (instr(mail, '@') > 1)",
  'a INTEGER NOT NULL, b INTEGER NOT NULL, CHECK (a * a + b * b = 25 AND a > b)',
  'a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, CHECK (a * a + b * b = c * c AND a < b AND a > 0)',
  'a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, CHECK (a + b + c = 100 AND a > 20 AND b > 20 AND c > 20)',
  'n INTEGER NOT NULL CHECK (n % 7 = 3)',
  'n INTEGER NOT NULL CHECK (n % 3 = 1 AND n % 5 = 2 AND n % 7 = 3)',
  "code TEXT NOT NULL CHECK (length(code) = 5 AND code GLOB 'A*')",
  'price NUMERIC NOT NULL, qty INTEGER NOT NULL, total NUMERIC NOT NULL, CHECK (price * qty = total), CHECK (total > 1000)',
  'w INTEGER NOT NULL, h INTEGER NOT NULL, area INTEGER NOT NULL CHECK (area >= 50), CHECK (w * h = area AND w > h)',
  'low INTEGER NOT NULL, high INTEGER NOT NULL, CHECK (high > low * 1000 AND low > 5)',
  "path TEXT NOT NULL CHECK (instr(path, '::') = 4 AND length(path) > 6)",
  'letter TEXT NOT NULL CHECK (unicode(letter) > 1000)',
];

describe('databases for tables with CHECK constraints', () => {
  let engine: Engine;

  before(async () => {
    engine = await testEngine();
  });

  for (const columns of TABLES)
    it(`fills (${columns})`, () => {
      const single = /CHECK \(id = 1\)/.test(columns);
      const { rows, distinct } = filled(`CREATE TABLE t (${columns});`, 'SELECT * FROM t');
      assert.ok(rows >= (single ? 40 : 100), `${rows} rows`);
      assert.ok(
        distinct >= (single ? 1 : 3) || /\(0, 1\)|'a', 'b'/.test(columns),
        `${distinct} different rows`,
      );
    });

  it('fills tables of which one combination of values is legal', () => {
    for (const [check, row] of [
      ['CHECK (a * b = 391 AND a < b AND a > 1)', '17|23'],
      ['CHECK (a + b = 100), CHECK (a - b = 40)', '70|30'],
    ] as const) {
      const found = filled(
        `CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, ${check});`,
        'SELECT * FROM t',
      );
      assert.deepEqual([...found.all], [row]);
    }
  });

  it('finds rows without NULL where those with NULL are easy', () => {
    const found = filled(
      'CREATE TABLE t (a INTEGER, b INTEGER, CHECK (a * a + b * b = 25));',
      'SELECT * FROM t',
    );
    assert.ok(
      found.all.has('3|4') || found.all.has('-3|4') || found.all.has('4|3'),
      [...found.all].join(' '),
    );
  });

  it('fills tables that refer to a key with a CHECK', () => {
    const ddl = `CREATE TABLE country (iso TEXT PRIMARY KEY CHECK (length(iso) = 2 AND iso = upper(iso)));
      CREATE TABLE city (id INTEGER PRIMARY KEY, country TEXT NOT NULL REFERENCES country(iso));`;
    const sql = 'SELECT city.id, country.iso FROM city JOIN country ON country.iso = city.country';
    assert.ok(filled(ddl, sql).rows > 200);
  });

  /** All rows of 60 instances, and how many of the original's table differ. */
  function filled(ddl: string, sql: string): { rows: number; distinct: number; all: ReadonlySet<string> } {
    const schema = createSchema(engine, ddl);
    const db = openScratch(engine, schema);
    const loader = new Loader(db);
    const bound = analyze(sql, schema);
    const source = new InstanceSource(loader, schema, bound, bound, new Evaluator(db), 5);
    let [rows, instances] = [0, 0];
    const distinct = new Set<string>();
    for (const { instance } of source.testCases(60, freshLearnt())) {
      assert.ok(loader.load(source.tables, instance), 'an instance is refused');
      for (const row of instance.rows.flat()) {
        rows += 1;
        distinct.add(row.map(cell => (cell instanceof Uint8Array ? cell.join() : String(cell))).join('|'));
      }
      if (++instances === 60) break;
    }
    loader.close();
    db.close();
    return { rows, distinct: distinct.size, all: distinct };
  }
});

describe('the note about texts that are taken to be dates', () => {
  const ddl = `CREATE TABLE patient (id INTEGER PRIMARY KEY, ward TEXT, born TEXT CHECK (born < '2024-01-01'))`;
  const notes = async (a: string, b: string): Promise<string> => (await judged(ddl, a, b)).notes.join(' ');

  it('names the columns of the queries', async () => {
    const told = await notes(
      `SELECT id FROM patient WHERE NOT born < '2000-01-01'`,
      `SELECT id FROM patient WHERE born >= '2000-01-01'`,
    );
    assert.match(told, /Texts in born are taken to be ISO dates/);
  });

  it('leaves out columns that only a CHECK looks at', async () => {
    const told = await notes(
      `SELECT id FROM patient WHERE NOT ward < 'm'`,
      `SELECT id FROM patient WHERE ward >= 'm'`,
    );
    assert.doesNotMatch(told, /ISO dates/);
  });
});

describe('texts for patterns', () => {
  for (const pattern of ['[A-C][0-9]*', '*[^0-9]*', '[]x]?[^]-]', 'a[b-', 'IMG_[0-9][0-9].[jJ][pP][gG]'])
    it(`has texts that match GLOB '${pattern}' and texts that do not`, async () => {
      const db = (await testEngine()).open();
      try {
        const found = fillPattern(pattern, 'glob').map(
          text =>
            db.query('SELECT :text GLOB :pattern', { params: { ':text': text, ':pattern': pattern } })
              .rows[0]?.[0],
        );
        assert.ok(found.includes(0n), 'none that does not match');
        if (pattern !== 'a[b-') assert.ok(found.includes(1n), 'none that matches');
      } finally {
        db.close();
      }
    });
});
