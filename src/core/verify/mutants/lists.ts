/** One of many alternatives left out: the last, the first and the middle item of an IN list, or term of an OR. */
import type { Expr } from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import { disjuncts, stripParens, walk } from '../../sql/walk.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

/** With fewer alternatives, other mistakes show the same. */
const FEWEST = 4;

export const lists: MutantFamily = bound => {
  const found: Mutant[] = [];
  const seen = new Set<Expr>();
  walk(bound.query, node => {
    if (node.kind === 'in-list' && node.items.length >= FEWEST)
      for (const at of chosen(node.items.length)) {
        const item = node.items[at];
        if (item)
          found.push({
            edits: [replace(itemWithComma(node.items, at), '')],
            what: `${shown(bound, item)} dropped from the list of ${shown(bound, node.operand)} IN (…)`,
          });
      }
    if (node.kind === 'binary' && node.operator === 'or' && !seen.has(node)) {
      const terms = disjuncts(node);
      walk(node, inner => {
        if (inner.kind === 'binary' && inner.operator === 'or') seen.add(inner);
        return inner.kind === 'binary' || inner.kind === 'paren';
      });
      if (terms.length >= FEWEST)
        for (const at of chosen(terms.length)) {
          const term = terms[at];
          if (term)
            found.push({
              edits: [replace(stripParens(term).span, 'FALSE')],
              what: `${shown(bound, term)} dropped from an OR of ${terms.length} terms`,
            });
        }
    }
    return true;
  });
  return found;
};

function chosen(length: number): number[] {
  return [length - 1, 0, Math.floor(length / 2)];
}

function itemWithComma(items: readonly Expr[], at: number): Span {
  const [before, item, after] = [items[at - 1], items[at], items[at + 1]];
  const span = item?.span ?? { start: 0, end: 0 };
  if (after) return { start: span.start, end: after.span.start };
  return { start: before?.span.end ?? span.start, end: span.end };
}
