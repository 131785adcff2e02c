/**
 * Subqueries of which only some rows count: those that LIMIT lets through, or the first one where a single value is
 * wanted. Which rows these are is open where rows that tie in ORDER BY lie on both sides of the cut and are not alike
 * in what the query around looks at. No list of pinned orders covers all choices, so that the cut itself is looked at.
 */

import { UNKNOWN_COLLATION } from '../../dialect/sqlite/collation.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Expr, Query } from '../../sql/model.ts';
import { contains, textOf } from '../../sql/span.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import { type CutChoice, choiceIn, noSuchChoice, tooManyChoices } from './cut-choice.ts';
import { failsWhere } from './fails-where.ts';
import { limitIsOpen, type Sorting, sortingOf } from './full-form.ts';
import { hasAtMostOneRow } from './one-row.ts';
import { relationsOf } from './relations.ts';

export interface Cut {
  /** The subquery. */
  readonly query: Query;
  /** Edits after which the query fails on data that leave the cut open. */
  readonly guard: readonly Edit[];
  /** How to make each choice in turn; absent where the subquery may run more than once, or where that is too many. */
  readonly choice?: CutChoice;
}

/** Tied rows of which each is tried where one is taken, and where several are. */
const MOST_SINGLES = 8;
const MOST_SUBSETS = 5;

/** How a subquery is cut; undefined where no data leave the cut open. */
export function cutOf(bound: BoundQuery, query: Query, ancestors: readonly AnyNode[]): Cut | undefined {
  const parent = ancestors.at(-1);
  // EXISTS does not look at which rows there are.
  if (parent === undefined || parent.kind === 'exists') return undefined;
  const isValue = parent.kind === 'scalar-subquery';
  if ((!query.limit && !isValue) || hasAtMostOneRow(bound, query)) return undefined;
  if (query.limit && !limitIsOpen(bound, query)) return undefined;
  const used = usedOutputs(bound, query, parent);
  if (used.length === 0) return undefined;
  const rows = new CutRows(bound, query, used, isValue);
  const choice = isTheSameThroughout(bound, query, ancestors)
    ? choiceIn(bound, query, parent, parameter => rows.choice(parameter))
    : undefined;
  return { query, guard: rows.guard, ...(choice && { choice }) };
}

/** True where the rows of the subquery are the same wherever they are read. */
function isTheSameThroughout(bound: BoundQuery, query: Query, ancestors: readonly AnyNode[]): boolean {
  const isRepeated = ({ kind }: AnyNode, i: number): boolean => {
    if (kind === 'opaque') return true;
    const inner = ancestors[i + 1];
    const runsForRows = kind === 'exists' || kind === 'scalar-subquery' || kind === 'in-query';
    return runsForRows && inner?.kind === 'query' && !isClosed(bound, inner);
  };
  if (ancestors.some(isRepeated)) return false;
  if (ancestors.some(node => node.kind === 'with' && node.recursive)) return false;
  return !bound.parameters.some(({ text }) => text === '?') && isClosed(bound, query);
}

/** True where the query mentions nothing of those around it. */
function isClosed(bound: BoundQuery, query: Query): boolean {
  let isClosed = true;
  walk(query, node => {
    if (node.kind === 'opaque') isClosed = false;
    const found = node.kind === 'column-ref' ? bound.resolve(node) : undefined;
    if (found?.kind === 'column' && !contains(query.span, found.scope.select.span)) isClosed = false;
  });
  return isClosed;
}

/** True for a CTE that reads itself: LIMIT ends the recursion, and there are no rows behind it. */
export function limitsRecursion(bound: BoundQuery, ancestors: readonly AnyNode[]): boolean {
  const cte = ancestors.at(-1);
  if (cte?.kind !== 'cte') return false;
  return relationsOf(bound).some(
    ({ source }) => source.kind === 'cte' && source.recursive && source.cte === cte,
  );
}

