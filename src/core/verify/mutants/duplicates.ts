/** DISTINCT added or dropped, UNION for UNION ALL and the other way round. */
import type { Select } from '../../sql/model.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { hasDistinctArgument, hasUniqueRows, repeatsDoNotCount } from './harmless/harmless.ts';
import { type Mutant, type MutantFamily, replace } from './mutant.ts';

export const duplicates: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, (node, ancestors) => {
    if (node.kind === 'select') {
      if (repeatsDoNotCount(bound, node, ancestors)) return;
      const unique = hasUniqueRows(bound, node);
      if (node.distinct && !unique) {
        found.push({ edits: [replace(node.distinct, 'ALL')], what: 'DISTINCT dropped' });
      } else if (!node.distinct && !unique && node.columns[0]) {
        const { start } = node.columns[0].span;
        found.push({ edits: [replace({ start, end: start }, 'DISTINCT ')], what: 'DISTINCT added' });
      }
    }
    if (node.kind === 'set') {
      const others = {
        union: ['UNION ALL', 'INTERSECT'],
        'union all': ['UNION'],
        intersect: ['UNION', 'EXCEPT'],
        except: ['INTERSECT'],
      }[node.operator];
      for (const other of others)
        found.push({
          edits: [replace(node.operatorSpan, other)],
          what: `${other} instead of ${node.operator.toUpperCase()}`,
        });
    }
    if (
      node.kind === 'function' &&
      bound.functions.isAggregate(node) &&
      node.args.length === 1 &&
      node.args[0]
    ) {
      if (node.name === 'min' || node.name === 'max' || node.orderBy.length > 0 || node.over) return;
      const select = selectAround(ancestors);
      if (select && hasDistinctArgument(bound, select, node.args[0])) return;
      const arg = node.args[0].span;
      const between = { start: node.nameSpan.end, end: arg.start };
      found.push(
        node.distinct
          ? { edits: [replace(between, '(')], what: `DISTINCT dropped in ${node.name}` }
          : { edits: [replace(between, '(DISTINCT ')], what: `DISTINCT added in ${node.name}` },
      );
    }
  });
  return found;
};

function selectAround(ancestors: readonly AnyNode[]): Select | undefined {
  const found = ancestors.findLast(node => node.kind === 'select' || node.kind === 'query');
  return found?.kind === 'select' ? found : undefined;
}
