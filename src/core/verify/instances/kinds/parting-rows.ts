/** Rows at which original and rewrite part, beside rows at which they do not. */
import type { Random } from '../../../random.ts';
import type { Ingredients } from '../ingredients.ts';
import type { Instance } from '../instance.ts';
import { addChain, chainValues } from '../patterns/chain.ts';
import type { RowPattern } from '../patterns/row-pattern.ts';
import { chains } from './chains.ts';

const AMONG_OTHERS = 8;

/** Several such databases: one to three of the rows, and often a matching row of the original. */
export function* partingAmongOthers(
  all: Ingredients,
  pattern: RowPattern,
  random: Random,
): Generator<Instance> {
  for (let n = 0; n < AMONG_OTHERS; n++) {
    const spread = random.pick(['few', 'distinct', 'pool'] as const);
    const instance = chains(
      all,
      pattern,
      random,
      1 + random.int(3),
      spread,
      'rows at which the queries part',
    );
    const [other] = all.patterns;
    if (other && random.chance(0.6))
      addChain(instance, other, chainValues(other, random, { spread: 'distinct', n: 5 + n }));
    yield instance;
  }
}
