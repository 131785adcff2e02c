/** Queries that became pairs, kept as examples for writing more. */
import type { Pair } from '../../dataset/pair.ts';
import type { Technique } from '../../optimize/techniques.ts';
import type { Winner } from '../../prompt/write-queries.ts';
import { Random } from '../../random.ts';

/** Kept for each technique, the best. */
const kept = 20;
/** Longer queries cost more tokens than they teach. */
const longest = 1200;

export class Winners {
  readonly #byTechnique = new Map<Technique, Winner[]>();

  /** Variants teach nothing new and are passed over, and so is what is held out. */
  learn(pair: Pair, task: string): void {
    if (pair.variantOf !== null || pair.split === 'held-out' || pair.slow.length > longest) return;
    const { schema, slow, techniques, reward } = pair;
    for (const technique of techniques) {
      const list = this.#byTechnique.get(technique) ?? [];
      if (list.some(winner => winner.slow === slow)) continue;
      list.push({ task, schema, slow, techniques, reward });
      list.sort((a, b) => b.reward - a.reward);
      this.#byTechnique.set(technique, list.slice(0, kept));
    }
  }

  /** At most `count` different winners of a technique, or of any; the same ones for the same seed. */
  pick(technique: Technique | undefined, count: number, seed: number): Winner[] {
    const fitting = technique === undefined ? undefined : this.#byTechnique.get(technique);
    const all = fitting ?? [...this.#byTechnique.values()].flat();
    const different = [...new Map(all.map(winner => [winner.slow, winner])).values()];
    return new Random(seed).shuffle(different).slice(0, count);
  }
}
