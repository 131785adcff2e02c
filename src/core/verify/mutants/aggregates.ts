/** Aggregates swapped, COUNT(*) for COUNT(x), a GROUP BY column dropped. */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { textOf } from '../../sql/span.ts';
import { walk } from '../../sql/walk.ts';
import { isDetermined } from './harmless/harmless.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

const swaps: Readonly<Record<string, readonly string[]>> = {
  min: ['max'],
  max: ['min'],
  sum: ['avg', 'total'],
  avg: ['sum', 'max'],
  total: ['sum'],
};

export const aggregates: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, node => {
    if (node.kind === 'function' && (node.over || bound.functions.isAggregate(node))) {
      const whole = shown(bound, node);
      for (const other of node.args.length === 1 ? (swaps[node.name] ?? []) : [])
        found.push({
          edits: [replace(node.nameSpan, other)],
          what: `${other} instead of ${node.name} in ${whole}`,
        });
      if (node.name === 'count' && node.args[0] && !node.distinct && bound.isNullable(node.args[0]))
        found.push({ edits: [replace(node.args[0].span, '*')], what: `count(*) instead of ${whole}` });
      if (node.name === 'count' && node.star) {
        const scope = bound.scopes.find(
          candidate =>
            candidate.select.span.start <= node.span.start &&
            node.span.end <= candidate.query.span.end &&
            candidate.relations.some(relation => relation.padded),
        );
        const padded = scope?.relations.find(relation => relation.padded && relation.name !== '');
        const column = padded?.columns.find(candidate => !candidate.hidden);
        if (padded && column)
          found.push({
            edits: [replace(node.span, `count(${quoteName(padded.name)}.${quoteName(column.name)})`)],
            what: `count(${padded.name}.${column.name}) instead of count(*)`,
          });
      }
    }
    if (node.kind === 'select' && node.groupBy.length > 1)
      for (const [i, expr] of node.groupBy.entries()) {
        if (isDetermined(bound, node, i)) continue;
        const rest = node.groupBy.filter((_, at) => at !== i).map(other => textOf(bound.source, other.span));
        const [first, last] = [node.groupBy[0], node.groupBy.at(-1)];
        if (first && last)
          found.push({
            edits: [replace({ start: first.span.start, end: last.span.end }, rest.join(', '))],
            what: `${shown(bound, expr)} dropped from GROUP BY`,
          });
      }
  });
  return found;
};
