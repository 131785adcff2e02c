/** Different values of several columns that make one number when they are calculated with: `a * 1000 + b`, `a - b`. */
import type { Cell } from '../../../ports.ts';
import { combined, type KeyColumn, type Meeting, type Values } from './colliding-texts.ts';

/** The sum of columns, by their numbers, each times a factor that is not 0, and of a constant. */
export interface NumberKey {
  readonly factors: ReadonlyMap<number, bigint>;
  readonly constant: bigint;
}

/** Pairs of columns of one key that are tried. */
const PAIRS = 3;
/** Tried where CHECKs allow no smaller values. */
const bases = [0n, 1n, 5n, 20n, 100n, 2000n] as const;

/** For pairs of columns of each key: rows in which all keys are one number, made in different ways. */
export function collidingNumbers(keys: readonly NumberKey[], column: (n: number) => KeyColumn): Meeting[] {
  return keys.flatMap(key => {
    const numbers = [...key.factors.keys()];
    const pairs = numbers.slice(1).map((other, i) => [numbers[i] ?? other, other] as const);
    return pairs.slice(0, PAIRS).flatMap(([one, other]) => {
      const own = readingsOf(key, one, other, column);
      const [first] = own;
      if (!first) return [];
      const total = [...key.factors].reduce(
        (sum, [n, factor]) => sum + factor * BigInt(first.get(n)?.toString() ?? 0),
        key.constant,
      );
      const readings = keys.map(each => {
        if (each === key) return own;
        const names = [...each.factors.keys()];
        // The same calculation with other columns is read the same ways, and a column by itself takes the number.
        if (alike(each, key)) return own.map(row => renamed(row, numbers, names));
        const alone = names.length === 1 ? solved(each, total, column) : undefined;
        return alone ? [alone] : [];
      });
      return [combined(readings.filter(list => list.length > 0))];
    });
  });
}

function alike(one: NumberKey, other: NumberKey): boolean {
  return (
    one.constant === other.constant && [...one.factors.values()].join() === [...other.factors.values()].join()
  );
}

function renamed(row: Values, from: readonly number[], to: readonly number[]): Values {
  return new Map(from.map((n, i) => [to[i] ?? n, row.get(n) ?? null]));
}

/** Two rows in which one column is more and the other less, or more too where one is taken from the other. */
function readingsOf(
  { factors }: NumberKey,
  one: number,
  other: number,
  column: (n: number) => KeyColumn,
): Values[] {
  const [a, b] = [factors.get(one) ?? 1n, factors.get(other) ?? 1n];
  const divisor = greatestCommonDivisor(a, b);
  const steps = new Map([
    [one, b / divisor],
    [other, -a / divisor],
  ]);
  for (const base of bases) {
    const rows = [0n, 1n].map(
      times =>
        new Map<number, Cell>(
          [...factors.keys()].map(n => {
            const step = steps.get(n) ?? 0n;
            const value = 1n + base + (step < 0n ? -step : 0n) + times * step;
            return [n, column(n).kind === 'real' ? Number(value) : value];
          }),
        ),
    );
    if (rows.every(row => [...row].every(([n, value]) => column(n).allows(value)))) return rows;
  }
  return [];
}

function solved(
  { factors, constant }: NumberKey,
  total: bigint,
  column: (n: number) => KeyColumn,
): Values | undefined {
  const [[n, factor] = [0, 0n]] = factors;
  if (factor === 0n || (total - constant) % factor !== 0n) return undefined;
  const value = (total - constant) / factor;
  const cell = column(n).kind === 'real' ? Number(value) : value;
  return column(n).allows(cell) ? new Map([[n, cell]]) : undefined;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  const [one, other] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return other === 0n ? one : greatestCommonDivisor(other, one % other);
}
