/** The original's full form: without the LIMIT at its end, and with the sort keys that it does not return appended. */

import { collationOfTerm } from '../../dialect/sqlite/collation.ts';
import type { Cell } from '../../ports.ts';
import type { BoundQuery, Output } from '../../sql/bound.ts';
import type { Edit } from '../../sql/edits.ts';
import { applyEdits } from '../../sql/edits.ts';
import type { Expr, OrderTerm, Query } from '../../sql/model.ts';
import { parameterKeys } from '../../sql/parameter-keys.ts';
import { contains, textOf } from '../../sql/span.ts';
import { arms, stripParens, walk } from '../../sql/walk.ts';
import type { Comparison, SortKey } from './compare.ts';
import { followsFromOutputs } from './distinct-keys.ts';

export interface FullForm extends Comparison {
  readonly sql: string;
  /** What makes it of the original. */
  readonly edits: readonly Edit[];
  /** A sort key that is appended holds a subquery, which is run a second time. */
  readonly repeatsQuery: boolean;
  /** LIMIT and OFFSET of the original, which depend on parameters' values when they are no literals. */
  readonly limitExpr?: Expr;
  readonly offsetExpr?: Expr;
  /** The sort keys could not all be found: rows that they tell apart count as ties. */
  readonly looseOrder: boolean;
}

/** What a query sorts by. */
export interface Sorting {
  readonly keys: readonly (SortKey & { readonly term: OrderTerm })[];
  /** Texts of the keys that are no outputs, which stand behind the outputs. */
  readonly appended: readonly string[];
  /** See FullForm; the keys before the one that was not found are there. */
  readonly looseOrder: boolean;
}

/**
 * The sort keys of a query, constants left out. With `isNumbered` a plain `?` in an appended text has its number, and
 * all others of the source need theirs.
 */
export function sortingOf(bound: BoundQuery, query: Query, isNumbered = false): Sorting {
  const outputs = bound.outputsOf(query);
  const appended: string[] = [];
  const keys: (SortKey & { readonly term: OrderTerm })[] = [];
  let looseOrder = false;
  for (const term of query.orderBy) {
    const expr = stripParens(term.expr);
    if (isConstantTerm(expr)) continue;
    if (isVolatile(bound, expr)) break;
    const index = outputIndex(bound, term, outputs);
    if (index !== undefined) {
      keys.push({ index, collation: collationOfTerm(bound, query, term, index), term });
      continue;
    }
    const text = appendable(bound, query, term, isNumbered);
    if (text === undefined) {
      looseOrder = true;
      break;
    }
    keys.push({
      index: outputs.length + appended.length,
      collation: collationOfTerm(bound, query, term, undefined),
      term,
    });
    appended.push(text);
  }
  return { keys, appended, looseOrder };
}

/** The comparison with a bound original, apart from the numbers of its LIMIT. */
export function fullForm(bound: BoundQuery): FullForm {
  const { query, source } = bound;
  const outputs = bound.outputsOf(query);
  const edits: Edit[] = [];
  const { keys, appended, looseOrder } = sortingOf(bound, query, true);
  const last = query.body.kind === 'select' ? query.body.columns.at(-1) : undefined;
  if (appended.length > 0 && last)
    edits.push({
      span: { start: last.span.end, end: last.span.end },
      text: appended.map(text => `, (${text})`).join(''),
    });
  if (query.limit) edits.push({ span: query.limit.span, text: '' });
  // A number in front of them would give others another one.
  if (appended.some(text => text.includes('?')))
    for (const { span, text } of numberedParameters(bound))
      if (!query.limit || !contains(query.limit.span, span)) edits.push({ span, text });
  return {
    sql: withoutSemicolon(applyEdits(source, edits)),
    edits,
    repeatsQuery: keys.some(({ index, term }) => index >= outputs.length && holdsQuery(bound, term.expr)),
    width: outputs.length,
    names: outputs.map(output => (output.named ? output.name : undefined)),
    keys: keys.map(({ index, collation }) => ({ index, collation })),
    looseOrder,
    ...(query.limit && { limitExpr: query.limit.limit }),
    ...(query.limit?.offset && { offsetExpr: query.limit.offset }),
  };
}

/** Each plain `?` with its number. */
function numberedParameters({ parameters }: BoundQuery): Edit[] {
  const keys = parameterKeys(parameters);
  return parameters.flatMap(({ text, span }, i) => (text === '?' ? [{ span, text: keys[i] ?? text }] : []));
}

/** True where the expression, or an output that it names, has a subquery or what the model has no word for. */
function holdsQuery(bound: BoundQuery, expr: Expr): boolean {
  let found = false;
  walk(expr, node => {
    const named = node.kind === 'column-ref' ? bound.resolve(node) : undefined;
    const output = named?.kind === 'output' ? named.output.expr : undefined;
    if (node.kind === 'query' || node.kind === 'opaque' || (output && holdsQuery(bound, output)))
      found = true;
    return !found;
  });
  return found;
}

/** A query's text as it can stand before another clause. */
export function withoutSemicolon(sql: string): string {
  return sql.replace(/;\s*$/, '');
}

