import assert from 'node:assert/strict';
import { parquetColumns, parquetRow } from '../../../src/core/dataset/parquet-rows.ts';
import { madePair } from './made-pair.ts';

describe('rows for Parquet', () => {
  const { timing, provenance } = madePair();

  it('tell the rows that the slow side returned, where they are known', () => {
    assert.equal(parquetRow(madePair({ timing: { ...timing, resultRows: 7 } }), '')['result_rows'], 7);
    assert.equal(parquetRow(madePair({ timing: { ...timing, resultRows: 0 } }), '')['result_rows'], 0);
    assert.equal(parquetRow(madePair(), '')['result_rows'], null);
  });

  it('tell techniques that a model claims from those that are known', () => {
    assert.equal(parquetRow(madePair(), '')['techniques_claimed'], false);
    const claimed = madePair({ provenance: { ...provenance, claimed: true } });
    assert.equal(parquetRow(claimed, '')['techniques_claimed'], true);
  });

  it('have no empty value in a column that must have one', () => {
    const row = parquetRow(madePair(), 'CREATE TABLE t (x)');
    const empty = parquetColumns.filter(({ name, nullable }) => !nullable && row[name] === null);
    assert.deepEqual(empty, []);
    assert.deepEqual(
      Object.keys(row),
      parquetColumns.map(column => column.name),
    );
  });
});
