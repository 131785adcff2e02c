/**
 * Rewrites of the original's build that differ from it in one place only. Where that place looks like a slip of the pen
 * (`slips.ts`), or lies deep in a large query (`deep-change.ts`), and no database tells the two apart, the likelier
 * reason is that none exercised it.
 */
import { counted } from '../format.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { type Difference, differencesOf, plainText } from '../sql/differences.ts';
import { sameText } from '../sql/same-text.ts';
import { contains } from '../sql/span.ts';
import { deepChange } from './deep-change.ts';
import { isUnchanged } from './mutants/harmless/unchanged.ts';
import { shown } from './mutants/mutant.ts';
import type { Evaluator } from './query/evaluate.ts';
import { Slips } from './slips.ts';

/** The one place in which a rewrite of the same build differs, where it takes more databases to tell. */
export interface LoneDifference {
  /** What is not believed because no database tells it from the original: `with … instead of …`. */
  readonly slip: string | undefined;
}

/** Why a slip that no database told from the original is not believed. */
export function slipReason(slip: string, databases: number): string {
  return `The rewrite is the original ${slip}, and none of ${counted(databases, 'database')} shows whether that matters.`;
}

/** Undefined where the two differ in several places or in their build, or where conditions are only put otherwise. */
export function loneDifference(
  original: BoundQuery,
  rewrite: BoundQuery,
  evaluator: Evaluator,
): LoneDifference | undefined {
  const [difference, other, ...more] = differencesOf(original, rewrite) ?? [];
  if (!difference || more.length > 0) return undefined;
  if (other) {
    const slip = swapped(difference, other, original, rewrite);
    return slip === undefined ? undefined : { slip };
  }
  const slip =
    slipOf(difference, original, rewrite, evaluator) ?? deepChange(difference, original, rewrite, evaluator);
  return slip !== undefined || changesRows(difference) ? { slip } : undefined;
}

/** Two columns of one SELECT, each showing what the other should. */
function swapped(
  first: Difference,
  second: Difference,
  original: BoundQuery,
  rewrite: BoundQuery,
): string | undefined {
  if (first.kind !== 'expression' || second.kind !== 'expression' || first.select !== second.select)
    return undefined;
  const own = [first.own, second.own].map(expr => sameText(plainText(original, expr)));
  const other = [second.other, first.other].map(expr => sameText(plainText(rewrite, expr)));
  const columns = [first.own, second.own].map(expr =>
    first.select.columns.findIndex(column => contains(column.span, expr.span)),
  );
  if (own.some((text, i) => text !== other[i]) || columns[0] === columns[1]) return undefined;
  return `with ${shown(original, first.own)} and ${shown(original, second.own)} swapped`;
}

/** Another join, DISTINCT, set operation, order or grouping, or a term of a condition too many or too few. */
function changesRows(difference: Difference): boolean {
  if (difference.kind === 'condition') return difference.onlyOwn.length + difference.onlyOther.length === 1;
  if (difference.kind === 'expression')
    return difference.select.groupBy.some(expr => contains(expr.span, difference.own.span));
  return ['join', 'distinct', 'set operation', 'order'].includes(difference.kind);
}

function slipOf(
  difference: Difference,
  original: BoundQuery,
  rewrite: BoundQuery,
  evaluator: Evaluator,
): string | undefined {
  const nodes = new Slips(original, rewrite).slipIn(difference);
  if (!nodes) return undefined;
  const { own, other, connective } = nodes;
  const span = connective?.span ?? own.span;
  const mutant = { sql: rewrite.source, edits: [{ span, text: '' }], what: '' };
  if (isUnchanged(original, mutant, evaluator)) return undefined;
  if (connective) return `${connective.how} in ${shown(original, connective)}`;
  return other === undefined
    ? `without ${shown(original, own)}`
    : `with ${shown(rewrite, other)} instead of ${shown(original, own)}`;
}