/** The comparison with the numbers of LIMIT and OFFSET filled in: negative means no limit, and no offset. */
export function windowed(form: FullForm, limit: Cell | undefined, offset: Cell | undefined): Comparison {
  const most = limit === undefined || limit === null ? undefined : Number(limit);
  const skip = offset === undefined || offset === null ? 0 : Math.max(0, Number(offset));
  return {
    width: form.width,
    names: form.names,
    keys: form.keys,
    ...(skip > 0 && { offset: skip }),
    ...(most !== undefined && most >= 0 && { limit: most }),
  };
}

function isConstantTerm(expr: Expr): boolean {
  if (expr.kind === 'parameter') return true;
  return expr.kind === 'literal' && expr.type !== 'integer';
}

function isVolatile(bound: BoundQuery, expr: Expr): boolean {
  let found = false;
  walk(expr, node => {
    if (node.kind === 'function' && bound.functions.isVolatile(node)) found = true;
  });
  return found;
}

function outputIndex(bound: BoundQuery, term: OrderTerm, outputs: readonly Output[]): number | undefined {
  const collate = stripParens(term.expr);
  const expr = collate.kind === 'collate' ? stripParens(collate.operand) : collate;
  if (expr.kind === 'literal' && typeof expr.value === 'bigint') {
    const index = Number(expr.value) - 1;
    return index >= 0 && index < outputs.length ? index : undefined;
  }
  if (expr.kind === 'column-ref') {
    const found = bound.resolve(expr);
    if (found?.kind === 'output') {
      const index = outputs.indexOf(found.output);
      if (index >= 0) return index;
      const named = outputs.findIndex(
        output => output.name.toLowerCase() === found.output.name.toLowerCase(),
      );
      return named >= 0 ? named : undefined;
    }
    if (found?.kind === 'column') {
      const index = outputs.findIndex(output => {
        const column = output.expr && stripParens(output.expr);
        const other = column?.kind === 'column-ref' ? bound.resolve(column) : undefined;
        return other?.kind === 'column' && other.column === found.column;
      });
      return index >= 0 ? index : undefined;
    }
    return undefined;
  }
  const text = textOf(bound.source, expr.span);
  const index = outputs.findIndex(
    output => output.expr && textOf(bound.source, stripParens(output.expr).span) === text,
  );
  return index >= 0 ? index : undefined;
}

/** The text that gives the sort key as one more result column; undefined where that would change the query. */
function appendable(
  bound: BoundQuery,
  query: Query,
  { expr }: OrderTerm,
  isNumbered: boolean,
): string | undefined {
  const { body } = query;
  if (body.kind !== 'select' || (body.distinct && !followsFromOutputs(bound, body, expr))) return undefined;
  const numbers = numberedParameters(bound);
  const repeated = ({ span }: Expr): string => {
    const inside = numbers.filter(edit => contains(span, edit.span));
    return applyEdits(
      textOf(bound.source, span),
      inside.map(edit => moved(edit, span.start)),
    );
  };
  const edits: Edit[] = [];
  let possible = true;
  walk(expr, node => {
    if (node.kind === 'parameter' && /^\?\d*$/.test(node.text)) {
      possible &&= isNumbered && !mixesNames(bound);
      edits.push(...numbers.filter(({ span }) => span.start === node.span.start));
    }
    if (node.kind !== 'column-ref') return true;
    const found = bound.resolve(node);
    if (found?.kind !== 'output') return false;
    if (!found.output.expr) possible = false;
    else edits.push({ span: node.span, text: `(${repeated(found.output.expr)})` });
    return false;
  });
  if (!possible) return undefined;
  return applyEdits(
    textOf(bound.source, expr.span),
    edits.map(edit => moved(edit, expr.span.start)),
  );
}

/** True where numbers given to plain ones could meet those that SQLite gives to names. */
function mixesNames({ parameters }: BoundQuery): boolean {
  return parameters.some(({ text }) => text === '?') && parameters.some(({ text }) => !text.startsWith('?'));
}

function moved({ span, text }: Edit, by: number): Edit {
  return { span: { start: span.start - by, end: span.end - by }, text };
}

/** True when ORDER BY, or the lack of it, leaves open which rows a LIMIT at the end of the query lets through. */
export function limitIsOpen(bound: BoundQuery, query = bound.query): boolean {
  if (!query.limit) return false;
  if (query.orderBy.length === 0) return !arms(query.body).every(arm => arm.kind === 'values');
  const [only, ...rest] = arms(query.body);
  if (rest.length > 0 || only?.kind !== 'select') return true;
  const ordered = new Set<string>();
  for (const term of query.orderBy) {
    const expr = stripParens(term.expr);
    const found = expr.kind === 'column-ref' ? bound.resolve(expr) : undefined;
    const ref = found?.kind === 'output' && found.output.expr ? stripParens(found.output.expr) : expr;
    const column = ref.kind === 'column-ref' ? bound.resolve(ref) : undefined;
    if (column?.kind === 'column') ordered.add(`${column.relation.name} ${column.column.name}`.toLowerCase());
  }
  const scope = bound.scopeOf(only);
  if (only.groupBy.length > 0) return true;
  return !scope.relations.every(relation =>
    relation.keys.some(key => key.every(name => ordered.has(`${relation.name} ${name}`.toLowerCase()))),
  );
}
