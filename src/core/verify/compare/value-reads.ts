/**
 * What a query does with a value that may be any one of several: where these count as equal and the value is only
 * compared, counted or grouped by under the collation that takes them for equal, the choice among them decides nothing.
 * Nor does any choice of a value that nothing reads.
 */

import {
  collationOf,
  collationOfComparison,
  collationOfOutput,
  collationOfTerm,
  UNKNOWN_COLLATION,
} from '../../dialect/sqlite/collation.ts';
import type { BoundQuery, Relation } from '../../sql/bound.ts';
import { isComparisonOrIs } from '../../sql/comparison.ts';
import type { ColumnRef, Expr, FunctionCall, OrderTerm, Query, Select } from '../../sql/model.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import type { Alike } from './extremes.ts';
import { readersOf } from './relations.ts';

const DEPTH = 12;

export class ValueReads {
  readonly #bound: BoundQuery;
  readonly #parents = new Map<AnyNode, AnyNode>();
  readonly #refs: ColumnRef[] = [];
  /** Some names are not known, or stand for columns of several relations. */
  #isUnknown = false;

  constructor(bound: BoundQuery) {
    this.#bound = bound;
    walk(bound.query, (node, ancestors) => {
      const parent = ancestors.at(-1);
      if (parent) this.#parents.set(node, parent);
      if (node.kind === 'opaque') this.#isUnknown = true;
      if (node.kind === 'join' && (node.natural || node.using)) this.#isUnknown = true;
      if (node.kind !== 'column-ref') return;
      this.#refs.push(node);
      if (bound.resolve(node) === undefined) this.#isUnknown = true;
    });
  }

  /**
   * True unless the answer is the same whichever of the values that `alike` takes for equal the expression has;
   * without `alike`, unless it is the same whatever the value.
   */
  tells(expr: AnyNode, alike: Alike | undefined): boolean {
    return alike?.collation === UNKNOWN_COLLATION || this.#tells(expr, alike, 0);
  }

  /** The same for an output of a query. */
  tellsOutput(query: Query, index: number, alike: Alike | undefined, depth = 0): boolean {
    const parent = this.#parents.get(query);
    if (!parent || depth > DEPTH || this.#isUnknown || alike?.collation === UNKNOWN_COLLATION) return true;
    if (this.#mergesBy(query, index, alike)) return true;
    if (this.#readsItself(query, index, alike, depth)) return true;
    switch (parent.kind) {
      case 'exists':
        return false;
      case 'scalar-subquery':
        return this.#tells(parent, alike, depth);
      case 'in-query':
        return !this.#isComparedTo(query, index, parent.operand, alike);
      case 'cte':
        return this.#tellsColumn(readersOf(this.#bound, parent), index, alike, depth);
      case 'subquery-item': {
        const relation = this.#bound.relationOf(parent);
        return !relation || this.#tellsColumn([relation], index, alike, depth);
      }
      default:
        return true;
    }
  }

  /** True for a column of a Select that nothing reads. */
  isUnread(column: AnyNode): boolean {
    if (column.kind !== 'column') return false;
    const select = this.#parents.get(column);
    if (select?.kind !== 'select') return false;
    const index = this.#indexOf(select, column.expr);
    return index >= 0 && !this.tellsOutput(this.#bound.enclosing(select), index, undefined);
  }

  #tells(expr: AnyNode, alike: Alike | undefined, depth: number): boolean {
    let inner = expr;
    let outer = this.#parents.get(inner);
    while (outer?.kind === 'paren' || outer?.kind === 'collate') {
      inner = outer;
      outer = this.#parents.get(inner);
    }
    if (outer?.kind === 'column') {
      const select = this.#parents.get(outer);
      if (select?.kind !== 'select' || depth > DEPTH) return true;
      const index = this.#indexOf(select, outer.expr);
      return index < 0 || this.tellsOutput(this.#bound.enclosing(select), index, alike, depth + 1);
    }
    return !outer || !alike || !this.#takesForEqual(outer, inner, alike);
  }

  /** True where a node gives the same for all values below it that count as equal. */
  #takesForEqual(node: AnyNode, value: AnyNode, alike: Alike): boolean {
    const isItsOwn = (expr: Expr): boolean => this.#isOf(alike, collationOf(this.#bound, expr));
    const isCompared = (left: Expr, right: Expr): boolean =>
      // A column may turn one of the numbers into a text.
      !alike.numbers && this.#isOf(alike, collationOfComparison(this.#bound, { left, right }));
    switch (node.kind) {
      case 'is-null':
        return true;
      case 'binary':
        return isComparisonOrIs(node) && isCompared(node.left, node.right);
      case 'between':
        return isCompared(node.operand, node.low) && isCompared(node.operand, node.high);
      case 'in-list':
        return !alike.numbers && isItsOwn(node.operand);
      case 'in-query':
        return node.query.body.kind === 'select' && this.#isComparedTo(node.query, 0, node.operand, alike);
      case 'function':
        return this.#isCounted(node, value, alike);
      case 'select':
        return node.groupBy.some(expr => expr === value && isItsOwn(expr));
      case 'window':
        return node.partitionBy.some(expr => expr === value && isItsOwn(expr));
      case 'order':
        return this.#isSortedBy(node, alike);
      default:
        return false;
    }
  }

  #isOf({ collation }: Alike, found: string | undefined): boolean {
    return (found ?? 'BINARY').toUpperCase() === collation;
  }

  #isCounted(call: FunctionCall, value: AnyNode, alike: Alike): boolean {
    const arg = call.args.find(each => each === value);
    if (call.name !== 'count' || !arg) return false;
    return !call.distinct || this.#isOf(alike, collationOf(this.#bound, arg));
  }

  #isSortedBy(term: OrderTerm, alike: Alike): boolean {
    const query = this.#parents.get(term);
    if (query?.kind !== 'query') return false;
    const { expr } = term;
    const found = expr.kind === 'column-ref' ? this.#bound.resolve(expr) : undefined;
    const index = found?.kind === 'output' ? this.#bound.outputsOf(query).indexOf(found.output) : undefined;
    return index !== -1 && this.#isOf(alike, collationOfTerm(this.#bound, query, term, index));
  }

