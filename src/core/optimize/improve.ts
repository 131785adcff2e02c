/**
 * The search proper: rules and index candidates propose, the clock on the user's own data selects, the judge decides.
 * What costs least comes first, so that a first verified gain is there early.
 */
import type { PlanNode } from '../dialect/plan-node.ts';
import { leavesDoubt, QuillError } from '../errors.ts';
import type { Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Budget } from './budget.ts';
import type {
  Candidate,
  OptimizeOptions,
  Rejected,
  SearchEvent,
  SlowerRewrite,
  Suggestion,
  Timing,
} from './contract.ts';
import { explore, type Measured, slowerOnes } from './explore.ts';
import type { NamedIndex } from './indexes/candidate.ts';
import { type IndexedTime, IndexSearch, mostSets } from './indexes/search.ts';
import type { Statistics } from './indexes/statistics.ts';
import { openAnswerNote } from './open-answer.ts';
import type { SearchTally } from './reason.ts';
import type { Rewrite, RewriteSpace } from './rewrites.ts';
import { isSettled } from './settled.ts';
import { simplestFirst } from './simplest-first.ts';
import { type Improvement, measuredGain, measureSuggestion, rank } from './suggestion.ts';
import { ratio, slowMs, smallestGain } from './timing.ts';
import { isVerified, unchanged, type Verdicts } from './verdicts.ts';
import type { Workbench } from './workbench.ts';

/** Rewrites that indexes are sought for, and sets of indexes built for each. */
const mostIndexedRewrites = 6;
const setsForRewrite = 2;
const setsForRewrites = 5;
/** A rewrite this much faster is judged before indexes are looked for, unless the original is slow to check against. */
const striking = 10;
const slowToCheckMs = 500;
/** Indexes that gain this much are shown before they are made smaller. */
const clear = 2;
/**
 * Where the winner's times disagree by more than this when they are taken again, the lesser gain counts; what gains
 * less is not shown before that.
 */
const agreeing = 1.5;
/** Rewrites that are judged at all. */
const mostJudged = 10;

export interface ImproveInput {
  readonly engine: Engine;
  readonly schema: Schema;
  readonly bound: BoundQuery;
  readonly bench: Workbench;
  readonly space: RewriteSpace;
  readonly statistics: Statistics;
  readonly verdicts: Verdicts;
  readonly budget: Budget;
  readonly plan: readonly PlanNode[];
  readonly candidates: readonly Candidate[];
  readonly offeredIndexes?: readonly string[];
  readonly options: OptimizeOptions;
  /** Added to the verdict on index-only advice. */
  readonly notes: readonly string[];
  onEvent(event: SearchEvent): void;
  /** Told of an error that ended the search early although something verified was found. */
  onDoubt?(error: unknown): void;
}

export interface Improvements {
  /** Verified gains, the one to suggest first. */
  readonly ranked: readonly Suggestion[];
  readonly rejected: readonly Rejected[];
  readonly slower: readonly SlowerRewrite[];
  readonly tally: SearchTally;
}

/** Searches until nothing better is in sight or the budget is spent. Leaves nothing behind in the database. */
export function improve(input: ImproveInput): Improvements {
  const improver = new Improver(input);
  try {
    return improver.run();
  } finally {
    improver.close();
  }
}

class Improver {
  readonly #input: ImproveInput;
  readonly #bench: Workbench;
  readonly #verdicts: Verdicts;
  readonly #budget: Budget;
  readonly #indexes: IndexSearch | undefined;
  /** What was verified, and what it was measured as. */
  readonly #verified = new Map<Suggestion, Improvement>();
  readonly #rejected: Rejected[] = [];
  /** Times of rewrites without new indexes, for each set of parameter values. */
  readonly #alone = new Map<Rewrite, Timing[]>();
  #shown: Suggestion | undefined;
  #unjudged = 0;
  /** What ended a step of the search early; `final` when no step may follow it. */
  #failure: { readonly error: unknown; readonly final: boolean } | undefined;

  constructor(input: ImproveInput) {
    const { engine, bench, schema, statistics, options, verdicts, budget, offeredIndexes: offered } = input;
    this.#input = input;
    this.#bench = bench;
    this.#verdicts = verdicts;
    this.#budget = budget;
    this.#indexes = options.indexes ? new IndexSearch(engine, bench, schema, statistics, offered) : undefined;
  }

