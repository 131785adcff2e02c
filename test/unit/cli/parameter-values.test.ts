import assert from 'node:assert/strict';
import { readParameters } from '../../../src/cli/parameter-values.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('--param', () => {
  it('finds a parameter with or without its mark', () => {
    const sql = 'SELECT :a, @b, $c, ?';
    assert.deepEqual(readParameters(sql, ['a=1', '@b=2', 'c=x=y', '?4=4']), {
      ':a': 1n,
      '@b': 2n,
      $c: 'x=y',
      '?4': 4n,
    });
    for (const bad of [['d=1'], ['a'], ['=1'], ['a=1', ':a=2'], ["a=x'0g'"], ["a='it"]])
      assert.throws(
        () => readParameters(sql, bad),
        (error: unknown) => QuillError.is(error, 'parameter'),
      );
  });
});