  /** True where the values of the query are only compared with the operand, by what takes them for equal. */
  #isComparedTo(query: Query, index: number, operand: Expr, alike: Alike | undefined): boolean {
    if (!alike || alike.numbers || operand.kind === 'row-value') return false;
    const bound = this.#bound;
    const right = bound.outputsOf(query)[index]?.expr;
    if (query.body.kind === 'select' && right)
      return this.#isOf(alike, collationOfComparison(bound, { left: operand, right }));
    return this.#isOf(alike, collationOf(bound, operand) ?? UNKNOWN_COLLATION);
  }

  /** True where DISTINCT or a set operation tells rows apart by the output. */
  #mergesBy({ body }: Query, index: number, alike: Alike | undefined): boolean {
    let merges = body.kind === 'select' && body.distinct !== undefined;
    for (let part = body; part.kind === 'set'; part = part.left) merges ||= part.operator !== 'union all';
    return merges && (!alike || !this.#isOf(alike, collationOfOutput(this.#bound, body, index)));
  }

  /** True where ORDER BY, GROUP BY, WHERE or HAVING of the query itself read the output by its name or number. */
  #readsItself(query: Query, index: number, alike: Alike | undefined, depth: number): boolean {
    const outputs = new Set([query.body, query].flatMap(each => this.#bound.outputsOf(each)[index] ?? []));
    const isNumber = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === BigInt(index + 1);
    const isSorted = query.orderBy.some(
      term =>
        isNumber(term.expr.kind === 'collate' ? term.expr.operand : term.expr) &&
        !(alike && this.#isOf(alike, collationOfTerm(this.#bound, query, term, index))),
    );
    const { body } = query;
    const isGrouped =
      body.kind === 'select' &&
      body.groupBy.some(isNumber) &&
      !(alike && this.#isOf(alike, collationOfOutput(this.#bound, body, index)));
    if (isSorted || isGrouped) return true;
    return this.#refs.some(ref => {
      const found = this.#bound.resolve(ref);
      return found?.kind === 'output' && outputs.has(found.output) && this.#tells(ref, alike, depth + 1);
    });
  }

  #tellsColumn(
    relations: readonly Relation[],
    index: number,
    alike: Alike | undefined,
    depth: number,
  ): boolean {
    if (relations.length === 0 || relations.some(({ source }) => source.kind === 'cte' && source.recursive))
      return true;
    if (this.#bound.scopes.some(scope => isShownByStar(scope.select, scope.relations, relations)))
      return true;
    return this.#refs.some(ref => {
      const found = this.#bound.resolve(ref);
      if (found?.kind !== 'column' || !relations.includes(found.relation)) return false;
      const isOther = found.relation.columns.indexOf(found.column) !== index;
      return !isOther && this.#tells(ref, alike, depth + 1);
    });
  }

  #indexOf(select: Select, expr: Expr): number {
    return this.#bound.outputsOf(select).findIndex(output => output.expr === expr);
  }
}

function isShownByStar(select: Select, inFrom: readonly Relation[], relations: readonly Relation[]): boolean {
  return (
    select.columns.some(column => column.kind === 'star') && inFrom.some(each => relations.includes(each))
  );
}
