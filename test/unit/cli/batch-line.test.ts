import assert from 'node:assert/strict';
import { readBatchLine } from '../../../src/cli/batch-line.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('a line of a batch', () => {
  const error = (text: string | undefined): string => {
    const { pair } = readBatchLine(text, 3);
    return pair instanceof QuillError ? pair.message : 'none';
  };

  it('is refused where it is not UTF-8 or holds half a character', () => {
    assert.match(error(undefined), /^Line 3 is not UTF-8; save the file as UTF-8/);
    const pair = {
      schema: 'CREATE TABLE t (a TEXT)',
      a: "SELECT a FROM t WHERE a = '\ud800'",
      b: 'SELECT 1',
    };
    assert.match(error(JSON.stringify(pair)), /half a character/);
    assert.equal(error(JSON.stringify({ ...pair, a: "SELECT '😀'" })), 'none');
  });
});