  close(): void {
    this.#indexes?.close();
  }

  run(): Improvements {
    const { space, candidates, options, onEvent } = this.#input;
    const own = this.#bench.originalMs;
    onEvent({ type: 'progress', message: 'Trying rewrites' });
    const { measured, failed } = explore(
      space,
      this.#bench,
      candidates,
      this.#budget.until(0.35, 500 + 3 * own),
    );
    const first = own < slowToCheckMs && ratio(own, measured[0]?.ms ?? own) >= striking;
    const indexes = this.#indexes;
    if (first) this.#attempt(() => this.#verifyRewrites(measured));
    if (indexes && this.#canGain()) this.#attempt(() => this.#adviseIndexes(indexes));
    if (!first) this.#attempt(() => this.#verifyRewrites(measured));
    if (indexes && this.#canGain()) this.#attempt(() => this.#combine(indexes, measured));
    if (this.#failure && this.#verified.size === 0) throw this.#failure.error;
    const ranked = this.#confirmed();

    const tally: SearchTally = {
      rewrites: measured.length + failed,
      indexes: this.#indexes?.tried ?? 0,
      same: measured.filter(m => m.same).length,
      refuted: this.#verdicts.count('refuted'),
      undetermined: this.#verdicts.count('undetermined'),
      unjudged: this.#unjudged,
      indexesWanted: this.#indexes !== undefined,
      tooNew: space.tooNew,
    };
    const slower = options.slower ? slowerOnes(measured, this.#bench) : [];
    return { ranked, rejected: this.#rejected, slower, tally };
  }

  /** Ranked, after the winner was timed against the original once more, and its followers where it did not hold. */
  #confirmed(): Suggestion[] {
    const done = new Set<Suggestion>();
    for (;;) {
      const ranked = rank([...this.#verified.keys()], this.#bench);
      const [best] = ranked;
      const improvement = best && this.#verified.get(best);
      if (!best || !improvement || done.has(best)) return ranked;
      done.add(best);
      this.#attempt(() => {
        if (done.size === 1) this.#input.onEvent({ type: 'progress', message: 'Timing the best once more' });
        const alone = improvement.indexes.length > 0 ? this.#aloneOf(improvement) : undefined;
        // Of a slow one the comparison itself would take no new sample.
        if (!this.#budget.isSpent) this.#bench.refresh(1, 0);
        const again = this.#timed(improvement, alone);
        if (again.speedup > best.speedup * agreeing) return;
        this.#verified.delete(best);
        this.#verified.set(again, improvement);
        done.add(again);
      });
    }
  }

  /**
   * Runs one step of the search. An error ends that step alone, so that what was verified before it stays; one that
   * leaves the engine in doubt ends the search.
   */
  #attempt(step: () => void): void {
    if (this.#failure?.final) return;
    try {
      step();
    } catch (error) {
      const final = leavesDoubt(error);
      if (final) this.#input.onDoubt?.(error);
      if (final || !this.#failure) this.#failure = { error, final };
    }
  }

  /** As `#attempt`, of what concerns one rewrite: a query that fails drops the rewrite, with the reason. */
  #attemptRewrite({ sql, techniques }: Rewrite, step: () => void): void {
    this.#attempt(() => {
      try {
        step();
      } catch (error) {
        if (leavesDoubt(error) || !(error instanceof QuillError)) throw error;
        this.#rejected.push({ sql, techniques, reason: `It could not be tried: ${error.message}` });
      }
    });
  }

  /** Indexes for the statement as it is: nothing to judge, since its text stays. */
  #adviseIndexes(search: IndexSearch): void {
    const { bound, onEvent } = this.#input;
    const { sql, originalMs } = this.#bench;
    const verdict = this.#unchanged();
    const deadline = this.#indexDeadline(search, 0.5, 1500 + 5 * originalMs);
    onEvent({ type: 'progress', message: 'Trying indexes' });
    const variant = { bound, sql, baseMs: this.#bestMs() };
    let early: { readonly suggestion: Suggestion; readonly improvement: Improvement } | undefined;
    const onGain = ({ indexes, ms }: IndexedTime): void => {
      if (this.#shown !== undefined || ratio(originalMs, ms) < clear) return;
      this.#attempt(() => {
        const improvement = { indexes: search.named(indexes), verdict };
        const suggestion = this.#measure(improvement);
        if (suggestion.speedup < clear) return;
        early = { suggestion, improvement };
        onEvent({ type: 'suggestion', suggestion });
      });
    };
    const options = { sets: mostSets, allSets: mostSets, deadline, onGain };
    let kept = false;
    try {
      const found = search.find([variant], options).get(variant);
      kept = found !== undefined && this.#add({ indexes: search.reduce(sql, found, deadline), verdict });
    } finally {
      // What was shown stays, should the shorter form fail or turn out not to hold the gain.
      if (early && !kept) this.#keep(early.suggestion, early.improvement);
    }
  }

  /** Judges rewrites that are faster by themselves, until one holds. */
  #verifyRewrites(measured: readonly Measured[]): void {
    this.#verifyFastest(measured);
    if (this.#verdicts.count('refuted') === 0 || !this.#canGain()) return;
    // The fastest were wrong: those that were stopped for being slower get their chance.
    const deadline = this.#budget.until(0.3, 500 + 3 * this.#bench.originalMs);
    const limitMs = this.#shown?.rewritten ? this.#bestMs() : this.#bench.originalMs / smallestGain;
    const stopped = measured.filter(
      m => m.ms === Number.POSITIVE_INFINITY && !this.#verdicts.isTainted(m.rewrite),
    );
    const again = stopped.map(one => {
      const inTime = this.#bench.clock.now() < deadline;
      return inTime ? { ...one, ms: this.#bench.glance(one.rewrite.sql, limitMs) } : one;
    });
    this.#verifyFastest(again);
  }

  #verifyFastest(measured: readonly Measured[]): void {
    const faster = measured.filter(m => ratio(this.#bench.originalMs, m.ms) >= smallestGain);
    for (const { rewrite, ms } of simplestFirst(faster, this.#bench)) {
      const best = this.#bestMs();
      if (this.#shown && !this.#bench.isWorth(best, ms) && !this.#isWorthJudging(ms)) break;
      if (this.#budget.isSpent || this.#verdicts.judged >= mostJudged) {
        this.#unjudged++;
        continue;
      }
      if (this.#verdicts.isTainted(rewrite)) continue;
      this.#attemptRewrite(rewrite, () => {
        const times = this.#timesAlone(rewrite);
        if (this.#bench.speedup(times) < smallestGain) return;
        const verdict = this.#verdictOn(rewrite);
        if (isVerified(verdict)) this.#add({ rewrite, indexes: [], verdict });
      });
    }
  }

  /** A slower rewrite is worth having beside index advice, when it is not much slower and soon judged. */
  #isWorthJudging(ms: number): boolean {
    return !this.#shown?.rewritten && ms < this.#bestMs() * 10 && this.#bench.originalMs < slowMs;
  }

  /** Looks for indexes that make a rewrite faster than all that is verified so far. */
  #combine(search: IndexSearch, measured: readonly Measured[]): void {
    const variants = measured
      .filter(m => !m.same && this.#verdicts.known(m.rewrite)?.verdict !== 'refuted')
      .filter(m => !this.#verdicts.isTainted(m.rewrite))
      .slice(0, mostIndexedRewrites)
      .map(({ rewrite }) => ({ rewrite, bound: rewrite.bound, sql: rewrite.sql, baseMs: this.#bestMs() }));
    const deadline = this.#indexDeadline(search, 0.6, 1500 + 3 * this.#bench.originalMs);
    const found = search.find(variants, { sets: setsForRewrite, allSets: setsForRewrites, deadline });
    const combinations = [...found].map(([{ rewrite }, indexed]) => ({ rewrite, found: indexed }));
    const ordered = simplestFirst(
      combinations.map(one => ({ ...one, ms: one.found.ms })),
      this.#bench,
    );
    for (const { rewrite, found } of ordered) {
      if (!this.#bench.isWorth(this.#bestMs(), found.ms)) break;
      const known = this.#verdicts.known(rewrite);
      if (known === undefined && (this.#budget.isSpent || this.#verdicts.judged >= mostJudged)) {
        this.#unjudged++;
        continue;
      }
      if (this.#verdicts.isTainted(rewrite)) continue;
      this.#attemptRewrite(rewrite, () => {
        // Without its indexes the rewrite may be too slow to be checked on the user's own data.
        const verdict = known ?? search.withBuilt(found.indexes, () => this.#verdictOn(rewrite));
        if (verdict === undefined || !isVerified(verdict)) return;
        const indexes = search.reduce(rewrite.sql, found, this.#budget.until(1, 2000));
        const suggestion = this.#measure({ rewrite, indexes, verdict });
        if (suggestion.rewriteSpeedup < smallestGain && this.#addWithout(search, suggestion, indexes)) return;
        this.#admit(suggestion, { rewrite, indexes, verdict });
      });
    }
  }

  /** Advises the indexes alone where they gain as much without the rewrite; false where they do not. */
  #addWithout(search: IndexSearch, both: Suggestion, indexes: readonly NamedIndex[]): boolean {
    const { sql } = this.#bench;
    const alone = this.#measure({ indexes, verdict: this.#unchanged() });
    if (alone.speedup * smallestGain < both.speedup) return false;
    const found = { indexes, ms: alone.timing.after.ms };
    const reduced = search.reduce(sql, found, this.#budget.until(1, 2000));
    return this.#add({ indexes: reduced, verdict: this.#unchanged() });
  }

  /** The verdict on the statement's own text with indexes. */
  #unchanged(): Verdict {
    const { bound, notes } = this.#input;
    const open = openAnswerNote(bound);
    return unchanged(open === undefined ? notes : [...notes, open]);
  }

  #verdictOn(rewrite: Rewrite): Verdict {
    const message = `Judging rewrite ${this.#verdicts.judged + 1}`;
    this.#input.onEvent({ type: 'progress', message });
    const verdict = this.#verdicts.on(rewrite);
    if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined') {
      const reason = verdict.verdict === 'refuted' ? verdict.explanation : verdict.reason;
      this.#rejected.push({ sql: rewrite.sql, techniques: rewrite.techniques, reason, verdict });
    }
    return verdict;
  }

  /** Measures a verified improvement; keeps it and returns true when it is one. */
  #add(improvement: Improvement): boolean {
    return this.#admit(this.#measure(improvement), improvement);
  }

  /** Keeps what was measured, and returns true, when it is an improvement. */
  #admit(suggestion: Suggestion, improvement: Improvement): boolean {
    if (suggestion.speedup < smallestGain) return false;
    this.#keep(suggestion, improvement);
    return true;
  }

  /** Keeps a verified gain, and shows it when it is the best so far. */
  #keep(suggestion: Suggestion, improvement: Improvement): void {
    this.#verified.set(suggestion, improvement);
    const [best] = rank([...this.#verified.keys()], this.#bench);
    if (best === undefined || best === this.#shown) return;
    this.#shown = best;
    if (best.speedup >= agreeing) this.#input.onEvent({ type: 'suggestion', suggestion: best });
  }

  #measure(improvement: Improvement): Suggestion {
    return this.#timed(improvement, this.#aloneOf(improvement));
  }

  #timed(improvement: Improvement, alone: readonly Timing[] | undefined): Suggestion {
    return measureSuggestion(this.#bench, improvement, this.#input.plan, alone, this.#budget.share(0.3));
  }

  #aloneOf({ rewrite }: Improvement): Timing[] | undefined {
    return rewrite && this.#timesAlone(rewrite);
  }

  #timesAlone(rewrite: Rewrite): Timing[] {
    let times = this.#alone.get(rewrite);
    if (!times) {
      times = this.#bench.compare(rewrite.sql, this.#budget.share(0.2));
      this.#alone.set(rewrite, times);
    }
    return times;
  }

  /** The time of the best verified suggestion, or of the original. */
  #bestMs(): number {
    return this.#bench.originalMs / (this.#shown ? measuredGain(this.#shown) : 1);
  }

  /** False when what is left of the original's time is not worth an index. */
  #canGain(): boolean {
    const best = this.#bestMs();
    return !isSettled(this.#bench.originalMs, best) && this.#bench.isWorth(best, 0);
  }

  /** As `until`, but with time enough to build some indexes on large tables. */
  #indexDeadline(search: IndexSearch, share: number, atMostMs: number): number {
    return this.#budget.until(share, atMostMs + 6 * search.largestBuildMs(this.#input.bound));
  }
}
