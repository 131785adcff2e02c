/**
 * Outputs of a query whose values SQL fixes although it leaves others open: where every choice lies within output
 * columns of a plain SELECT, it decides their values and neither the number of rows nor the other columns.
 */
import type { ResultSet } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, Select } from '../../sql/model.ts';
import { contains } from '../../sql/span.ts';
import { stripParens, walk } from '../../sql/walk.ts';
import { type Comparison, compareResults } from './compare.ts';
import type { FreeChoices } from './free-choices.ts';

/** Positions of the outputs that no choice touches, perhaps none; undefined where a choice may do more. */
export function fixedOutputs(bound: BoundQuery, choices: FreeChoices): readonly number[] | undefined {
  const { query } = bound;
  const { body } = query;
  if (choices.pins.length === 0 || body.kind !== 'select' || query.limit) return undefined;
  if (body.distinct || body.having || body.columns.some(column => column.kind === 'star')) return undefined;
  if (decidesRows(bound, body)) return undefined;
  const open = new Set<number>();
  const isWithin = ({ span }: Edit): boolean => {
    if (query.orderBy.some(term => contains(term.span, span))) return true;
    const index = body.columns.findIndex(column => contains(column.span, span));
    open.add(index);
    return index >= 0;
  };
  if (!choices.pins.every(edits => edits.every(isWithin))) return undefined;
  return body.columns.flatMap((_, i) => (open.has(i) ? [] : [i]));
}

/** True where WHERE or GROUP BY name an output that is calculated by a query of its own: a choice in it decides rows. */
function decidesRows(bound: BoundQuery, select: Select): boolean {
  let found = false;
  const look = (expr: Expr | undefined): void => {
    if (expr)
      walk(expr, node => {
        if (node.kind === 'query') found = true;
      });
  };
  const outputs = bound.outputsOf(select);
  for (const expr of [...(select.where ? [select.where] : []), ...select.groupBy])
    walk(expr, node => {
      if (node.kind !== 'column-ref') return;
      const named = bound.resolve(node);
      if (named?.kind === 'output') look(named.output.expr);
    });
  for (const expr of select.groupBy) {
    const inner = stripParens(expr);
    if (inner.kind === 'literal' && typeof inner.value === 'bigint')
      look(outputs[Number(inner.value) - 1]?.expr);
  }
  return found;
}

/** True where the rows differ already in how many they are or in outputs that no choice touches. */
export function fixedOutputsDiffer(
  original: ResultSet,
  rewrite: ResultSet,
  fixed: readonly number[],
  { names }: Comparison,
): boolean {
  if (original.rows.length !== rewrite.rows.length) return true;
  const only = (result: ResultSet): ResultSet => ({
    ...result,
    columns: fixed.map(i => result.columns[i] ?? ''),
    rows: result.rows.map(row => fixed.map(i => row[i] ?? null)),
  });
  const how: Comparison = { width: fixed.length, names: fixed.map(i => names[i]), keys: [] };
  return compareResults(only(original), only(rewrite), how) !== undefined;
}
