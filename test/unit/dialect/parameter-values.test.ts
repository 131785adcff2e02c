import assert from 'node:assert/strict';
import { parameterNames, readValue } from '../../../src/core/dialect/sqlite/parameter-values.ts';
import { QuillError } from '../../../src/core/errors.ts';
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

  it('refuses what begins as a value and is none', () => {
    assert.equal(readValue('9223372036854775807'), 9223372036854775807n);
    for (const text of [
      '9223372036854775808',
      '-9223372036854775809',
      "x'0'",
      "x'0g'",
      "x'00",
      "'",
      "'it",
      "'it's'",
    ])
      assert.throws(
        () => readValue(text),
        (error: unknown) => QuillError.is(error, 'parameter') && error.message.startsWith('The value '),
        text,
      );
    assert.equal(readValue('-9223372036854775808'), -(2n ** 63n));
  });

  it('takes anything else as it stands', () => {
    for (const text of ['Bob', '', ' ', ' Bob ', "it's", 'x', '4,5', '1-2'])
      assert.equal(readValue(text), text);
  });
});
