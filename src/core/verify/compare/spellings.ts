/**
 * Values that count as equal and are not the same, such as texts spelled in several ways: under NOCASE, DISTINCT, set
 * operations, GROUP BY, MAX and MIN keep any one of them. With COLLATE BINARY, DISTINCT and set operations keep each.
 */

import { collationOfOutput, collationOfTerm, fold } from '../../dialect/sqlite/collation.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { ResultSet } from '../../ports.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, OrderTerm, Query, QueryBody, Select } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { type AnyNode, arms, stripParens, walk } from '../../sql/walk.ts';
import type { Alike } from './extremes.ts';
import { mixesNumbers } from './number-kinds.ts';
import type { ValueReads } from './value-reads.ts';

/**
 * Edits after which the query returns other rows where its data spell a text in several ways that are told apart; none
 * where none can.
 */
export function spellingEdits(bound: BoundQuery, query: Query, reads: ValueReads): Edit[] {
  const { body } = query;
  if (!keepsOneOfEqual(body)) return [];
  const folds = collationsOf(bound, body).map((name, i) => {
    const collation = name.toUpperCase();
    return collation !== 'BINARY' && reads.tellsOutput(query, i, { collation, numbers: false });
  });
  const mixes = mixesOf(bound, body);
  if (!folds.includes(true) && !mixes.includes(true)) return [];
  return arms(body).flatMap(arm => (arm.kind === 'select' ? editsOf(bound, arm, folds, mixes) : []));
}

/**
 * For each output, whether it may hold 1 beside 1.0 of which one is kept. Only those of the query itself can be told
 * apart, by further outputs, and only where each row of an arm may be one of the result's.
 */
function mixesOf(bound: BoundQuery, body: QueryBody): boolean[] {
  const outputs = bound.outputsOf(body);
  const parts = arms(body);
  const isUnion = (part: QueryBody): boolean =>
    part.kind === 'select' ||
    (part.kind === 'set' && part.operator.startsWith('union') && isUnion(part.left));
  if (body !== bound.query.body || !isUnion(body) || !parts.every(arm => arm.kind === 'select'))
    return outputs.map(() => false);
  if (bound.parameters.some(({ text }) => text === '?')) return outputs.map(() => false);
  return outputs.map((_, i) => {
    const exprs = parts.flatMap(arm => bound.outputsOf(arm)[i]?.expr ?? []);
    return exprs.length === parts.length && mixesNumbers(bound, exprs);
  });
}

function collationsOf(bound: BoundQuery, body: QueryBody): string[] {
  return bound.outputsOf(body).map((_, i) => collationOfOutput(bound, body, i) ?? 'BINARY');
}

/** An expression of a query that has any one of several values that count as equal. */
export interface OpenValue {
  readonly expr: Expr;
  readonly alike: Alike;
}

/**
 * Which values count as equal in each output of the query, for comparing what it returns; undefined where the choice
 * among such values may decide more than how the outputs are spelled.
 */
export function alikeOutputs(bound: BoundQuery, open: readonly OpenValue[]): Alike[] | undefined {
  const { query } = bound;
  const { body } = query;
  if (keepsOneOfEqual(body) && open.length === 0)
    return collationsOf(bound, body).map((collation, i) => ({
      collation: collation.toUpperCase(),
      numbers: mixesOf(bound, body)[i] ?? false,
    }));
  if (body.kind !== 'select' || body.distinct) return undefined;
  const outputs = bound.outputsOf(body);
  const found = outputs.map((): Alike => ({ collation: 'BINARY', numbers: false }));
  for (const { expr, alike } of open) {
    const index = outputs.findIndex(output => output.expr && shows(output.expr, expr));
    if (index >= 0) found[index] = alike;
    const isSorted = query.orderBy.some(
      term => stripParens(term.expr) === expr && collationIn(bound, term, undefined) === alike.collation,
    );
    if (index < 0 ? !isSorted : isLookedAt(bound, body, index, expr, alike)) return undefined;
  }
  return found;
}

