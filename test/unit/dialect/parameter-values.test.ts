import assert from 'node:assert/strict';
import { parameterNames, readValue } from '../../../src/core/dialect/sqlite/parameter-values.ts';
import { testEngine } from '../engine.ts';

describe('parameters of a text', () => {
  it('counts a name before a plain question mark', () => {
    assert.deepEqual(parameterNames('SELECT 1 WHERE 1 = :a AND 2 = ?'), [':a', '?2']);
    assert.deepEqual(parameterNames('SELECT ?007, ?'), ['?7', '?8']);
  });

  it('numbers plain question marks as SQLite does', async () => {
    const sql = "SELECT ?, ?5, ?, :name, ?, '?', -- ?\n @other, :name";
    const names = parameterNames(sql);
    assert.deepEqual(names, ['?1', '?5', '?6', ':name', '?8', '@other']);
    const db = (await testEngine()).open();
    const params = Object.fromEntries(names.map(name => [name, name]));
    assert.deepEqual(db.query(sql, { params }).rows, [
      ['?1', '?5', '?6', ':name', '?8', '?', '@other', ':name'],
    ]);
    db.close();
  });

  it('reads typed values', () => {
    const values = ['NULL', ' 42 ', '-7', '+7', '4.5', '1e3', "'it''s'", "x'00Ff'", "X''"];
    assert.deepEqual(values.map(readValue), [
      null,
      42n,
      -7n,
      7n,
      4.5,
      1000,
      "it's",
      new Uint8Array([0, 255]),
      new Uint8Array(),
    ]);
  });

  it('reads an integer past 64 bits as a real', () => {
    assert.equal(readValue('9223372036854775807'), 9223372036854775807n);
    assert.equal(readValue('9223372036854775808'), 2 ** 63);
    assert.equal(readValue('-9223372036854775808'), -(2n ** 63n));
  });

  it('takes anything else as it stands', () => {
    for (const text of ['Bob', '', ' ', ' Bob ', "x'0'", "'", '4,5', '1-2'])
      assert.equal(readValue(text), text);
  });
});
