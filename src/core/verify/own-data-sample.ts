/**
 * Comparison of two results that are too large to be read whole: a number of rows from both ends of a total order
 * over all columns, and a sum over all rows. Both are functions of the bag of rows, so that equal bags never differ.
 *
 * Reals may differ within the tolerance, and with them the place of a row in an order. So rows are sorted by their
 * other cells first: the rows that agree in these are a group, and reals are compared inside groups. Of the group
 * that the cut divides, the k-th smallest values of the first real column are compared, which any two bags that
 * agree within the tolerance share.
 */
import { tokens } from '../dialect/sqlite/lex.ts';
import type { Cell, ResultSet, Row } from '../ports.ts';
import { diffBags } from './compare/bags.ts';
import { cellKey, compareCells } from './compare/cell.ts';
import type { Difference } from './compare/compare.ts';

/** Expressions of more columns than this come near the depth that SQLite allows. */
const MAX_COLUMNS = 250;
const PRIME = 1_000_000_007;

export type RunQuery = (sql: string) => ResultSet;

/** Both queries as texts, and the number of their columns. */
export interface LargePair {
  readonly original: string;
  readonly rewrite: string;
  readonly width: number;
}

/** True when so many columns can be sampled. */
export function canSample(width: number): boolean {
  return width >= 1 && width <= MAX_COLUMNS;
}

/** A query's text without the semicolon and the comments behind it, as it can stand in parentheses. */
export function bareText(sql: string): string {
  const last = tokens(sql).findLast(
    ({ kind, start, end }) => kind !== 'comment' && sql.slice(start, end) !== ';',
  );
  return last === undefined ? sql : sql.slice(0, last.end);
}

/** The number of rows that a query returns. */
export function countRows(sql: string, run: RunQuery): number {
  return Number(run(`SELECT count(*) FROM (${bareText(sql)})`).rows[0]?.[0] ?? 0);
}

/** Compares the `size` smallest (`ASC`) or largest (`DESC`) rows of both; the number of rows compared in all cells. */
export function compareEnds(
  pair: LargePair,
  direction: 'ASC' | 'DESC',
  size: number,
  run: RunQuery,
): Difference | number {
  const read = (sql: string): readonly Row[] => run(endOf(sql, pair, direction, size)).rows;
  const a = read(pair.original);
  const b = read(pair.rewrite);
  const { width } = pair;
  const which = direction === 'ASC' ? 'smallest' : 'largest';
  const detail = `the ${size} ${which} rows of both, sorted by all columns, are not the same`;
  const keys = a.map(row => groupKey(row, width));
  if (a.length !== b.length || b.some((row, i) => groupKey(row, width) !== keys[i])) {
    const isType = a.length === b.length && diffBags(a, b, width, 'type').onlyA.length === 0;
    return { reason: isType ? 'types' : 'rows', detail };
  }
  const cut = a.length < size ? a.length : keys.indexOf(keys.at(-1) ?? '');
  if (diffBags(a.slice(0, cut), b.slice(0, cut), width).onlyA.length > 0) return { reason: 'rows', detail };
  const reals = (a.at(-1) ?? []).flatMap((cell, i) => (typeof cell === 'number' ? [i] : []));
  const [first] = reals;
  for (let i = cut; first !== undefined && i < a.length; i++)
    if (compareCells(cellAt(a, i, first), cellAt(b, i, first)) === 'different')
      return { reason: 'rows', detail };
  return reals.length > 1 ? cut : a.length;
}

/** Compares a sum over all rows, of a number that every cell but reals goes into. */
export function compareSums(pair: LargePair, run: RunQuery): Difference | undefined {
  const sum = (sql: string): Cell => cellAt(run(sumOf(sql, pair)).rows, 0, 0);
  if (sum(pair.original) === sum(pair.rewrite)) return undefined;
  return { reason: 'rows', detail: 'both return as many rows, but a checksum over all of them differs' };
}

function endOf(sql: string, pair: LargePair, direction: string, size: number): string {
  const order = [
    ...columns(pair).flatMap(name => [
      `typeof(${name}) = 'real'`,
      `CASE typeof(${name}) WHEN 'real' THEN NULL ELSE ${name} END COLLATE BINARY`,
    ]),
    ...columns(pair).map(name => `CASE typeof(${name}) WHEN 'real' THEN ${name} END`),
  ];
  const terms = order.map(term => `${term} ${direction}`).join(', ');
  return `${asTable(sql, pair)} SELECT * FROM ${tableName(pair)} ORDER BY ${terms} LIMIT ${size}`;
}

/** The square makes it matter which cells stand together in a row; every product stays below 2^63. */
function sumOf(sql: string, pair: LargePair): string {
  const terms = columns(pair).map((name, i) => `${numberOf(name)} * ${weight(i)} % ${PRIME}`);
  const row = `(${terms.join(' + ')}) % ${PRIME} AS h`;
  return `${asTable(sql, pair)} SELECT sum(h * h % ${PRIME}) FROM (SELECT ${row} FROM ${tableName(pair)})`;
}

function numberOf(name: string): string {
  const letter = (text: string): string => `coalesce(unicode(${text}), 0)`;
  const text = `length(${name}) * 1009 + ${letter(name)} * 31 + ${letter(`substr(${name}, length(${name}) / 2 + 1)`)} * 7 + ${letter(`substr(${name}, -1)`)}`;
  return (
    `(CASE typeof(${name}) WHEN 'integer' THEN ${name} % ${PRIME} WHEN 'text' THEN (${text}) % ${PRIME} ` +
    `WHEN 'blob' THEN length(${name}) + 5 WHEN 'real' THEN 3 ELSE 2 END)`
  );
}

/** A multiplier for each column, so that cells that change places do not go unseen. */
function weight(column: number): number {
  return (1 + column * 7_368_787) % PRIME;
}

/** The query as a table of known names: result columns may have any name, or the same one twice. */
function asTable(sql: string, pair: LargePair): string {
  return `WITH ${tableName(pair)}(${columns(pair).join(', ')}) AS (${bareText(sql)})`;
}

function columns({ width }: LargePair): string[] {
  return Array.from({ length: width }, (_, i) => `c${i + 1}`);
}

/** A name that neither query mentions. */
function tableName({ original, rewrite }: LargePair): string {
  const texts = `${original}\n${rewrite}`.toLowerCase();
  let name = 'result_rows';
  while (texts.includes(name)) name += '_';
  return name;
}

function groupKey(row: Row, width: number): string {
  return row
    .slice(0, width)
    .map(cell => (typeof cell === 'number' ? 'r' : cellKey(cell)))
    .join('\u0001');
}

function cellAt(rows: readonly Row[], row: number, column: number): Cell {
  return rows[row]?.[column] ?? null;
}
