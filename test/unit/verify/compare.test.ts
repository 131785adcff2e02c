import assert from 'node:assert/strict';
import type { Cell, ResultSet } from '../../../src/core/ports.ts';
import { diffBags } from '../../../src/core/verify/compare/bags.ts';
import { type Comparison, compareColumns, compareResults } from '../../../src/core/verify/compare/compare.ts';

const result = (...rows: Cell[][]): ResultSet => ({
  columns: (rows[0] ?? [null]).map((_, i) => `c${i}`),
  rows,
  truncated: false,
});
const bag: Comparison = { width: 1, names: ['a'], keys: [] };
const sorted: Comparison = { width: 1, names: ['a'], keys: [{ index: 0, collation: 'BINARY' }] };
const reason = (a: ResultSet, b: ResultSet, how: Comparison): string | undefined =>
  compareResults(a, b, how)?.reason;

describe('comparer', () => {
  it('sees bags: any order, but every occurrence', () => {
    assert.equal(reason(result([1n], [2n]), result([2n], [1n]), bag), undefined);
    assert.equal(reason(result([1n], [1n], [2n]), result([1n], [2n], [2n]), bag), 'rows');
    assert.equal(reason(result([1n]), result([1n], [1n]), bag), 'rows');
  });

  it('allows float error and nothing more', () => {
    assert.equal(reason(result([2.3999999999999995]), result([2.4]), bag), undefined);
    assert.equal(reason(result([2.4]), result([2.4001]), bag), 'rows');
    assert.equal(reason(result([Infinity]), result([null]), bag), 'rows');
    assert.equal(reason(result([Infinity]), result([1e308]), bag), 'rows');
    assert.equal(reason(result([-0]), result([0]), bag), undefined);
  });

  it('pairs rows by their exact cells before their reals', () => {
    const a = result([1.0000000000001, 'x'], [1, 'y']);
    const b = result([1.0000000000002, 'y'], [1, 'x']);
    assert.equal(reason(a, b, { width: 2, names: [], keys: [] }), undefined);
  });

  it('pairs all reals within the tolerance, wherever they lie', () => {
    const sizes = [0, 1, 1e-7, 0.618033988, 7, 12.5, 1e6, 3e17, 1e300];
    const values = sizes.flatMap(size => Array.from({ length: 100 }, (_, n) => size * (1 + n * 1.7e-7)));
    const noise = (value: number) => value + 0.9e-9 * Math.max(1, Math.abs(value));
    const a = [...values, ...values.map(value => -value)];
    const b = a.map(noise).reverse();
    const rows = (numbers: number[]) => result(...numbers.map((n): Cell[] => [n, 'x', n / 2]));
    assert.equal(reason(rows(a), rows(b), { width: 3, names: [], keys: [] }), undefined);
    assert.equal(reason(rows(a), rows([...b.slice(1), 5]), { width: 3, names: [], keys: [] }), 'rows');
    const mixed = a.map((value, i) => (i % 2 === 0 && Number.isSafeInteger(value) ? BigInt(value) : value));
    assert.equal(reason(result(...mixed.map(n => [n])), result(...b.map(n => [n])), bag), 'types');
  });

  it('looks at few partners for each row of reals', () => {
    let looks = 0;
    const count = 5000;
    const row = (n: number): Cell[] => {
      const cells: Cell[] = [n * 0.37];
      return new Proxy(cells, {
        get(target, name, receiver) {
          if (name === '0') looks++;
          return Reflect.get(target, name, receiver);
        },
      });
    };
    const a = Array.from({ length: count }, (_, n) => row(n));
    assert.deepEqual(diffBags(a, [...a].reverse(), 1), { onlyA: [], onlyB: [] });
    assert.ok(looks < count * 8, `${looks} looks for ${count} rows`);
  });

  it('tells types apart', () => {
    assert.equal(reason(result([2n]), result([2]), bag), 'types');
    assert.equal(reason(result(['1']), result([1n]), bag), 'rows');
    assert.equal(reason(result([9007199254740993n]), result([9007199254740992n]), bag), 'rows');
    assert.equal(reason(result([9223372036854775807n]), result([9.22e18]), bag), 'rows');
    assert.equal(reason(result([Uint8Array.of(1)]), result([Uint8Array.of(2)]), bag), 'rows');
    assert.equal(reason(result([Uint8Array.of(1)]), result([Uint8Array.of(1)]), bag), undefined);
  });

  it('heeds ORDER BY and leaves ties free', () => {
    assert.equal(reason(result([1n], [2n]), result([2n], [1n]), sorted), 'order');
    const byKey: Comparison = { width: 1, names: ['a'], keys: [{ index: 1, collation: 'BINARY' }] };
    const full = result([3n, 1n], [1n, 2n], [2n, 2n]);
    assert.equal(reason(full, result([3n], [2n], [1n]), byKey), undefined);
    assert.equal(reason(full, result([1n], [3n], [2n]), byKey), 'order');
  });

  it('takes texts that a collation sees as equal for ties', () => {
    const nocase: Comparison = { width: 1, names: ['a'], keys: [{ index: 0, collation: 'NOCASE' }] };
    assert.equal(reason(result(['a'], ['A'], ['b']), result(['A'], ['a'], ['b']), nocase), undefined);
    assert.equal(reason(result(['a'], ['A'], ['b']), result(['A'], ['a'], ['b']), sorted), 'order');
  });

  it('allows any rows of the tie at the cut of LIMIT, and no others', () => {
    const how: Comparison = { ...sorted, keys: [{ index: 1, collation: 'BINARY' }], limit: 2 };
    const full = result([9n, 1n], [7n, 2n], [8n, 2n], [6n, 3n]);
    assert.equal(reason(full, result([9n], [8n]), how), undefined);
    assert.equal(reason(full, result([9n], [7n]), how), undefined);
    assert.equal(reason(full, result([9n], [6n]), how), 'rows');
    assert.equal(reason(full, result([7n], [8n]), how), 'rows');
    assert.equal(reason(full, result([9n]), how), 'rows');
    const offset: Comparison = { ...how, offset: 1, limit: 2 };
    assert.equal(reason(full, result([8n], [7n]), offset), undefined);
    assert.equal(reason(full, result([8n], [6n]), offset), 'rows');
  });

  it('compares names only where the original gives one', () => {
    assert.equal(compareColumns(bag, ['A'], []), undefined);
    assert.equal(compareColumns(bag, ['b'], [])?.reason, 'column names');
    assert.equal(compareColumns({ ...bag, names: [undefined] }, ['b'], []), undefined);
    assert.equal(compareColumns(bag, ['a', 'b'], [])?.reason, 'column count');
  });
});
