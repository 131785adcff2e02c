/** A random sample that is the same for the same pairs and seed, whatever their order. */
import { hexOf } from './ids.ts';

/** How many: a number, or a share (0 to 1) of all, of which at least one is taken. */
export type SampleSize = { readonly count: number } | { readonly share: number };

/** The chosen ids. */
export function fixedSample(ids: readonly string[], size: SampleSize, seed: number): Set<string> {
  const count = 'count' in size ? size.count : Math.max(1, Math.round(size.share * ids.length));
  return new Set(
    ids
      .map(id => ({ id, key: hexOf(`sample:${seed}:${id}`) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, count)
      .map(one => one.id),
  );
}
