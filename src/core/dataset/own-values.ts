/** Which pairs may hold values of the user's own rows in their literals. */
import type { Pair } from './pair.ts';

/**
 * Imported pairs may, as nobody knows where they come from, though those of older versions do not say so. Of the other
 * pairs that do not say it all over a schema of the user's own may.
 */
export function mayHoldOwnValues({
  schema,
  timing,
  provenance,
}: Pick<Pair, 'schema' | 'timing' | 'provenance'>): boolean {
  if (provenance.ownValues === true || provenance.writer === 'import') return true;
  return timing.ownRows === undefined && schema.startsWith('own-');
}
