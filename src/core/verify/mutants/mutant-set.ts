/** The mutants of one original; one that an instance has killed is not run again. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../errors.ts';
import type { Database } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { sameText } from '../../sql/same-text.ts';
import type { Binding } from '../bindings.ts';
import type { Comparison } from '../compare/compare.ts';
import { judgeAnswers } from '../judge-answers.ts';
import { normalForm } from '../normal-form.ts';
import type { Evaluator } from '../query/evaluate.ts';
import { RunLimit } from '../run-limit.ts';
import { type Answer, Runner } from '../runner.ts';
import { type MutantText, mutantsOf } from './families.ts';
import { isUnchanged } from './harmless/unchanged.ts';

interface Living {
  readonly runner: Runner;
  readonly text: MutantText;
  /** How often it ran into its limit. */
  endless: number;
}

export interface MutantOptions {
  /** The most to make; 0: none. */
  readonly mutants: number;
  readonly queryLimitMs: number;
  /** For one rewrite, in milliseconds: mutants take a part of it at most. */
  readonly budgetMs: number;
}

/** Of the budget for one rewrite. */
const SHARE_OF_TIME = 0.4;
/** A mutant that runs into its limit so often is given up, and does not count. */
const MOST_ENDLESS = 2;

/** Made when the first instance is there; their runs take a part of one rewrite's budget altogether. */
export class MutantSet {
  readonly #db: Database;
  readonly #bound: BoundQuery;
  readonly #options: MutantOptions;
  /** Undefined until there is an instance to run them on. */
  #living: Living[] | undefined;
  #total = 0;
  #unchanged = 0;
  #spentMs = 0;
  readonly #settled = new Set<Living>();
  /** For one run of one mutant. */
  readonly limit: RunLimit;

  constructor(db: Database, bound: BoundQuery, options: MutantOptions) {
    this.#db = db;
    this.#bound = bound;
    this.#options = options;
    this.limit = new RunLimit(options.queryLimitMs);
  }

  /** How many were made and not taken out since; 0 as long as none was run. */
  get total(): number {
    return this.#total;
  }

  /** True where none was asked for. */
  get unasked(): boolean {
    return this.#options.mutants === 0;
  }

  get killed(): number {
    return this.#total - (this.#living?.length ?? 0);
  }

  /** Mistakes that no instance has exposed so far. */
  get alive(): string[] {
    return (this.#living ?? []).map(mutant => mutant.text.what);
  }

  /** Runs the living mutants on what is loaded, until `end` (of performance.now()); true when one was exposed. */
  run(original: Answer, how: Comparison, binding: Binding, end: number): boolean {
    this.#living ??= this.#prepare();
    const most = this.#options.budgetMs * SHARE_OF_TIME;
    const start = performance.now();
    let killed = false;
    this.#living = this.#living.filter(mutant => {
      const now = performance.now();
      if (now > end || this.#spentMs + now - start > most) return true;
      const answer = mutant.runner.run(binding);
      if (answer.kind === 'unusable' && ++mutant.endless >= MOST_ENDLESS) {
        mutant.runner.free();
        this.#total--;
        return false;
      }
      if (judgeAnswers(original, answer, how).kind !== 'different') return true;
      mutant.runner.free();
      killed = true;
      return false;
    });
    this.#spentMs += performance.now() - start;
    return killed;
  }

  /** Mistakes that were found to change nothing; they are not in `total`. */
  get unchanged(): number {
    return this.#unchanged;
  }

  /** True where the rewrite itself is one of the mistakes that no instance has exposed. */
  holds(rewrite: BoundQuery): boolean {
    const living = this.#living ?? [];
    if (living.length === 0) return false;
    const text = bareText(rewrite.source);
    if (living.some(mutant => bareText(mutant.text.sql) === text)) return true;
    const form = normalForm(rewrite);
    return form !== undefined && living.some(mutant => this.#formOf(mutant.text.sql) === form);
  }

  #formOf(sql: string): string | undefined {
    try {
      return normalForm(analyze(sql, this.#bound.schema));
    } catch (error) {
      if (error instanceof QuillError) return undefined;
      throw error;
    }
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
    const { mutants } = this.#options;
    const living: Living[] = [];
    for (const text of mutants > 0 ? mutantsOf(this.#bound, mutants) : []) {
      try {
        living.push({ runner: new Runner(this.#db, text.sql, this.limit), text, endless: 0 });
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

function bareText(sql: string): string {
  return sameText(sql.replace(/[;\s]+$/, '').trim());
}
