/** The verdicts on the rewrites of one search, each asked for once. */
import { noEvidence, type Verdict } from '../verify/verdict.ts';
import type { RewriteJudge } from './rewrite-judge.ts';
import type { Rewrite } from './rewrites.ts';

export class Verdicts {
  readonly #judge: RewriteJudge;
  readonly #notes: readonly string[];
  readonly #known = new Map<Rewrite, Verdict>();

  /** `notes` are added to every verdict. */
  constructor(judge: RewriteJudge, notes: readonly string[]) {
    this.#judge = judge;
    this.#notes = notes;
  }

  /** How many rewrites were judged. */
  get judged(): number {
    return this.#known.size;
  }

  /** How many of them got this verdict. */
  count(verdict: Verdict['verdict']): number {
    return [...this.#known.values()].filter(known => known.verdict === verdict).length;
  }

  /** The verdict on a rewrite that was judged. */
  known(rewrite: Rewrite): Verdict | undefined {
    return this.#known.get(rewrite);
  }

  /** Judges a rewrite, unless that has been done. */
  on(rewrite: Rewrite): Verdict {
    let verdict = this.#known.get(rewrite);
    if (!verdict) {
      const judged = this.#judge.judge(rewrite.sql);
      verdict = { ...judged, notes: [...judged.notes, ...this.#notes] };
      this.#known.set(rewrite, verdict);
    }
    return verdict;
  }

  /** True when a rewrite that it was made from was refuted: it would carry the same mistake. */
  isTainted(rewrite: Rewrite): boolean {
    for (let parent = rewrite.parent; parent; parent = parent.parent) {
      if (this.#known.get(parent)?.verdict === 'refuted') return true;
    }
    return false;
  }

  close(): void {
    this.#judge.close();
  }
}

export function isVerified(verdict: Verdict): boolean {
  return verdict.verdict === 'survived' || verdict.verdict === 'proved';
}

/** The verdict on the original's own text with other indexes. */
export function unchanged(notes: readonly string[]): Verdict {
  return { ...noEvidence, verdict: 'proved', steps: ['The statement is unchanged.'], notes };
}
