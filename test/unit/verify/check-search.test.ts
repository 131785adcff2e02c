import assert from 'node:assert/strict';
import { checkConditions } from '../../../src/core/verify/instances/constraints/check-conditions.ts';
import { CheckSearch, placedTexts } from '../../../src/core/verify/instances/constraints/check-search.ts';
import { type Filled, filled } from './filled.ts';

async function searched(columns: string): Promise<Filled & { search: CheckSearch }> {
  const found = await filled(`CREATE TABLE t (${columns});`, 'SELECT * FROM t');
  return { ...found, search: new CheckSearch(found.evaluator) };
}

describe('the search for what CHECKs let through', () => {
  it('finds combinations of values, once', async () => {
    const { db, legal, tables, search } = await searched(
      'a INTEGER NOT NULL CHECK (a > 0), b INTEGER NOT NULL, CHECK (a * a + b * b = 25)',
    );
    const [table] = tables;
    const [tied] = table ? legal.tied(table) : [];
    assert.ok(table && tied);
    const rows = search.rows(tied.conditions, table.columns, legal);
    const pairs = rows.map(row => row.join(' ')).sort();
    assert.deepEqual(pairs, ['3 -4', '3 4', '4 -3', '4 3', '5 0']);
    assert.equal(search.rows(tied.conditions, table.columns, legal), rows);
    const free = { allows: () => true, conditionsOn: () => [] };
    assert.ok(search.rows(tied.conditions, table.columns, free).length > 5, 'other values may be tried');
    db.close();
  });

  it('finds integers of several remainders', async () => {
    const { db, schema, tables, search } = await searched(
      'n INTEGER CHECK (n % 3 = 1 AND n % 5 = 2 AND n % 7 = 3)',
    );
    assert.ok(tables[0]);
    const found = search.integers(checkConditions(schema, tables[0].table));
    assert.deepEqual(found.slice(0, 2), [52n, 157n]);
    db.close();
  });

  it('places texts where the conditions look for them', async () => {
    const { db, schema, tables } = await searched("path TEXT CHECK (instr(path, '::') = 4)");
    assert.ok(tables[0]);
    assert.ok(placedTexts(checkConditions(schema, tables[0].table)).includes('xxx::'));
    db.close();
  });
});
