/** Whether the next random instance is plain rows or made of chains. */
import type { Random } from '../../../random.ts';
import type { Instance } from '../instance.ts';

/** Share of plain rows, which find more than chains do on queries with many parts, as long as they return rows. */
const PLAIN = 0.85;
/** The share where they do not. */
const PLAIN_EMPTY = 0.4;
/** The original returns rows on so many of the plain ones, at least. */
const ENOUGH = 0.35;
/** So many are looked at first. */
const FIRST = 12;

/** Learns for one original, over all its rewrites. */
export class RandomTurns {
  #looked = 0;
  #withRows = 0;

  /** `withRows`: the original returned some. */
  note({ kind }: Instance, withRows: boolean): void {
    if (kind !== 'small random tables') return;
    this.#looked++;
    if (withRows) this.#withRows++;
  }

  isPlain(random: Random): boolean {
    const empty = this.#looked >= FIRST && this.#withRows < ENOUGH * this.#looked;
    return random.chance(empty ? PLAIN_EMPTY : PLAIN);
  }
}

/** True for an instance that was not built for a purpose. */
export function isRandom({ kind }: Instance): boolean {
  return kind === 'a random mix' || kind === 'small random tables';
}
