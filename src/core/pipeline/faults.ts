import { QuillError } from '../errors.ts';

/** After so many in a row it is not the single query that is at fault. */
const most = 5;
const fatal = ['cancelled', 'disk', 'locked', 'endpoint'] as const;

/** Lets errors of single queries pass, and ends the run when the machinery itself fails again and again. */
export class Faults {
  #inRow = 0;

  /** A query went through. */
  passed(): void {
    this.#inRow = 0;
  }

  /**
   * The message to note of an error that is one query's own; throws the error when it is not. An unforeseen error, or a
   * worker that ended, may be of one query: such end the run when they come in a row.
   */
  take(error: unknown): string {
    if (fatal.some(reason => QuillError.is(error, reason))) throw error;
    const unforeseen = !(error instanceof QuillError) || error.reason === 'internal';
    if (unforeseen && ++this.#inRow >= most) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