/** Positions of the outputs that the query around may look at. */
function usedOutputs(bound: BoundQuery, query: Query, parent: AnyNode): number[] {
  const all = bound.outputsOf(query).map((_, i) => i);
  if (parent.kind !== 'cte' && parent.kind !== 'subquery-item') return all;
  const relations = new Set(
    relationsOf(bound).filter(({ item, source }) =>
      parent.kind === 'cte' ? source.kind === 'cte' && source.cte === parent : item === parent,
    ),
  );
  const used = new Set<number>();
  let isKnown = relations.size > 0;
  walk(bound.query, node => {
    if (node.kind === 'opaque' && !node.closed) isKnown = false;
    // Columns that such joins merge stand for both sides.
    if (node.kind === 'join' && (node.natural || node.using)) isKnown = false;
    if (node.kind === 'star')
      for (const scope of bound.scopes)
        if (scope.select.columns.includes(node) && scope.relations.some(each => relations.has(each)))
          isKnown = false;
    if (node.kind !== 'column-ref') return;
    const found = bound.resolve(node);
    if (found === undefined) isKnown = false;
    if (found?.kind !== 'column' || !relations.has(found.relation)) return;
    const index = found.relation.columns.indexOf(found.column);
    if (index < 0) isKnown = false;
    used.add(index);
  });
  return isKnown ? all.filter(i => used.has(i)) : all;
}

/**
 * `body LIMIT n` becomes `WITH rows AS (body with its sort keys) SELECT outputs FROM rows ORDER BY keys, … LIMIT n`, so
 * that the outputs keep the affinity and collation that comparisons with them rest on.
 */
class CutRows {
  readonly #bound: BoundQuery;
  readonly #query: Query;
  readonly #isValue: boolean;
  readonly #used: readonly number[];
  readonly #appended: readonly string[];
  /** The keys as columns, with their collations, and as terms of ORDER BY. */
  readonly #keys: readonly string[];
  readonly #order: readonly string[];

