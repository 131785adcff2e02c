/**
 * What is held out, decided by hashes when a pair is written and before anything is multiplied: whole schemas, and one
 * template in ten of the others.
 */
import { hexOf } from './ids.ts';
import type { Split } from './pair.ts';

/** One template in this many is held out. */
const heldOutEvery = 10;
const heldOutSchemaCount = 2;
/** With fewer shipped schemas than this, holding two out would leave too little to learn from. */
const leastSchemas = 4;

/** What decides the split of every pair of a dataset; shards that are to be merged must agree on it. */
export interface SplitPlan {
  readonly seed: number;
  /** Ids of the schemas that are held out as a whole. */
  readonly heldOutSchemas: readonly string[];
}

/**
 * The split of a pair. `template` is a `templateId`, `schema` a schema's id. A template that is held out by its hash is
 * held out over every schema.
 */
export function splitOf(template: string, schema: string, heldOutSchemas: readonly string[]): Split {
  if (heldOutSchemas.includes(schema)) return 'held-out';
  return numberOf(`split:${template}`) % heldOutEvery === 0 ? 'held-out' : 'train';
}

/**
 * The two shipped schemas that are held out as a whole, in alphabetical order: the same for the same seed and set of
 * schemas, whatever its order. The user's own schemas never are. None where fewer than four shipped schemas are there.
 */
export function chooseHeldOut(
  schemas: readonly { readonly id: string; readonly origin: 'shipped' | 'own' }[],
  seed: number,
): string[] {
  const shipped = [...new Set(schemas.filter(one => one.origin === 'shipped').map(one => one.id))];
  if (shipped.length < leastSchemas) return [];
  return shipped
    .map(id => ({ id, key: hexOf(`schema:${seed}:${id}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, heldOutSchemaCount)
    .map(one => one.id)
    .sort();
}

/** 48 bits of a text's hash: exact as a number. */
function numberOf(text: string): number {
  return Number.parseInt(hexOf(text).slice(0, 12), 16);
}
