/**
 * Pairs of queries with functions whose value changes from run to run, rewritten so that they can be compared.
 *
 * - `random()` and `randomblob()` where each row draws its own value and nothing else looks at it: as the whole sort
 *   key of the query, or in an output column that mentions no column. Two such queries return equally distributed
 *   results when the rows without these values are the same bag. Sorted by `random()`, that is the bag before LIMIT.
 * - `changes()`, `total_changes()` and `last_insert_rowid()`: what they return is fixed while a query runs, so both
 *   queries see the same values, and these can be given to both as parameters.
 *
 * Everywhere else it matters how often, and for which rows, a value is drawn: `WHERE random() % 2 = 0` draws one for
 * each row and `WHERE (SELECT random()) % 2 = 0` a single one. Such pairs are not held.
 */
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits, type Edit } from '../sql/edits.ts';
import type { Expr, FunctionCall, Select } from '../sql/model.ts';
import { contains, textOf } from '../sql/span.ts';
import { stripParens, walk } from '../sql/walk.ts';
import { heldParameter } from './bindings.ts';
import { counters, drawn, volatileCalls } from './volatile.ts';

/** Two queries to be judged in place of the pair. */
export interface Held {
  readonly original: string;
  readonly rewrite: string;
  /** One sentence. */
  readonly note: string;
}

interface Side {
  readonly edits: readonly Edit[];
  /** The same for queries whose values are drawn in the same way. */
  readonly places: string;
}

/** Undefined where no pair is known that may be judged instead. */
export function hold(original: BoundQuery, rewrite: BoundQuery): Held | undefined {
  const [a, b] = [allVolatileCalls(original), allVolatileCalls(rewrite)];
  const [first] = a ?? [];
  if (!a || !b || !first) return undefined;
  const calls = [...a, ...b];
  const isCounter = counters.has(first.name);
  if (!calls.every(call => (isCounter ? counters : drawn).has(call.name))) return undefined;
  const sides = isCounter
    ? [counting(original, a), counting(rewrite, b)]
    : [drawing(original, a), drawing(rewrite, b)];
  const [left, right] = sides;
  if (!left || !right || left.places !== right.places) return undefined;
  const names = [...new Set(calls.map(call => `${call.name}()`))].join(' and ');
  return {
    original: applyEdits(original.source, left.edits),
    rewrite: applyEdits(rewrite.source, right.edits),
    note: left.places.startsWith('order')
      ? `Rows in the order of ${names} were compared as a whole, before LIMIT.`
      : `${names} was held to one value in each database.`,
  };
}

/** Undefined where there may be more than the tree shows. */
function allVolatileCalls(bound: BoundQuery): FunctionCall[] | undefined {
  let whole = true;
  walk(bound.query, node => {
    if (node.kind === 'opaque') whole = false;
  });
  return whole ? volatileCalls(bound) : undefined;
}

function counting(bound: BoundQuery, calls: readonly FunctionCall[]): Side | undefined {
  if (bound.parameters.length > 0) return undefined;
  if (calls.some(call => call.args.length > 0 || call.over || call.filter)) return undefined;
  return {
    edits: calls.map(call => ({ span: call.span, text: `${heldParameter}${call.name}` })),
    places: calls
      .map(call => call.name)
      .sort()
      .join(' '),
  };
}

function drawing(bound: BoundQuery, calls: readonly FunctionCall[]): Side | undefined {
  const { body } = bound.query;
  if (body.kind !== 'select' || body.distinct) return undefined;
  const [only] = calls;
  if (only && calls.length === 1 && sortsBy(bound, only)) return withoutOrder(bound);
  return drawingOutputs(bound, body, calls);
}

function sortsBy(bound: BoundQuery, call: FunctionCall): boolean {
  const [term, ...others] = bound.query.orderBy;
  return (
    others.length === 0 && term !== undefined && stripParens(term.expr) === call && call.name === 'random'
  );
}

function withoutOrder(bound: BoundQuery): Side | undefined {
  const { orderBySpan, limit } = bound.query;
  const numbers = limit ? [limit.limit, limit.offset] : [];
  if (!orderBySpan || !numbers.every(number => number === undefined || isFixed(number))) return undefined;
  const cut = numbers.map(number => (number ? textOf(bound.source, stripParens(number).span) : ''));
  return {
    edits: [orderBySpan, ...(limit ? [limit.span] : [])].map(span => ({ span, text: '' })),
    places: `order ${cut.join(' offset ')}`,
  };
}

/** A number, or a parameter that has the same value wherever it stands. */
function isFixed(expr: Expr): boolean {
  const inner = stripParens(expr);
  return inner.kind === 'literal' || (inner.kind === 'parameter' && inner.text !== '?');
}

function drawingOutputs(bound: BoundQuery, select: Select, calls: readonly FunctionCall[]): Side | undefined {
  if (select.groupBy.length > 0 || bound.isAggregated(select)) return undefined;
  const outputs = bound.outputsOf(bound.query);
  const places: string[] = [];
  const names = new Set<string>();
  let found = 0;
  for (const column of select.columns) {
    if (column.kind !== 'column') continue;
    const inside = calls.filter(call => contains(column.expr.span, call.span));
    if (inside.length === 0) continue;
    if (!isOfConstants(column.expr)) return undefined;
    found += inside.length;
    const index = outputs.findIndex(output => output.expr === column.expr);
    const text = textOf(bound.source, stripParens(column.expr).span);
    if (index < 0 || isSortedBy(bound, index)) return undefined;
    places.push(`${index} ${plain(text)}`);
    if (column.alias) names.add(column.alias.name.toLowerCase());
  }
  if (found < calls.length || isNamed(bound, names)) return undefined;
  return {
    // Functions too: a literal might become the number of a column.
    edits: calls.map(call =>
      call.name === 'random'
        ? { span: call.span, text: 'abs(4611686018427387905)' }
        : { span: call.nameSpan, text: 'zeroblob' },
    ),
    places: places.join('; '),
  };
}

const ofConstants = new Set(['literal', 'function', 'unary', 'binary', 'paren', 'cast']);

/** True for an expression of constants and scalar functions: it draws its value anew for each row. */
function isOfConstants(expr: Expr): boolean {
  let only = true;
  walk(expr, node => {
    if (!ofConstants.has(node.kind)) only = false;
    if (node.kind === 'function' && (node.over || node.filter || node.star || node.orderBy.length > 0))
      only = false;
  });
  return only;
}

/** True when ORDER BY names the output by its number. */
function isSortedBy(bound: BoundQuery, index: number): boolean {
  return bound.query.orderBy.some(term => {
    const inner = stripParens(term.expr);
    const expr = inner.kind === 'collate' ? stripParens(inner.operand) : inner;
    return expr.kind === 'literal' && expr.value === BigInt(index + 1);
  });
}

/** True when one of the names occurs anywhere, so that it may mean the output. */
function isNamed(bound: BoundQuery, names: ReadonlySet<string>): boolean {
  let found = false;
  walk(bound.query, node => {
    if (node.kind === 'column-ref' && names.has(node.column.name.toLowerCase())) found = true;
  });
  return found;
}

/** The text without what carries no meaning, where that is certain. */
function plain(text: string): string {
  return /['"`[]/.test(text) ? text : text.replace(/\s+/g, '').toLowerCase();
}