  constructor(bound: BoundQuery, query: Query, used: readonly number[], isValue: boolean) {
    this.#bound = bound;
    this.#query = query;
    this.#used = used;
    this.#isValue = isValue;
    const { keys, appended } = sortingOf(bound, query);
    const known = keys.slice(0, firstUnknown(bound, keys));
    const width = bound.outputsOf(query).length;
    this.#appended = appended.slice(0, known.filter(({ index }) => index >= width).length);
    this.#keys = known.map(
      ({ index, collation }) => `c${index + 1}${collation === 'BINARY' ? '' : ` COLLATE ${collation}`}`,
    );
    this.#order = known.map(({ term }, i) => {
      const nulls = term.nulls ? ` NULLS ${term.nulls.toUpperCase()}` : '';
      return `${this.#keys[i]}${term.descending ? ' DESC' : ''}${nulls}`;
    });
  }

  get guard(): Edit[] {
    return this.#sortedBy([failsWhere(this.#isOpen)]);
  }

  /** Rows are skipped one by one only where one is taken. */
  choice(parameter: string): CutChoice | undefined {
    const { limit } = this.#query;
    const isOne = this.#isValue || (limit?.limit.kind === 'literal' && limit.limit.value === 1n);
    if (limit?.offset && !isOne) return undefined;
    const isSingle = isOne && !limit?.offset;
    const most = isSingle ? MOST_SINGLES : MOST_SUBSETS;
    const bits = isSingle
      ? Array.from({ length: most }, (_, i) => 1n << BigInt(i))
      : Array.from({ length: 1 << most }, (_, i) => BigInt(i));
    const by = this.#keys.length > 0 ? `PARTITION BY ${this.#keys.join(', ')} ` : '';
    const cells = this.#used.map(i => `c${i + 1} COLLATE BINARY, typeof(c${i + 1})`);
    const place = `row_number() OVER (${by}ORDER BY ${cells.join(', ')})`;
    const size = `count(*) ${this.#peers}`;
    const edits = this.#sortedBy([
      failsAsUnknownPath(
        `WHEN NOT ${this.#isOpen} THEN '$' WHEN ${size} > ${most} THEN '${tooManyChoices}' WHEN ${parameter} >= (1 << ${size}) THEN '${noSuchChoice(parameter)}'`,
      ),
      `((${parameter} >> (${place} - 1)) & 1) DESC`,
      place,
    ]);
    return { edits, places: [{ parameter, bits }] };
  }

  #sortedBy(terms: readonly string[]): Edit[] {
    const { span, limit, body } = this.#query;
    const outputs = this.#bound.outputsOf(this.#query);
    const from = body.kind === 'select' ? body.fromSpan : undefined;
    const rows = quoteName(`rows ${span.start}`);
    const names = [...outputs, ...this.#appended].map((_, i) => `c${i + 1}`);
    const shown = outputs.map((output, i) => `c${i + 1} AS ${quoteName(output.name)}`);
    const order = [...this.#order, ...terms].join(', ');
    const tail = `\n) SELECT ${shown.join(', ')} FROM ${rows} ORDER BY ${order} `;
    const insert = (at: number, text: string): Edit => ({ span: { start: at, end: at }, text });
    const appended = this.#appended.map(text => `, (${text})`).join('');
    return [
      insert(span.start, `WITH ${rows}(${names.join(', ')}) AS (`),
      ...(from && appended !== '' ? [insert(from.start, `${appended} `)] : []),
      limit ? insert(limit.span.start, tail) : insert(span.end, `${tail}LIMIT 1`),
    ];
  }

  get #peers(): string {
    return this.#order.length > 0
      ? `OVER (ORDER BY ${this.#order.join(', ')} GROUPS CURRENT ROW)`
      : 'OVER ()';
  }

  /** 1 in the rows of a run of tied rows that the cut goes through and that are not alike, else 0. */
  get #isOpen(): string {
    const { limit } = this.#query;
    const peers = this.#peers;
    const differ = this.#used.flatMap(i =>
      [`c${i + 1} COLLATE BINARY`, `typeof(c${i + 1})`].map(
        text => `min(${text}) ${peers} IS NOT max(${text}) ${peers}`,
      ),
    );
    const unlike = `(${differ.join(' OR ')})`;
    const most = this.#isValue ? '1' : inlined(this.#bound, limit?.limit);
    const skip = limit?.offset ? inlined(this.#bound, limit.offset) : '0';
    // Where the cut is cannot be told: it may go through any run.
    if (most === undefined || skip === undefined) return unlike;
    const start = this.#order.length > 0 ? `rank() OVER (ORDER BY ${this.#order.join(', ')})` : '1';
    const end = `(${start} + count(*) ${peers} - 1)`;
    const first = `max(${skip}, 0)`;
    const isWithin = (place: string): string => `(${most} < 0 OR ${place} <= ${first} + ${most})`;
    const touches = `${most} <> 0 AND ${end} > ${first} AND ${isWithin(start)}`;
    return `(${touches} AND NOT (${start} > ${first} AND ${isWithin(end)}) AND ${unlike})`;
  }
}

/** True, but an error that names the path of the first condition that holds. */
function failsAsUnknownPath(conditions: string): string {
  return `json_type('[]', CASE ${conditions} ELSE '$' END) = 'array'`;
}

/** Keys from the first on that cannot be told are left out: more rows tie then. */
function firstUnknown(bound: BoundQuery, keys: Sorting['keys']): number {
  const found = keys.findIndex(({ collation, term }) => {
    let isOpen = collation.toUpperCase() === UNKNOWN_COLLATION;
    walk(term, node => {
      if (node.kind === 'function' && (node.over || bound.functions.isOrderSensitive(node))) isOpen = true;
    });
    return isOpen;
  });
  return found < 0 ? keys.length : found;
}

/** The text of a LIMIT or OFFSET that may stand in another place as well; else undefined. */
function inlined(bound: BoundQuery, expr: Expr | undefined): string | undefined {
  if (!expr) return undefined;
  let possible = true;
  walk(expr, node => {
    if (node.kind === 'parameter' && node.text === '?') possible = false;
    if (node.kind === 'query' || node.kind === 'opaque') possible = false;
    if (node.kind === 'function' && bound.functions.isVolatile(node)) possible = false;
  });
  return possible ? `CAST((${textOf(bound.source, expr.span)}) AS INTEGER)` : undefined;
}
