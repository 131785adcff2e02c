/** Values of interest that follow from how a query uses a column, without a comparison with it. */
import type { Cell } from '../../../ports.ts';
import type { Column } from '../../../schema/model.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import type { Binary, Expr, FunctionCall, Query } from '../../../sql/model.ts';
import { arms, walk } from '../../../sql/walk.ts';
import { columnOfSlot, definitionOf, slotsOfOutput, storedColumnsOf } from '../../query/trace.ts';
import { sourcesOf } from '../query/value-sources.ts';
import type { InterestingValues } from './interesting-values.ts';
import type { Found } from './inverse.ts';
import type { JsonReader } from './json-parts.ts';

type Constant = (expr: Expr) => Cell | undefined;

/** So many rows that the frame, or the number of tiles, makes a difference. */
export function addWindow(
  { name, args }: FunctionCall,
  over: NonNullable<FunctionCall['over']>,
  found: Found,
): void {
  const count = (expr: Expr | undefined): void => {
    const value = expr && found.constant(expr);
    if (typeof value === 'bigint' && value > 0n && value < 1000n) {
      found.count(Number(value) + 1);
      found.count(Number(value) + 2);
    }
  };
  if (name === 'ntile') found.count(12);
  if (['ntile', 'lag', 'lead'].includes(name)) count(args[name === 'ntile' ? 0 : 1]);
  if (name === 'nth_value') count(args[1]);
  if (over.kind !== 'window') return;
  count(over.frame?.start.offset);
  count(over.frame?.end?.offset);
}

/** What these return rises with the number of rows. */
export const countingRows: ReadonlySet<string> = new Set([
  'count',
  'row_number',
  'rank',
  'dense_rank',
  'ntile',
]);
const scaling: ReadonlySet<string> = new Set(['*', '/', '%']);

/** Beyond it, it is mostly percent that is meant. */
const LARGEST_SCALE = 30n;

/** For `count(*) / 10`, `row_number() * 4`: sizes at which a share of the rows changes. */
export function addScales(bound: BoundQuery, node: Binary, found: Found): void {
  if (!scaling.has(node.operator)) return;
  for (const [side, scale] of [
    [node.left, found.constant(node.right)],
    [node.right, found.constant(node.left)],
  ] as const)
    if (typeof scale === 'bigint' && scale > 1n && scale <= LARGEST_SCALE && countsRows(bound, side))
      found.count(Number(scale));
}

/** True where what is calculated rises with the number of rows. */
function countsRows(bound: BoundQuery, expr: Expr): boolean {
  let found = false;
  walk(definitionOf(bound, expr), node => {
    if (node.kind === 'column-ref')
      found ||= sourcesOf(bound, node).others.some(
        each => each.kind === 'function' && countingRows.has(each.name),
      );
    found ||= node.kind === 'function' && countingRows.has(node.name);
    return !found;
  });
  return found;
}

/** For `a & 4`, `a >> 1`, `a / 10`: values at which an approximation by another operator shows. */
export function addBits(bound: BoundQuery, node: Binary, found: Found): void {
  if (!['&', '|', '<<', '>>', '/', '%'].includes(node.operator)) return;
  const value = found.constant(node.right);
  if (typeof value !== 'bigint' || value <= 0n || value > 1_000_000n) return;
  const near =
    node.operator === '/' || node.operator === '%'
      ? [value, value - 1n, -1n, -value - 1n, value * 2n]
      : [value, value * 3n, value * 8n + value, value + 1n, -3n];
  for (const column of storedColumnsOf(bound, node.left))
    if (column.affinity !== 'text') for (const cell of near) found.add(column, cell, 'exact');
}

