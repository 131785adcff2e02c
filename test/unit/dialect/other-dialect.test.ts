import assert from 'node:assert/strict';
import { dialectSentence, explained } from '../../../src/core/dialect/other-dialect.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('SQL of another dialect', () => {
  const syntax = new QuillError('syntax', 'Syntax error: unexpected ":".', { line: 2 });

  it('is named with its evidence', () => {
    assert.equal(
      dialectSentence({ dialect: 'PostgreSQL', evidence: '::int', line: 3 }),
      'this looks like PostgreSQL (`::int`, line 3); Quill reads SQLite so far',
    );
  });

  it('explains the error that it raised, with the line in the file', () => {
    const error = explained(syntax, 'SELECT a::int\nFROM t', 12);
    assert.ok(QuillError.is(error, 'other-dialect'));
    assert.match(
      error.message,
      /^This looks like PostgreSQL \(`.*`, line 12\); Quill reads SQLite so far\.$/,
    );
    assert.equal(error.cause, syntax);
  });

  it('tells the line of the file for an error that it does not explain', () => {
    const error = explained(syntax, 'SELECT a\nFRM t', 12);
    assert.ok(QuillError.is(error, 'syntax'));
    assert.equal(error.message, 'Line 13: Syntax error: unexpected ":".');
    assert.equal(error.line, 13);
  });

  it('leaves other errors and other statements alone', () => {
    assert.equal(explained(syntax, 'SELECT a FRM t'), syntax);
    for (const error of [new QuillError('memory', 'No memory.'), new TypeError('x'), undefined])
      assert.equal(explained(error, 'SELECT a::int FROM t'), error);
  });
});
