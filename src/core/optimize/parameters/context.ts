/** What each parameter of a query is compared with. */
import { quoteName } from '../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import type { Expr } from '../../sql/model.ts';
import { parameterKeys } from '../../sql/parameter-keys.ts';
import { textOf } from '../../sql/span.ts';
import { type AnyNode, isExpr, stripParens, walk } from '../../sql/walk.ts';

export interface ParameterContext {
  /** `equal`, `below` and `above`: which side of the value rows must lie on; `item`: one of an IN list. */
  readonly role:
    | 'equal'
    | 'below'
    | 'above'
    | 'item'
    | 'pattern'
    | 'limit'
    | 'offset'
    | 'number'
    | 'text'
    | 'unknown';
  /** The SQL of the expression it is compared with, and of the table that this is made from. */
  readonly sample?: { readonly expression: string; readonly from: string };
  /** Literal text around the parameter in a pattern: `'%' || ? || '%'`. */
  readonly within?: boolean;
}

/** By the parameter's key; where a parameter occurs more than once, the most telling place counts. */
export function parameterContexts(bound: BoundQuery): Map<string, ParameterContext> {
  const keys = parameterKeys(bound.parameters);
  const contexts = new Map<string, ParameterContext>();
  const keyOf = new Map(bound.parameters.map((parameter, i) => [parameter, keys[i]!]));
  walk(bound.query, (node, ancestors) => {
    if (node.kind !== 'parameter') return;
    const key = keyOf.get(node);
    if (key === undefined) return;
    const context = contextOf(bound, node, ancestors);
    const known = contexts.get(key);
    if (
      !known ||
      (known.sample === undefined && (context.sample !== undefined || known.role === 'unknown'))
    ) {
      contexts.set(key, context);
    }
  });
  return contexts;
}

function contextOf(bound: BoundQuery, parameter: AnyNode, ancestors: readonly AnyNode[]): ParameterContext {
  let child = parameter;
  let fallback: ParameterContext = { role: 'unknown' };
  let within = false;
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const node = ancestors[i]!;
    if (node.kind === 'limit') return { role: node.offset === child ? 'offset' : 'limit' };
    if (node.kind === 'binary') {
      const flipped = node.right !== child;
      const other = flipped ? node.right : node.left;
      const role = roleOf(node.operator, flipped);
      if (role) return compared(bound, other, role) ?? fallback;
      if (node.operator === '||') {
        fallback = { role: 'text' };
        within = true;
      } else if (['+', '-', '*', '/', '%'].includes(node.operator)) fallback = { role: 'number' };
    } else if (node.kind === 'between') {
      if (child === node.operand) return fallback;
      return compared(bound, node.operand, child === node.low ? 'above' : 'below') ?? fallback;
    } else if (node.kind === 'in-list') {
      const other = child === node.operand ? node.items.find(item => item !== child) : node.operand;
      return (other && compared(bound, other, 'item')) ?? fallback;
    } else if (node.kind === 'like') {
      const context = compared(bound, node.operand, 'pattern');
      return context ? { ...context, within } : { role: 'text' };
    } else if (!isExpr(node) && node.kind !== 'case-branch') return fallback;
    child = node;
  }
  return fallback;
}

/** On which side of the parameter the other operand must lie. */
function roleOf(operator: string, flipped: boolean): 'equal' | 'below' | 'above' | undefined {
  if (['=', 'is', '<>', 'is not'].includes(operator)) return 'equal';
  if (operator === '<' || operator === '<=') return flipped ? 'above' : 'below';
  if (operator === '>' || operator === '>=') return flipped ? 'below' : 'above';
  return undefined;
}

/** Undefined when the other operand is not made of the columns of one stored table. */
function compared(
  bound: BoundQuery,
  other: Expr,
  role: ParameterContext['role'],
): ParameterContext | undefined {
  const bare = stripParens(other);
  const relations = new Set<Relation>();
  let sampled = true;
  walk(bare, node => {
    if (node.kind === 'query' || node.kind === 'opaque' || node.kind === 'parameter') sampled = false;
    if (node.kind === 'function' && (node.over !== undefined || bound.functions.isAggregate(node)))
      sampled = false;
    if (node.kind !== 'column-ref') return;
    const resolution = bound.resolve(node);
    if (resolution?.kind === 'column') relations.add(resolution.relation);
    else sampled = false;
  });
  const [relation] = relations;
  if (!sampled || relations.size !== 1 || !relation) return undefined;
  if (relation.source.kind === 'table') {
    const from = `${quoteName(relation.source.table.name)} AS ${quoteName(relation.name)}`;
    return { role, sample: { expression: textOf(bound.source, bare.span), from } };
  }
  if (bare.kind !== 'column-ref') return undefined;
  const resolution = bound.resolve(bare);
  const origin = resolution?.kind === 'column' ? resolution.column.origin : undefined;
  if (!origin) return undefined;
  const expression = quoteName(origin.column.name);
  return { role, sample: { expression, from: quoteName(origin.table.name) } };
}
