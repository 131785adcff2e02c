/** Walking the query model. */
import type {
  CaseBranch,
  Cte,
  Expr,
  Frame,
  FromItem,
  Limit,
  Name,
  NamedWindow,
  OrderTerm,
  Query,
  QueryBody,
  ResultColumn,
  Window,
  With,
} from './model.ts';

/** Every node of the query model; `kind` tells them apart. */
export type AnyNode =
  | Query
  | QueryBody
  | With
  | Cte
  | ResultColumn
  | FromItem
  | OrderTerm
  | Limit
  | NamedWindow
  | Window
  | Frame
  | CaseBranch
  | Name
  | Expr;

/** The direct children of a node, names included, in the order of the source. */
export function children(node: AnyNode): AnyNode[] {
  switch (node.kind) {
    case 'query':
      return present(node.with, node.body, ...node.orderBy, node.limit);
    case 'with':
      return [...node.ctes];
    case 'cte':
      return [node.name, ...node.columns, node.query];
    case 'set':
      return [node.left, node.right];
    case 'values':
      return node.rows.flat();
    case 'select':
      return present(...node.columns, node.from, node.where, ...node.groupBy, node.having, ...node.windows);
    case 'column':
      return present(node.expr, node.alias);
    case 'star':
      return present(node.table);
    case 'order':
      return [node.expr];
    case 'limit':
      return inOrder(present(node.limit, node.offset));
    case 'named-window':
      return [node.name, node.window];
    case 'window':
      return present(node.base, ...node.partitionBy, ...node.orderBy, node.frame);
    case 'frame':
      return present(node.start.offset, node.end?.offset);
    case 'name':
    case 'literal':
    case 'parameter':
      return [];
    case 'case-branch':
      return [node.when, node.then];
    case 'table':
      return present(node.schemaName, node.table, node.alias);
    case 'subquery-item':
      return present(node.query, node.alias);
    case 'function-item':
      return present(node.name, ...node.args, node.alias);
    case 'paren-item':
      return present(node.item, node.alias);
    case 'join':
      return present(node.left, node.right, node.on, ...(node.using ?? []));
    default:
      return expressionChildren(node);
  }
}

function expressionChildren(node: Exclude<Expr, { kind: 'literal' | 'parameter' }>): AnyNode[] {
  switch (node.kind) {
    case 'column-ref':
      return present(node.schemaName, node.table, node.column);
    case 'paren':
      return [node.expr];
    case 'unary':
    case 'is-null':
    case 'cast':
    case 'collate':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'between':
      return [node.operand, node.low, node.high];
    case 'in-list':
      return [node.operand, ...node.items];
    case 'in-query':
      return [node.operand, node.query];
    case 'like':
      return present(node.operand, node.pattern, node.escape);
    case 'case':
      return present(node.operand, ...node.branches, node.otherwise);
    case 'function':
      return present(...node.args, ...node.orderBy, node.filter, node.over);
    case 'exists':
    case 'scalar-subquery':
      return [node.query];
    case 'row-value':
      return [...node.items];
    case 'opaque':
      return inOrder([...node.columns, ...node.parameters, ...node.queries]);
  }
}

function present(...nodes: (AnyNode | undefined)[]): AnyNode[] {
  return nodes.filter(node => node !== undefined);
}

function inOrder(nodes: AnyNode[]): AnyNode[] {
  return nodes.sort((a, b) => a.span.start - b.span.start);
}

/**
 * Visits a node and all below it, parents first, in the order of the source. A visit that returns false skips what
 * is below the node. `ancestors` is the path from the root, the parent last; it is valid during the call only.
 */
export function walk(node: AnyNode, visit: (node: AnyNode, ancestors: readonly AnyNode[]) => unknown): void {
  const ancestors: AnyNode[] = [];
  const enter = (current: AnyNode): void => {
    if (visit(current, ancestors) === false) return;
    ancestors.push(current);
    for (const child of children(current)) enter(child);
    ancestors.pop();
  };
  enter(node);
}

const EXPRESSION_KINDS: ReadonlySet<AnyNode['kind']> = new Set<Expr['kind']>([
  'column-ref',
  'literal',
  'parameter',
  'paren',
  'unary',
  'binary',
  'is-null',
  'between',
  'in-list',
  'in-query',
  'like',
  'case',
  'cast',
  'collate',
  'function',
  'exists',
  'scalar-subquery',
  'row-value',
  'opaque',
]);

/** True when a node is an expression. */
export function isExpr(node: AnyNode): node is Expr {
  return EXPRESSION_KINDS.has(node.kind);
}

/** The items of a FROM clause without joins and parentheses, in order. */
export function fromItems(from: FromItem | undefined): Exclude<FromItem, { kind: 'join' | 'paren-item' }>[] {
  if (from === undefined) return [];
  if (from.kind === 'join') return [...fromItems(from.left), ...fromItems(from.right)];
  return from.kind === 'paren-item' ? fromItems(from.item) : [from];
}

/** The Selects and VALUES of a query's body, in order. */
export function arms(body: QueryBody): Exclude<QueryBody, { kind: 'set' }>[] {
  const found: Exclude<QueryBody, { kind: 'set' }>[] = [];
  let rest = body;
  while (rest.kind === 'set') {
    found.unshift(rest.right);
    rest = rest.left;
  }
  return [rest, ...found];
}

/** The expression inside any number of parentheses. */
export function stripParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}

/** The terms of nested ANDs, parentheses around ANDs dropped, in order; `undefined` has none. */
export function conjuncts(expr: Expr | undefined): Expr[] {
  return flatten(expr, 'and');
}

/** The terms of nested ORs, in order. */
export function disjuncts(expr: Expr | undefined): Expr[] {
  return flatten(expr, 'or');
}

function flatten(expr: Expr | undefined, operator: 'and' | 'or'): Expr[] {
  if (expr === undefined) return [];
  const inner = stripParens(expr);
  return inner.kind === 'binary' && inner.operator === operator
    ? [...flatten(inner.left, operator), ...flatten(inner.right, operator)]
    : [expr];
}
