import assert from 'node:assert/strict';
import { sqliteFunctions } from '../../../src/core/dialect/sqlite/functions.ts';
import { parseExpression } from '../../../src/core/dialect/sqlite/parse.ts';
import { literal } from '../../../src/core/dialect/sqlite/quote.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type { Cell, Database } from '../../../src/core/ports.ts';
import { testEngine } from '../engine.ts';

const values: Cell[] = [
  0n,
  -1n,
  3n,
  1.5,
  -0.5,
  Number.POSITIVE_INFINITY,
  '',
  'a',
  'äb%',
  '2026-01-31',
  new Uint8Array(),
  new Uint8Array([0, 255]),
];

describe('what is known of functions', () => {
  let db: Database;
  before(async () => {
    db = (await testEngine()).open();
  });
  after(() => db.close());

  /** True when a row holds NULL. A call that fails returns no NULL; so does one of too few or too many arguments. */
  const isNull = (sql: string): boolean => {
    try {
      return db.query(sql).rows.some(row => row[0] === null);
    } catch (error) {
      if (QuillError.is(error, 'query-failed')) return false;
      throw error;
    }
  };
  const names = (): string[] =>
    db.query('SELECT DISTINCT name FROM pragma_function_list').rows.map(row => String(row[0]));

  it('a function that is NULL only from NULL never returns NULL for values', () => {
    const texts = values.map(literal);
    const wrong = new Set<string>();
    for (const name of names().filter(sqliteFunctions.nullOnlyFromArguments)) {
      const lists = texts.flatMap(a => [
        a,
        ...texts.flatMap(b => [`${a}, ${b}`, ...texts.map(c => `${a}, ${b}, ${c}`)]),
      ]);
      for (const list of lists) if (isNull(`SELECT ${name}(${list})`)) wrong.add(name);
    }
    assert.deepEqual([...wrong], []);
  });

  it('a function that is never NULL is not for NULL and for no rows either', () => {
    const wrong = new Set<string>();
    for (const name of names().filter(sqliteFunctions.neverNull))
      for (const args of ['', 'NULL', 'NULL, NULL', 'a', 'a, a'])
        for (const over of ['', ' OVER ()'])
          for (const from of ['(SELECT NULL AS a)', '(SELECT NULL AS a WHERE 0)'])
            if (isNull(`SELECT ${name}(${args})${over} FROM ${from}`)) wrong.add(name);
    assert.deepEqual([...wrong], []);
  });

  it('reads the clock only where the text says so', () => {
    const isVolatile = (sql: string) => {
      const call = parseExpression(sql);
      assert.ok(call.kind === 'function');
      return sqliteFunctions.isVolatile(call);
    };
    for (const sql of [
      "date('now')",
      'date()',
      "strftime('%Y')",
      "datetime(' NOW ', '-1 day')",
      'random()',
      "timediff(a, 'now')",
    ])
      assert.equal(isVolatile(sql), true, sql);
    for (const sql of ['date(a)', 'date(:p)', "strftime('%Y', a)", "date('2026-01-31')", 'abs(a)'])
      assert.equal(isVolatile(sql), false, sql);
  });
});
