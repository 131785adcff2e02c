/** What the instances have shown about a rewrite that none of them refuted. */
import { counted, formatCount, lowered } from '../format.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import { valuesOf } from './bindings.ts';
import { checkConflict } from './check-conflict.ts';
import { reasonOf } from './compare/free-choices.ts';
import { limitIsOpen } from './compare/full-form.ts';
import { exposedNothing, tooFewCompared, tooFewWithRows } from './enough-evidence.ts';
import type { InstanceSource } from './instances/instance-source.ts';
import { slipReason } from './lone-difference.ts';
import type { MutantSet } from './mutants/mutant-set.ts';
import type { Original } from './original.ts';
import { isProvablyEmpty } from './provably-empty.ts';
import { MOST_ENDLESS, type TrialTally } from './trial-tally.ts';
import { restsOnTypes } from './typed-columns.ts';
import type { Evidence, Verdict } from './verdict.ts';

/** The figures that every verdict of instances carries. */
export function evidence(tally: TrialTally, mutants: MutantSet, notes: readonly string[]): Evidence {
  return {
    databases: tally.databases,
    nonEmpty: tally.nonEmpty,
    mutants: {
      killed: mutants.killed,
      total: mutants.total,
      ...(mutants.unasked && { unasked: true }),
    },
    uncaught: mutants.alive,
    notes,
  };
}

/** A rewrite that no instance refuted, and what it was tried on. */
export interface Trials {
  readonly original: Original;
  readonly rewrite: BoundQuery;
  readonly source: InstanceSource;
  readonly tally: TrialTally;
  readonly mutants: MutantSet;
  /** The databases asked for. */
  readonly wanted: number;
  /** Why the rewrite leaves open what the original fixes, where it does. */
  readonly openRewrite: { readonly reason: string | undefined };
  /** The slip that the rewrite looks like. */
  readonly slip: string | undefined;
}

/**
 * The verdict on a rewrite that no instance refuted: `survived` where the databases are evidence, else `undetermined`
 * with the first reason that applies.
 */
export function conclude(trials: Trials): Verdict {
  const { original, rewrite, source, tally, mutants, wanted } = trials;
  mutants.settle(original.evaluator);
  const isEmpty = isProvablyEmpty(original.bound, original.evaluator, valuesOf(original.bound, {}));
  const notes = notesOf(trials, isEmpty);
  const found = evidence(tally, mutants, notes);
  const shown = {
    ...found,
    ...(mutants.holds(rewrite) && { mutants: { ...found.mutants, rewriteAmong: true as const } }),
    // No budget is enough for what never ends.
    ...(tally.outOfTime &&
      (tally.databases > 0 || tally.endless === 0) && { enoughBudgetMs: enoughBudgetMs(trials) }),
  };
  const undetermined = (reason: string): Verdict => ({ verdict: 'undetermined', ...shown, reason });
  const survived = (): Verdict => {
    const { openRewrite, slip } = trials;
    const doubt = openRewrite.reason ?? (slip && slipReason(slip, tally.databases));
    return doubt === undefined ? { verdict: 'survived', ...shown } : undetermined(doubt);
  };
  const unfillable = source.constraints.unfillable();
  if (tally.open > 0)
    return undetermined(
      `The results differ, but only where SQL leaves the answer open: ${reasonOf(original.choices.kinds) || 'the order of rows is not fixed'}.`,
    );
  if (tally.lost > 0)
    return undetermined('The results differed once, but not when the database was rebuilt.');
  const notFilled = `No row was found for ${unfillable.join(' and ')} that satisfies its constraints`;
  if (tally.databases === 0 && unfillable.length > 0)
    return undetermined(`${notFilled}; they may contradict each other.`);
  if (tally.nonEmpty === 0 && tally.failed > tally.endless)
    return undetermined(
      `The original returned no row on any database; on ${tally.failed} of ${tally.databases + tally.skipped} it failed: ${tally.failure}`,
    );
  if (tally.nonEmpty === 0 && tally.endless >= MOST_ENDLESS)
    return undetermined('The original does not come to an end on databases that are not empty.');
  if (tally.isHopeless)
    return undetermined(
      `The queries could be compared on ${tally.databases} of ${tally.databases + tally.skipped} databases only: on the others ${tally.failed > tally.endless ? `the original failed: ${tally.failure}` : `${tally.endlessSide} did not come to an end.`}`,
    );
  if (tally.databases === 0)
    return undetermined(
      tally.skipped === 0
        ? 'No time to try one database; raise the budget.'
        : `On every database ${tally.endlessSide} ran into its time limit.`,
    );
  if (isEmpty) return survived();
  if (unfillable.length > 0)
    return undetermined(
      tally.nonEmpty === 0
        ? `No database made the original return a row: ${lowered(notFilled)}.`
        : `${notFilled}, so the queries were compared without any.`,
    );
  const few = tooFewWithRows(tally);
  const outOfTime = tally.outOfTime ? ' before the time ran out; raise the budget' : '';
  if (few !== undefined) {
    const conflict =
      tally.nonEmpty === 0 ? checkConflict(original.bound, source, original.evaluator) : undefined;
    return undetermined(conflict === undefined ? `${few}${outOfTime}.` : `${few}: ${conflict}.`);
  }
  if (tooFewCompared(tally.databases, wanted))
    return undetermined(
      `The queries were compared on only ${formatCount(tally.databases)} of ${counted(wanted, 'database')}${outOfTime}.`,
    );
  const blind = exposedNothing(mutants);
  if (blind !== undefined) return undetermined(`${blind}${outOfTime}.`);
  return survived();
}

