/** Sort keys of SELECT DISTINCT that follow from its outputs: returned as well, they leave it the same rows. */
import type { BoundQuery, RelationColumn } from '../../sql/bound.ts';
import type { Expr, Select } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { stripParens, walk } from '../../sql/walk.ts';
import { columnKey, determinedRelations, keyOf, sameValues } from './determined.ts';
import { alikeAs } from './extremes.ts';

/** True where rows with the same outputs have the same value of the expression, which sorts a SELECT DISTINCT. */
export function followsFromOutputs(bound: BoundQuery, select: Select, term: Expr): boolean {
  const outputs = bound.outputsOf(select).flatMap(({ expr }) => (expr ? [stripParens(expr)] : []));
  const texts = new Set(
    outputs.filter(expr => !alikeAs(bound, [expr])).map(expr => textOf(bound.source, expr.span)),
  );
  const known = shownColumns(bound, select, outputs);
  determinedRelations(bound, bound.scopeOf(select), known);
  let follows = true;
  walk(term, node => {
    if (texts.has(textOf(bound.source, node.span))) return false;
    if (node.kind === 'query' || node.kind === 'opaque') follows = false;
    if (node.kind === 'function' && (node.over || bound.functions.isAggregate(node))) follows = false;
    if (node.kind !== 'column-ref') return follows;
    const found = bound.resolve(node);
    if (found?.kind === 'output') follows &&= texts.has(expressionOf(bound, found.output.expr));
    else if (found?.kind !== 'string') follows &&= known.has(columnKey(bound, node) ?? '');
    return false;
  });
  return follows;
}

function expressionOf(bound: BoundQuery, expr: Expr | undefined): string {
  return expr ? textOf(bound.source, stripParens(expr).span) : '';
}

/** Columns that are outputs, but for those of which values that count as equal are not the same. */
function shownColumns(bound: BoundQuery, select: Select, outputs: readonly Expr[]): Set<string> {
  const scope = bound.scopeOf(select);
  const shown = new Set(
    outputs.filter(expr => sameValues(bound, expr)).flatMap(expr => columnKey(bound, expr) ?? []),
  );
  let merges = false;
  if (select.from)
    walk(select.from, node => {
      if (node.kind === 'join' && (node.natural || node.using)) merges = true;
      return node.kind !== 'query';
    });
  for (const star of merges ? [] : select.columns)
    if (star.kind === 'star')
      for (const [i, { name, columns }] of scope.relations.entries())
        if (!star.table || star.table.name.toLowerCase() === name.toLowerCase())
          for (const column of columns.filter(isStoredOneWay)) shown.add(keyOf(bound, scope, i, column.name));
  return shown;
}

function isStoredOneWay({ hidden, origin }: RelationColumn): boolean {
  if (hidden || !origin || origin.column.collation.toUpperCase() !== 'BINARY') return false;
  const { affinity } = origin.column;
  return affinity === 'integer' || affinity === 'real' || affinity === 'text' || affinity === 'numeric';
}
