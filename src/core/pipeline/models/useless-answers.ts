import { QuillError } from '../../errors.ts';

/** After so many in a row without any SQL the model is not one that answers as it is asked. */
const mostUnreadable = 10;
/** After so many in a row without a query that runs; weak models write some that do. */
const mostUseless = 40;
/** So much of one answer is quoted, in characters. */
const longestQuote = 120;

/** Ends the run where a model answers again and again with what nothing can be made of. */
export class UselessAnswers {
  readonly #model: string;
  readonly #wanted: string;
  #unreadable = 0;
  #useless = 0;

  /** `wanted`: what answers should hold, such as `a query`. */
  constructor(model: string, wanted: string) {
    this.#model = model;
    this.#wanted = wanted;
  }

  /** An answer that could be used. */
  useful(): void {
    this.#unreadable = 0;
    this.#useless = 0;
  }

  /**
   * An answer that is none. Throws QuillError `endpoint` when it is one too many; no answer with a key comes this far.
   */
  unreadable(text: string): void {
    this.#count(text, ++this.#unreadable >= mostUnreadable);
  }

  /** An answer in the form asked for, with nothing in it that can be used. Throws as `unreadable` does. */
  useless(text: string): void {
    this.#unreadable = 0;
    this.#count(text, false);
  }

  #count(text: string, isOneTooMany: boolean): void {
    if (++this.#useless < mostUseless && !isOneTooMany) return;
    const times = isOneTooMany ? this.#unreadable : this.#useless;
    throw new QuillError(
      'endpoint',
      `${times} answers of ${this.#model} in a row held no ${this.#wanted} that can be used, the last one ${quoted(text)}; try the model by hand, then resume the run, or begin another with a model that follows the prompt.`,
    );
  }
}

/** The start of a text on one line, without what would move a terminal's cursor. */
function quoted(text: string): string {
  const line = text
    .slice(0, 10 * longestQuote)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  if (line === '') return 'was empty';
  return `begins with "${line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line}"`;
}
