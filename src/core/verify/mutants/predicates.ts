/** A condition dropped, AND for OR and the other way round. */
import type { Expr } from '../../sql/model.ts';
import { conjuncts, walk } from '../../sql/walk.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

export const predicates: MutantFamily = bound => {
  const found: Mutant[] = [];
  const drop = (expr: Expr | undefined, clause: string): void => {
    for (const term of conjuncts(expr))
      found.push({
        edits: [replace(term.span, 'TRUE')],
        what: `${shown(bound, term)} dropped from ${clause}`,
      });
  };
  walk(bound.query, node => {
    if (node.kind === 'select') {
      drop(node.where, 'WHERE');
      drop(node.having, 'HAVING');
    }
    if (node.kind === 'join' && node.on) drop(node.on, 'ON');
    if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) {
      const other = node.operator === 'and' ? 'OR' : 'AND';
      found.push({
        edits: [
          replace(
            node.span,
            `(${[node.left, node.right]
              .map(side => bound.source.slice(side.span.start, side.span.end))
              .map(text => `(${text})`)
              .join(` ${other} `)})`,
          ),
        ],
        what: `${other} instead of ${node.operator.toUpperCase()} in ${shown(bound, node)}`,
      });
    }
  });
  return found;
};
