/** Terms that a rewrite adds although they are there already: a rule that was applied to what it made itself. */
import type { BoundQuery } from '../sql/bound.ts';
import type { Expr } from '../sql/model.ts';
import { textOf } from '../sql/span.ts';
import { stripParens, walk } from '../sql/walk.ts';

/** True when the rewrite joins the same term by AND more often than the query that it was made from. */
export function repeatsTerms(rewrite: BoundQuery, original: BoundQuery): boolean {
  return repeatedTerms(rewrite) > repeatedTerms(original);
}

/** How many terms of the query's conditions stand twice or more in one chain of ANDs, without regard to layout. */
export function repeatedTerms(bound: BoundQuery): number {
  let repeated = 0;
  walk(bound.query, (node, ancestors) => {
    if (node.kind !== 'binary' || node.operator !== 'and') return;
    const around = ancestors.findLast(ancestor => ancestor.kind !== 'paren');
    if (around?.kind === 'binary' && around.operator === 'and') return;
    const texts = terms(node).map(term => textOf(bound.source, term.span).replace(/\s+/g, ' ').toLowerCase());
    repeated += texts.length - new Set(texts).size;
  });
  return repeated;
}

/** The terms joined by AND, parentheses left away. */
function terms(expr: Expr): Expr[] {
  const bare = stripParens(expr);
  if (bare.kind !== 'binary' || bare.operator !== 'and') return [bare];
  return [...terms(bare.left), ...terms(bare.right)];
}
