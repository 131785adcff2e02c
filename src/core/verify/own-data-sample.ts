/**
 * Comparison of results that are too large to be held: each is read once, row by row, into a digest that does not
 * depend on the order of its rows. Results that are equal within the tolerance of reals have digests that agree.
 *
 * The hash of a row takes its cells but for finite reals. Its sum over all rows tells most differences; a sample
 * keeps the rows whose hash is below a threshold, which are the same rows on both sides, so that they can be
 * compared cell by cell. Reals are summed up too, weighted by their row's hash; such a sum may differ by as much as
 * the tolerance allows each of them. Hash: FNV-1a with the finalizer of MurmurHash3.
 */
import { counted, formatCount } from '../format.ts';
import type { Bindings, Cell, Database, Row } from '../ports.ts';
import { diffBags } from './compare/bags.ts';
import { TOLERANCE } from './compare/cell.ts';
import type { Difference } from './compare/compare.ts';
import { mostShown } from './differing-rows.ts';

export interface Digest {
  readonly rows: number;
  /** Of the rows' hashes, modulo 2^32. */
  readonly hashes: number;
  /** Of the hashes' squares, modulo 2^32. */
  readonly squares: number;
  readonly reals: number;
  /** What the reals weigh together: the tolerance of their sum is in proportion. */
  readonly weight: number;
  /** Every row with a lower hash is in the sample. */
  readonly threshold: number;
  readonly sample: readonly SampledRow[];
}

interface SampledRow {
  readonly hash: number;
  readonly row: Row;
}

export interface ReadOptions {
  readonly params?: Bindings;
  readonly limitMs?: number;
}

const ALL = 2 ** 32;

/** Reads a whole result. The sample holds at most `sampleRows` rows. Throws QuillError `timeout` past `limitMs`. */
export function digest(db: Database, sql: string, sampleRows: number, options: ReadOptions): Digest {
  let rows = 0;
  let hashes = 0;
  let squares = 0;
  let weight = 0;
  let threshold = ALL;
  let sample: SampledRow[] = [];
  const reals = new ExactSum();
  const statement = db.prepare(sql);
  try {
    statement.each(row => {
      const hash = hashOf(row);
      rows++;
      hashes = (hashes + hash) >>> 0;
      squares = (squares + Math.imul(hash, hash)) >>> 0;
      for (const [i, cell] of row.entries()) {
        if (!isLoose(cell)) continue;
        const share = mixed(hash ^ Math.imul(i + 1, 0x9e3779b1)) / ALL;
        reals.add(cell * share);
        weight += Math.max(1, Math.abs(cell)) * share;
      }
      if (hash < threshold) sample.push({ hash, row });
      while (sample.length > sampleRows) {
        threshold = threshold > 1 ? threshold / 2 : 0;
        sample = sample.filter(one => one.hash < threshold);
      }
    }, options);
  } finally {
    statement.free();
  }
  return { rows, hashes, squares, reals: reals.value, weight, threshold, sample };
}

/** A difference between two results of `width` columns, or the number of rows whose every cell was compared. */
export function compareDigests(a: Digest, b: Digest, width: number): Difference | number {
  if (a.rows !== b.rows)
    return {
      reason: 'rows',
      detail: `the original returns ${counted(a.rows, 'row')}, the rewrite ${formatCount(b.rows)}`,
    };
  const threshold = Math.min(a.threshold, b.threshold);
  const rowsOf = (one: Digest): Row[] => one.sample.filter(s => s.hash < threshold).map(({ row }) => row);
  const [left, right] = [rowsOf(a), rowsOf(b)];
  const { onlyA, onlyB } = diffBags(left, right, width);
  if (onlyA.length + onlyB.length > 0) {
    const isType = diffBags(left, right, width, 'type').onlyA.length === 0 && left.length === right.length;
    const detail = `of ${counted(left.length, 'sampled row')} of the original ${formatCount(onlyA.length)} ${onlyA.length === 1 ? 'is' : 'are'} not in the rewrite's result`;
    const rows = { onlyOriginal: onlyA.slice(0, mostShown), onlyRewrite: onlyB.slice(0, mostShown) };
    return { reason: isType ? 'types' : 'rows', detail, rows };
  }
  if (a.hashes !== b.hashes || a.squares !== b.squares)
    return { reason: 'rows', detail: 'both return as many rows, but a checksum over all of them differs' };
  // Twice: the larger of two reals sets their tolerance, and only one side's is known here.
  const tolerance = 2 * TOLERANCE * Math.max(a.weight, b.weight);
  if (Number.isFinite(tolerance) && Math.abs(a.reals - b.reals) > tolerance)
    return { reason: 'rows', detail: 'both return as many rows, but the sum over their reals differs' };
  return left.length;
}

/** Compared within the tolerance, so that it must not decide whether its row is sampled. */
function isLoose(cell: Cell): cell is number {
  return typeof cell === 'number' && Number.isFinite(cell);
}

function hashOf(row: Row): number {
  let hash = 0x811c9dc5;
  const add = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  };
  for (const cell of row) {
    if (cell === null) add(1);
    else if (isLoose(cell)) add(2);
    else if (typeof cell === 'number') add(cell > 0 ? 3 : 4);
    else if (typeof cell === 'bigint') {
      add(5);
      add(Number(BigInt.asIntN(32, cell)));
      add(Number(BigInt.asIntN(32, cell >> 32n)));
    } else if (typeof cell === 'string') {
      add(6);
      for (let i = 0; i < cell.length; i++) add(cell.charCodeAt(i));
      add(cell.length);
    } else {
      add(7);
      for (const byte of cell) add(byte);
      add(cell.length);
    }
  }
  return mixed(hash);
}

/** Spreads a hash evenly over 0 … 2^32 − 1. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A sum whose rounding errors do not add up (Neumaier's). */
class ExactSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}
