/** Asks for the verdict on rewrites of one original: on the user's own data first, then on the judge's databases. */
import type { Verdict } from '../verify/verdict.ts';
import type { Rewrite } from './rewrites.ts';

/** What decides whether a rewrite returns the same rows. */
export interface Decider {
  /** The verdict on the text of a rewrite, the user's own data included. */
  decide(rewrite: string): Verdict;
  close(): void;
}

export class Verification {
  readonly #decider: Decider;
  readonly #notes: readonly string[];
  /** How many rewrites were judged. */
  judged = 0;
  readonly #refuted = new Set<Rewrite>();

  /** `notes` are added to every verdict. */
  constructor(decider: Decider, notes: readonly string[]) {
    this.#decider = decider;
    this.#notes = notes;
  }

  verdictOn(rewrite: Rewrite): Verdict {
    this.judged++;
    const verdict = this.#decider.decide(rewrite.sql);
    if (verdict.verdict === 'refuted') this.#refuted.add(rewrite);
    return { ...verdict, notes: [...verdict.notes, ...this.#notes] };
  }

  /** True when a rewrite that it was made from was refuted: it would carry the same mistake. */
  isTainted(rewrite: Rewrite): boolean {
    for (let parent = rewrite.parent; parent; parent = parent.parent) {
      if (this.#refuted.has(parent)) return true;
    }
    return false;
  }

  close(): void {
    this.#decider.close();
  }
}

/** The verdict on the original's own text with other indexes. */
export function unchanged(notes: readonly string[]): Verdict {
  const nothingJudged = { databases: 0, nonEmpty: 0, mutants: { killed: 0, total: 0 }, uncaught: [] };
  return { ...nothingJudged, verdict: 'proved', steps: ['The statement is unchanged.'], notes };
}
