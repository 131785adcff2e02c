/** Instances that rewrites of one original share, with the original's answers on them. */
import { type FillTable, rowCount } from './instances/instance.ts';
import type { TestCase } from './instances/instance-source.ts';
import type { Answer } from './runner.ts';

export interface SharedInstance {
  readonly tables: readonly FillTable[];
  readonly testCase: TestCase;
  /** The rows of the original's full form. */
  readonly original: Answer;
}

/** Rows of all kept random instances and the answers on them; beyond, no more are kept. */
const MOST_ROWS = 60_000;

/** The instances worth keeping for the rewrites to come. */
export class SharedInstances {
  readonly #strong: SharedInstance[] = [];
  readonly #random: SharedInstance[] = [];
  #rows = 0;

  /** Those that refuted a rewrite or killed a mutant, the latest refutation first: every rewrite is tried on them. */
  get strong(): readonly SharedInstance[] {
    return this.#strong;
  }

  /** Random instances, which say nothing about one rewrite in particular. */
  get random(): readonly SharedInstance[] {
    return this.#random;
  }

  addRefuting(shared: SharedInstance): void {
    if (!shared.testCase.restyled && !this.#strong.includes(shared)) this.#strong.unshift(shared);
  }

  addKilling(shared: SharedInstance): void {
    if (!shared.testCase.restyled) this.#strong.push(shared);
  }

  addRandom(shared: SharedInstance): void {
    if (shared.testCase.restyled) return;
    const answered = shared.original.kind === 'rows' ? shared.original.result.rows.length : 0;
    const rows = rowCount(shared.testCase.instance) + answered;
    if (this.#rows + rows > MOST_ROWS) return;
    this.#rows += rows;
    this.#random.push(shared);
  }
}
