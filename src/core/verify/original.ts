/** The original, and what it leaves open on what is loaded. */
import { QuillError } from '../errors.ts';
import type { Cell, Database, ResultSet } from '../ports.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits } from '../sql/edits.ts';
import { textOf } from '../sql/span.ts';
import { type Binding, valuesOf } from './bindings.ts';
import { type Comparison, compareResults } from './compare/compare.ts';
import type { CutChoice } from './compare/cut-choice.ts';
import { fixedOutputs, fixedOutputsDiffer } from './compare/fixed-outputs.ts';
import { type FreeChoices, freeChoices } from './compare/free-choices.ts';
import { type FullForm, fullForm, windowed, withoutSemicolon } from './compare/full-form.ts';
import { inOneSpelling } from './compare/spellings.ts';
import { EveryChoice } from './every-choice.ts';
import { judgeAnswers } from './judge-answers.ts';
import { normalForm } from './normal-form.ts';
import type { Evaluator } from './query/evaluate.ts';
import { inlinedViews } from './query/inlined-views.ts';
import { RunLimit } from './run-limit.ts';
import { type Answer, Runner } from './runner.ts';

/** The original, ready to be compared with. */
export class Original {
  readonly bound: BoundQuery;
  readonly form: FullForm;
  readonly choices: FreeChoices;
  /** The original with the queries of its views in their place: they may leave their answers open as well. */
  readonly #inlined: BoundQuery;
  readonly #fixed: readonly number[] | undefined;
  readonly #db: Database;
  /** For what runs on instances in place of the original or beside it. */
  readonly limit: RunLimit;
  readonly evaluator: Evaluator;
  readonly #full: Runner;
  readonly #windows = new Map<Binding, Comparison>();
  #normal: { readonly form: string | undefined } | undefined;
  #pinned: readonly Runner[] | 'impossible' | undefined;
  #chosen: Runner | 'impossible' | undefined;
  #every: EveryChoice | undefined;

