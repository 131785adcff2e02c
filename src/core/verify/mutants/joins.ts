/** JOIN for LEFT JOIN and the other way round, a condition moved from ON to WHERE. */
import { contains, textOf } from '../../sql/span.ts';
import { walk } from '../../sql/walk.ts';
import { alwaysMatches, rejectsNull } from './harmless/harmless.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

export const joins: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, node => {
    if (node.kind === 'select' && node.from)
      walk(node.from, join => {
        if (join.kind === 'query') return false;
        if (
          join.kind !== 'join' ||
          join.type !== 'left' ||
          !join.on ||
          !join.constraintSpan ||
          !node.fromSpan
        )
          return true;
        const right = bound
          .scopeOf(node)
          .relations.filter(({ item }) => contains(join.right.span, item.span));
        // Then WHERE drops the rows without a partner in any case.
        if (rejectsNull(bound, node, right, join) || alwaysMatches(bound, join)) return true;
        const on = textOf(bound.source, join.on.span);
        const move = node.where
          ? [replace(node.where.span, `(${textOf(bound.source, node.where.span)}) AND (${on})`)]
          : [replace({ start: node.fromSpan.end, end: node.fromSpan.end }, ` WHERE ${on}`)];
        if (!node.where && node.fromSpan.end === join.constraintSpan.end) return true;
        found.push({
          edits: [replace(join.constraintSpan, 'ON TRUE'), ...move],
          what: `${shown(bound, join.on)} moved from ON to WHERE`,
        });
        return true;
      });
    if (node.kind !== 'join' || node.natural) return;
    const scope = bound.scopes.find(
      candidate =>
        candidate.select.from &&
        contains(candidate.select.from.span, node.span) &&
        candidate.relations.some(relation => contains(node.span, relation.item.span)),
    );
    const padded = scope?.relations.filter(relation => contains(node.right.span, relation.item.span)) ?? [];
    if (scope && rejectsNull(bound, scope.select, padded, node)) return;
    const right = shown(bound, node.right);
    if (node.type === 'inner' && (node.on || node.using) && !alwaysMatches(bound, node))
      found.push({
        edits: [replace(node.operatorSpan, 'LEFT JOIN')],
        what: `LEFT JOIN instead of JOIN ${right}`,
      });
    if (node.type === 'left' && !alwaysMatches(bound, node))
      found.push({ edits: [replace(node.operatorSpan, 'JOIN')], what: `JOIN instead of LEFT JOIN ${right}` });
  });
  return found;
};
