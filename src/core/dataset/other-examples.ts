/**
 * What an export may teach beside the pairs: repairs, which mend a query by the message it failed with, and queries
 * with nothing to improve, whose right answer is the query itself.
 */
import { hexOf } from './ids.ts';
import type { Pair, RejectedCandidate, RepairExample, Split } from './pair.ts';

export const exampleKinds = ['repairs', 'nothing-to-improve'] as const;
export type ExampleKind = (typeof exampleKinds)[number];

/** How many of each stand in a file; variants count as pairs. */
export interface ExampleCounts {
  readonly pairs: number;
  readonly repairs: number;
  readonly 'nothing-to-improve': number;
}

/** A query that the search could not make faster. */
export type UnchangedQuery = RejectedCandidate & { readonly candidate: null };

/**
 * True where a search found nothing, or the query was written to be good. Where nobody looked, as of an imported row or
 * of what takes no time on so little data, there may be something to improve.
 */
export function isUnchanged(rejected: RejectedCandidate): rejected is UnchangedQuery {
  const { kind, candidate, provenance } = rejected;
  if (kind !== 'nothing-to-improve' || candidate !== null || provenance.optimizer === 'import') return false;
  return provenance.antiPattern === 'none' || !isTooFast(rejected);
}

function isTooFast({ why, reason }: RejectedCandidate): boolean {
  // Lines of older versions have the sentence alone.
  return why === 'too-fast' || /^The statement takes [\d.]+ ms on this data\.$/.test(reason);
}

/** The template of the slow query that a repair was made for, where it was made for one, and that of the repair. */
export function templatesOfRepair({ template, originalTemplate }: RepairExample): string[] {
  return originalTemplate === undefined || originalTemplate === template
    ? [template]
    : [template, originalTemplate];
}

/**
 * Keeps examples on their side of the split: none goes out whose template a pair of the other side has, none in
 * training that a held-out one has. All pairs, rejected candidates and repairs are to be noted before anything is
 * asked.
 */
export class ExampleSelection {
  readonly #hasSchema: (id: string) => boolean;
  readonly #pairTemplates = { train: new Set<string>(), 'held-out': new Set<string>() };
  readonly #heldOutExamples = new Set<string>();
  /** Slow queries that have a pair, or a rewrite that nobody could refute: there may be something to improve. */
  readonly #improvable = new Set<string>();
  /** The fast sides of held-out pairs. */
  readonly #heldOutAnswers = new Set<string>();

  /** `hasSchema`: false for one that the dataset never held, as versions before did not keep it for examples alone. */
  constructor(hasSchema: (id: string) => boolean = () => true) {
    this.#hasSchema = hasSchema;
  }

  /** True for an example that cannot be told of, as nobody knows its tables. */
  lacksSchema({ schema }: RejectedCandidate | RepairExample): boolean {
    return !this.#hasSchema(schema);
  }

  notePair(pair: Pair): void {
    this.#pairTemplates[pair.split].add(pair.template);
    this.#improvable.add(queryOf(pair));
    if (pair.split === 'held-out') this.#heldOutAnswers.add(queryOf({ ...pair, slow: pair.fast }));
  }

  noteRejected(rejected: RejectedCandidate): void {
    if (rejected.kind === 'undetermined') this.#improvable.add(queryOf(rejected));
    if (isUnchanged(rejected)) this.#noteExample(rejected.split, [rejected.template]);
  }

  noteRepair(repair: RepairExample): void {
    this.#noteExample(repair.split, templatesOfRepair(repair));
  }

  takesRepair(repair: RepairExample): boolean {
    return !this.lacksSchema(repair) && this.#keepsApart(repair.split, templatesOfRepair(repair));
  }

  takesUnchanged(rejected: RejectedCandidate): rejected is UnchangedQuery {
    if (!isUnchanged(rejected) || this.lacksSchema(rejected)) return false;
    if (this.#improvable.has(queryOf(rejected))) return false;
    if (rejected.split === 'train' && this.#heldOutAnswers.has(queryOf(rejected))) return false;
    return this.#keepsApart(rejected.split, [rejected.template]);
  }

  #noteExample(split: Split, templates: readonly string[]): void {
    if (split === 'held-out') for (const template of templates) this.#heldOutExamples.add(template);
  }

  #keepsApart(split: Split, templates: readonly string[]): boolean {
    const { train, 'held-out': heldOut } = this.#pairTemplates;
    if (split === 'held-out') return templates.every(template => !train.has(template));
    return templates.every(
      // A held-out example with the template of a training pair does not go out.
      template => !heldOut.has(template) && (!this.#heldOutExamples.has(template) || train.has(template)),
    );
  }
}

/** Of schema and slow query, short enough to hold many. */
export function queryOf({ schema, slow }: { readonly schema: string; readonly slow: string }): string {
  return hexOf(JSON.stringify([schema, slow])).slice(0, 24);
}
