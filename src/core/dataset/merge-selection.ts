/**
 * Which rows of several datasets stay when they are joined. A template stays with one slow query, all of its pairs
 * with it: that of a held-out pair before that of one in training, then that of the smaller id. What is in training and
 * has the template of a held-out row, a variant included, goes. The choice depends on the rows and not on their order.
 */
import { hexOf } from './ids.ts';
import type { Pair, Split } from './pair.ts';

interface Winner {
  readonly split: Split;
  readonly id: string;
  /** Of schema and slow query. */
  readonly query: string;
}

type Row = Pick<Pair, 'id' | 'schema' | 'slow' | 'template' | 'split' | 'variantOf'>;

export class MergeSelection {
  readonly #winners = new Map<string, Winner>();
  /** Templates of held-out rows, also of those that do not stay. */
  readonly #heldOut = new Set<string>();
  readonly #kept = new Map<string, Split>();
  readonly #variants = new Set<string>();
  #sameId = 0;
  #sameTemplate = 0;
  #lostVariants = 0;

  /** To be called for all rows first. */
  consider(row: Row): void {
    if (row.split === 'held-out') this.#heldOut.add(row.template);
    if (row.variantOf !== null) return;
    const before = this.#winners.get(row.template);
    if (before === undefined || isBefore(row, before))
      this.#winners.set(row.template, { split: row.split, id: row.id, query: queryOf(row) });
  }

  /** Then once for every original, and after them once for every variant: whether the row stays. */
  keeps(row: Row): boolean {
    return row.variantOf === null ? this.#keepsOriginal(row) : this.#keepsVariant(row, row.variantOf);
  }

  get leftOut(): { sameId: number; sameTemplate: number; lostVariants: number } {
    return { sameId: this.#sameId, sameTemplate: this.#sameTemplate, lostVariants: this.#lostVariants };
  }

  #keepsOriginal(row: Row): boolean {
    if (this.#kept.has(row.id)) {
      this.#sameId++;
      return false;
    }
    if (this.#leaks(row) || this.#winners.get(row.template)?.query !== queryOf(row)) {
      this.#sameTemplate++;
      return false;
    }
    this.#kept.set(row.id, row.split);
    return true;
  }

  #keepsVariant(row: Row, original: string): boolean {
    if (this.#variants.has(row.id) || this.#kept.has(row.id)) {
      this.#sameId++;
      return false;
    }
    if (this.#kept.get(original) !== row.split || this.#leaks(row)) {
      this.#lostVariants++;
      return false;
    }
    this.#variants.add(row.id);
    return true;
  }

  #leaks({ split, template }: Row): boolean {
    return split === 'train' && this.#heldOut.has(template);
  }
}

function isBefore(row: Row, winner: Winner): boolean {
  if (row.split !== winner.split) return row.split === 'held-out';
  return row.id < winner.id;
}

function queryOf({ schema, slow }: Row): string {
  return hexOf(JSON.stringify([schema, slow])).slice(0, 24);
}
