import assert from 'node:assert/strict';
import { parameterNames, readParameters, readValue } from '../../../src/cli/parameter-values.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { testEngine } from '../engine.ts';

describe('--param', () => {
  it('reads typed values', () => {
    const values = ['NULL', '42', '-7', '4.5', '1e3', "'it''s'", "x'00ff'", 'Bob', '', '9223372036854775808'];
    assert.deepEqual(values.map(readValue), [
      null,
      42n,
      -7n,
      4.5,
      1000,
      "it's",
      new Uint8Array([0, 255]),
      'Bob',
      '',
      2 ** 63,
    ]);
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

  it('finds a parameter with or without its mark', () => {
    const sql = 'SELECT :a, @b, $c, ?';
    assert.deepEqual(readParameters(sql, ['a=1', '@b=2', 'c=x=y', '?4=4']), {
      ':a': 1n,
      '@b': 2n,
      $c: 'x=y',
      '?4': 4n,
    });
    for (const bad of ['d=1', 'a', '=1'])
      assert.throws(
        () => readParameters(sql, [bad]),
        (error: unknown) => QuillError.is(error, 'parameter'),
      );
  });
});
