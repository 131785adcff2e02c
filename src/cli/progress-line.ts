/** How far something is, in one line that is written over. */

import { forTerminal } from './terminal-text.ts';

/** How often a line is written where it cannot be written over, in milliseconds. */
const PLAIN_EVERY = 10_000;

/** Writes the line over and over in a terminal, and now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #written = Number.NEGATIVE_INFINITY;
  #length = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  write(text: string): void {
    const line = forTerminal(text);
    if (this.#stream.isTTY) {
      const cut = line.slice(0, Math.max(20, this.#stream.columns - 1));
      this.#stream.write(`\r${cut.padEnd(this.#length)}`);
      this.#length = cut.length;
      return;
    }
    const now = performance.now();
    if (now - this.#written < PLAIN_EVERY) return;
    this.#written = now;
    this.#stream.write(`${line}\n`);
  }

  end(): void {
    if (this.#stream.isTTY && this.#length > 0) this.#stream.write('\n');
    this.#length = 0;
  }
}
