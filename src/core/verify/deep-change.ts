/**
 * One change of which rows there are, deep in a query of many parts: a condition dropped or added, an outer join for an
 * inner one, DISTINCT. So much has to come together before such a mistake shows that databases which all agree are little
 * evidence. The change is believed where it provably changes nothing.
 */
import type { BoundQuery } from '../sql/bound.ts';
import type { Difference } from '../sql/differences.ts';
import type { Expr, Join, Select } from '../sql/model.ts';
import { contains } from '../sql/span.ts';
import { walk } from '../sql/walk.ts';
import { relationsIn } from './effort.ts';
import { alwaysMatches, hasUniqueRows, rejectsNull, repeatsDoNotCount } from './mutants/harmless/harmless.ts';
import { isUnchanged } from './mutants/harmless/unchanged.ts';
import { shown } from './mutants/mutant.ts';
import type { Evaluator } from './query/evaluate.ts';

/** Tables, subqueries and CTEs in FROM clauses, each time they are read, from which on a query has many parts. */
const MANY_PARTS = 4;

/** What was changed, such as `without x IS NULL`; undefined for what shows, or provably changes nothing. */
export function deepChange(
  difference: Difference,
  original: BoundQuery,
  rewrite: BoundQuery,
  evaluator: Evaluator,
): string | undefined {
  if (Math.max(relationsIn(original), relationsIn(rewrite)) < MANY_PARTS) return undefined;
  switch (difference.kind) {
    case 'distinct':
      return distinctChange(difference.select, original);
    case 'join':
      return joinChange(difference.select, difference.own, difference.other, original);
    case 'condition': {
      const { onlyOwn, onlyOther } = difference;
      if (onlyOwn.length + onlyOther.length !== 1) return undefined;
      const [dropped, added] = [onlyOwn[0], onlyOther[0]];
      if (dropped) return without(original, dropped, rewrite, evaluator, 'without');
      return added && without(rewrite, added, original, evaluator, 'with the condition');
    }
    default:
      return undefined;
  }
}

function distinctChange(select: Select, original: BoundQuery): string | undefined {
  // Each row of the answer is looked at; only inside of a query can the repeated ones hide.
  if (select === original.query.body || hasUniqueRows(original, select)) return undefined;
  let repeats = true;
  walk(original.query, (node, ancestors) => {
    if (node === select) repeats = !repeatsDoNotCount(original, select, ancestors);
  });
  return repeats ? `${select.distinct ? 'without' : 'with'} DISTINCT in a subquery` : undefined;
}

function joinChange(select: Select, own: Join, other: Join, original: BoundQuery): string | undefined {
  const types = new Set([own.type, other.type]);
  // A full join pads both sides, and what then drops the rows is not looked for.
  if (!types.has('full') && !types.has('right')) {
    const right = original
      .scopeOf(select)
      .relations.filter(({ item }) => contains(own.right.span, item.span));
    if (rejectsNull(original, select, right, own) || alwaysMatches(original, own)) return undefined;
  }
  return `with ${nameOf(other)} instead of ${nameOf(own)} ${shown(original, own.right)}`;
}

function nameOf({ type }: Join): string {
  return ['inner', 'cross', 'comma'].includes(type) ? 'JOIN' : `${type.toUpperCase()} JOIN`;
}

/** `term` stands in `bound` only; undefined where `other` surely returns the same without it. */
function without(
  bound: BoundQuery,
  term: Expr,
  other: BoundQuery,
  evaluator: Evaluator,
  how: string,
): string | undefined {
  const mutant = { sql: other.source, edits: [{ span: term.span, text: '' }], what: '' };
  return isUnchanged(bound, mutant, evaluator) ? undefined : `${how} ${shown(bound, term)}`;
}
