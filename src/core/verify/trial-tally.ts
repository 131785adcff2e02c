import { sentence } from '../format.ts';
import type { Answer } from './runner.ts';

/** So many databases on which the original does not come to an end are enough, where it never returned rows. */
export const MOST_ENDLESS = 12;
/** The same for databases on which the original fails. */
const MOST_FAILED = 100;

/** The most databases that are no evidence, for each that is. */
const SKIPPED_FOR_ONE = 4;

/** What became of the databases that one rewrite was tried on. */
export class TrialTally {
  /** On which both answers were compared. */
  databases = 0;
  /** Of these, on which the original returned rows. */
  nonEmpty = 0;
  /** That are no evidence. */
  skipped = 0;
  /** Of these, where the original did not come to an end. */
  endless = 0;
  /** Of these, where the original failed. */
  failed = 0;
  /** The engine's message where it failed first. */
  failure = '';

  /** So many databases are no evidence that more would not help, and that those that are cannot speak for all. */
  get isHopeless(): boolean {
    const usable = this.nonEmpty === 0 ? 0 : this.databases;
    if (this.skipped <= usable * SKIPPED_FOR_ONE) return false;
    return this.skipped - this.failed >= MOST_ENDLESS || this.failed >= MOST_FAILED;
  }

  /** On the clock of `performance.now()`. */
  readonly begin = performance.now();
  /** The budget was used up before the databases were. */
  outOfTime = false;

  /** Which query did not come to an end. */
  get endlessSide(): string {
    if (this.endless === 0) return 'the rewrite';
    return this.endless + this.failed === this.skipped ? 'the original' : 'a query';
  }

  /** A database that is no evidence, by the original's answer on it. */
  skip(original: Answer): void {
    this.skipped++;
    if (original.kind === 'rows') return;
    if (original.message === undefined) this.endless++;
    else if (this.failed++ === 0) this.failure = sentence(original.message);
  }
  /** Differences on instances that leave the original's answer open. */
  open = 0;
  /** Differences that did not show when the database was rebuilt. */
  lost = 0;
}
