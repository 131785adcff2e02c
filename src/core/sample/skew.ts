/** Skewed choices: real columns have a few frequent values and many rare ones. */
import type { Random } from '../random.ts';

/** A sampler of [0, n) in which value k has weight 1 / (k + 1)^exponent (Zipf's law). O(log n) a draw. */
export function zipf(random: Random, n: number, exponent = 1): () => number {
  const cumulative = new Float64Array(n);
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += 1 / (k + 1) ** exponent;
    cumulative[k] = sum;
  }
  return () => {
    const at = random.next() * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Picks from a list by Zipf's law: the first item is the most frequent. */
export function zipfPick<T>(random: Random, items: readonly T[], exponent = 1): () => T {
  const draw = zipf(random, items.length, exponent);
  return () => items[draw()]!;
}

/**
 * A sampler of [0, n) by Zipf's law whose frequent values lie anywhere, not at the start, so that a foreign key's
 * frequent parents are not its first ones. About a fifth of the values never come.
 */
export function scattered(random: Random, n: number, exponent = 0.8): () => number {
  const reached = Math.max(1, Math.ceil(n * 0.8));
  const draw = zipf(random, reached, exponent);
  const stride = coprime(n);
  const offset = random.int(Math.max(n, 1));
  return () => (draw() * stride + offset) % n;
}

/** A stride that visits all of [0, n) before it comes back. */
function coprime(n: number): number {
  let stride = Math.max(1, Math.floor(n * 0.618));
  while (greatestCommonDivisor(stride, n) !== 1) stride++;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
