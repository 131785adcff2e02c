/**
 * A rewrite that leaves open what the original fixes: it dropped ORDER BY or a part of it, orders too little before a
 * LIMIT, ROW_NUMBER or group_concat, or takes a column from any row of a group. On the databases tried both may agree,
 * because SQLite happens to read the rows in the same order; another index makes them differ. Such a rewrite has not
 * survived, although no database refutes it.
 */
import type { ResultSet, Row } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { sameText } from '../sql/same-text.ts';
import { textOf } from '../sql/span.ts';
import type { Binding } from './bindings.ts';
import { compareResults, endOfRun } from './compare/compare.ts';
import { freeChoices, reasonOf } from './compare/free-choices.ts';
import { fixesOrder } from './compare/total-order.ts';
import type { Original } from './original.ts';
import { inlinedViews } from './query/inlined-views.ts';
import type { Answer } from './runner.ts';

export class OpenRewrite {
  readonly #original: Original;
  readonly #rewrite: Original | undefined;
  readonly #sortsOtherwise: boolean;
  readonly #dropsTerms: boolean;
  readonly #chooses: boolean;
  #reason: string | undefined;

  constructor(original: Original, rewrite: BoundQuery) {
    this.#original = original;
    this.#sortsOtherwise = isSorted(original.bound) && sortText(original.bound) !== sortText(rewrite);
    this.#dropsTerms = this.#sortsOtherwise && dropsTerms(original, rewrite);
    // Most rewrites leave nothing open: they need not be prepared a second time.
    this.#chooses = freeChoices(inlinedViews(rewrite, rewrite.schema)).kinds.size > 0;
    this.#rewrite = this.#chooses || this.#sortsOtherwise ? original.another(rewrite) : undefined;
  }

  /** What the rewrite leaves open, in one sentence; undefined where nothing was seen. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Looks at what is loaded, on which both queries returned the same; `answer` is of the original's full form. */
  look(answer: Answer, binding: Binding): void {
    const rewrite = this.#rewrite;
    if (!rewrite || this.#reason !== undefined || answer.kind !== 'rows') return;
    if (this.#sortsOtherwise && this.#orderDiffers(rewrite, answer.result, binding)) {
      this.#reason = 'The rewrite leaves the order of its rows open where the original fixes it.';
      return;
    }
    if (this.#chooses && rewrite.choicesDiffer(binding) && this.#original.determined(binding))
      this.#reason = `The rewrite leaves its answer open where the original fixes it: ${reasonOf(rewrite.choices.kinds)}.`;
  }

  /**
   * True where the rewrite's rows, with those turned round that tie in its order, are no answer of the original. Keys
   * that were not found are passed over: of the rewrite, its rows tie then; of the original, fewer are compared.
   */
  #orderDiffers(rewrite: Original, original: ResultSet, binding: Binding): boolean {
    const how = this.#original.comparison(binding);
    if (original.rows.length < 2 && how.limit === undefined) return false;
    if (this.#dropsTerms) return true;
    const answer = rewrite.run(binding);
    if (answer.kind !== 'rows') return false;
    const { limit, offset = 0, width, keys } = rewrite.comparison(binding);
    const rows = turnedInTies(answer.result.rows, keys)
      .slice(offset, limit === undefined ? undefined : offset + limit)
      .map(row => row.slice(0, width));
    const turned = { ...answer.result, columns: answer.result.columns.slice(0, width), rows };
    return compareResults(original, turned, how) !== undefined;
  }

  free(): void {
    this.#rewrite?.free();
  }
}

function isSorted({ query }: BoundQuery): boolean {
  return query.orderBy.length > 0 || query.limit !== undefined;
}

function sortText(bound: BoundQuery): string {
  const { limit } = bound.query;
  return sameText([...sortTerms(bound), limit ? textOf(bound.source, limit.span) : ''].join(', '));
}

function sortTerms({ query, source }: BoundQuery): string[] {
  return query.orderBy.map(({ span }) => textOf(source, span));
}

/**
 * True where the rewrite sorts by the first of the original's terms only, and nothing says that the others tell no rows
 * apart. Rows that tie in those alone may be on none of the databases; where there are none at all, two rows suffice.
 */
function dropsTerms({ bound, form }: Original, rewrite: BoundQuery): boolean {
  const [all, kept] = [sortTerms(bound), sortTerms(rewrite)];
  if (kept.length >= all.length || !kept.every((term, i) => term === all[i])) return false;
  if (kept.length === 0) return form.looseOrder;
  return !fixesOrder(rewrite, kept.length) && !fixesOrder(bound, kept.length);
}

/** The rows with those turned round that tie. */
function turnedInTies(rows: readonly Row[], keys: Parameters<typeof endOfRun>[2]): Row[] {
  const result: Row[] = [];
  for (let start = 0; start < rows.length; ) {
    const end = keys.length === 0 ? rows.length : endOfRun(rows, start, keys);
    result.push(...rows.slice(start, end).reverse());
    start = end;
  }
  return result;
}
