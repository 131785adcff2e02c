/** What a query asks of the rows it joins: equalities between columns, and conditions on one or a few columns. */
import type { BoundQuery, Scope } from '../../../sql/bound.ts';
import type { Expr, FromItem, Query } from '../../../sql/model.ts';
import { type AnyNode, arms, conjuncts, disjuncts, stripParens, walk } from '../../../sql/walk.ts';
import { mentions } from '../../query/evaluate.ts';
import { joinedByName } from '../../query/joined-names.ts';
import { definitionsOf, type Slot, slotsOf, slotsOfExpr, slotsOfOutput } from '../../query/trace.ts';

export interface Conditions {
  readonly links: [Slot, Slot][];
  /** Conditions that are no equality between two columns. */
  readonly others: Expr[];
  /** Columns that must equal what a subquery returns, which is no column. */
  readonly constants: readonly (readonly [readonly Slot[], Expr])[];
  /** The terms of ORs that were not chosen: the chosen one decides alone where they do not hold. */
  readonly avoided: Expr[];
  /** Scopes whose rows must be missing for the query to return something (NOT EXISTS, NOT IN, EXCEPT). */
  readonly negated: ReadonlySet<Scope>;
}

/** `choose` picks one term of an OR over several columns, by the number of terms. */
export function collectConditions(
  bound: BoundQuery,
  choose: (terms: number) => number,
  leftOut: ReadonlySet<Scope>,
): Conditions {
  const constants: [readonly Slot[], Expr][] = [];
  const links: [Slot, Slot][] = [];
  const others: Expr[] = [];
  const avoided: Expr[] = [];
  const link = (a: readonly Slot[], b: readonly Slot[]): void => {
    for (const left of a) for (const right of b) links.push([left, right]);
  };
  const add = (expr: Expr): void => {
    for (const term of conjuncts(expr)) {
      const inner = stripParens(term);
      if (inner.kind === 'binary' && (inner.operator === '=' || inner.operator === 'is')) {
        const [left, right] = [slotsOfExpr(bound, inner.left), slotsOfExpr(bound, inner.right)];
        if (left.length > 0 && right.length > 0) {
          link(left, right);
          continue;
        }
        for (const [own, other] of [
          [left, inner.right],
          [right, inner.left],
        ] as const)
          if (own.length > 0 && stripParens(other).kind === 'column-ref')
            for (const shown of definitionsOf(bound, other, arm => !leftOut.has(bound.scopeOf(arm))))
              constants.push([own, shown]);
        const query =
          stripParens(inner.right).kind === 'scalar-subquery' ? stripParens(inner.right) : undefined;
        if (query?.kind === 'scalar-subquery' && left.length > 0) link(left, returned(bound, query.query));
      }
      if (inner.kind === 'in-query') {
        const items = inner.operand.kind === 'row-value' ? inner.operand.items : [inner.operand];
        for (const [i, item] of items.entries()) {
          const own = slotsOfExpr(bound, item);
          link(own, slotsOfOutput(bound, inner.query, i));
          if (own.length === 0 || inner.negated) continue;
          for (const arm of arms(inner.query.body)) {
            const shown = bound.outputsOf(arm)[i]?.expr;
            if (shown) constants.push([own, shown]);
          }
        }
        continue;
      }
      const terms = disjuncts(inner);
      if (terms.length > 1 && needsChoice(bound, inner)) {
        const chosen = terms[choose(terms.length)];
        if (chosen) add(chosen);
        avoided.push(...terms.filter(term => term !== chosen));
      } else others.push(inner);
    }
  };
  const always = alwaysTrue(bound);
  for (const scope of bound.scopes) {
    if (leftOut.has(scope) || always.has(scope)) continue;
    if (scope.select.where) add(scope.select.where);
    if (scope.select.having) add(scope.select.having);
    if (scope.select.from) joins(bound, scope.select.from, add, link);
  }
  walk(bound.query, node => {
    if (node.kind !== 'set' || !['intersect', 'except'].includes(node.operator)) return;
    for (const i of bound.outputsOf(node).keys())
      link(slotsOfOutput(bound, node.left, i), slotsOfOutput(bound, node.right, i));
  });
  const negated = negatedScopes(bound);
  // EXISTS and IN in the terms that were not chosen: they are to fail where the others are to hold.
  for (const term of avoided)
    walk(term, node => {
      if (node.kind !== 'select') return;
      const scope = bound.scopeOf(node);
      if (!negated.delete(scope)) negated.add(scope);
    });
  return { links, others, constants, avoided, negated };
}

/** EXISTS over an aggregate without GROUP BY holds whatever rows there are. */
function alwaysTrue(bound: BoundQuery): Set<Scope> {
  const found = new Set<Scope>();
  walk(bound.query, node => {
    if (node.kind !== 'exists' || node.query.body.kind !== 'select') return;
    const select = node.query.body;
    if (bound.isAggregated(select) && select.groupBy.length === 0 && !select.having)
      found.add(bound.scopeOf(select));
  });
  return found;
}

function needsChoice(bound: BoundQuery, or: Expr): boolean {
  const { columns, plain } = mentions(bound, or);
  const slots = new Set(
    columns.flatMap(ref => slotsOf(bound, ref).map(slot => `${slot.relation.name}.${slot.column}`)),
  );
  return !plain || slots.size > 1;
}

function returned(bound: BoundQuery, query: Query): Slot[] {
  const { body } = query;
  const column = body.kind === 'select' ? body.columns[0] : undefined;
  if (column?.kind === 'column' && column.expr.kind === 'function') {
    const { name, args } = column.expr;
    return name === 'max' || name === 'min' ? args.flatMap(arg => slotsOfExpr(bound, arg)) : [];
  }
  return slotsOfOutput(bound, query, 0);
}

function joins(
  bound: BoundQuery,
  from: FromItem,
  add: (expr: Expr) => void,
  link: (a: readonly Slot[], b: readonly Slot[]) => void,
): void {
  walk(from, node => {
    if (node.kind === 'query') return false;
    if (node.kind === 'join') {
      if (node.on) add(node.on);
      for (const [a, b] of joinedByName(bound, node)) link([a], [b]);
    }
    return true;
  });
}

function negatedScopes(bound: BoundQuery): Set<Scope> {
  const negated = new Set<Scope>();
  const mark = (node: AnyNode): void =>
    walk(node, inner => {
      if (inner.kind === 'select') negated.add(bound.scopeOf(inner));
    });
  walk(bound.query, node => {
    if (node.kind === 'in-query' && node.negated) mark(node.query);
    if (node.kind === 'set' && node.operator === 'except') mark(node.right);
    if (node.kind === 'unary' && node.operator === 'not') {
      const inner = stripParens(node.operand);
      if (inner.kind === 'exists' || (inner.kind === 'in-query' && !inner.negated)) mark(inner.query);
    }
  });
  return negated;
}
