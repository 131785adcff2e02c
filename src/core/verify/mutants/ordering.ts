/** A sort direction turned round, LIMIT off by one, the frame of a window changed. */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Window } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { definitionOf } from '../query/trace.ts';
import { hasOneRow, isOneRowPartition } from './harmless/harmless.ts';
import { type Mutant, type MutantFamily, replace, shown } from './mutant.ts';

const rankings: Readonly<Record<string, readonly string[]>> = {
  row_number: ['rank'],
  rank: ['row_number', 'dense_rank'],
  dense_rank: ['rank'],
  first_value: ['last_value'],
  last_value: ['first_value'],
  lag: ['lead'],
  lead: ['lag'],
};

export const ordering: MutantFamily = bound => {
  const found: Mutant[] = [];
  walk(bound.query, (node, ancestors) => {
    if (node.kind === 'order') {
      const parent = ancestors.at(-1);
      const inner = definitionOf(bound, node.expr);
      const constant = inner.kind === 'literal' || inner.kind === 'parameter';
      const sorted = parent?.kind === 'query' && parent.body.kind === 'select' ? parent.body : undefined;
      if (sorted && hasOneRow(bound, sorted)) return;
      if (parent?.kind === 'window' && isOneRow(bound, parent, ancestors)) return;
      const matters =
        !constant && (parent?.kind !== 'query' || parent === bound.query || parent.limit !== undefined);
      if (matters && node.expr.kind !== 'literal' && node.nulls === undefined)
        found.push({
          edits: [
            replace(node.span, `${textOf(bound.source, node.expr.span)}${node.descending ? '' : ' DESC'}`),
          ],
          what: `sort direction of ${shown(bound, node.expr)} turned round`,
        });
    }
    if (node.kind === 'limit' && node.limit.kind === 'literal' && typeof node.limit.value === 'bigint') {
      const limit = node.limit.value;
      const steps = ancestors.some(ancestor => ancestor.kind === 'exists') ? [] : [1n, -1n];
      const query = ancestors.at(-1);
      const one = query?.kind === 'query' && query.body.kind === 'select' && hasOneRow(bound, query.body);
      for (const step of steps)
        if (limit + step >= 0n && !(one && limit > 0n && limit + step > 0n))
          found.push({
            edits: [replace(node.limit.span, String(limit + step))],
            what: `LIMIT ${limit + step} instead of ${limit}`,
          });
    }
    const window = ancestors.at(-1);
    if (node.kind === 'frame' && window?.kind === 'window' && isOneRow(bound, window, ancestors)) return;
    if (node.kind === 'frame') {
      const text = textOf(bound.source, node.span);
      const other = node.unit === 'rows' ? 'RANGE' : 'ROWS';
      found.push({
        edits: [replace(node.span, text.replace(/^\w+/, other))],
        what: `${other} instead of ${node.unit.toUpperCase()}`,
      });
    }
    if (node.kind === 'function' && node.over?.kind === 'window' && isOneRow(bound, node.over, ancestors))
      return;
    if (node.kind === 'function' && node.over)
      for (const other of rankings[node.name] ?? [])
        found.push({ edits: [replace(node.nameSpan, other)], what: `${other} instead of ${node.name}` });
  });
  return found;
};

function isOneRow(bound: BoundQuery, window: Window, ancestors: readonly AnyNode[]): boolean {
  const scope = bound.scopes.findLast(candidate => ancestors.some(node => node === candidate.select));
  return scope !== undefined && isOneRowPartition(bound, scope, window.partitionBy);
}
