import assert from 'node:assert/strict';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { textOf } from '../../../src/core/sql/span.ts';
import { calculationOf } from '../../../src/core/verify/instances/query/generated-columns.ts';
import { testEngine } from '../engine.ts';

describe('the calculation of a generated column', () => {
  it('is bound to the columns of its table', async () => {
    const schema = createSchema(
      await testEngine(),
      'CREATE TABLE item (price INTEGER, quantity INTEGER, total INTEGER AS (price * quantity));',
    );
    const [price, , total] = schema.tables[0]?.columns ?? [];
    assert.ok(price && total);
    assert.equal(calculationOf(schema, price), undefined);
    const found = calculationOf(schema, total);
    assert.ok(found);
    assert.match(textOf(found.bound.source, found.expr.span), /price \* quantity/);
    assert.equal(calculationOf(schema, total), found, 'it is read once');
  });

  it('is that of the schema asked about', async () => {
    const schema = createSchema(await testEngine(), 'CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1));');
    const [, calculated] = schema.tables[0]?.columns ?? [];
    assert.ok(calculated && calculationOf(schema, calculated));
    assert.equal(calculationOf({ ...schema, tables: [] }, calculated), undefined);
    assert.ok(calculationOf(schema, calculated));
  });
});
