/** Cycles of rows along which a recursive query would run without end, and instances without them. */
import { numbered } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { FillRow, Instance } from '../instance.ts';
import type { RecursionLink } from '../query/recursion.ts';

interface Step {
  readonly link: RecursionLink;
  readonly row: FillRow;
  readonly to: string;
}

/** The steps that close a cycle, found by a search in depth: without them no way leads back. */
function closingSteps(links: readonly RecursionLink[], instance: Instance): Step[] {
  const steps = new Map<string, Step[]>();
  for (const link of links)
    for (const row of instance.rows[link.table.index] ?? []) {
      const from = nodeAt(row, link.from, link.fromGroup);
      const to = nodeAt(row, link.to, link.toGroup);
      if (from === undefined || to === undefined) continue;
      const known = steps.get(from);
      if (known) known.push({ link, row, to });
      else steps.set(from, [{ link, row, to }]);
    }
  const closing: Step[] = [];
  const done = new Set<string>();
  for (const start of steps.keys()) {
    if (done.has(start)) continue;
    const path = [{ node: start, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const step = steps.get(top.node)?.[top.next++];
      if (!step) {
        open.delete(top.node);
        done.add(top.node);
        path.pop();
      } else if (open.has(step.to)) closing.push(step);
      else if (!done.has(step.to)) {
        open.add(step.to);
        path.push({ node: step.to, next: 0 });
      }
    }
  }
  return closing;
}

/** Undefined where a cell is NULL: such a row leads nowhere. */
function nodeAt(row: FillRow, positions: readonly number[], group: string): string | undefined {
  let text = group;
  for (const position of positions) {
    const value = row[position] ?? null;
    if (value === null) return undefined;
    text += `\u0001${cellKey(value)}`;
  }
  return text;
}

/** True when rows lead in a circle, or from a node to itself. */
export function hasCycle(links: readonly RecursionLink[], instance: Instance): boolean {
  return closingSteps(links, instance).length > 0;
}

/**
 * Takes the cycles out of an instance, in place: the reference that closes one becomes NULL; where it cannot, an edge is
 * turned round, or a row refers to itself or to nothing, as the beginning of a hierarchy, or is dropped. True when the
 * instance may be illegal then.
 */
export function withoutCycles(links: readonly RecursionLink[], instance: Instance): boolean {
  const dropped = new Set<FillRow>();
  let turned = false;
  for (const { link, row } of closingSteps(links, instance))
    if (turnRound(link, row)) turned = true;
    else if (!cut(link, row)) dropped.add(row);
  if (dropped.size === 0) return turned;
  for (const [index, rows] of instance.rows.entries())
    if (rows.some(row => dropped.has(row))) instance.rows[index] = rows.filter(row => !dropped.has(row));
  return true;
}

/** The end of an edge that closes a cycle leads to its beginning already: the other way round it closes none. */
function turnRound({ table, from, to, fromGroup, toGroup }: RecursionLink, row: FillRow): boolean {
  const [start = -1] = from;
  const [end = -1] = to;
  const isEdge = fromGroup === toGroup && from.length === 1 && !table.columns[start]?.unique;
  const [a = null, b = null] = [row[start], row[end]];
  if (!isEdge || a === b || table.columns[start]?.kind !== table.columns[end]?.kind) return false;
  row[start] = b;
  row[end] = a;
  return true;
}

function cut({ table, from, to, declared }: RecursionLink, row: FillRow): boolean {
  const inKey = (position: number): boolean => table.keys.some(key => key.columns.includes(position));
  const open = to.find(position => table.columns[position]?.nullable && !inKey(position));
  if (open !== undefined) {
    row[open] = null;
    return true;
  }
  if (declared) {
    for (const [i, position] of to.entries()) row[position] = row[from[i] ?? -1] ?? null;
    return true;
  }
  const [position = -1] = to;
  const column = table.columns[position];
  const refers = table.foreignKeys.some(fk => fk.columns.includes(position));
  const isKeyed = from.every(key => table.columns[key]?.unique);
  const nothing = column && isKeyed && !refers && !inKey(position) ? numbered(column.kind, 0) : undefined;
  if (nothing === undefined || nothing === null || nothing === row[from[0] ?? -1]) return false;
  row[position] = nothing;
  return true;
}
