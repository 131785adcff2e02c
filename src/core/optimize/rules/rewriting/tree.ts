/** Ways around the tree of a bound query that rules need again and again. */
import type { BoundQuery } from '../../../sql/bound.ts';
import type { ColumnRef, Expr, FunctionCall, Node, OrderTerm, Query, Select } from '../../../sql/model.ts';
import { textOf } from '../../../sql/span.ts';
import { type AnyNode, children } from '../../../sql/walk.ts';

/** The text of a node as the author wrote it. */
export function sourceOf(q: BoundQuery, node: Node): string {
  return textOf(q.source, node.span);
}

/** The node and everything below it, parents first. */
export function* descendants(node: AnyNode): Generator<AnyNode> {
  const pending: AnyNode[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    pending.push(...children(next).slice().reverse());
  }
}

/** Everything below the nodes that belongs to the same SELECT: subqueries are yielded, but not entered. */
export function* withinSelect(nodes: readonly AnyNode[]): Generator<AnyNode> {
  const pending: AnyNode[] = [...nodes].reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    if (next.kind !== 'query') pending.push(...children(next).slice().reverse());
  }
}

export function columnRefs(node: AnyNode): ColumnRef[] {
  return [...descendants(node)].filter(n => n.kind === 'column-ref');
}

const parents = new WeakMap<BoundQuery, Map<AnyNode, AnyNode>>();

/** The node right above; undefined for the query itself. */
export function parentOf(q: BoundQuery, node: AnyNode): AnyNode | undefined {
  let map = parents.get(q);
  if (!map) {
    map = new Map();
    for (const parent of descendants(q.query)) for (const child of children(parent)) map.set(child, parent);
    parents.set(q, map);
  }
  return map.get(node);
}

/** The SELECTs whose names are all known, those inside them included: the ones that rules may touch. */
export function openSelects(q: BoundQuery): Select[] {
  return q.scopes.map(scope => scope.select).filter(select => isOpen(q, select));
}

function isOpen(q: BoundQuery, select: Select): boolean {
  return selectsIn(q, select).every(inner => q.scopeOf(inner).closed);
}

/** The SELECT and all SELECTs below it. */
export function selectsIn(q: BoundQuery, node: Node): Select[] {
  return q.scopes
    .map(scope => scope.select)
    .filter(({ span }) => node.span.start <= span.start && span.end <= node.span.end);
}

/** The ORDER BY terms that see the names of this SELECT. */
export function orderTermsOf(q: BoundQuery, select: Select): readonly OrderTerm[] {
  const query = q.enclosing(select);
  return query.body === select ? query.orderBy : [];
}

/** The SELECT with the ORDER BY that belongs to it. */
export function partsOf(q: BoundQuery, select: Select): AnyNode[] {
  return [select, ...orderTermsOf(q, select)];
}

/** The expressions of a SELECT outside FROM and WHERE. */
export function shownParts(q: BoundQuery, select: Select): AnyNode[] {
  return [
    ...select.columns,
    ...select.groupBy,
    ...(select.having ? [select.having] : []),
    ...select.windows,
    ...orderTermsOf(q, select),
  ];
}

/** The aggregate calls among the expressions, those of subqueries left out. */
export function aggregatesIn(q: BoundQuery, nodes: readonly AnyNode[]): FunctionCall[] {
  return [...withinSelect(nodes)].filter(n => n.kind === 'function').filter(n => q.functions.isAggregate(n));
}

/** True when a window function is computed over the rows of the SELECT. */
export function hasWindow(q: BoundQuery, select: Select): boolean {
  return [...withinSelect(shownParts(q, select))].some(n => n.kind === 'function' && n.over !== undefined);
}

/** True when the text holds a plain `?`, whose number depends on its place. */
export function hasAnonymousParameter(node: AnyNode): boolean {
  return [...descendants(node)].some(n => n.kind === 'parameter' && n.text === '?');
}

export function hasParameter(node: AnyNode): boolean {
  return [...descendants(node)].some(n => n.kind === 'parameter');
}

export function isVolatile(q: BoundQuery, node: AnyNode): boolean {
  return [...descendants(node)].some(n => n.kind === 'function' && q.functions.isVolatile(n));
}

/** The SELECT a query consists of, when it is nothing more: no WITH, ORDER BY, LIMIT or set operation. */
export function plainSelect(query: Query): Select | undefined {
  const { body } = query;
  if (query.with || query.limit || query.orderBy.length > 0) return undefined;
  return body.kind === 'select' ? body : undefined;
}

/** The only expression of the SELECT list, stars excluded. */
export function onlyColumn(select: Select): Expr | undefined {
  const [column] = select.columns;
  return select.columns.length === 1 && column?.kind === 'column' ? column.expr : undefined;
}
