import assert from 'node:assert/strict';
import {
  counted,
  formatBytes,
  formatCell,
  formatCount,
  formatMs,
  formatRatio,
} from '../../../src/core/format.ts';

describe('evidence: figures', () => {
  it('counts are grouped in thousands', () => {
    assert.equal(formatCount(999), '999');
    assert.equal(formatCount(1_234_567), '1,234,567');
    assert.equal(formatCount(12_345n), '12,345');
  });

  it('a noun agrees with its count', () => {
    assert.equal(counted(1, 'row'), '1 row');
    assert.equal(counted(0, 'row'), '0 rows');
    assert.equal(counted(2, 'index', 'indexes'), '2 indexes');
  });

  it('times keep two or three digits and change units', () => {
    assert.equal(formatMs(0), '0 ms');
    assert.equal(formatMs(0.0421), '0.042 ms');
    assert.equal(formatMs(3.44), '3.4 ms');
    assert.equal(formatMs(811.6), '812 ms');
    assert.equal(formatMs(999.7), '1 s');
    assert.equal(formatMs(1524), '1.52 s');
    assert.equal(formatMs(125_000), '2 min 5 s');
  });

  it('a ratio never promises more than was measured', () => {
    assert.equal(formatRatio(1.1), '1.1×');
    assert.equal(formatRatio(1.199), '1.1×');
    assert.equal(formatRatio(9.99), '9.9×');
    assert.equal(formatRatio(38.9), '38×');
    assert.equal(formatRatio(1204.6), '1,204×');
  });

  it('sizes use units of 1024', () => {
    assert.equal(formatBytes(812), '812 B');
    assert.equal(formatBytes(12_288), '12 KB');
    assert.equal(formatBytes(4_400_000), '4.2 MB');
  });

  it('cells of different types look different', () => {
    const looks = [1n, 1, '1', null, 'NULL', new Uint8Array([1])].map(formatCell);
    assert.equal(new Set(looks).size, looks.length);
    assert.equal(formatCell("it's"), "'it''s'");
    assert.equal(formatCell(new Uint8Array(20)), `x'${'00'.repeat(16)}…'`);
  });
});
