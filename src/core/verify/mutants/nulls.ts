/** NULL handled otherwise: IS NULL turned round, NOT lost, NOT IN that passes NULL over, a default left out. */

import type { BoundQuery } from '../../sql/bound.ts';
import type { InQuery } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { walk } from '../../sql/walk.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

export const nulls: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, node => {
    const text = (part: { readonly span: { start: number; end: number } }): string =>
      textOf(bound.source, part.span);
    switch (node.kind) {
      case 'is-null':
        found.push({
          edits: [replace(node.span, `(${text(node.operand)} IS ${node.negated ? '' : 'NOT '}NULL)`)],
          what: `NULL test turned round in ${shown(bound, node)}`,
        });
        break;
      case 'in-query':
        found.push({
          edits: [
            replace(
              node.span,
              `(${text(node.operand)} ${node.negated ? '' : 'NOT '}IN (${text(node.query)}))`,
            ),
          ],
          what: `${node.negated ? 'IN instead of NOT IN' : 'NOT IN instead of IN'} in ${shown(bound, node)}`,
        });
        if (node.negated && node.operand.kind !== 'row-value' && mayMeetNull(bound, node))
          found.push({
            edits: [replace(node.span, `((${text(node.operand)} IN (${text(node.query)})) IS NOT TRUE)`)],
            what: `NULL passed over by ${shown(bound, node)}`,
          });
        break;
      case 'unary':
        if (node.operator === 'not')
          found.push({
            edits: [replace(node.span, `(${text(node.operand)})`)],
            what: `NOT dropped from ${shown(bound, node)}`,
          });
        break;
      case 'function':
        if ((node.name === 'coalesce' || node.name === 'ifnull') && node.args[0])
          found.push({
            edits: [replace(node.span, `(${text(node.args[0])})`)],
            what: `default dropped from ${shown(bound, node)}`,
          });
        break;
      case 'like':
        found.push({
          edits: [replace(node.span, `(NOT (${text(node)}))`)],
          what: `NOT added to ${shown(bound, node)}`,
        });
        break;
    }
  });
  return found;
};

/** False when neither side of IN can be NULL. */
function mayMeetNull(bound: BoundQuery, node: InQuery): boolean {
  return bound.isNullable(node.operand) || bound.outputsOf(node.query).some(output => output.nullable);
}
