/** A number off by one, a text in another case. */
import { quoteText } from '../../dialect/sqlite/quote.ts';
import { walk } from '../../sql/walk.ts';
import { type Mutant, type MutantFamily, replace } from './mutant.ts';

export const constants: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, (node, ancestors) => {
    const parent = ancestors.at(-1);
    // The numbers of result columns, LIMIT and ordinals are looked at elsewhere, or carry no meaning.
    if (node.kind === 'limit' || (node.kind === 'order' && node.expr.kind === 'literal')) return false;
    if (node.kind !== 'literal' || parent?.kind === 'column' || parent?.kind === 'select') return true;
    if (
      ancestors.some(
        ancestor => ancestor.kind === 'function' && !['coalesce', 'ifnull'].includes(ancestor.name),
      )
    )
      return true;
    if (typeof node.value === 'bigint') {
      for (const step of [1n, -1n])
        found.push({
          edits: [replace(node.span, String(node.value + step))],
          what: `${node.value + step} instead of ${node.value}`,
        });
    } else if (typeof node.value === 'string' && node.type === 'text' && /[a-z]/i.test(node.value)) {
      const flipped = /[a-z]/.test(node.value) ? node.value.toUpperCase() : node.value.toLowerCase();
      const like = parent?.kind === 'like';
      if (!like)
        found.push({
          edits: [replace(node.span, quoteText(flipped))],
          what: `'${flipped}' instead of '${node.value}'`,
        });
    }
    return true;
  });
  return found;
};
