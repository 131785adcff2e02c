/**
 * A rewrite that leaves open what the original fixes: it dropped ORDER BY or a part of it, orders too little before a
 * LIMIT, ROW_NUMBER or group_concat, or takes a column from any row of a group. On the databases tried both may agree,
 * because SQLite happens to read the rows in the same order; another index makes them differ. Such a rewrite has not
 * survived, although no database refutes it.
 */
import type { ResultSet, Row } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { textOf } from '../sql/span.ts';
import type { Binding } from './bindings.ts';
import { compareResults, endOfRun } from './compare/compare.ts';
import { freeChoices, reasonOf } from './compare/free-choices.ts';
import { inlinedViews } from './instances/query/inlined-views.ts';
import type { Answer, Original } from './run.ts';

/** After so many databases only every third is looked at. */
const EACH = 40;
const EVERY = 3;

export class OpenRewrite {
  readonly #original: Original;
  readonly #rewrite: Original | undefined;
  readonly #sortsOtherwise: boolean;
  readonly #chooses: boolean;
  #looked = 0;
  #reason: string | undefined;

  constructor(original: Original, rewrite: BoundQuery) {
    this.#original = original;
    this.#sortsOtherwise = isSorted(original.bound) && sortText(original.bound) !== sortText(rewrite);
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
    if (++this.#looked > EACH && this.#looked % EVERY !== 0) return;
    if (this.#sortsOtherwise && this.#orderDiffers(rewrite, answer.result, binding)) {
      this.#reason = 'The rewrite leaves the order of its rows open where the original fixes it.';
      return;
    }
    if (this.#chooses && rewrite.choicesDiffer(binding) && this.#original.determined(binding))
      this.#reason = `The rewrite leaves its answer open where the original fixes it: ${reasonOf(rewrite.choices.kinds)}.`;
  }

  /** True where the rewrite's rows, with those turned round that tie in its order, are no answer of the original. */
  #orderDiffers(rewrite: Original, original: ResultSet, binding: Binding): boolean {
    if (rewrite.form.looseOrder || this.#original.form.looseOrder) return false;
    const answer = rewrite.run(binding);
    if (answer.kind !== 'rows') return false;
    const { limit, offset = 0, width, keys } = rewrite.comparison(binding);
    const rows = turnedInTies(answer.result.rows, keys)
      .slice(offset, limit === undefined ? undefined : offset + limit)
      .map(row => row.slice(0, width));
    const turned = { ...answer.result, columns: answer.result.columns.slice(0, width), rows };
    return compareResults(original, turned, this.#original.comparison(binding)) !== undefined;
  }

  free(): void {
    this.#rewrite?.free();
  }
}

function isSorted({ query }: BoundQuery): boolean {
  return query.orderBy.length > 0 || query.limit !== undefined;
}

function sortText({ query, source }: BoundQuery): string {
  const terms = query.orderBy.map(({ span }) => textOf(source, span));
  return [...terms, query.limit ? textOf(source, query.limit.span) : ''].join(', ').toLowerCase();
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
