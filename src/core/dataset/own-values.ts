/** Which pairs may hold values of the user's own rows in their literals. */
import type { Pair } from './pair.ts';

/** Pairs of older versions do not say: of these all over a schema of the user's own may. */
export function mayHoldOwnValues({
  schema,
  timing,
  provenance,
}: Pick<Pair, 'schema' | 'timing' | 'provenance'>): boolean {
  return provenance.ownValues === true || (timing.ownRows === undefined && schema.startsWith('own-'));
}
