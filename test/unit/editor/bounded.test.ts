import assert from 'node:assert/strict';
import { setBounded } from '../../../src/editor/bounded.ts';

describe('a bounded map', () => {
  it('drops the oldest entry and tells which', () => {
    const map = new Map<string, number>();
    assert.equal(setBounded(map, 'a', 1, 2), undefined);
    assert.equal(setBounded(map, 'b', 2, 2), undefined);
    assert.equal(setBounded(map, 'a', 3, 2), undefined);
    assert.equal(setBounded(map, 'c', 4, 2), 3);
    assert.deepEqual(
      [...map],
      [
        ['b', 2],
        ['c', 4],
      ],
    );
  });
});
