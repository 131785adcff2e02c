/**
 * Where the value of an expression can come from unchanged: stored columns, and whatever else is passed on, through
 * subqueries, CTEs, the arms of set operations, CASE, COALESCE, MIN and the like.
 */
import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import type { Expr, FunctionCall, Query, QueryBody } from '../../../sql/model.ts';
import { bare, outputBehind, type Slot, shownBy, slotsOfRelation } from '../../query/trace.ts';

export interface ValueSources {
  readonly slots: readonly Slot[];
  /** Constants and calculations. */
  readonly others: readonly Expr[];
}

/** More say nothing new, and a query may have thousands of arms. */
const MOST = 200;

/** The sources of the value of an expression. */
export function sourcesOf(bound: BoundQuery, expr: Expr): ValueSources {
  const search = new Search(bound);
  search.addExpr(expr);
  return search;
}

/** The sources of the output column number `index`. */
export function sourcesOfOutput(bound: BoundQuery, query: Query | QueryBody, index: number): ValueSources {
  const search = new Search(bound);
  search.addOutput(query, index);
  return search;
}

class Search implements ValueSources {
  readonly slots: Slot[] = [];
  readonly others: Expr[] = [];
  readonly #bound: BoundQuery;
  /** A recursive CTE comes back to itself. */
  readonly #seen = new Set<Expr | QueryBody | string>();

  constructor(bound: BoundQuery) {
    this.#bound = bound;
  }

  addExpr(expr: Expr | undefined): void {
    const plain = expr && bare(expr);
    if (plain === undefined || this.#seen.has(plain) || this.#seen.size > MOST) return;
    this.#seen.add(plain);
    switch (plain.kind) {
      case 'column-ref': {
        const found = this.#bound.resolve(plain);
        if (found?.kind === 'column' && found.relation.source.kind === 'function') this.others.push(plain);
        else if (found?.kind === 'column') this.#addColumn(found.relation, found.column.name);
        else if (found?.kind === 'output') this.addExpr(found.output.expr);
        else this.others.push(plain);
        return;
      }
      case 'case':
        for (const { then } of plain.branches) this.addExpr(then);
        this.addExpr(plain.otherwise);
        return;
      case 'scalar-subquery':
        this.addOutput(plain.query, 0);
        return;
      case 'function': {
        const passed = passedOn(plain);
        for (const arg of passed) this.addExpr(arg);
        if (passed.length === 0) this.others.push(plain);
        return;
      }
      default:
        this.others.push(plain);
    }
  }

  addOutput(query: Query | QueryBody, index: number): void {
    for (const shown of shownBy(this.#bound, query, index))
      if (shown.kind === 'expression') this.addExpr(shown.expr);
      else this.#addColumn(shown.relation, shown.name);
  }

  #addColumn(relation: Relation, name: string): void {
    if (relation.source.kind === 'table') {
      this.slots.push(...slotsOfRelation(this.#bound, relation, name, 0));
      return;
    }
    const behind = outputBehind(relation, name);
    if (!behind) return;
    const { query, index } = behind;
    const key = `${query.span.start} ${index}`;
    if (this.#seen.has(key) || this.#seen.size > MOST) return;
    this.#seen.add(key);
    this.addOutput(query, index);
  }
}

/** The arguments of which a call returns one as it is. */
function passedOn(call: FunctionCall): readonly Expr[] {
  switch (call.name) {
    case 'coalesce':
    case 'ifnull':
    case 'min':
    case 'max':
      return call.args;
    case 'iif':
    case 'if':
      return call.args.slice(1);
    case 'nullif':
    case 'likely':
    case 'unlikely':
    case 'first_value':
    case 'last_value':
    case 'nth_value':
      return call.args.slice(0, 1);
    case 'lag':
    case 'lead':
      return call.args.filter((_, i) => i !== 1);
    default:
      return [];
  }
}