/** Columns in `a * 1.0`, `CAST(a AS REAL)` and `round(a)`, where large integers lose their last digits. */
export function addReals(bound: BoundQuery, constant: Constant, into: Set<Column>): void {
  const add = (expr: Expr | undefined): void => {
    if (expr) for (const column of storedColumnsOf(bound, expr)) into.add(column);
  };
  walk(bound.query, node => {
    if (node.kind === 'cast' && /REAL|FLOA|DOUB/i.test(node.type)) add(node.operand);
    if (node.kind === 'function' && node.name === 'round') add(node.args[0]);
    if (node.kind !== 'binary' || !['+', '-', '*', '/'].includes(node.operator)) return;
    if (typeof constant(node.right) === 'number') add(node.left);
    if (typeof constant(node.left) === 'number') add(node.right);
  });
}

/** Which columns are read as JSON, and the places in the documents that are asked for. */
export function collectJson(bound: BoundQuery, into: InterestingValues, reader: JsonReader): void {
  walk(bound.query, node => {
    if (node.kind === 'binary') reader.read(node);
    if (node.kind === 'function-item' && /^jsonb?_(each|tree)$/i.test(node.name.name))
      reader.list(node.name.name.toLowerCase(), node.args, lengthsIn(bound));
    if (node.kind !== 'function' || !node.args[0]) return;
    if (node.name === 'json_valid')
      for (const column of storedColumnsOf(bound, node.args[0])) into.maybeJson.add(column);
    else reader.call(node);
  });
}

/** What the elements of a list may be counted for: the small numbers of a query that counts. */
function lengthsIn(bound: BoundQuery): number[] {
  let counts = false;
  const numbers = new Set<number>();
  walk(bound.query, node => {
    if (node.kind === 'function' && node.name === 'count') counts = true;
    if (node.kind === 'literal' && typeof node.value === 'bigint') numbers.add(Number(node.value));
  });
  return counts ? [...numbers].filter(number => number > 1 && number <= 40).slice(0, 3) : [];
}

/** In a recursive query every small constant may bound the depth. */
export function addDepths(bound: BoundQuery, into: InterestingValues): void {
  let recursive = false;
  const numbers = new Set<number>();
  walk(bound.query, node => {
    if (node.kind === 'with' && node.recursive) {
      recursive = true;
      for (const { query } of node.ctes) addStarts(bound, query, into);
    }
    if (node.kind === 'literal' && typeof node.value === 'bigint' && node.value > 1n && node.value <= 30n)
      numbers.add(Number(node.value));
  });
  if (!recursive) return;
  into.depths.add(4);
  into.depths.add(8);
  for (const number of numbers) into.depths.add(number + 2);
}

/** `SELECT 1 UNION SELECT dst …`: where a recursion begins, as values of the columns that it goes on with. */
function addStarts(bound: BoundQuery, query: Query, into: InterestingValues): void {
  for (const arm of arms(query.body))
    for (const [i, { expr }] of bound.outputsOf(arm).entries()) {
      if (expr?.kind !== 'literal' || typeof expr.value === 'boolean' || expr.value === null) continue;
      for (const slot of slotsOfOutput(bound, query, i)) {
        const column = columnOfSlot(slot);
        if (column) into.constants.set(column, [expr.value, ...(into.constants.get(column) ?? [])]);
      }
    }
}

/** Texts that match two patterns at once, in either order. */
export function addTogether(bound: BoundQuery, constant: Constant, into: InterestingValues): void {
  const parts = new Map<Column, string[]>();
  walk(bound.query, node => {
    if (node.kind !== 'like' || node.operator !== 'like') return;
    const pattern = constant(node.pattern);
    if (typeof pattern !== 'string') return;
    const part = pattern.replaceAll('%', '').replaceAll('_', 'x');
    for (const column of storedColumnsOf(bound, node.operand)) {
      const known = parts.get(column) ?? [];
      if (part !== '' && !known.includes(part)) parts.set(column, [...known, part].slice(0, 4));
    }
  });
  for (const [column, texts] of parts) {
    if (texts.length < 2) continue;
    const both = texts.flatMap(one =>
      texts
        .filter(other => other !== one)
        .flatMap(other => [`${one}${other}`, `q${one} ${other}q`, `${one}${'q'.repeat(12)}${other}`]),
    );
    into.exact.set(column, [...(into.exact.get(column) ?? []), ...both.slice(0, 12)]);
  }
}
