/** Keeps variants on the side of their original: none may have a template of the other side. */
import type { Pair, Split } from '../pair.ts';
import { type SplitPlan, splitOf } from '../split.ts';

export class SplitGuard {
  readonly #plan: SplitPlan;
  readonly #templates: Readonly<Record<Split, Set<string>>> = { train: new Set(), 'held-out': new Set() };

  constructor(plan: SplitPlan) {
    this.#plan = plan;
  }

  /** Takes note of a row of the dataset; all must be known before a variant is allowed. */
  note({ split, template }: Pick<Pair, 'split' | 'template'>): void {
    this.#templates[split].add(template);
  }

  /** True when a variant of the pair may have that template. */
  allows({ split, schema, template: own }: Pair, template: string): boolean {
    if (template === own) return true;
    const other: Split = split === 'train' ? 'held-out' : 'train';
    return (
      splitOf(template, schema, this.#plan.heldOutSchemas) === split && !this.#templates[other].has(template)
    );
  }
}
