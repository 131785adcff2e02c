import assert from 'node:assert/strict';
import { Random } from '../../../src/core/random.ts';
import { cellKey } from '../../../src/core/verify/compare/cell.ts';
import { plainRows } from '../../../src/core/verify/instances/random/plain-rows.ts';
import { filled } from './filled.ts';

describe('plain rows', () => {
  it('hold few values, the same in columns that are compared', async () => {
    const { db, tables, domains } = await filled(
      'CREATE TABLE a (x INTEGER); CREATE TABLE b (y INTEGER);',
      'SELECT 1 FROM a JOIN b ON a.x = b.y WHERE a.x > 40',
    );
    const random = new Random(5);
    let meeting = 0;
    for (let n = 0; n < 60; n++) {
      const instance = plainRows(tables, domains, random);
      assert.equal(instance.kind, 'small random tables');
      const [a = [], b = []] = instance.rows.map(rows =>
        rows.flatMap(([value = null]) => (value === null ? [] : [cellKey(value)])),
      );
      assert.ok(new Set([...a, ...b]).size <= 6);
      assert.ok(instance.rows.every(rows => rows.length <= 14));
      if (a.some(value => b.includes(value))) meeting++;
    }
    assert.ok(meeting > 12, `${meeting} of 60 have rows that join`);
    db.close();
  });

  it('mostly refer to rows that are there', async () => {
    const { db, tables, domains } = await filled(
      'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id INTEGER REFERENCES a (id));',
      'SELECT 1 FROM a JOIN b ON b.a_id = a.id',
    );
    const random = new Random(6);
    const [parent = -1, child = -1] = ['a', 'b'].map(name =>
      tables.findIndex(({ table }) => table.name === name),
    );
    let references = 0;
    let tied = 0;
    for (let n = 0; n < 100; n++) {
      const { rows } = plainRows(tables, domains, random);
      const ids = rows[parent]?.map(([id = null]) => id) ?? [];
      for (const [id = null] of ids.length === 0 ? [] : (rows[child] ?? [])) {
        if (id === null) continue;
        references++;
        if (ids.includes(id)) tied++;
      }
    }
    assert.ok(references > 100 && tied > 0.7 * references, `${tied} of ${references}`);
    db.close();
  });
});
