/** The mutants of one original; one that an instance has killed is not run again. */
import { QuillError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Binding } from '../bindings.ts';
import type { Comparison } from '../compare/compare.ts';
import { type Answer, judgeAnswers, Runner } from '../run.ts';
import { mutantsOf } from './families.ts';

interface Living {
  readonly runner: Runner;
  readonly what: string;
}

export class MutantSet {
  readonly total: number;
  #living: Living[] = [];
  #killed = 0;

  constructor(
    db: Database,
    bound: BoundQuery,
    options: { readonly mutants: number; readonly queryLimitMs: number },
  ) {
    for (const { sql, what } of options.mutants > 0 ? mutantsOf(bound, options.mutants) : []) {
      try {
        const runner = new Runner(db, sql, options.queryLimitMs);
        this.#living.push({ runner, what });
      } catch (error) {
        // A mistake that does not even prepare teaches nothing.
        if (!(error instanceof QuillError)) throw error;
      }
    }
    this.total = this.#living.length;
  }

  get killed(): number {
    return this.#killed;
  }

  /** Mistakes that no instance has exposed so far. */
  get alive(): string[] {
    return this.#living.map(mutant => mutant.what);
  }

  /** Runs the living mutants on what is loaded; true when one was exposed. */
  run(original: Answer, how: Comparison, binding: Binding): boolean {
    const before = this.#living.length;
    this.#living = this.#living.filter(({ runner }) => {
      const outcome = judgeAnswers(original, runner.run(binding), how);
      if (outcome.kind !== 'different') return true;
      runner.free();
      return false;
    });
    this.#killed += before - this.#living.length;
    return this.#living.length < before;
  }

  close(): void {
    for (const { runner } of this.#living) runner.free();
  }
}
