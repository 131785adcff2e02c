/** Runs original and rewrite on one instance after the other, until they differ or the databases are used up. */

import type { Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { valuesOf } from './bindings.ts';
import { reasonOf } from './compare/free-choices.ts';
import { limitIsOpen } from './compare/full-form.ts';
import type { Evaluator } from './instances/evaluate.ts';
import type { Instance } from './instances/instance.ts';
import { InstanceSource, type TestCase } from './instances/instance-source.ts';
import { shrink } from './instances/shrink.ts';
import type { JudgeOptions } from './judge.ts';
import { MutantSet } from './mutants/mutant-set.ts';
import { isProvablyEmpty } from './provably-empty.ts';
import { type Answer, judgeAnswers, type Original, type Runner } from './run.ts';
import type { Evidence, RefutationReason, Verdict, Witness } from './verdict.ts';
import { reproduce } from './witness.ts';

export interface Pair {
  readonly engine: Engine;
  readonly schema: Schema;
  readonly db: Database;
  readonly original: Original;
  readonly evaluator: Evaluator;
  readonly rewrite: BoundQuery;
  readonly runner: Runner;
  readonly options: JudgeOptions & { readonly queryLimitMs: number };
}

/** What the instances have shown so far. */
class Tally {
  databases = 0;
  nonEmpty = 0;
  skipped = 0;
  /** Differences on instances that leave the original's answer open. */
  open = 0;
  /** Differences that did not show when the database was rebuilt. */
  lost = 0;
  illegal = 0;
}

/** Throws QuillError `unsupported` when no databases can be built for the pair. */
export function runInstances(pair: Pair): Verdict {
  const { db, options } = pair;
  const instances = new InstanceSource(
    db,
    pair.schema,
    pair.original.bound,
    pair.rewrite,
    pair.evaluator,
    options.seed,
  );
  const mutants = new MutantSet(db, pair.original.bound, options);
  try {
    return tryInstances(pair, instances, mutants);
  } finally {
    mutants.close();
    instances.close();
  }
}

function tryInstances(pair: Pair, instances: InstanceSource, mutants: MutantSet): Verdict {
  const { options, original } = pair;
  const tally = new Tally();
  const start = performance.now();
  let tried = 0;
  for (const testCase of instances.testCases(options.databases)) {
    if (tally.databases >= options.databases || tried >= options.databases * 2) break;
    if (tried % 8 === 0 && performance.now() - start > options.budgetMs) break;
    tried++;
    if (!instances.loader.load(testCase.instance)) {
      tally.illegal++;
      continue;
    }
    const a = original.run(testCase.binding);
    const b = pair.runner.run(testCase.binding);
    const how = original.comparison(testCase.binding);
    const outcome = judgeAnswers(a, b, how);
    if (outcome.kind === 'skipped') {
      tally.skipped++;
      continue;
    }
    tally.databases++;
    if (outcome.kind === 'different') {
      if (original.determined(testCase.binding)) {
        const refuted = refute(pair, instances, testCase, outcome.difference.reason, tally, mutants);
        if (refuted) return refuted;
        tally.lost++;
      } else tally.open++;
    }
    if (a.kind === 'rows') {
      if (a.result.rows.length > 0) tally.nonEmpty++;
      mutants.run(a, how, testCase.binding);
    }
    if (tally.databases % 25 === 0) options.onProgress?.(tally.databases, options.databases);
  }
  return conclude(pair, instances, tally, mutants);
}

function refute(
  pair: Pair,
  instances: InstanceSource,
  testCase: TestCase,
  reason: RefutationReason,
  tally: Tally,
  mutants: MutantSet,
): Verdict | undefined {
  const { original, options } = pair;
  const { binding } = testCase;
  const small = shrink(instances.tables, testCase.instance, instance =>
    differs(pair, instances, instance, binding, reason),
  );
  const found = reproduce(
    pair.engine,
    pair.schema,
    instances.tables,
    small,
    binding,
    original,
    pair.rewrite.source,
    options.queryLimitMs,
  );
  if (!found) return undefined;
  return {
    verdict: 'refuted',
    ...evidence(tally, mutants, []),
    reason: found.difference.reason,
    witness: found.witness,
    explanation: explain(found.witness, found.difference, testCase.instance.purpose),
  };
}

/** True when the two queries differ on the instance for this reason, and not by a choice that SQL leaves open. */
function differs(
  pair: Pair,
  instances: InstanceSource,
  instance: Instance,
  binding: TestCase['binding'],
  reason: RefutationReason,
): boolean {
  if (!instances.loader.load(instance)) return false;
  const a: Answer = pair.original.run(binding);
  const outcome = judgeAnswers(a, pair.runner.run(binding), pair.original.comparison(binding));
  return (
    outcome.kind === 'different' && outcome.difference.reason === reason && pair.original.determined(binding)
  );
}

function explain(witness: Witness, difference: { readonly detail: string }, purpose: string): string {
  const rows = witness.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const where = rows === 0 ? 'On empty tables' : `On a database of ${rows} row${rows === 1 ? '' : 's'}`;
  return `${where}, found by trying ${purpose}, ${difference.detail}.`;
}

function evidence(tally: Tally, mutants: MutantSet, notes: readonly string[]): Evidence {
  return {
    databases: tally.databases,
    nonEmpty: tally.nonEmpty,
    mutants: { killed: mutants.killed, total: mutants.total },
    uncaught: mutants.alive,
    notes,
  };
}

function conclude(pair: Pair, instances: InstanceSource, tally: Tally, mutants: MutantSet): Verdict {
  const { original } = pair;
  const notes = notesOf(pair, instances, tally, mutants);
  const shown = evidence(tally, mutants, notes);
  const undetermined = (reason: string): Verdict => ({ verdict: 'undetermined', ...shown, reason });
  const unfillable = instances.constraints.unfillable();
  if (tally.open > 0)
    return undetermined(
      `The results differ, but only where SQL leaves the answer open: ${reasonOf(original.choices.kinds) || 'the order of rows is not fixed'}.`,
    );
  if (tally.lost > 0)
    return undetermined('The results differed once, but not when the database was rebuilt.');
  if (tally.databases === 0 && unfillable.length > 0)
    return undetermined(
      `No row of ${unfillable.join(' and ')} satisfies its constraints; they may contradict each other.`,
    );
  if (tally.databases === 0)
    return undetermined('On every database the original failed or ran into its time limit.');
  const empty = isProvablyEmpty(original.bound, pair.evaluator, valuesOf(original.bound, {}));
  // Mistakes that let rows through were exposed, so the databases do hold rows that come near.
  if (tally.nonEmpty === 0 && (empty || mutants.killed > 0)) return { verdict: 'survived', ...shown };
  if (tally.nonEmpty === 0)
    return undetermined(
      unfillable.length > 0
        ? `No database made the original return a row: no row of ${unfillable.join(' and ')} satisfies its constraints.`
        : 'No database made the original return a row.',
    );
  return { verdict: 'survived', ...shown };
}

function notesOf(pair: Pair, instances: InstanceSource, tally: Tally, mutants: MutantSet): string[] {
  const { bound } = pair.original;
  const notes: string[] = [];
  if (limitIsOpen(bound))
    notes.push('LIMIT without a total order: which of the tied rows are returned is not fixed.');
  if (pair.original.form.looseOrder)
    notes.push(
      'The order of rows was not compared in full: ORDER BY sorts by what DISTINCT or a set operation hides.',
    );
  if (pair.original.choices.kinds.size > 0)
    notes.push(`The original leaves its answer open where ${reasonOf(pair.original.choices.kinds)}.`);
  if (instances.dates.length > 0)
    notes.push(`Texts in ${[...new Set(instances.dates)].join(', ')} are taken to be ISO dates.`);
  if (tally.nonEmpty === 0) notes.push('The original returned no row on any database.');
  if (mutants.total > 0 && mutants.killed === 0)
    notes.push('None of the deliberate mistakes was exposed: the check is weak.');
  if (tally.skipped > 0)
    notes.push(`${tally.skipped} databases were passed over, because a query failed or ran too long.`);
  if (parameterKeys(bound.parameters).length > 0)
    notes.push('Parameters were bound to usual, absent and NULL values.');
  return notes;
}
