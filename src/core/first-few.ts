/** Tells the first sentences of a kind and counts the rest, so that a broken file does not fill the screen. */
import { counted } from './format.ts';

const most = 20;

export class FirstFew {
  readonly #tell: (sentence: string) => void;
  /** What is counted, in the singular: `more problem`. */
  readonly #what: string;
  #count = 0;

  constructor(tell: (sentence: string) => void, what: string) {
    this.#tell = tell;
    this.#what = what;
  }

  add(sentence: string): void {
    if (++this.#count <= most) this.#tell(sentence);
  }

  /** Of all that were added. */
  get count(): number {
    return this.#count;
  }

  /** To be called when no more comes: tells how many were not told. */
  end(): void {
    if (this.#count > most) this.#tell(`… and ${counted(this.#count - most, this.#what)}.`);
  }
}
