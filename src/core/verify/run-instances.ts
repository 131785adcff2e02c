/** Runs original and rewrite on one instance after the other, until they differ or the databases are used up. */

import { counted } from '../format.ts';
import type { Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { type Lifted, lifted } from './beyond-limit.ts';
import { conclude, evidence } from './conclude.ts';
import { PartWatch } from './empty-parts.ts';
import { hasCycle } from './instances/constraints/cycles.ts';
import type { FillTable, Instance } from './instances/instance.ts';
import { InstanceSource, type TestCase } from './instances/instance-source.ts';
import type { Loader } from './instances/loader.ts';
import { CycleTurns } from './instances/random/cycle-turns.ts';
import { isRandom } from './instances/random/random-turns.ts';
import { shrink } from './instances/shrink.ts';
import type { JudgeOptions } from './judge.ts';
import { judgeAnswers } from './judge-answers.ts';
import type { Learnt } from './learnt.ts';
import type { MutantSet } from './mutants/mutant-set.ts';
import { nullKeysThatMatter } from './null-keys.ts';
import { OpenRewrite } from './open-rewrite.ts';
import type { Original } from './original.ts';
import type { Answer, Runner } from './runner.ts';
import type { SharedInstance } from './shared-instances.ts';
import { TrialTally } from './trial-tally.ts';
import type { RefutationReason, Verdict, Witness } from './verdict.ts';
import { reproduce } from './witness.ts';

/** What all rewrites of one original are judged with. */
export interface OriginalSide {
  readonly engine: Engine;
  readonly schema: Schema;
  readonly loader: Loader;
  readonly original: Original;
  readonly mutants: MutantSet;
  readonly learnt: Learnt;
  readonly options: JudgeOptions & { readonly queryLimitMs: number };
}

export interface RewriteSide {
  readonly bound: BoundQuery;
  readonly runner: Runner;
  /** The slip that it looks like. */
  readonly slip?: string | undefined;
}

/** Share of the databases that a rewrite may take over, as random instances, from those judged before it. */
const SHARED_RANDOM = 0.35;

/** Throws QuillError `unsupported` when no databases can be built for the pair. */
export function runInstances(side: OriginalSide, rewrite: RewriteSide): Verdict {
  const trial = new Trial(side, rewrite);
  try {
    return tryInstances(side, rewrite, trial);
  } finally {
    trial.free();
  }
}

function tryInstances(side: OriginalSide, rewrite: RewriteSide, trial: Trial): Verdict {
  const { loader, schema, original, options, learnt } = side;
  const { evaluator } = original;
  // What prepares the databases takes its part of the budget.
  const end = performance.now() + options.budgetMs;
  const source = new InstanceSource(loader, schema, original.bound, rewrite.bound, evaluator, options.seed);
  const recursive = source.recursion.length > 0;
  for (const limit of [original.limit, side.mutants.limit]) limit.begin(recursive);
  trial.source = source;
  const { tally, cycles } = trial;
  const isOver = (): boolean => {
    tally.outOfTime ||= performance.now() > end;
    return tally.outOfTime || tally.isHopeless;
  };
  for (const shared of [...learnt.shared.strong]) {
    if (isOver()) break;
    const refuted = trial.onShared(shared);
    if (refuted) return refuted;
  }
  const random = learnt.shared.random.slice(0, Math.floor(options.databases * SHARED_RANDOM));
  const ownDatabases = options.databases - random.length - tally.databases;
  for (const testCase of source.testCases(Math.max(ownDatabases, 0), { ...learnt, cycles })) {
    if (tally.databases >= options.databases - random.length) break;
    if (trial.tried >= options.databases * 2) break;
    if (isOver()) break;
    const refuted = trial.onFresh(source.tables, testCase, end);
    if (refuted) return refuted;
  }
  for (const shared of random) {
    if (isOver()) break;
    const refuted = trial.onShared(shared);
    if (refuted) return refuted;
  }
  const { mutants } = side;
  const verdict = conclude({
    original,
    rewrite: rewrite.bound,
    source,
    tally,
    mutants,
    wanted: options.databases,
    openRewrite: trial.openRewrite,
    slip: rewrite.slip,
  });
  if (verdict.verdict !== 'survived') return verdict;
  const empty = verdict.nonEmpty === 0 ? undefined : trial.parts.note;
  if (tally.outOfTime)
    return empty === undefined ? verdict : { ...verdict, notes: [...verdict.notes, empty] };
  const keys = nullKeysThatMatter(side, rewrite, source);
  const notes = [...(empty === undefined ? [] : [empty]), ...(keys.length === 0 ? [] : [ofNullKeys(keys)])];
  return notes.length === 0 ? verdict : { ...verdict, notes: [...verdict.notes, ...notes] };
}

/** One rewrite on its way through the instances. */
class Trial {
  readonly tally = new TrialTally();
  readonly cycles = new CycleTurns();
  /** Of the instances that are not shared. */
  source: InstanceSource | undefined;
  tried = 0;
  readonly #side: OriginalSide;
  readonly #rewrite: RewriteSide;
  readonly #lifted: Lifted | undefined;
  readonly parts: PartWatch;
  readonly openRewrite: OpenRewrite;

  constructor(side: OriginalSide, rewrite: RewriteSide) {
    this.#side = side;
    this.#rewrite = rewrite;
    this.#lifted = lifted(side.original, rewrite.bound);
    this.parts = new PartWatch(side.original);
    this.openRewrite = new OpenRewrite(side.original, rewrite.bound);
  }

  free(): void {
    this.#lifted?.free();
    this.parts.free();
    this.openRewrite.free();
  }

  onShared(shared: SharedInstance): Verdict | undefined {
    if (!this.#side.loader.load(shared.tables, shared.testCase.instance)) return undefined;
    this.#side.original.limit.expect(shared.testCase.cyclic);
    return this.#compare(shared);
  }

  /** Mistakes are tried until `end`, on the clock of `performance.now()`. */
  onFresh(tables: readonly FillTable[], testCase: TestCase, end: number): Verdict | undefined {
    const { loader, original, mutants, learnt } = this.#side;
    const { shared, killing, turns } = learnt;
    const { instance, binding, cyclic } = testCase;
    this.tried++;
    if (!loader.load(tables, instance)) return undefined;
    for (const limit of [original.limit, mutants.limit]) limit.expect(cyclic);
    const made: SharedInstance = { tables, testCase, original: original.run(binding) };
    const refuted = this.#compare(made);
    const { original: answer } = made;
    const killed =
      !refuted && answer.kind === 'rows' && mutants.run(answer, original.comparison(binding), binding, end);
    killing.note(instance, killed || refuted !== undefined);
    turns.note(instance, answer.kind === 'rows' && answer.result.rows.length > 0);
    if (refuted || answer.kind !== 'rows') return refuted;
    if (killed) shared.addKilling(made);
    else if (isRandom(instance)) shared.addRandom(made);
    return undefined;
  }

  /** On what is loaded. */
  #compare(shared: SharedInstance): Verdict | undefined {
    const { original, options } = this.#side;
    const { tally } = this;
    const { binding, cyclic } = shared.testCase;
    const a = shared.original;
    // Where the original gives no rows, the rewrite's answer is no evidence.
    const b = a.kind === 'rows' ? this.#rewrite.runner.run(binding) : a;
    this.cycles.note(cyclic, a.kind === 'unusable' || b.kind === 'unusable');
    const outcome = judgeAnswers(a, b, original.comparison(binding));
    if (outcome.kind === 'skipped') {
      tally.skip(a);
      return undefined;
    }
    tally.databases++;
    if (a.kind === 'rows' && a.result.rows.length > 0) tally.nonEmpty++;
    if (tally.databases % 25 === 0) options.onProgress?.(tally.databases, options.databases);
    this.parts.look(binding);
    if (outcome.kind === 'same') {
      this.openRewrite.look(a, binding);
      return this.#beyondLimit(shared);
    }
    if (original.allows(a, b, binding)) {
      tally.open++;
      return undefined;
    }
    const refuted = this.#refute(shared, outcome.difference.reason);
    if (!refuted) tally.lost++;
    return refuted;
  }

  /** Where LIMIT hides a difference: an instance with fewer rows shows it. */
  #beyondLimit(shared: SharedInstance): Verdict | undefined {
    const { original, loader } = this.#side;
    const { tables, testCase, original: answer } = shared;
    const { instance, binding } = testCase;
    if (!this.#lifted?.differs(original, answer, binding)) return undefined;
    let reason: RefutationReason = 'rows';
    const load = (candidate: Instance): boolean => loader.load(tables, candidate);
    const shows = (): boolean => {
      const outcome = judgeAnswers(
        original.run(binding),
        this.#rewrite.runner.run(binding),
        original.comparison(binding),
      );
      if (outcome.kind !== 'different' || !original.determined(binding)) return false;
      reason = outcome.difference.reason;
      return true;
    };
    const found = this.#lifted.sought(tables, instance, binding, original, load, shows);
    loader.load(tables, found ?? instance);
    if (found === undefined) return undefined;
    const smaller: SharedInstance = {
      tables,
      testCase: { instance: found, binding, cyclic: shared.testCase.cyclic },
      original: original.run(binding),
    };
    const refuted = this.#refute(smaller, reason);
    if (!refuted) loader.load(tables, instance);
    return refuted;
  }

  #refute(shared: SharedInstance, reason: RefutationReason): Verdict | undefined {
    const { engine, schema, loader, original, options } = this.#side;
    const { tables, testCase } = shared;
    const { instance, binding } = testCase;
    const recursion = this.source?.tables === tables && !testCase.cyclic ? this.source.recursion : [];
    const small = shrink(
      tables,
      instance,
      // A run on a new cycle costs time and shows nothing.
      candidate => !hasCycle(recursion, candidate) && this.#differs(tables, candidate, binding, reason),
    );
    const { queryLimitMs } = options;
    const { source } = this.#rewrite.bound;
    // A LIMIT that is a query is asked of what is loaded.
    loader.load(tables, small);
    const found = reproduce(engine, schema, tables, small, binding, original, source, queryLimitMs);
    if (!found) {
      // What comes after on this instance needs it as it was.
      loader.load(tables, instance);
      return undefined;
    }
    this.#side.learnt.shared.addRefuting(shared);
    return {
      verdict: 'refuted',
      ...evidence(this.tally, this.#side.mutants, []),
      reason: found.difference.reason,
      witness: found.witness,
      explanation: explain(found.witness, found.difference),
    };
  }

  /** True when the two queries differ on the instance for this reason, and not by a choice that SQL leaves open. */
  #differs(
    tables: readonly FillTable[],
    instance: Instance,
    binding: TestCase['binding'],
    reason: RefutationReason,
  ): boolean {
    const { loader, original } = this.#side;
    if (!loader.load(tables, instance)) return false;
    const a: Answer = original.run(binding);
    const b = this.#rewrite.runner.run(binding);
    const outcome = judgeAnswers(a, b, original.comparison(binding));
    return (
      outcome.kind === 'different' && outcome.difference.reason === reason && !original.allows(a, b, binding)
    );
  }
}

function ofNullKeys(columns: readonly string[]): string {
  return (
    `${columns.join(', ')} ${columns.length === 1 ? 'is' : 'are'} taken to hold no NULL, as a primary key should; ` +
    'SQLite lets them in, and with them the results differ. NOT NULL in the declaration rules that out.'
  );
}

function explain(witness: Witness, difference: { readonly detail: string }): string {
  const rows = witness.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const where = rows === 0 ? 'On empty tables' : `On a database of ${counted(rows, 'row')}`;
  return `${where}, ${difference.detail}.`;
}
