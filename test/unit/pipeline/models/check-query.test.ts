import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkQuery } from '../../../../src/core/pipeline/models/check-query.ts';
import type { Schema } from '../../../../src/core/schema/model.ts';
import { shopSchema } from './schema.ts';

describe('check of a model’s query', () => {
  let schema: Schema;
  before(async () => {
    ({ schema } = await shopSchema());
  });

  const refused: [string, RegExp][] = [
    ['DELETE FROM customers', /DELETE/],
    ['INSERT INTO customers VALUES (1, 2, 3) RETURNING *', /INSERT/],
    ['WITH x AS (SELECT 1) DELETE FROM customers', /WITH|DELETE/],
    ["ATTACH 'file.db' AS other; SELECT * FROM customers", /ATTACH/],
    ['PRAGMA writable_schema = 1', /PRAGMA/],
    ["VACUUM INTO 'copy.db'", /VACUUM/],
    ['EXPLAIN SELECT * FROM customers', /EXPLAIN/],
    ['SELECT * FROM customers; SELECT * FROM orders', /2 queries/],
    ['SELECT * FROM customers /* */; DROP TABLE orders --', /DROP/],
    ['SELECT * FROM customers WHERE id = ?', /parameters/],
    ['SELECT * FROM customers WHERE id = :id', /parameters/],
    ['SELECT 1 + 1 AS two_is_the_answer', /no table/],
    ['WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n', /no table/],
    ["SELECT load_extension('x') FROM customers", /load_extension/],
    ["SELECT name FROM customers WHERE id IN (SELECT length(readfile('/etc/passwd')))", /readfile/],
    ['SELECT zeroblob(2000000000) FROM customers', /zeroblob/],
    ['SELECT random() FROM customers', /random/],
    ["SELECT date('now'), name FROM customers", /changes from run to run/],
    ['SELECT CURRENT_TIMESTAMP, name FROM customers', /current time/],
    ['SELECT sql FROM sqlite_schema', /catalogue/],
    ['SELECT * FROM customers, pragma_database_list()', /function pragma_database_list/],
    [`SELECT '${'x'.repeat(7000)}' FROM customers`, /longer/],
    ['SELECT id', /too short/],
    ['I cannot do that', /no SQL|no query/],
    ['', /no query/],
  ];
  for (const [sql, pattern] of refused) {
    it(`refuses ${sql.slice(0, 60)}`, () => {
      const checked = checkQuery(sql, schema);
      assert.ok(!checked.ok);
      assert.match(checked.reason, pattern);
      assert.equal(checked.repairable, undefined);
    });
  }

  it('takes one query over the schema', () => {
    for (const sql of [
      'SELECT name FROM customers;',
      'WITH c AS (SELECT * FROM customers) SELECT count(*) FROM c -- done',
      "SELECT name FROM customers, json_each('[1, 2]') WHERE value = customers.id",
    ]) {
      assert.ok(checkQuery(sql, schema).ok, sql);
    }
  });

  it('would have queries mended that do not parse or bind', () => {
    for (const sql of [
      'SELECT nme FROM customers',
      'SELECT name FORM customers',
      'SELECT name FROM clients',
    ]) {
      const checked = checkQuery(sql, schema);
      assert.ok(!checked.ok && checked.repairable === sql, sql);
    }
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'SELECT ',
      '(',
      ')',
      '*',
      ' FROM customers',
      ';',
      "'",
      '"',
      '\0',
      '--',
      '/*',
      ' WHERE ',
      'id',
      '?',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(parts => parts.join('')),
        ),
        sql => {
          checkQuery(sql, schema);
        },
      ),
      { numRuns: 500 },
    );
    checkQuery(`SELECT ${'('.repeat(2900)}id${')'.repeat(2900)} FROM customers`, schema);
  });
});
