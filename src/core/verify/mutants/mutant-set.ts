/** The mutants of one original; one that an instance has killed is not run again. */
import { QuillError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Binding } from '../bindings.ts';
import type { Comparison } from '../compare/compare.ts';
import type { Evaluator } from '../instances/evaluate.ts';
import { type Answer, judgeAnswers, Runner } from '../run.ts';
import { type MutantText, mutantsOf } from './families.ts';
import { isUnchanged } from './unchanged.ts';

interface Living {
  readonly runner: Runner;
  readonly text: MutantText;
}

export interface MutantOptions {
  /** The most to make; 0: none. */
  readonly mutants: number;
  readonly queryLimitMs: number;
}

export class MutantSet {
  readonly #db: Database;
  readonly #bound: BoundQuery;
  readonly #options: MutantOptions;
  /** Undefined until there is an instance to run them on. */
  #living: Living[] | undefined;
  #total = 0;
  #unchanged = 0;
  readonly #settled = new Set<Living>();

  constructor(db: Database, bound: BoundQuery, options: MutantOptions) {
    this.#db = db;
    this.#bound = bound;
    this.#options = options;
  }

  /** How many were made; 0 as long as none was run. */
  get total(): number {
    return this.#total;
  }

  get killed(): number {
    return this.#total - (this.#living?.length ?? 0);
  }

  /** Mistakes that no instance has exposed so far. */
  get alive(): string[] {
    return (this.#living ?? []).map(mutant => mutant.text.what);
  }

  /** Runs the living mutants on what is loaded; true when one was exposed. */
  run(original: Answer, how: Comparison, binding: Binding): boolean {
    this.#living ??= this.#prepare();
    const before = this.#living.length;
    this.#living = this.#living.filter(({ runner }) => {
      const outcome = judgeAnswers(original, runner.run(binding), how);
      if (outcome.kind !== 'different') return true;
      runner.free();
      return false;
    });
    return this.#living.length < before;
  }

  /** Mistakes that were found to change nothing; they are not in `total`. */
  get unchanged(): number {
    return this.#unchanged;
  }

  /** Takes out those of the living mutants that surely return what the original returns. */
  settle(evaluator: Evaluator): void {
    this.#living = this.#living?.filter(mutant => {
      if (this.#settled.has(mutant)) return true;
      this.#settled.add(mutant);
      if (!isUnchanged(this.#bound, mutant.text, evaluator)) return true;
      mutant.runner.free();
      this.#unchanged++;
      this.#total--;
      return false;
    });
  }

  #prepare(): Living[] {
    const { mutants, queryLimitMs } = this.#options;
    const living: Living[] = [];
    for (const text of mutants > 0 ? mutantsOf(this.#bound, mutants) : []) {
      try {
        living.push({ runner: new Runner(this.#db, text.sql, queryLimitMs), text });
      } catch (error) {
        // A mistake that does not even prepare teaches nothing.
        if (!(error instanceof QuillError)) throw error;
      }
    }
    this.#total = living.length;
    return living;
  }

  close(): void {
    for (const { runner } of this.#living ?? []) runner.free();
  }
}
