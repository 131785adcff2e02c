/** The rows that a foreign key can point to. */
import type { Cell, Row } from '../ports.ts';
import type { Random } from '../random.ts';
import { scattered } from './skew.ts';

export class ParentPool {
  readonly #random: Random;
  readonly #keys: Row[];
  readonly #byPart = new Map<string, { size: number; rows: Map<string, Row[]> }>();
  #skewed: { readonly size: number; readonly draw: () => number } | undefined;
  #next = 0;

  constructor(random: Random, keys: readonly Row[]) {
    this.#random = random;
    this.#keys = [...keys];
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Adds a key that has just come to be. */
  add(key: Row): void {
    this.#keys.push(key);
  }

  /** Some parents often, others never. Undefined when there is none. */
  skewed(): Row | undefined {
    const size = this.#keys.length;
    if (size === 0) return undefined;
    if (this.#skewed?.size !== size) this.#skewed = { size, draw: scattered(this.#random, size) };
    return this.#keys[this.#skewed.draw()];
  }

  uniform(): Row | undefined {
    return this.#keys[this.#random.int(this.#keys.length)];
  }

  /** Each parent once, then undefined. */
  once(): Row | undefined {
    return this.#keys[this.#next++];
  }

  /** A parent whose key has the given cells where they are not undefined. */
  matching(cells: readonly (Cell | undefined)[]): Row | undefined {
    const positions = cells.flatMap((cell, i) => (cell === undefined ? [] : [i]));
    if (positions.length === 0) return this.uniform();
    const rows = this.#index(positions).get(positions.map(i => keyOf(cells[i]!)).join('\u0001'));
    return rows?.[this.#random.int(rows.length)];
  }

  /** Grows with the pool: only keys added since the last time are taken in. */
  #index(positions: readonly number[]): Map<string, Row[]> {
    const name = positions.join();
    const index = this.#byPart.get(name) ?? { size: 0, rows: new Map<string, Row[]>() };
    this.#byPart.set(name, index);
    for (; index.size < this.#keys.length; index.size++) {
      const key = this.#keys[index.size]!;
      const text = positions.map(i => keyOf(key[i]!)).join('\u0001');
      const rows = index.rows.get(text);
      if (rows === undefined) index.rows.set(text, [key]);
      else rows.push(key);
    }
    return index.rows;
  }
}

function keyOf(cell: Cell): string {
  if (cell === null) return 'null';
  return cell instanceof Uint8Array ? `x${cell.join()}` : `${typeof cell === 'string' ? 't' : 'n'}${cell}`;
}
