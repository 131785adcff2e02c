/**
 * Keys that are put together from several columns, `a || '-' || b` and `a * 1000 + b`: different parts may make the same
 * key where a part holds what is meant to keep the parts apart.
 */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Binary, Expr } from '../../../sql/model.ts';
import { stripParens } from '../../../sql/walk.ts';
import { columnOfSlot, slotsOfExpr } from '../../query/trace.ts';
import type { Found } from './inverse.ts';

/** A part of a key without the separator. */
const PART = 'a';
/** Texts for one column. */
const MOST = 5;
/** Factors below say nothing of a key. */
const LEAST_FACTOR = 10;

/** Adds values at which such a key is ambiguous to the columns it is made of; texts to `keys` as well. */
export function addJoinedKeys(
  bound: BoundQuery,
  node: Binary,
  found: Found,
  keys: Map<Column, Cell[]>,
): void {
  if (node.operator === '||') addSeparators(bound, node, found, keys);
  if (node.operator === '+')
    for (const [one, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const)
      addFactor(bound, one, other, found);
}

function addSeparators(bound: BoundQuery, node: Binary, found: Found, keys: Map<Column, Cell[]>): void {
  const parts = partsOf(node);
  const separators = parts.flatMap(part => {
    const text = found.constant(part);
    return typeof text === 'string' && text !== '' ? [text] : [];
  });
  for (const part of parts)
    for (const slot of slotsOfExpr(bound, part)) {
      const column = columnOfSlot(slot);
      if (column?.affinity !== 'text' || separators.length === 0) continue;
      const texts = [PART, ...separators.map(separator => `${PART}${separator}${PART}`)];
      keys.set(column, [...new Set([...(keys.get(column) ?? []), ...texts])].slice(0, MOST));
      for (const text of texts) found.add(column, text, 'exact');
    }
}

function partsOf(expr: Expr): Expr[] {
  const inner = stripParens(expr);
  if (inner.kind !== 'binary' || inner.operator !== '||') return [inner];
  return [...partsOf(inner.left), ...partsOf(inner.right)];
}

function addFactor(bound: BoundQuery, product: Expr, rest: Expr, found: Found): void {
  const inner = stripParens(product);
  if (inner.kind !== 'binary' || inner.operator !== '*') return;
  const factor = [inner.left, inner.right]
    .map(side => found.constant(side))
    .find(value => typeof value === 'bigint' && value >= LEAST_FACTOR);
  if (typeof factor !== 'bigint') return;
  for (const slot of slotsOfExpr(bound, rest)) {
    const column = columnOfSlot(slot);
    if (column) for (const value of [factor, factor + 1n]) found.add(column, value, 'exact');
  }
}
