import assert from 'node:assert/strict';
import { markedResults } from '../../../src/core/evidence/marked-rows.ts';
import type { Cell } from '../../../src/core/ports.ts';
import type { Witness } from '../../../src/core/verify/verdict.ts';

type Rows = readonly (readonly Cell[])[];

const result = (rows: Rows): Witness['original'] => ({
  columns: ['a'],
  rows: rows.map(row => [...row]),
  truncated: false,
});

/** The marked results of a witness on which only `onlyA` and `onlyB` differ. */
function marked(a: Rows, b: Rows | undefined, onlyA: Rows, onlyB: Rows): ReturnType<typeof markedResults> {
  return markedResults({
    inserts: [],
    tables: [],
    parameters: {},
    original: result(a),
    ...(b && { rewrite: result(b) }),
    onlyOriginal: onlyA,
    onlyRewrite: onlyB,
  });
}

describe('the rows of a witness', () => {
  it('are marked where the other side lacks them, of equal ones the last', () => {
    const { original, rewrite } = marked([[1n], [1n], [2n]], [[1n], ['1']], [[1n], [2n]], [['1']]);
    assert.equal(original, '|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | 1   |\n| ≠   | 2   |');
    assert.equal(rewrite, "|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | '1' |");
  });

  it('are told apart by their types', () => {
    const { original, rewrite } = marked([[1n], [1]], [[1n], [1n]], [[1]], [[1n]]);
    assert.equal(original, '|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | 1.0 |');
    assert.equal(rewrite, '|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | 1   |');
  });

  it('are marked where they stand elsewhere', () => {
    const { original, rewrite } = marked([[1n], [2n], [3n]], [[1n], [3n], [2n]], [], []);
    assert.equal(original, '|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | 2   |\n| ≠   | 3   |');
    assert.equal(rewrite, '|     | a   |\n| --- | --- |\n|     | 1   |\n| ≠   | 3   |\n| ≠   | 2   |');
  });

  it('have no mark where one side failed or all are as they were', () => {
    assert.deepEqual(marked([[1n]], undefined, [[1n]], []), {
      original: '| a   |\n| --- |\n| 1   |',
      marked: false,
    });
    assert.equal(marked([[1n]], [[1n]], [], []).marked, false);
  });

  it('may be none', () => {
    const { original, rewrite, marked: any } = marked([], [[1n]], [], [[1n]]);
    assert.equal(original, 'No rows.');
    assert.equal(rewrite, '|     | a   |\n| --- | --- |\n| ≠   | 1   |');
    assert.equal(any, true);
  });
});
