/**
 * Where a verdict rests on columns holding values of their declared types.
 *
 * SQLite stores any value in a column unless its table is STRICT or the column is the rowid: `'x'` in an INTEGER column
 * is greater than every number, and counts as 0 in arithmetic. The judge's databases hold no such values.
 */
import type { BoundQuery } from '../sql/bound.ts';
import type { ColumnRef } from '../sql/model.ts';
import { sameText } from '../sql/same-text.ts';
import { textOf } from '../sql/span.ts';
import { type AnyNode, walk } from '../sql/walk.ts';
import { columnOfSlot, slotsOf } from './query/trace.ts';

/** True when the queries calculate with, or compare, typed columns in different ways, so that the types matter. */
export function restsOnTypes(original: BoundQuery, rewrite: BoundQuery): boolean {
  const [a, b] = [usesOfTypes(original), usesOfTypes(rewrite)];
  return a.length !== b.length || a.some((use, i) => use !== b[i]);
}

/** The expressions that depend on the types of columns, sorted; columns by table and name, whatever the aliases. */
function usesOfTypes(bound: BoundQuery): string[] {
  const uses: string[] = [];
  walk(bound.query, node => {
    if (!dependsOnTypes(node)) return;
    const typed = columnsIn(node).some(ref => isTyped(bound, ref));
    if (!typed) return;
    uses.push(
      node.kind === 'binary' && (node.operator === '=' || node.operator === '<>')
        ? [node.left, node.right]
            .map(side => written(bound, side))
            .sort()
            .join(node.operator)
        : written(bound, node),
    );
  });
  return uses.sort();
}

const typeless = new Set(['and', 'or', '||', '->', '->>']);
const kinds = new Set(['between', 'in-list', 'in-query', 'like', 'cast']);
const functions = new Set(['typeof', 'sum', 'total', 'avg', 'min', 'max', 'abs', 'round']);

function dependsOnTypes(node: AnyNode): boolean {
  if (node.kind === 'binary') return !typeless.has(node.operator);
  if (node.kind === 'unary') return node.operator === '-' || node.operator === '~';
  if (node.kind === 'case') return node.operand !== undefined;
  return kinds.has(node.kind) || (node.kind === 'function' && functions.has(node.name));
}

/** Those of the expression itself, not of queries in it. */
function columnsIn(node: AnyNode): ColumnRef[] {
  const found: ColumnRef[] = [];
  walk(node, inner => {
    if (inner.kind === 'column-ref') found.push(inner);
    return inner.kind !== 'query';
  });
  return found;
}

/** True when a stored column behind the reference has a type that SQLite does not enforce. */
function isTyped(bound: BoundQuery, ref: ColumnRef): boolean {
  return slotsOf(bound, ref).some(slot => {
    const column = columnOfSlot(slot);
    const { source } = slot.relation;
    if (!column || source.kind !== 'table' || source.table.strict || column.type === '') return false;
    return column.affinity !== 'blob' && source.table.rowidAlias?.toLowerCase() !== slot.column;
  });
}

function written(bound: BoundQuery, node: AnyNode): string {
  let text = '';
  let at = node.span.start;
  for (const ref of columnsIn(node).sort((a, b) => a.span.start - b.span.start)) {
    const [slot] = slotsOf(bound, ref);
    if (!slot || ref.span.start < at) continue;
    const { source } = slot.relation;
    const table = source.kind === 'table' ? source.table.name : '';
    text += `${textOf(bound.source, { start: at, end: ref.span.start })}${table}.${slot.column}`;
    at = ref.span.end;
  }
  text += textOf(bound.source, { start: at, end: node.span.end });
  return sameText(text).replace(/[ ()]+/g, '');
}