  constructor(db: Database, bound: BoundQuery, evaluator: Evaluator, limit: RunLimit | number) {
    this.#db = db;
    this.limit = typeof limit === 'number' ? new RunLimit(limit) : limit;
    this.evaluator = evaluator;
    this.bound = bound;
    this.form = fullForm(bound);
    this.#inlined = inlinedViews(bound, bound.schema);
    this.choices = freeChoices(this.#inlined);
    this.#fixed = fixedOutputs(this.#inlined, this.choices);
    this.#full = new Runner(db, this.form.sql, this.limit);
  }

  /** See `normalForm`. */
  get normalForm(): string | undefined {
    this.#normal ??= { form: normalForm(this.bound) };
    return this.#normal.form;
  }

  /** A rewrite in the original's place: what it leaves open itself. */
  another(bound: BoundQuery): Original {
    return new Original(this.#db, bound, this.evaluator, this.limit);
  }

  /** Another query over the same rows. */
  runnerOf(sql: string): Runner {
    return new Runner(this.#db, sql, this.limit);
  }

  /** The rows of the full form. */
  run(binding: Binding): Answer {
    return this.#full.run(binding);
  }

  comparison(binding: Binding): Comparison {
    const known = this.#windows.get(binding);
    if (known) return known;
    const values = valuesOf(this.bound, binding);
    const { limitExpr, offsetExpr } = this.form;
    const number = (expr: FullForm['limitExpr']): Cell | undefined =>
      expr && this.evaluator.constant(this.bound, expr, values);
    const [limit, offset] = [number(limitExpr), number(offsetExpr)];
    if ((limitExpr && limit === undefined) || (offsetExpr && offset === undefined))
      return windowed(this.form, this.#onLoaded(limitExpr, binding), this.#onLoaded(offsetExpr, binding));
    const window = windowed(this.form, limit, offset);
    this.#windows.set(binding, window);
    return window;
  }

  /** The value of a LIMIT or OFFSET with a subquery, on what is loaded. Throws QuillError `unsupported`. */
  #onLoaded(expr: FullForm['limitExpr'], binding: Binding): Cell | undefined {
    if (!expr) return undefined;
    try {
      const sql = `SELECT (${textOf(this.bound.source, expr.span)})`;
      return this.#db.query(sql, { params: binding, limitMs: this.limit.ms }).rows[0]?.[0] ?? null;
    } catch (error) {
      if (!QuillError.is(error, 'query-failed')) throw error;
      throw new QuillError('unsupported', 'LIMIT depends on a query that cannot be run by itself.', {
        cause: error,
      });
    }
  }

  /** False when SQL leaves the original's answer on what is loaded open, so that another answer is no mistake. */
  determined(binding: Binding): boolean {
    if (this.form.looseOrder && this.comparison(binding).limit !== undefined) return false;
    if (this.choices.kinds.size === 0) return true;
    this.#pinned ??= this.#pin();
    if (this.#pinned === 'impossible') return false;
    const how = this.comparison(binding);
    const { limit: _, offset: __, ...whole } = how;
    const [first, ...others] = this.#pinned;
    const lowest = first?.run(binding);
    if (lowest?.kind !== 'rows') return false;
    return others.every(runner => {
      const other = runner.run(binding);
      if (other.kind !== 'rows') return false;
      return (
        compareResults(lowest.result, cut(other.result, how.width), { ...whole, keys: [] }) === undefined
      );
    });
  }

  /** True where two choices that SQL leaves give different answers on what is loaded; false where that cannot be told. */
  choicesDiffer(binding: Binding): boolean {
    this.#pinned ??= this.#pin();
    return this.#pinned !== 'impossible' && !this.determined(binding);
  }

  /** True when answers that differ on what is loaded differ by what SQL leaves open, as far as can be told. */
  allows(a: Answer, b: Answer, binding: Binding): boolean {
    if (this.determined(binding) || this.#everyChoiceDiffers(b, binding)) return false;
    const { alike } = this.choices;
    if (alike && !this.form.looseOrder && a.kind === 'rows' && b.kind === 'rows') {
      const [one, other] = [a, b].map(({ result }) => inOneSpelling(result, alike));
      return !one || !other || !compareResults(one, other, this.comparison(binding));
    }
    if (this.#fixed === undefined || a.kind !== 'rows' || b.kind !== 'rows') return true;
    return !fixedOutputsDiffer(a.result, b.result, this.#fixed, this.comparison(binding));
  }

  /** True where `b` is no answer of the original, whatever the choice; false where that cannot be told. */
  #everyChoiceDiffers(b: Answer, binding: Binding): boolean {
    const { choice } = this.choices;
    if (!choice || this.form.looseOrder) return false;
    this.#chosen ??= this.#choose(choice);
    if (this.#chosen === 'impossible') return false;
    const how = this.comparison(binding);
    const runner = this.#chosen;
    this.#every ??= new EveryChoice(choice, (choices, values) => runner.run({ ...values, ...choices }));
    return this.#every.allDiffer(binding, a => judgeAnswers(a, b, how));
  }

  #choose(choice: CutChoice): Runner | 'impossible' {
    const { source } = this.bound;
    const edits = [...this.form.edits, ...choice.edits];
    // A sort key that repeats the subquery would choose for itself.
    if (this.form.repeatsQuery || this.#inlined !== this.bound) return 'impossible';
    try {
      return new Runner(this.#db, withoutSemicolon(applyEdits(source, edits)), this.limit);
    } catch (error) {
      if (error instanceof QuillError) return 'impossible';
      throw error;
    }
  }

  #pin(): readonly Runner[] | 'impossible' {
    const runners: Runner[] = [];
    try {
      for (const edits of this.choices.pins) {
        const { query, source } = this.#inlined;
        const whole = query.limit ? [...edits, { span: query.limit.span, text: '' }] : edits;
        runners.push(new Runner(this.#db, applyEdits(source, whole), this.limit));
      }
      return runners;
    } catch (error) {
      for (const runner of runners) runner.free();
      if (error instanceof QuillError) return 'impossible';
      throw error;
    }
  }

  free(): void {
    this.#full.free();
    if (this.#pinned !== 'impossible') for (const runner of this.#pinned ?? []) runner.free();
    if (this.#chosen !== 'impossible') this.#chosen?.free();
  }
}

function cut(result: ResultSet, width: number): ResultSet {
  return { ...result, columns: result.columns.slice(0, width) };
}