/** True where the value is what the output shows, also through a subquery that stands for a value. */
function shows(output: Expr, expr: Expr): boolean {
  const inner = stripParens(output);
  if (inner === expr) return true;
  if (inner.kind !== 'scalar-subquery' || inner.query.body.kind !== 'select') return false;
  const [column] = inner.query.body.columns;
  return column?.kind === 'column' && !inner.query.body.distinct && shows(column.expr, expr);
}

/** True where the query reads the output, but to group by a key or to sort by what counts as equal. */
function isLookedAt(bound: BoundQuery, select: Select, index: number, expr: Expr, alike: Alike): boolean {
  const output = bound.outputsOf(select)[index];
  const harmless = new Set<AnyNode>(expr.kind === 'column-ref' ? select.groupBy.map(stripParens) : []);
  let isRead = false;
  for (const term of bound.query.orderBy) {
    const key = stripParens(term.expr);
    const isNumber = key.kind === 'literal' && key.value === BigInt(index + 1);
    if (collationIn(bound, term, index) === alike.collation) harmless.add(key);
    else isRead ||= isNumber;
  }
  walk(bound.query, node => {
    if (node.kind !== 'column-ref' || harmless.has(node)) return;
    const found = bound.resolve(node);
    if (found?.kind === 'output' && found.output.expr === output?.expr) isRead = true;
  });
  return isRead;
}

function collationIn(bound: BoundQuery, term: OrderTerm, index: number | undefined): string {
  return collationOfTerm(bound, bound.query, term, index).toUpperCase();
}

/** The rows with the one value that stands for all that the query itself counts as equal. */
export function inOneSpelling(result: ResultSet, outputs: readonly Alike[]): ResultSet {
  const rows = result.rows.map(row =>
    row.map((cell, i) => {
      const { collation, numbers } = outputs[i] ?? { collation: 'BINARY', numbers: false };
      if (typeof cell === 'bigint' && numbers && Number.isSafeInteger(Number(cell))) return Number(cell);
      return typeof cell === 'string' ? fold(cell, collation) : cell;
    }),
  );
  return { ...result, rows };
}

function keepsOneOfEqual(body: QueryBody): boolean {
  if (body.kind === 'set') return body.operator !== 'union all' || keepsOneOfEqual(body.left);
  return body.kind === 'select' && body.distinct !== undefined;
}

function editsOf(
  bound: BoundQuery,
  select: Select,
  folds: readonly boolean[],
  mixes: readonly boolean[],
): Edit[] {
  const { relations } = bound.scopeOf(select);
  const edits: Edit[] = [];
  const types = bound
    .outputsOf(select)
    .flatMap(({ expr }, i) => (mixes[i] && expr ? [`, typeof((${textOf(bound.source, expr.span)}))`] : []));
  let index = 0;
  for (const column of select.columns) {
    if (column.kind === 'column') {
      const name = column.alias ? '' : ` AS ${quoteName(bound.outputsOf(select)[index]?.name ?? '')}`;
      const { start, end } = column.expr.span;
      if (folds[index++])
        edits.push(
          { span: { start, end: start }, text: '(' },
          { span: { start: end, end }, text: `) COLLATE BINARY${name}` },
        );
      continue;
    }
    const from = column.table && textOf(bound.source, column.table.span);
    const shown = relations
      .filter(({ name }) => !column.table || name.toLowerCase() === column.table.name.toLowerCase())
      .flatMap(({ name, columns }) => columns.filter(({ hidden }) => !hidden).map(each => ({ name, each })));
    const texts = shown.map(({ name, each }) => {
      const table = name === '' ? '' : `${from ?? quoteName(name)}.`;
      const collate = folds[index++] ? ' COLLATE BINARY' : '';
      return `${table}${quoteName(each.name)}${collate} AS ${quoteName(each.name)}`;
    });
    edits.push({ span: column.span, text: texts.join(', ') });
  }
  const end = select.columns.at(-1)?.span.end;
  if (end !== undefined && types.length > 0) edits.push({ span: { start: end, end }, text: types.join('') });
  return edits;
}
