/** `<` for `<=`, `=` for `<>`, BETWEEN bounds left out. */
import type { BinaryOperator } from '../../sql/model.ts';
import { walk } from '../../sql/walk.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

const slips: Readonly<Partial<Record<BinaryOperator, readonly string[]>>> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '=': ['<>'],
  '<>': ['='],
};

export const comparisons: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, node => {
    if (node.kind === 'binary')
      for (const operator of slips[node.operator] ?? [])
        found.push({
          edits: [replace(node.operatorSpan, operator)],
          what: `${operator} instead of ${node.operator} in ${shown(bound, node)}`,
        });
    if (node.kind === 'between' && !node.negated) {
      const [operand, low, high] = [node.operand, node.low, node.high].map(part =>
        bound.source.slice(part.span.start, part.span.end),
      );
      found.push({
        edits: [replace(node.span, `(${operand} >= ${low} AND ${operand} < ${high})`)],
        what: `upper end left out of ${shown(bound, node)}`,
      });
      found.push({
        edits: [replace(node.span, `(${operand} > ${low} AND ${operand} <= ${high})`)],
        what: `lower end left out of ${shown(bound, node)}`,
      });
    }
  });
  return found;
};
