import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import { templateOf } from '../../../src/core/sql/template.ts';
import { testEngine } from '../engine.ts';

describe('templateOf', function () {
  this.timeout(20_000);
  let shop: Schema;
  let zoo: Schema;
  before(async () => {
    const engine = await testEngine();
    shop = createSchema(
      engine,
      'CREATE TABLE item (id INTEGER PRIMARY KEY, sku TEXT, price REAL); CREATE TABLE sale (item_id INTEGER, n INTEGER);',
    );
    zoo = createSchema(
      engine,
      'CREATE TABLE animal (no INTEGER PRIMARY KEY, kind TEXT, weight REAL); CREATE TABLE meal (animal INTEGER, grams INTEGER);',
    );
  });

  const same: readonly [string, string, string][] = [
    ['literals', 'SELECT sku FROM item WHERE price > 5', "SELECT sku FROM item WHERE price > 'x'"],
    ['signs', 'SELECT sku FROM item WHERE price > 5', 'SELECT sku FROM item WHERE price > -5'],
    ['signs before signs', 'SELECT -5 FROM item', 'SELECT - (+5.0) FROM item'],
    ['signs of parameters', 'SELECT sku FROM item WHERE price > ?', 'SELECT sku FROM item WHERE price > -?'],
    [
      'signs in IN lists',
      'SELECT sku FROM item WHERE id IN (1, 2)',
      'SELECT sku FROM item WHERE id IN (1, -2)',
    ],
    ['truth values', 'SELECT sku FROM item WHERE price = 1', 'SELECT sku FROM item WHERE price = FALSE'],
    ['signed positions', 'SELECT sku, id FROM item ORDER BY 2', 'SELECT sku, id FROM item ORDER BY +2'],
    ['parameters', 'SELECT sku FROM item WHERE price > 5', 'SELECT sku FROM item WHERE price > :p'],
    ['aliases and qualification', 'SELECT sku FROM item', 'SELECT i.sku AS s FROM item AS i'],
    ['IN lists', 'SELECT sku FROM item WHERE id IN (1, 2, 3)', 'SELECT sku FROM item WHERE id IN (7)'],
    [
      'layout, comments and parentheses',
      'SELECT sku FROM item WHERE price > 5',
      'select sku -- x\nfrom item where ((price) > 5)',
    ],
    [
      'names of CTEs',
      'WITH a AS (SELECT id FROM item) SELECT id FROM a',
      'WITH b AS (SELECT id FROM item) SELECT x.id FROM b x',
    ],
    [
      'spelling of operators',
      'SELECT 1 FROM item WHERE id <> 1 AND sku IS NULL',
      'SELECT 1 FROM item WHERE id != 1 AND sku ISNULL',
    ],
  ];
  for (const [what, a, b] of same) {
    it(`ignores ${what}`, () => assert.equal(templateOf(analyze(a, shop)), templateOf(analyze(b, shop))));
  }

  const different: readonly [string, string][] = [
    ['SELECT sku FROM item WHERE price > 5', 'SELECT sku FROM item WHERE price >= 5'],
    [
      'SELECT a.id FROM item a JOIN item b ON a.id = b.id',
      'SELECT a.id FROM item a JOIN item b ON a.id = a.id',
    ],
    ['SELECT sku FROM item ORDER BY 1', 'SELECT sku, id FROM item ORDER BY 2'],
    ['SELECT sku, id FROM item ORDER BY 1', 'SELECT sku, id FROM item ORDER BY 2'],
    ['SELECT sku FROM item ORDER BY sku', 'SELECT sku FROM item ORDER BY sku DESC'],
    ['SELECT sku, id FROM item ORDER BY +1', 'SELECT sku, id FROM item ORDER BY +2'],
    ['SELECT sku FROM item WHERE price = NULL', 'SELECT sku FROM item WHERE price = 5'],
    ['SELECT sku FROM item WHERE price > -id', 'SELECT sku FROM item WHERE price > id'],
    ['SELECT sku FROM item WHERE price > ~5', 'SELECT sku FROM item WHERE price > 5'],
    ['SELECT DISTINCT sku FROM item', 'SELECT sku FROM item'],
    ['SELECT sku FROM item WHERE price IS NULL', 'SELECT sku FROM item WHERE price IS NOT NULL'],
    ['SELECT sku FROM item WHERE sku', 'SELECT sku FROM item GROUP BY sku'],
    ['SELECT 1 FROM item JOIN sale ON id = n', 'SELECT 1 FROM item LEFT JOIN sale ON id = n'],
    ['SELECT sum(id) OVER (PARTITION BY sku) FROM item', 'SELECT sum(id) OVER (ORDER BY sku) FROM item'],
    ['SELECT max(id, price) FROM item', 'SELECT max(id) FILTER (WHERE price) FROM item'],
    ['SELECT id FROM item UNION SELECT n FROM sale', 'SELECT id FROM item UNION ALL SELECT n FROM sale'],
  ];
  for (const [a, b] of different) {
    it(`tells apart: ${a} | ${b}`, () =>
      assert.notEqual(templateOf(analyze(a, shop)), templateOf(analyze(b, shop))));
  }

  it('is free of the schema', () => {
    const query = (item: string, id: string, sku: string, sale: string, ref: string) =>
      `SELECT ${item}.${sku}, count(*) FROM ${item} JOIN ${sale} ON ${sale}.${ref} = ${item}.${id} GROUP BY ${sku} HAVING count(*) > 3`;
    const a = templateOf(analyze(query('item', 'id', 'sku', 'sale', 'item_id'), shop));
    const b = templateOf(analyze(query('animal', 'no', 'kind', 'meal', 'animal'), zoo));
    assert.equal(a, b);
    assert.doesNotMatch(a, /item|sku|sale/);
  });
});