/** Spare time on top of what the databases so far ask for: some take longer than others. */
const SPARE = 1.5;
/** Where none was tried, the databases are taken to need so many times what it took to prepare them. */
const TIMES_PREPARED = 3;

/** A budget for all databases, by the time that those so far took: 1, 2 or 5 and zeros. */
function enoughBudgetMs({ tally, source, wanted }: Trials): number {
  const elapsed = performance.now() - tally.begin;
  const prepared = source.readyAt - tally.begin;
  const done = tally.databases + tally.skipped;
  const all = done === 0 ? elapsed * TIMES_PREPARED : prepared + ((elapsed - prepared) / done) * wanted;
  const size = 10 ** Math.floor(Math.log10(Math.max(all * SPARE, 1000)));
  const [step = 10] = [1, 2, 5].filter(factor => factor * size >= all * SPARE);
  return step * size;
}

function wasPassedOver(databases: number): string {
  return `${counted(databases, 'database')} ${databases === 1 ? 'was' : 'were'} passed over`;
}

function notesOf(trials: Trials, isEmpty: boolean): string[] {
  const { original, rewrite, source, tally, mutants, wanted } = trials;
  const { bound, form, choices } = original;
  const notes: string[] = [];
  // The reason says it all.
  if (tally.databases + tally.skipped === 0 && tally.outOfTime) return notes;
  if (limitIsOpen(bound))
    notes.push('LIMIT without a total order: which of the tied rows are returned is not fixed.');
  if (form.looseOrder)
    notes.push(
      'The order of rows was not compared in full: ORDER BY sorts by what DISTINCT or a set operation hides.',
    );
  if (choices.kinds.size > 0)
    notes.push(`The original leaves its answer open where ${reasonOf(choices.kinds)}.`);
  if (source.dates.length > 0)
    notes.push(`Texts in ${[...new Set(source.dates)].join(', ')} are taken to be ISO dates.`);
  if (restsOnTypes(bound, rewrite)) notes.push('Columns are taken to hold values of their declared types.');
  if (isEmpty) notes.push('The original can return no row, whatever the data: a condition is never true.');
  else if (tally.nonEmpty === 0 && tally.databases > 0)
    notes.push('The original returned no row on any database.');
  if (mutants.total > 0 && mutants.killed === 0)
    notes.push('None of the deliberate mistakes was exposed: the check is weak.');
  const isWeak = tally.databases + tally.skipped < wanted / 2;
  if (tally.outOfTime)
    notes.push(
      `The time ran out after ${formatCount(tally.databases)} of ${counted(wanted, 'database')}${isWeak ? ': the check is weak' : ''}.`,
    );
  else if (isWeak && !tally.isHopeless)
    notes.push(
      `Only ${formatCount(tally.databases)} of ${counted(wanted, 'database')} satisfied all constraints: the check is weak.`,
    );
  if (mutants.unchanged > 0)
    notes.push(
      `${counted(mutants.unchanged, 'deliberate mistake')} that cannot change the result on any database ${mutants.unchanged === 1 ? 'was' : 'were'} left out of the count.`,
    );
  if (tally.failed > 0)
    notes.push(`${wasPassedOver(tally.failed)}, because the original failed: ${tally.failure}`);
  if (tally.skipped > tally.failed)
    notes.push(`${wasPassedOver(tally.skipped - tally.failed)}, because a query ran too long.`);
  if (parameterKeys(bound.parameters).length > 0)
    notes.push('Parameters were bound to usual, absent and NULL values.');
  return notes;
}
