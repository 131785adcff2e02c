/**
 * Rows that tie in the order of a window function: their places are open. Two orders of the tied rows that give one
 * answer prove nothing (three rows a, b, a read the same from both ends), so that the ties themselves are looked for.
 */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation, RelationColumn, Scope } from '../../sql/bound.ts';
import { type Expr, type FunctionCall, type OrderTerm, sameName, type Window } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { type AnyNode, stripParens, walk } from '../../sql/walk.ts';
import { failsWhere } from './fails-where.ts';

const tieFree = new Set(['rank', 'dense_rank', 'percent_rank', 'cume_dist']);
const positional = new Set(['row_number', 'ntile', 'lag', 'lead', 'first_value', 'last_value', 'nth_value']);
/** Where ties open the values of the tied rows alone. */
const own = new Set(['row_number', 'ntile']);

/** The window of a call whose value depends on the order of tied rows. */
export function tiedWindow(bound: BoundQuery, call: FunctionCall, scope: Scope): Window | undefined {
  if (!call.over || tieFree.has(call.name)) return undefined;
  const window = windowOf(scope, call.over);
  if (!window || sortsByKeys(bound, window, scope)) return undefined;
  // Frames by RANGE and GROUPS hold tied rows together; EXCLUDE takes out the row itself, or all its peers.
  const byRows = window.frame?.unit === 'rows';
  return positional.has(call.name) || byRows || bound.functions.isOrderSensitive(call) ? window : undefined;
}

/** True where the window's parts name a key of each relation, so that no two rows tie. */
function sortsByKeys(bound: BoundQuery, window: Window, scope: Scope): boolean {
  if (bound.isAggregated(scope.select) || scope.select.groupBy.length > 0) return false;
  const { partition, order } = whole(scope, window);
  const named = new Set<string>();
  for (const expr of [...partition, ...order.map(term => term.expr)]) {
    const column = stripParens(expr);
    const found = column.kind === 'column-ref' ? bound.resolve(column) : undefined;
    if (found?.kind === 'column' && found.scope === scope)
      named.add(`${found.relation.name} ${found.column.name}`.toLowerCase());
  }
  const names = new Set(scope.relations.map(relation => relation.name.toLowerCase()));
  return (
    scope.relations.length > 0 &&
    names.size === scope.relations.length &&
    scope.relations.every(({ name, keys }) =>
      keys.some(key => key.every(column => named.has(`${name} ${column}`.toLowerCase()))),
    )
  );
}

function windowOf(scope: Scope, over: NonNullable<FunctionCall['over']>): Window | undefined {
  if (over.kind === 'window') return over;
  return scope.select.windows.find(named => sameName(named.name.name, over.name))?.window;
}

/**
 * What stands before and behind the call so that rows which tie, and which the query tells apart, have no value; or,
 * where ties touch other rows' values too, so that the query fails on them.
 */
export function guardOf(
  bound: BoundQuery,
  call: FunctionCall,
  window: Window,
  scope: Scope,
): { before: string; after: string } {
  const { partition, order } = whole(scope, window);
  const text = (node: Expr | OrderTerm): string => textOf(bound.source, node.span);
  const peers = (terms: readonly string[]): string => {
    const by = partition.length > 0 ? `PARTITION BY ${partition.map(text).join(', ')}` : '';
    const sort = terms.length > 0 ? ` ORDER BY ${terms.join(', ')} GROUPS CURRENT ROW` : '';
    return `count(*) OVER (${by}${sort})`;
  };
  const keys = order.map(text);
  const told = toldApart(bound, scope);
  const alike = told === undefined ? '1' : told.length === 0 ? peers(keys) : peers([...keys, ...told]);
  const tied = `${peers(keys)} > ${alike}`;
  if (own.has(call.name)) return { before: `(CASE WHEN NOT (${tied}) THEN `, after: ' END)' };
  return { before: `(CASE WHEN ${failsWhere(tied)} THEN `, after: ' END)' };
}

/** The parts of a window with those of the windows it rests on. */
function whole(scope: Scope, window: Window): { partition: readonly Expr[]; order: readonly OrderTerm[] } {
  const { base } = window;
  const named = base && scope.select.windows.find(other => sameName(other.name.name, base.name))?.window;
  const below = named && named !== window ? whole(scope, named) : { partition: [], order: [] };
  return {
    partition: [...below.partition, ...window.partitionBy],
    order: [...below.order, ...window.orderBy],
  };
}

/**
 * Sort terms that tell apart the rows of a Select which it does not treat alike: the columns it mentions outside FROM
 * and WHERE. Undefined where they are not known, and any two rows may differ.
 */
function toldApart(bound: BoundQuery, scope: Scope): string[] | undefined {
  const { select, query } = scope;
  if (bound.isAggregated(select) || scope.relations.some(relation => relation.name === '')) return undefined;
  const columns = new Map<string, string>();
  const add = (relation: Relation, column: RelationColumn): void => {
    const name = `${quoteName(relation.name)}.${quoteName(column.name)}`;
    columns.set(name, `${name} COLLATE BINARY, typeof(${name})`);
  };
  let known = true;
  const see = (node: AnyNode): boolean => {
    if (node === select.from || node === select.where) return false;
    if (node.kind === 'star')
      for (const relation of scope.relations)
        for (const column of relation.columns) if (!column.hidden) add(relation, column);
    if (node.kind === 'opaque') known = false;
    if (node.kind !== 'column-ref') return true;
    const found = bound.resolve(node);
    if (found === undefined) known = false;
    if (found?.kind !== 'column' || found.scope !== scope) return false;
    // Relations of one name cannot be told apart by it.
    if (scope.relations.filter(other => sameName(other.name, found.relation.name)).length > 1) known = false;
    add(found.relation, found.column);
    return false;
  };
  walk(select, see);
  if (query.body === select) for (const term of query.orderBy) walk(term, see);
  return known ? [...columns.values()] : undefined;
}
